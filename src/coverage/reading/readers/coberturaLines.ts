/**
 * The inner loop of the Cobertura scan: the `<line>` elements of one `<lines>`, straight from bytes into columns.
 *
 * A report of nova holds 255,000 of them, so nothing is allocated for a line, and texts are compared several bytes at
 * a time. Lines that look exactly as coverage.py writes a statement without branches are read by a loop that is short
 * enough to be compiled early; the others attribute by attribute. What neither expects throws `Unexpected`, and the
 * whole report is read by the reference instead.
 */

/** The scan met something that coverage.py does not write; it says nothing about the report's worth. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';

  constructor(readonly at: number) {
    super(`unexpected at byte ${at}`);
  }
}

/** The columns of all files of a report, one after the other. */
export class LineColumns {
  readonly lines: Uint32Array;
  readonly hits: Uint32Array;
  /** Packed as the model's `packBranches` does. */
  branches: Int32Array;
  count = 0;
  branchCount = 0;

  constructor(reportBytes: number) {
    const most = Math.ceil(reportBytes / SHORTEST_LINE);
    this.lines = new Uint32Array(most);
    this.hits = new Uint32Array(most);
    // Enough for every report of coverage.py; growing while code is being compiled would undo the compiling.
    this.branches = new Int32Array(Math.ceil(reportBytes / 16) + HEADER);
  }

  /** Makes room for this many values of branches. */
  reserveBranches(count: number): void {
    if (count <= this.branches.length) return;
    const grown = new Int32Array(count * 2);
    grown.set(this.branches);
    this.branches = grown;
  }
}

const SHORTEST_LINE = '<line number="1" hits="0"/>'.length;
/** What follows the last line of a report at least. Nothing of a line is looked for that near to the end. */
const TAIL = '</lines></class></classes></package></packages></coverage>'.length;
/** Nine digits stay below the limits of the columns; more are left to the reference. */
const MOST_DIGITS = 9;
/** Values of a branch before its targets: line, total, taken, how many targets. */
const HEADER = 4;

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;
const PERCENT = 0x25;
const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
const SLASH = 0x2f;
/** A byte is a digit if this, taken out of it, leaves at most 9. */
const ZERO = 0x30;
const GT = 0x3e;

/**
 * Eight characters as `DataView.getFloat64(at, true)` reads them, which takes one comparison instead of two: of text it
 * makes an odd number, but never zero or NaN, so that equal numbers are equal bytes.
 */
const eight = (text: string): number => Buffer.from(text, 'latin1').readDoubleLE(0);
/** Four characters as `DataView.getInt32(at, true)` reads them, and two. */
const word = (text: string): number => Buffer.from(text, 'latin1').readInt32LE(0);
const half = (text: string): number => Buffer.from(text, 'latin1').readInt16LE(0);

const [INDENT_LT_L, INE_NUMB] = [eight('\t\t\t\t\t\t<l'), eight('ine numb')];
const [QUOTE_HITS_IS, QUOTE_END, LT_LIN] = [eight('" hits="'), word('"/>\n'), word('<lin')];
const [NUMB, ER_IS, HITS] = [word('numb'), word('er="'), word('hits')];
const [BRAN, CH_IS, TRUE, FALS, E_QUOTE] = [word('bran'), word('ch="'), word('true'), word('fals'), half('e"')];
const [COND, ITIO, N_CO, VERA, GE_IS] = [word('cond'), word('itio'), word('n-co'), word('vera'), word('ge="')];
const [MISS, ING, CHES] = [word('miss'), word('ing-'), word('ches')];
const [SLASH_LIN, ES_GT] = [word('</li'), word('nes>')];
const FOUR_ZEROS = word('0000');
const [EXIT, IS, LETTER_E] = [word('exit'), half('="'), 0x65];

/** The offset after the number that `digits` read last; a second result, without a pair for each number. */
let afterDigits = 0;

/**
 * Reads from after `<lines>` to after `</lines>` and appends to the columns.
 * @returns the offset after `</lines>`
 * @throws Unexpected
 */
export function scanLines(bytes: Uint8Array, view: DataView, start: number, columns: LineColumns): number {
  const { lines, hits } = columns;
  const last = bytes.length - TAIL;
  let { count } = columns;
  let at = bytes[start] === NEWLINE ? start + 1 : start;
  let previous = 0;
  for (;;) {
    if (
      at < last &&
      view.getFloat64(at, true) === INDENT_LT_L &&
      view.getFloat64(at + 8, true) === INE_NUMB &&
      view.getInt32(at + 16, true) === ER_IS
    ) {
      // One to four digits, all read at once.
      const four = view.getInt32(at + 20, true) ^ FOUR_ZEROS;
      const second = (four >> 8) & 0xff;
      const third = (four >> 16) & 0xff;
      const fourth = four >>> 24;
      let number = four & 0xff;
      const isNumber = number <= 9;
      let next = at + 21;
      if (second <= 9) {
        number = number * 10 + second;
        next++;
        if (third <= 9) {
          number = number * 10 + third;
          next++;
          if (fourth <= 9) {
            number = number * 10 + fourth;
            next++;
          }
        }
      }
      if (isNumber && view.getFloat64(next, true) === QUOTE_HITS_IS) {
        const ran = bytes[next + 8]! ^ ZERO;
        if (ran <= 9 && view.getInt32(next + 9, true) === QUOTE_END && number > previous) {
          lines[count] = previous = number;
          hits[count++] = ran;
          at = next + 13;
          continue;
        }
      }
    }
    while (isBlank(bytes[at]!)) at++;
    if (at >= last || view.getInt32(at, true) !== LT_LIN || bytes[at + 4] !== LETTER_E) break;
    columns.count = count;
    at = scanLine(bytes, view, at + 5, columns);
    if (lines[count]! <= previous) throw new Unexpected(at);
    previous = lines[count++]!;
    if (bytes[at] === NEWLINE) at++;
  }
  columns.count = count;
  if (at > bytes.length - 8 || view.getInt32(at, true) !== SLASH_LIN || view.getInt32(at + 4, true) !== ES_GT) {
    throw new Unexpected(at);
  }
  return at + 8;
}

/** One line with its attributes in any order, from after `<line` to after `/>`. */
function scanLine(bytes: Uint8Array, view: DataView, start: number, columns: LineColumns): number {
  const last = bytes.length - TAIL;
  let at = start;
  let number = -1;
  let count = -1;
  let branch = -1;
  let total = -1;
  let taken = -1;
  let missing = -1;
  for (;;) {
    const blanks = at;
    while (isBlank(bytes[at]!)) at++;
    if (bytes[at] === SLASH) break;
    if (at === blanks || at > last) throw new Unexpected(at);
    switch (view.getInt32(at, true)) {
      case NUMB:
        if (number >= 0 || view.getInt32(at + 4, true) !== ER_IS) throw new Unexpected(at);
        number = digits(bytes, at + 8);
        at = afterDigits;
        break;
      case HITS:
        if (count >= 0 || view.getInt16(at + 4, true) !== IS) throw new Unexpected(at);
        count = digits(bytes, at + 6);
        at = afterDigits;
        break;
      case BRAN: {
        const value = view.getInt32(at + 8, true);
        const isFalse = value === FALS && view.getInt16(at + 12, true) === E_QUOTE;
        if (branch >= 0 || view.getInt32(at + 4, true) !== CH_IS) throw new Unexpected(at);
        if (value !== TRUE && !isFalse) throw new Unexpected(at);
        branch = isFalse ? 0 : 1;
        at += isFalse ? 13 : 12;
        break;
      }
      case COND:
        if (total >= 0 || view.getInt32(at + 4, true) !== ITIO) throw new Unexpected(at);
        if (view.getInt32(at + 8, true) !== N_CO) throw new Unexpected(at);
        if (view.getInt32(at + 12, true) !== VERA || view.getInt32(at + 16, true) !== GE_IS) throw new Unexpected(at);
        // 50% (1/2)
        digits(bytes, at + 20);
        at = afterDigits;
        if (bytes[at] !== PERCENT || bytes[at + 1] !== BLANK || bytes[at + 2] !== OPEN) throw new Unexpected(at);
        taken = digits(bytes, at + 3);
        if (bytes[afterDigits] !== SLASH) throw new Unexpected(at);
        total = digits(bytes, afterDigits + 1);
        at = afterDigits + 1;
        if (bytes[afterDigits] !== CLOSE) throw new Unexpected(at);
        break;
      case MISS:
        if (missing >= 0 || view.getInt32(at + 4, true) !== ING) throw new Unexpected(at);
        if (view.getInt32(at + 8, true) !== BRAN) throw new Unexpected(at);
        if (view.getInt32(at + 12, true) !== CHES || view.getInt16(at + 16, true) !== IS) throw new Unexpected(at);
        at = scanMissing(bytes, view, at + 18, columns);
        missing = targets;
        break;
      default:
        throw new Unexpected(at);
    }
    if (bytes[at++] !== QUOTE) throw new Unexpected(at);
  }
  if (bytes[at + 1] !== GT || number < 1 || count < 0) throw new Unexpected(at);
  if (branch === 1) {
    if (total < 1 || taken > total) throw new Unexpected(at);
    appendBranch(columns, number, total, taken, Math.max(missing, 0));
  } else if (total >= 0 || missing >= 0) {
    throw new Unexpected(at);
  }
  columns.lines[columns.count] = number;
  columns.hits[columns.count] = count;
  return at + 2;
}

/** How many targets `scanMissing` read last. */
let targets = 0;

/**
 * Puts the targets of `exit,43,50` where those of the next branch belong.
 * @returns the offset after the last of them
 */
function scanMissing(bytes: Uint8Array, view: DataView, start: number, columns: LineColumns): number {
  const last = bytes.length - TAIL;
  const first = columns.branchCount + HEADER;
  let at = start;
  let previous = -1;
  for (targets = 0; ; targets++, at++) {
    if (at > last) throw new Unexpected(at);
    let target = -1;
    if (view.getInt32(at, true) === EXIT) {
      at += 4;
    } else {
      target = digits(bytes, at);
      at = afterDigits;
    }
    // coverage.py sorts arcs by target, and leaving the function is a negative one.
    if (target < previous || (target === previous && target >= 0) || target === 0) throw new Unexpected(at);
    columns.reserveBranches(first + targets + 1);
    columns.branches[first + targets] = previous = target;
    if (bytes[at] !== COMMA) break;
  }
  targets++;
  return at;
}

function appendBranch(columns: LineColumns, line: number, total: number, taken: number, missing: number): void {
  const at = columns.branchCount;
  columns.branchCount = at + HEADER + missing;
  columns.reserveBranches(columns.branchCount);
  const { branches } = columns;
  branches[at] = line;
  branches[at + 1] = total;
  branches[at + 2] = taken;
  branches[at + 3] = missing;
}

/** A whole number of one to nine digits; `afterDigits` becomes the offset after it. */
function digits(bytes: Uint8Array, start: number): number {
  let at = start;
  let value = 0;
  let digit = 0;
  while ((digit = bytes[at]! ^ ZERO) <= 9) {
    value = (value * 10 + digit) | 0;
    at++;
  }
  if (at === start || at > start + MOST_DIGITS) throw new Unexpected(start);
  afterDigits = at;
  return value;
}

export function isBlank(byte: number): boolean {
  return byte === BLANK || byte === TAB || byte === NEWLINE || byte === RETURN;
}
