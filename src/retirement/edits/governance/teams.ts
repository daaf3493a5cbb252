/** The teams of reference/projects.yaml and legacy.yaml of openstack/governance, and what each of them has. */
import { blockEnd, type Chunk, checkUntied, chunksOf, plainValue } from '../lines/items';
import type { Lines } from '../lines/lines';
import { checkNoneLeft } from '../lines/names';

/** A block at the top of a file: a team, a SIG. Lines are 0-based, `end` exclusive and after its last line with text. */
export interface Block {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Deliverable {
  readonly name: string;
  readonly chunk: Chunk;
  /** Each repository with its line. */
  readonly repos: readonly { readonly name: string; readonly line: number }[];
  /** Whether it has a date, and which key is first. */
  readonly retiredOn: boolean;
  readonly firstKey: string | undefined;
}

/** What is in a team's block: its keys at two columns, and the deliverables. */
export interface TeamContent {
  readonly keys: readonly Chunk[];
  readonly deliverables: readonly Deliverable[];
}

const TOP_KEY = /^(["']?)([A-Za-z0-9][^:#"']*)\1: *(?:#.*)?$/;
const KEY_COLUMN = 2;
const DELIVERABLE_COLUMN = 4;

/** @throws EditRefused for a name that two blocks have */
export function blocksOf(file: Lines): Block[] {
  const { lines } = file;
  const blocks: Block[] = [];
  const names = new Map<string, number>();
  for (const [line, text] of lines.entries()) {
    const [, , name] = TOP_KEY.exec(text) ?? [];
    if (name === undefined) continue;
    const first = names.get(name);
    if (first !== undefined) throw file.refused(line, `${name} is here twice, the first is in line ${first + 1}`);
    names.set(name, line);
    blocks.push({ name, start: line, end: blockEnd(lines, line, /^(?: |- |-$)/) });
  }
  return blocks;
}

/** @throws EditRefused for a block that is not written as all others are */
export function contentOf(file: Lines, { start, end }: Block): TeamContent {
  const keys = chunksOf(file, start + 1, end, KEY_COLUMN);
  checkUntied(file, keys);
  const all = keys.find(({ key }) => key === 'deliverables');
  if (!all) return { keys, deliverables: [] };
  if (all.value !== '') throw file.refused(all.from, 'the deliverables are not written as all others here');
  const chunks = chunksOf(file, all.from + 1, all.to, DELIVERABLE_COLUMN, true);
  const deliverables = chunks.flatMap((chunk): Deliverable[] => {
    if (chunk.key === undefined) return [];
    if (chunk.value !== '') throw file.refused(chunk.from, 'this deliverable is not written as all others here');
    const own = chunksOf(file, chunk.from + 1, chunk.to, DELIVERABLE_COLUMN + 2);
    const named = own.filter(({ key }) => key !== undefined);
    return [
      {
        name: chunk.key,
        chunk,
        repos: reposOf(file, own),
        retiredOn: named.some(({ key }) => key === 'retired-on'),
        firstKey: named[0]?.key,
      },
    ];
  });
  return { keys, deliverables };
}

function reposOf(file: Lines, chunks: readonly Chunk[]): Deliverable['repos'] {
  const repos = chunks.find(({ key }) => key === 'repos');
  if (!repos) return [];
  if (repos.value !== '') throw file.refused(repos.from, 'these repositories are not written one in each line');
  const found: { name: string; line: number }[] = [];
  for (let line = repos.from + 1; line < repos.to; line++) {
    const text = (file.lines[line] ?? '').trim();
    if (text === '' || text.startsWith('#')) continue;
    const [, item] = /^- +(.*)$/.exec(text) ?? [];
    const name = item === undefined ? undefined : plainValue(item);
    if (name === undefined) throw file.refused(line, 'this is not the name of a repository as all others here');
    found.push({ name, line });
  }
  return found;
}

const REPOSITORY_ITEM = /^ *- +(?:repo: +)?["']?([\w.-]+\/[\w.+-]*\w)["']?(?: +#.*)?$/;

/** The repository that a line names as an item of a list, in quotes or with a comment behind it too. */
export const repositoryIn = (line: string): string | undefined => REPOSITORY_ITEM.exec(line)?.[1];

/** The repositories that a block names in lists. Does not read it closely. */
export const namedIn = ({ lines }: Lines, { start, end }: Block): string[] =>
  lines.slice(start, end).flatMap((line) => repositoryIn(line) ?? []);

/**
 * Which block has which of the repositories, and those that none has.
 * @throws EditRefused for a repository that is there twice, or in another form than an item in a line of its own
 */
export function divide(
  file: Lines,
  repositories: readonly string[],
): { readonly byBlock: ReadonlyMap<Block, readonly string[]>; readonly others: readonly string[] } {
  const ours = new Set(repositories);
  const known = new Map<string, number>();
  const byBlock = new Map<Block, string[]>();
  for (const block of blocksOf(file)) {
    for (let line = block.start; line < block.end; line++) {
      const name = repositoryIn(file.lines[line] ?? '');
      if (name === undefined || !ours.has(name)) continue;
      const first = known.get(name);
      if (first !== undefined) throw file.refused(line, `${name} is here twice, the first is in line ${first + 1}`);
      known.set(name, line);
      byBlock.set(block, [...(byBlock.get(block) ?? []), name]);
    }
  }
  const lines = new Set(known.values());
  checkNoneLeft(file, ours, (line) => lines.has(line) || isKey(file.lines[line] ?? ''));
  return { byBlock, others: [...ours].filter((name) => !known.has(name)) };
}

/** A deliverable can be called like a repository. */
const isKey = (line: string): boolean => /^ *["']?[\w./+-]+["']?: *(?:#.*)?$/.test(line);

/** All teams of a file with their repositories, for a list to choose from. What is not understood is left out. */
export function teamsOf(file: Lines): { readonly name: string; readonly repositories: readonly string[] }[] {
  return blocksOf(file).map((block) => ({
    name: block.name,
    repositories: namedIn(file, block),
  }));
}
