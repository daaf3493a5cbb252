import { perLine, relative } from './lineParser';

/** pylint's text format: `path:row:col: W0611: text (name)`, columns from 0 and those of Python's syntax tree. */
const row = /^(.+?):(\d+):(\d+): ([CRWEFI]\d{4}): (.*)$/;

export const pylintOutput = perLine((line) => {
  const match = row.exec(line);
  if (!match) return undefined;
  const [, file = '', lineNumber, column, code = '', message = ''] = match;
  const at = { file: relative(file), line: Number(lineNumber), column: Number(column), unit: 'bytes' as const };
  return { tool: 'pylint', ...at, code, message };
});
