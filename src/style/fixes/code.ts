/** Findings that another word settles. */
import { lineText, type PythonText, statementAt } from '../../project/python/text';
import type { Problem, Replacement } from './fix';
import { joinedLine } from './joinedLine';

/** H201, E722: `except:` as `except Exception:`, unless a clause before it already catches that. */
export function nameException({ finding, python }: Problem): Replacement | undefined {
  const statement = statementAt(python, finding.range.start.line);
  if (!statement || !/^except\s*:/.test(python.text.slice(statement.from, statement.to))) return undefined;
  if (catchesAll(python, statement.firstLine, statement.indent)) return undefined;
  const from = statement.from + 'except'.length;
  return { from, to: from, text: ' Exception' };
}

/** Whether a clause of the same `try` above the line names Exception or its base. */
function catchesAll(python: PythonText, line: number, indent: string): boolean {
  const above = python.statements.filter(({ lastLine }) => lastLine < line).reverse();
  for (const statement of above) {
    if (statement.indent.length > indent.length) continue;
    const text = python.text.slice(statement.from, statement.to);
    if (!text.startsWith('except')) return false;
    if (/^except\b.*\b(?:Base)?Exception\b/.test(joinedLine(python, statement))) return true;
  }
  return false;
}

/** H906 and local checks like it: `LOG.warn` is another name for `LOG.warning`. */
export function nameWarning(problem: Problem): Replacement | undefined {
  return rename(problem, /\bLOG\.(warn)\(/g, 'warning');
}

/** H213: the old name went with Python 3.12. */
export function nameRegex(problem: Problem): Replacement | undefined {
  return rename(problem, /\.(assertRaisesRegexp)\(/g, 'assertRaisesRegex');
}

/** The only match in a statement of one line: arguments on lines below may be aligned with it. */
function rename({ finding, python }: Problem, pattern: RegExp, word: string): Replacement | undefined {
  const statement = statementAt(python, finding.range.start.line);
  if (!statement || statement.firstLine !== statement.lastLine) return undefined;
  const matches = [...python.text.slice(statement.from, statement.to).matchAll(pattern)];
  const [match] = matches;
  if (!match || matches.length > 1) return undefined;
  const old = match[1] ?? '';
  const from = statement.from + match.index + match[0].indexOf(old);
  const inString = [...statement.strings, ...statement.comments].some((span) => span.from <= from && from < span.to);
  return inString ? undefined : { from, to: from + old.length, text: word };
}

/** H401: spaces before a docstring's first word. */
export function trimDocstring({ finding, python }: Problem): Replacement | undefined {
  const statement = statementAt(python, finding.range.start.line);
  const [string] = statement?.strings ?? [];
  if (!statement || string?.from !== statement.from || string.to !== statement.to) return undefined;
  const open = /^([ur]?(?:"""|'''))( +)(?=[^ "'\r\n])/i.exec(lineText(python, statement.firstLine).trimStart());
  if (!open) return undefined;
  const from = string.from + open[1]!.length;
  return { from, to: from + open[2]!.length, text: '' };
}
