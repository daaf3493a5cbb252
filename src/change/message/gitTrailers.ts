/**
 * Where git sees a trailer block, line by line as git's own trailer.c, commit.c and wt-status.c look for it
 * (read at git 2.39; `interpret-trailers --no-divider`, `commit -s` and Gerrit's commit-msg hook all use this).
 */

/** One entry of a block: a trailer with its folded lines, or a line that is none. Lines are 0-based, `last` included. */
export interface BlockItem {
  readonly first: number;
  readonly last: number;
  /** Missing on a line that is no trailer, such as `(cherry picked from commit ...)` or a bare `DocImpact`. */
  readonly key?: string;
  readonly value: string;
  /** Where the colon and the value's first character stand in the line `first`. */
  readonly colon: number;
  readonly valueColumn: number;
}

/** Lines `start` to `end` (0-based, `end` not included). */
export interface TrailerBlock {
  readonly start: number;
  readonly end: number;
  readonly items: readonly BlockItem[];
}

/** Prefixes that git writes itself: one of them makes a block of a paragraph in which a quarter are trailers. */
const GIT_MADE = ['Signed-off-by: ', '(cherry picked from commit '];

/** git's isspace: no form feed, no vertical tab, nothing beyond ASCII. */
const BLANK = /^[ \t\r]*$/;
const KEY = /^[A-Za-z0-9-]+[ \t]*:/;

export const isBlank = (line: string): boolean => BLANK.test(line);

/** Column of the colon that ends a trailer's key; -1 when the line is no trailer. */
function colonOf(line: string): number {
  const key = KEY.exec(line);
  return key ? key[0].length - 1 : -1;
}

/** The line after which git ignores everything: trailing comments, blank lines and the old `Conflicts:` block. */
export function endOfMessage(lines: readonly string[], comment: string): number {
  let tail = 0;
  let inConflicts = false;
  for (const [at, line] of lines.entries()) {
    if (line === '' || line.startsWith(comment)) {
      tail ||= at;
    } else if (line === 'Conflicts:') {
      inConflicts = true;
      tail ||= at;
    } else if (!(inConflicts && line.startsWith('\t'))) {
      tail = 0;
      inConflicts = false;
    }
  }
  return tail || lines.length;
}

/** The trailer block of the lines before `end`; the first paragraph is the title and never one. */
export function findBlock(lines: readonly string[], end: number, comment: string): TrailerBlock | undefined {
  const start = startOfBlock(lines, end, comment);
  return start < end ? { start, end, items: itemsOf(lines, start, end, comment) } : undefined;
}

function startOfBlock(lines: readonly string[], end: number, comment: string): number {
  const titleEnd = lines.findIndex((line, at) => at < end && !line.startsWith(comment) && isBlank(line));
  if (titleEnd < 0) {
    return end;
  }
  let trailers = 0;
  let others = 0;
  let folded = 0; // lines that belong to a trailer, if the next one upwards is a trailer
  let gitMade = false;
  let onlyBlanks = true;
  for (let at = end - 1; at >= titleEnd; at--) {
    const line = lines[at] ?? '';
    if (line.startsWith(comment)) {
      others += folded;
      folded = 0;
    } else if (isBlank(line)) {
      if (onlyBlanks) {
        continue;
      }
      others += folded;
      const isBlock = gitMade ? trailers * 3 >= others : trailers > 0 && others === 0;
      return isBlock ? at + 1 : end;
    } else {
      onlyBlanks = false;
      if (GIT_MADE.some((prefix) => line.startsWith(prefix))) {
        gitMade = true;
        trailers++;
        folded = 0;
      } else if (colonOf(line) > 0) {
        trailers++;
        folded = 0;
      } else if (/^[ \t\r]/.test(line)) {
        folded++;
      } else {
        others += 1 + folded;
        folded = 0;
      }
    }
  }
  return end;
}

function itemsOf(lines: readonly string[], start: number, end: number, comment: string): BlockItem[] {
  const items: BlockItem[] = [];
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? '';
    const before = items.at(-1);
    if (before?.key !== undefined && before.last === at - 1 && /^[ \t\r]/.test(line)) {
      items[items.length - 1] = { ...before, last: at, value: `${before.value} ${line.trim()}`.trim() };
    } else if (!line.startsWith(comment) && !isBlank(line)) {
      items.push(itemAt(line, at));
    }
  }
  return items;
}

function itemAt(line: string, at: number): BlockItem {
  const colon = colonOf(line);
  if (colon < 0) {
    return { first: at, last: at, value: line, colon, valueColumn: 0 };
  }
  const rest = line.slice(colon + 1);
  return {
    first: at,
    last: at,
    key: line.slice(0, colon).trim(),
    value: rest.trim(),
    colon,
    valueColumn: colon + 1 + (rest.length - rest.trimStart().length),
  };
}
