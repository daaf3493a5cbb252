/** Where in a file of Zuul a line stands. The files are read by their indentation: they can have templates in them. */

/** Lines above that are looked at; the longest lists of jobs have some 300. */
const MOST_ABOVE = 1000;

/**
 * The keys that a line of YAML is below, from the inside out; its own key, if it has one, first.
 * @param at 0-based
 */
export function keysAbove(lines: readonly string[], at: number): string[] {
  const start = lineOf(lines[at] ?? '');
  const keys = start.key === undefined ? [] : [start.key];
  // What is above belongs to a line when its key starts before it. A dash moves the line to the dash's own column, and a
  // list may start at the column of its key.
  let { column } = start;
  let inList = start.dashes.length > 0;
  if (inList) column = start.dashes[0] ?? column;
  for (let line = at - 1; line >= 0 && line > at - MOST_ABOVE && (column > 0 || inList); line--) {
    const above = lineOf(lines[line] ?? '');
    if (above.isEmpty) continue;
    const [dash] = above.dashes;
    const isParent = above.column < column || (inList && dash === undefined && above.column === column);
    if (isParent && above.key !== undefined) keys.push(above.key);
    if (dash !== undefined && dash < column) [column, inList] = [dash, true];
    else if (isParent) [column, inList] = [above.column, false];
  }
  return keys;
}

interface YamlLine {
  readonly isEmpty: boolean;
  /** 0-based columns of the dashes before its content. */
  readonly dashes: readonly number[];
  /** 0-based column of the content behind them. */
  readonly column: number;
  readonly key: string | undefined;
}

function lineOf(text: string): YamlLine {
  const dashes: number[] = [];
  let column = 0;
  for (; column < text.length; column++) {
    if (text[column] === '-' && (text[column + 1] ?? ' ') === ' ') dashes.push(column);
    else if (text[column] !== ' ') break;
  }
  const content = text.slice(column, column + 200);
  const key = /^["']?([\w.-]+)["']?[ \t]*:(?:[ \t]|$)/.exec(content)?.[1];
  return { isEmpty: content === '' || content.startsWith('#'), dashes, column, key };
}
