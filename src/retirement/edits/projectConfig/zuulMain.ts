import type { Note } from '../lines/edit';
import { indentOf, nextContent, rangesOf } from '../lines/items';
import { LineEdits, type Lines } from '../lines/lines';
import { checkNoneLeft, commentNotes } from '../lines/names';
import type { FileResult } from './zuulProjects';

export const ZUUL_MAIN = 'zuul/main.yaml';

/** `- openstack/x`, `- openstack/x:` with keys below, or with a mapping on the same line. */
const ITEM = /^( *)- +(["']?)([\w.-]+\/[\w.-]+)\2(:(?: .*)?)?(?: +#.*)? *$/;

/**
 * Every tenant forgets the repository, wherever its name stands in a list of projects.
 * @throws EditRefused where it stands in another form
 */
export function forgetProjects(file: Lines, repositories: readonly string[]): FileResult {
  const ours = new Set(repositories);
  const gone = new Set<number>();
  const { lines } = file;
  for (let line = 0; line < lines.length; line++) {
    const [, indent = '', , name = '', mapping] = ITEM.exec(lines[line] ?? '') ?? [];
    if (!ours.has(name)) continue;
    gone.add(line);
    if (mapping === undefined) continue;
    const end = endOfMapping(lines, line + 1, indent.length);
    for (line++; line < end; line++) gone.add(line);
    line--;
  }
  checkNoneLeft(file, ours, (line) => gone.has(line));
  const edits = new LineEdits(file);
  for (const { from, to } of rangesOf(gone)) {
    edits.remove(from, to, 'Zuul loads nothing of a repository that is retired');
  }
  const emptied = emptiedLists(lines, gone).map((line): Note => ({ path: file.path, line: line + 1, text: EMPTY }));
  const comments = commentNotes(file, ours).filter(({ line }) => line === undefined || !gone.has(line - 1));
  return { edit: edits.finish('Zuul knows the repository no longer'), notes: [...emptied, ...comments] };
}

const EMPTY = 'This list is empty now';

/** After the last line that is deeper than the item, 0-based. */
function endOfMapping(lines: readonly string[], from: number, column: number): number {
  let end = from;
  for (;;) {
    const next = nextContent(lines, end, lines.length);
    if (next === lines.length || indentOf(lines[next] ?? '') <= column) return end;
    end = next + 1;
  }
}

/** The 0-based lines of the keys whose lists lost all of their items. */
function emptiedLists(lines: readonly string[], gone: ReadonlySet<number>): number[] {
  const emptied: number[] = [];
  /** The last line that stays, and the column of the items that went since then. */
  let above = -1;
  let column: number | undefined;
  for (let line = 0; line <= lines.length; line++) {
    if (gone.has(line)) {
      column ??= indentOf(lines[line] ?? '');
      continue;
    }
    if (line < lines.length && nextContent(lines, line, line + 1) > line) continue;
    if (column !== undefined && isListOf(lines[above], column) && !isItemAt(lines[line], column)) emptied.push(above);
    above = line;
    column = undefined;
  }
  return emptied;
}

const isItem = (line: string | undefined): boolean => line?.trimStart().startsWith('-') === true;

const isItemAt = (line: string | undefined, column: number): boolean => isItem(line) && indentOf(line ?? '') === column;

/** Whether a line is the key of a list with items at this column. */
const isListOf = (line: string | undefined, column: number): boolean =>
  line !== undefined && indentOf(line) <= column - (isItem(line) ? 1 : 0) && /: *(?:#.*)?$/.test(line);
