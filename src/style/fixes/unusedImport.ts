/** F401: the import goes; of several names, only the one that is not used. */
import { NAME } from '../../project/python/names';
import { lineEnd, type PythonText, pythonText, type Statement, statementAt } from '../../project/python/text';
import { apply, type Problem, type Replacement } from './fix';
import { keepsOrder, mayBeImport } from './importOrder';
import { type ImportedName, type ImportStatement, readImport } from './importStatement';
import { joinedLine } from './joinedLine';

export function removeUnusedImport(problem: Problem): Replacement | undefined {
  const { finding, python } = problem;
  const unused = /^'([^']+)' imported but unused$/.exec(finding.message)?.[1];
  const statement = statementAt(python, finding.range.start.line);
  const read = statement && readImport(python, statement);
  // A comment is about the import, and may be what keeps it: `# noqa`, `# type: ignore`.
  if (unused === undefined || !read || statement.comments.length > 0) return undefined;
  const matching = read.names.filter((name) => pyflakesName(read, name) === unused);
  const [name] = matching;
  if (!name || matching.length > 1 || bindsElsewhere(python, name)) return undefined;
  const removal =
    read.names.length === 1 ? removeStatement(python, statement) : removeName(python, statement, read, name);
  if (!removal) return undefined;
  return keepsOrder(python, pythonText(apply(python.text, [removal]))) ? removal : undefined;
}

/** How pyflakes calls a name that an import binds (pyflakes/checker.py, Importation and its kinds). */
function pyflakesName({ from }: ImportStatement, { name, alias }: ImportedName): string {
  const full = from === undefined ? name : from.endsWith('.') ? from + name : `${from}.${name}`;
  return alias === undefined || (from !== undefined && alias === name) ? full : `${full} as ${alias}`;
}

/** Another import of the same name would come to light, as a finding or with another meaning. */
function bindsElsewhere(python: PythonText, unused: ImportedName): boolean {
  const others = python.statements.filter((statement) => mayBeImport(python, statement));
  const bound = others.flatMap((statement) => {
    const read = readImport(python, statement);
    // `import os; import sys`, `*`: what it does not name, it may bind.
    return read ? read.names.map(({ binds }) => binds) : (joinedLine(python, statement).match(NAMES) ?? []);
  });
  return bound.filter((name) => name === unused.binds).length > 1;
}

/** The lines of the statement, and of the blank lines on both sides the shorter run; at the file's end, all of them. */
function removeStatement(python: PythonText, statement: Statement): Replacement | undefined {
  if (!hasCompany(python, statement)) return undefined;
  const { firstLine, lastLine } = statement;
  const before = blankLines(python, firstLine - 1, -1);
  const after = blankLines(python, lastLine + 1, 1);
  if (lastLine + 1 + after === python.lineStarts.length) {
    return { from: python.lineStarts[firstLine - before]!, to: python.text.length, text: '' };
  }
  const atTop = firstLine - before === 0;
  const surplus = atTop ? after : Math.min(before, after);
  return { from: python.lineStarts[firstLine]!, to: python.lineStarts[lastLine + 1 + surplus]!, text: '' };
}

/** A block needs a statement, and a file of nothing but comments is an H104. */
function hasCompany(python: PythonText, statement: Statement): boolean {
  const index = python.statements.indexOf(statement);
  const previous = python.statements[index - 1];
  const next = python.statements[index + 1];
  if (statement.indent === '') return previous !== undefined || next !== undefined;
  return previous?.indent === statement.indent || next?.indent === statement.indent;
}

function blankLines(python: PythonText, line: number, step: 1 | -1): number {
  let count = 0;
  for (let at = line; at >= 0 && at < python.lineStarts.length; at += step) {
    if (python.text.slice(python.lineStarts[at], lineEnd(python, at)).trim() !== '') break;
    count += 1;
  }
  return count;
}

const NAMES = new RegExp(NAME, 'gu');

/** The name with the comma that belongs to it, so that the names that stay keep their columns. */
function removeName(
  python: PythonText,
  statement: Statement,
  read: ImportStatement,
  unused: ImportedName,
): Replacement | undefined {
  const places = placesOfNames(python, statement, read);
  const index = read.names.indexOf(unused);
  const place = places?.[index];
  if (!places || !place) return undefined;
  const next = places[index + 1];
  const previous = places[index - 1];
  const removal = next
    ? { from: place.from, to: next.from, text: '' }
    : previous && { from: previous.to, to: place.to, text: '' };
  if (!removal) return undefined;
  const joins = /[\r\n]/.test(python.text.slice(removal.from, removal.to));
  // A backslash must not end up behind the last name.
  return joins && python.text.slice(removal.from, removal.to).includes('\\') ? undefined : removal;
}

/** From each name's first character to the end of its alias. */
function placesOfNames(python: PythonText, statement: Statement, read: ImportStatement) {
  const text = python.text.slice(statement.from, statement.to);
  const words = [...text.matchAll(NAMES)].map((match) => ({ word: match[0], from: statement.from + match.index }));
  const keyword = words.findIndex(({ word }, index) => word === 'import' && (index > 0 || read.from === undefined));
  let at = keyword + 1;
  const places: { from: number; to: number }[] = [];
  for (const { name: imported, alias } of read.names) {
    const last = at + imported.split('.').length + (alias === undefined ? 0 : 2) - 1;
    const first = words[at];
    const end = words[last];
    if (!first || !end) return undefined;
    places.push({ from: first.from, to: end.from + end.word.length });
    at = last + 1;
  }
  return at === words.length ? places : undefined;
}
