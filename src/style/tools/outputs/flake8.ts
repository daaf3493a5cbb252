import { astColumns } from './astColumns';
import { perLine, relative } from './lineParser';

/**
 * flake8's default format, `path:row:col: CODE text`, rows and columns from 1.
 *
 * hacking and most local checks yield `H301: text`, so their code comes with a colon. E902 (the file cannot be read)
 * has row 0. Lines that `show_source` puts between the rows are not rows.
 */
const row = /^(.+?):(\d+):(\d+): ([A-Z]+\d*):? (.*)$/;

/** The `pylint` format that a project may have set: `path:row: [CODE:] text`. */
const pylintRow = /^(.+?):(\d+): \[([A-Z]+\d*):?\] (.*)$/;

export const flake8Output = perLine((line) => {
  const match = row.exec(line);
  if (match) {
    const [, file = '', rowNumber, column, code = '', message = ''] = match;
    const at = { tool: 'flake8', file: relative(file), line: Number(rowNumber), code, message };
    return { ...at, column: Math.max(Number(column) - 1, 0), unit: astColumns.test(code) ? 'bytes' : 'characters' };
  }
  const short = pylintRow.exec(line);
  if (!short) return undefined;
  const [, file = '', rowNumber, code = '', message = ''] = short;
  return { tool: 'flake8', file: relative(file), line: Number(rowNumber), code, message };
});
