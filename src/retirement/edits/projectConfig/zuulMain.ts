import type { Note } from '../lines/edit';
import { rangesOf } from '../lines/items';
import { LineEdits, type Lines } from '../lines/lines';
import { commentNotes } from '../lines/names';
import type { FileResult } from './zuulProjects';

export const ZUUL_MAIN = 'zuul/main.yaml';

/** `- openstack/x`, `- openstack/x:` with keys below, or with a mapping on the same line. */
const ITEM = /^( *)- +(["']?)([\w.-]+\/[\w.-]+)\2(:(?: .*)?)?(?: +#.*)? *$/;

/** Every tenant forgets the repository, wherever its name stands in a list of projects. */
export function forgetProjects(file: Lines, repositories: readonly string[]): FileResult {
  const ours = new Set(repositories);
  const gone = new Set<number>();
  const notes: Note[] = [];
  const { lines } = file;
  for (let line = 0; line < lines.length; line++) {
    const [, indent = '', , name = '', mapping] = ITEM.exec(lines[line] ?? '') ?? [];
    if (!ours.has(name)) continue;
    gone.add(line);
    if (mapping === undefined) continue;
    for (let below = line + 1; isDeeper(lines[below], indent.length); below++) gone.add(below);
  }
  const edits = new LineEdits(file);
  for (const { from, to } of rangesOf(gone)) {
    edits.remove(from, to, 'Zuul loads nothing of a repository that is retired');
    const emptied = emptiedList(lines, gone, from);
    if (emptied !== undefined) notes.push({ path: file.path, line: emptied + 1, text: 'This list is empty now' });
  }
  notes.push(...commentNotes(file, ours).filter(({ line }) => line === undefined || !gone.has(line - 1)));
  return { edit: edits.finish('Zuul knows the repository no longer'), notes };
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

const isDeeper = (line: string | undefined, column: number): boolean =>
  line !== undefined && line.trim() !== '' && indentOf(line) > column;

/** The 0-based line of the key whose list lost its last item with these lines. */
function emptiedList(lines: readonly string[], gone: ReadonlySet<number>, from: number): number | undefined {
  const column = indentOf(lines[from] ?? '');
  const isItem = (line: string | undefined): boolean => line?.trimStart().startsWith('-') === true;
  let above = from - 1;
  while (above >= 0 && (gone.has(above) || lines[above]?.trim() === '' || lines[above]?.trimStart().startsWith('#'))) {
    above--;
  }
  const key = lines[above] ?? '';
  if (isItem(key) ? indentOf(key) >= column : !key.endsWith(':') || indentOf(key) > column) return undefined;
  let below = from;
  while (
    below < lines.length &&
    (gone.has(below) || lines[below]?.trim() === '' || lines[below]?.trimStart().startsWith('#'))
  ) {
    below++;
  }
  const next = lines[below];
  return next !== undefined && isItem(next) && indentOf(next) === column ? undefined : above;
}
