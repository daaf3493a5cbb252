/**
 * Which line of one text each line of another text is.
 *
 * Used to carry what was measured on one text over to an edited one, so a wrong pair would call a tested line
 * untested. A diff shows *one* shortest way from a text to the other; where there are several (`pass` twice, one of
 * them deleted) it picks one by chance. What is claimed here is what *all* shortest ways agree on.
 *
 * Lines and indexes are 0-based.
 */

/** What a line is compared by: its text, or a hash of it. */
export type LineKey = string | number;

/** In place of an index: the line is in no known line's place. */
export const UNKNOWN = -1;

/**
 * With more deletions and insertions than this between two texts, what lies between their equal ends is unknown.
 * The work grows with the square of it: two texts of 10,000 lines that differ everywhere take 25 ms.
 */
const MOST_EDITS = 1000;

/** So many lines in a row are no coincidence, even where each of them occurs elsewhere too. */
const LONG_RUN = 4;

/** What ends a line, for editors and for Python's tokenizer. */
export const LINE_BREAK = /\r\n|\r|\n/;

/** The lines of a text as editors count them: a text that ends in a line break has an empty last line. */
export function splitLines(text: string): string[] {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return withoutMark.split(LINE_BREAK);
}

/** A 32-bit hash of a line, equal between runs and machines: FNV-1a over UTF-16 units, then mixed as MurmurHash3 does. */
export function hashLine(line: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < line.length; i++) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hashes of the lines of a text. */
export function hashLines(text: string): Uint32Array {
  return Uint32Array.from(splitLines(text), hashLine);
}

/**
 * For each line of `after` the index of the line of `before` that it is, or `UNKNOWN`.
 *
 * Claimed indexes ascend, and claimed lines are equal. A line is claimed only when every shortest edit script keeps
 * that very line, and only in a run of kept lines that holds on to something: a line that occurs once in each text,
 * the beginning or the end of both, or its own length. A lone `else:` between rewritten lines is a coincidence.
 */
export function alignLines(before: ArrayLike<LineKey>, after: ArrayLike<LineKey>): Int32Array {
  const texts = intern(before, after);
  const claims = new Int32Array(after.length).fill(UNKNOWN);
  const { start, end } = claimEnds(texts, claims);
  const middle = {
    before: texts.before.subarray(start, texts.before.length - end),
    after: texts.after.subarray(start, texts.after.length - end),
  };
  const remaining = shortestEdits(middle.before, middle.after);
  if (remaining !== undefined) {
    const early = keptLines(middle.before, middle.after, remaining, 'deletions first');
    const late = keptLines(middle.before, middle.after, remaining, 'insertions first');
    early.forEach((line, i) => {
      if (line !== UNKNOWN && line === late[i]) claims[start + i] = start + line;
    });
  }
  dropCoincidences(texts, claims);
  return claims;
}

/** Two texts as numbers that are equal where the lines are, and which of the numbers occur once in each text. */
interface Texts {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly isUnique: (line: number) => boolean;
}

function intern(before: ArrayLike<LineKey>, after: ArrayLike<LineKey>): Texts {
  const numbers = new Map<LineKey, number>();
  const counts = { before: [] as number[], after: [] as number[] };
  const numbered = (lines: ArrayLike<LineKey>, side: number[]): Int32Array =>
    Int32Array.from(lines, (key) => {
      let number = numbers.get(key);
      if (number === undefined) numbers.set(key, (number = numbers.size));
      side[number] = (side[number] ?? 0) + 1;
      return number;
    });
  return {
    before: numbered(before, counts.before),
    after: numbered(after, counts.after),
    isUnique: (line) => counts.before[line] === 1 && counts.after[line] === 1,
  };
}

/**
 * Claims the equal lines at both ends, each end as far as its innermost unique line, and says how many they are.
 *
 * Every shortest script keeps these: one that loses a unique line of a common beginning can keep no more of the lines
 * before it than there are, and so has one kept line less than the script that keeps the whole beginning. Beyond the
 * last unique line that is not so: of `pass pass` cut down to `pass`, either line may be the one that is left.
 */
function claimEnds({ before, after, isUnique }: Texts, claims: Int32Array): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  for (let i = 0; i < shorter && before[i] === after[i]; i++) {
    if (isUnique(after[i]!)) start = i + 1;
  }
  if (start === 0 && before.length === after.length && before.every((line, i) => line === after[i])) start = shorter;
  let end = 0;
  for (let i = 1; i <= shorter - start && before.at(-i) === after.at(-i); i++) {
    if (isUnique(after.at(-i)!)) end = i;
  }
  for (let i = 0; i < start; i++) claims[i] = i;
  for (let i = 1; i <= end; i++) claims[after.length - i] = before.length - i;
  return { start, end };
}

/** How many edits lead from a place in two texts to their ends. A place lies before line `x` of one and `y` of the other. */
interface RemainingEdits {
  readonly total: number;
  /** Whether so many edits are enough from a place. Each edit changes x - y by one, so it asks for the right parity. */
  readonly within: (edits: number, x: number, y: number) => boolean;
}

/**
 * Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986), run from the ends of the texts
 * to their beginnings. Undefined when it takes more than `MOST_EDITS`.
 */
function shortestEdits(before: Int32Array, after: Int32Array): RemainingEdits | undefined {
  const lastDiagonal = before.length - after.length;
  if (Math.abs(lastDiagonal) > MOST_EDITS) return undefined;
  // rows[edits][i]: the first x on the diagonal x - y = lastDiagonal - edits + 2 i from where that many edits suffice.
  const rows: Int32Array[] = [];
  const nowhere = before.length + 1;
  const firstX = (edits: number, diagonal: number): number =>
    rows[edits]?.[(diagonal - lastDiagonal + edits) / 2] ?? nowhere;

  for (let edits = 0; edits <= MOST_EDITS; edits++) {
    const row = new Int32Array(edits + 1).fill(nowhere);
    for (let i = 0; i <= edits; i++) {
      const diagonal = lastDiagonal - edits + 2 * i;
      const deleting = i < edits ? firstX(edits - 1, diagonal + 1) - 1 : nowhere;
      const inserting = i > 0 ? firstX(edits - 1, diagonal - 1) : nowhere;
      let x = edits === 0 ? before.length : nowhere;
      if (deleting >= 0 && deleting < before.length) x = deleting;
      if (inserting < x && inserting - diagonal >= 0) x = inserting;
      if (x === nowhere) continue;
      while (x > 0 && x > diagonal && before[x - 1] === after[x - diagonal - 1]) x--;
      row[i] = x;
    }
    rows.push(row);
    if (firstX(edits, 0) === 0) return { total: edits, within: (left, x, y) => firstX(left, x - y) <= x };
  }
  return undefined;
}

/**
 * The lines that one shortest script keeps: for each line of `after` its index in `before`, or `UNKNOWN`.
 *
 * Drawn on a grid of the two texts, shortest scripts are paths that step down, right or diagonally, and meet wherever
 * they cross. So all of them lie between the one that always deletes as early as it can and the one that always
 * inserts as early as it can, and where those two keep the same line, all do.
 */
function keptLines(
  before: Int32Array,
  after: Int32Array,
  remaining: RemainingEdits,
  order: 'deletions first' | 'insertions first',
): Int32Array {
  const kept = new Int32Array(after.length).fill(UNKNOWN);
  let edits = remaining.total;
  let x = 0;
  let y = 0;
  while (x < before.length || y < after.length) {
    const canDelete = x < before.length && remaining.within(edits - 1, x + 1, y);
    const canInsert = y < after.length && remaining.within(edits - 1, x, y + 1);
    const canKeep = x < before.length && y < after.length && before[x] === after[y];
    const prefersEdit = order === 'deletions first' ? canDelete : canInsert;
    if (canKeep && !prefersEdit) {
      kept[y++] = x++;
    } else {
      if (canDelete && (order === 'deletions first' || !canInsert)) x++;
      else y++;
      edits--;
    }
  }
  return kept;
}

function dropCoincidences({ before, after, isUnique }: Texts, claims: Int32Array): void {
  for (let first = 0, next; first < claims.length; first = next) {
    next = first + 1;
    const line = claims[first]!;
    if (line === UNKNOWN) continue;
    while (next < claims.length && claims[next] === line + next - first) next++;
    const touchesEnd = (first === 0 && line === 0) || (next === after.length && line + next - first === before.length);
    const holds = touchesEnd || next - first >= LONG_RUN || after.subarray(first, next).some(isUnique);
    if (!holds) claims.fill(UNKNOWN, first, next);
  }
}
