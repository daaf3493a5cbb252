/** H301, E401: one import per line. H306: imports in alphabetical order. */
import {
  lineEnd,
  lineEndOf,
  type PythonText,
  pythonText,
  type Statement,
  statementAt,
} from '../../project/python/text';
import { apply, type Problem, type Replacement } from './fix';
import { comesBefore, disorder, keepsOrder, mayBeImport, sortKey } from './importOrder';
import { importOf, readImport } from './importStatement';

/**
 * One statement per name, sorted as H306 wants them, in the place of the old one. Where that would leave the new
 * lines out of order among their neighbours, the neighbours are sorted with them.
 */
export function splitImport({ finding, python }: Problem): Replacement | undefined {
  const statement = statementAt(python, finding.range.start.line);
  const read = statement && readImport(python, statement);
  if (!read || read.names.length < 2) return undefined;
  const comment = commentToKeep(python, statement);
  if (comment === undefined) return undefined;
  const lines = read.names.map((name) => importOf(read, name) + comment);
  // The order would decide what a name means.
  if (bindsTwice(python, [statement])) return undefined;
  // hacking takes a relative import for an H304 only when it has one name.
  if (read.from?.startsWith('.')) return undefined;
  const key = (line: string) => line.toLowerCase();
  lines.sort((a, b) => (comesBefore(key(a), key(b)) ? -1 : 1));
  const split: Replacement = {
    from: statement.from,
    to: statement.to,
    text: lines.join(lineEndOf(python.text) + statement.indent),
  };
  const after = pythonText(apply(python.text, [split]));
  if (keepsOrder(python, after)) return split;
  const sorted = sortedRun(after, statement.firstLine);
  if (!sorted || !keepsOrder(python, pythonText(apply(after.text, [sorted])))) return undefined;
  return throughBoth(split, sorted);
}

/** A `noqa` comment must stay with every name; any other comment has a meaning that we cannot split. */
function commentToKeep({ text }: PythonText, statement: Statement): string | undefined {
  const [comment, ...more] = statement.comments;
  if (!comment) return '';
  if (more.length > 0 || comment.to !== statement.to) return undefined;
  const words = text.slice(comment.from, comment.to);
  return /^# noqa\b/i.test(words) && statement.firstLine === statement.lastLine ? `  ${words}` : undefined;
}

/** The imports around the line in the order that hacking compares them. */
export function sortImports({ finding, python }: Problem): Replacement | undefined {
  const sorted = sortedRun(python, finding.range.start.line);
  if (!sorted) return undefined;
  const after = pythonText(apply(python.text, [sorted]));
  return keepsOrder(python, after) && countOf(after) < countOf(python) ? sorted : undefined;
}

function countOf(python: PythonText): number {
  return [...disorder(python).values()].reduce((sum, count) => sum + count, 0);
}

/**
 * The run of neighbouring single imports around a line, sorted; undefined when it is not safe: a comment line stands
 * between them, or two bind the same name, so that their order decides what the name means.
 */
function sortedRun(python: PythonText, line: number): Replacement | undefined {
  const run = runAround(python, line);
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last || bindsTwice(python, run)) return undefined;
  const lines = run.reduce((sum, { firstLine, lastLine }) => sum + lastLine - firstLine + 1, 0);
  if (lines < last.lastLine - first.firstLine + 1) return undefined;
  const keyed = run.map((statement) => ({ key: sortKey(python, statement) ?? '', text: textOf(python, statement) }));
  keyed.sort((a, b) => Number(comesBefore(b.key, a.key)) - Number(comesBefore(a.key, b.key)));
  const to = lineEnd(python, last.lastLine);
  const text = keyed.map((each) => each.text).join(lineEndOf(python.text) + first.indent);
  return { from: first.from, to, text };
}

/** The statements that H306 compares with the one of the line, by way of their neighbours; empty when it is none. */
function runAround(python: PythonText, line: number): Statement[] {
  const { statements } = python;
  const at = statementAt(python, line);
  if (!at) return [];
  const belongs = (other: Statement | undefined) =>
    other?.indent === at.indent && mayBeImport(python, other) && sortKey(python, other) !== undefined;
  if (!belongs(at)) return [];
  let first = statements.indexOf(at);
  let last = first;
  while (statements[first]!.blankBefore === 0 && belongs(statements[first - 1])) first -= 1;
  while (statements[last + 1]?.blankBefore === 0 && belongs(statements[last + 1])) last += 1;
  return statements.slice(first, last + 1);
}

function bindsTwice(python: PythonText, run: readonly Statement[]): boolean {
  const bound = new Map<string, 'package' | 'name'>();
  for (const statement of run) {
    const read = readImport(python, statement);
    if (!read) return true;
    for (const { binds, name, alias } of read.names) {
      // `import a.b` and `import a.c` both bind the same package `a`.
      const kind = read.from === undefined && alias === undefined && name.includes('.') ? 'package' : 'name';
      const before = bound.get(binds);
      if (before === 'name' || (before === 'package' && kind === 'name')) return true;
      bound.set(binds, kind);
    }
  }
  return false;
}

/** From behind its indent to the end of its last line, comments included. */
function textOf(python: PythonText, statement: Statement): string {
  return python.text.slice(statement.from, lineEnd(python, statement.lastLine));
}

/** One replacement of the first text for two in a row: the second's range, which contains what the first wrote. */
function throughBoth(first: Replacement, second: Replacement): Replacement {
  const grown = first.text.length - (first.to - first.from);
  return { from: second.from, to: second.to - grown, text: second.text };
}
