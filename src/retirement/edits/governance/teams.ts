/** The teams of reference/projects.yaml and legacy.yaml of openstack/governance, and what each of them has. */
import { type Chunk, chunksOf, plainValue } from '../lines/items';
import type { Lines } from '../lines/lines';

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
    let end = line + 1;
    for (let at = end; at < lines.length && /^(?: |- |-$|$)/.test(lines[at] ?? ''); at++) {
      if (lines[at] !== '') end = at + 1;
    }
    blocks.push({ name, start: line, end });
  }
  return blocks;
}

/** @throws EditRefused for a block that is not written as all others are */
export function contentOf(file: Lines, { start, end }: Block): TeamContent {
  const keys = chunksOf(file, start + 1, end, KEY_COLUMN);
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

const REPOSITORY_ITEM = /^ +- +(?:repo: +)?["']?([\w.-]+\/[\w.+-]*\w)["']?(?: +#.*)?$/;

/** The block that names a repository in a list; undefined where none does. Reads no block closely. */
export function blockNaming({ lines }: Lines, blocks: readonly Block[], repository: string): Block | undefined {
  return blocks.find(({ start, end }) =>
    lines.slice(start, end).some((line) => REPOSITORY_ITEM.exec(line)?.[1] === repository),
  );
}

/** All teams of a file with their repositories, for a list to choose from. What is not understood is left out. */
export function teamsOf(file: Lines): { readonly name: string; readonly repositories: readonly string[] }[] {
  return blocksOf(file).map((block) => ({
    name: block.name,
    repositories: file.lines.slice(block.start, block.end).flatMap((line) => REPOSITORY_ITEM.exec(line)?.[1] ?? []),
  }));
}
