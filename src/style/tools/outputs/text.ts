/** Checkers of documents and scripts, one row per line. */
import { perLine, relative } from './lineParser';

/** doc8: `path:row: D001 text`. */
const doc8Row = /^(.+?):(\d+): (D\d{3}) (.*)$/;

export const doc8Output = perLine((line) => {
  const match = doc8Row.exec(line);
  if (!match) return undefined;
  const [, file = '', row, code = '', message = ''] = match;
  return { tool: 'doc8', file: relative(file), line: Number(row), code, message };
});

/** sphinx-lint, on standard error: `path:row: text (rule)`. */
const sphinxLintRow = /^(.+?):(\d+): (.*) \(([a-z][a-z-]*)\)$/;

export const sphinxLintOutput = perLine((line) => {
  const match = sphinxLintRow.exec(line);
  if (!match) return undefined;
  const [, file = '', row, message = '', code = ''] = match;
  return { tool: 'sphinx-lint', file: relative(file), line: Number(row), code, message };
});

/** sphinx-build and docutils: `path.rst:row: WARNING: text`, the row may be missing. */
const sphinxRow =
  /^(.+?\.(?:rst|py|txt|md))(?: of [^:]+)?:(?:(?:docstring of [^:]+):)?(?:(\d+):)? (WARNING|ERROR|CRITICAL): (.*)$/;

export const sphinxOutput = perLine((line) => {
  const match = sphinxRow.exec(line);
  if (!match) return undefined;
  const [, file = '', row = '0', level, message = ''] = match;
  const severity = level === 'WARNING' ? ('warning' as const) : ('error' as const);
  return { tool: 'sphinx', file: relative(file), line: Number(row), code: undefined, message, severity };
});

/** codespell: `path:row: word ==> suggestion`. */
const codespellRow = /^(.+?):(\d+): (\S+) ==> (.+)$/;

export const codespellOutput = perLine((line) => {
  const match = codespellRow.exec(line);
  if (!match) return undefined;
  const [, file = '', row, word = '', suggestion = ''] = match;
  const message = `${word} ==> ${suggestion}`;
  return { tool: 'codespell', file: relative(file), line: Number(row), code: undefined, message };
});

/** bashate: `path:row:1: E003 text`. Its column is always 1 and means the line; its codes are its own. */
const bashateRow = /^(.+?):(\d+):\d+: (E\d{3}) (.*)$/;

export const bashateOutput = perLine((line) => {
  const match = bashateRow.exec(line);
  if (!match) return undefined;
  const [, file = '', row, code = '', message = ''] = match;
  return { tool: 'bashate', file: relative(file), line: Number(row), code, message };
});
