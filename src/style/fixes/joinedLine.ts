import type { PythonText, Statement } from '../../project/python/text';

/**
 * A statement as pycodestyle's checks see it: one line, without comments, the insides of strings as `x`, and joined
 * where it was broken with a space, or with nothing beside a bracket.
 */
export function joinedLine(python: PythonText, statement: Statement): string {
  const { strings, comments } = statement;
  let line = '';
  let at = statement.from;
  for (const span of [...strings, ...comments].sort((a, b) => a.from - b.from)) {
    line += python.text.slice(at, span.from);
    if (strings.includes(span)) line += python.text.slice(span.from, span.to).replace(/[^'"]/g, 'x');
    at = span.to;
  }
  line += python.text.slice(at, statement.to);
  return line.replace(BROKEN_LINE, (_all, before: string, after: string) => before + joint(before, after)).trim();
}

const BROKEN_LINE = /([^\s\\])[ \t\f]*\\?(?:(?:\r\n|\r|\n)[ \t\f]*)+(?=(\S))/g;

function joint(before: string, after: string): string {
  if (before === ',') return ' ';
  return '([{'.includes(before) || ')]}'.includes(after) ? '' : ' ';
}
