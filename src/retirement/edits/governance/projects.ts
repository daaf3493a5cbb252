/** reference/projects.yaml of openstack/governance: the official teams. What goes is decided by what the file holds. */
import { type LineEdits, type Lines } from '../lines/lines';
import { baseNameOf } from '../lines/names';
import { type Block, contentOf, divide, type TeamContent } from './teams';

export const PROJECTS = 'reference/projects.yaml';

/** What retires of one team, or SIG. */
export interface Leaving {
  /** As the team is called where it is now. */
  readonly team: string;
  /** All of its repositories go. */
  readonly isWhole: boolean;
  /** What becomes a deliverable in legacy.yaml, in the order of the file. */
  readonly entries: readonly { readonly name: string; readonly repositories: readonly string[] }[];
  /** Lines of the team's block without its first, for a team that moves as a whole; by key. */
  readonly keys: readonly { readonly key: string; readonly lines: readonly string[] }[];
}

/** Takes the repositories out of their teams; those that are in none are left over. */
export function leaveProjects(
  edits: LineEdits,
  repositories: readonly string[],
): { readonly leaving: readonly Leaving[]; readonly others: readonly string[] } {
  const { byBlock, others } = divide(edits.file, repositories);
  const leaving = [...byBlock].map(([block, own]) => leaveTeam(edits, block, new Set(own)));
  return { leaving, others };
}

function leaveTeam(edits: LineEdits, block: Block, own: ReadonlySet<string>): Leaving {
  const { file } = edits;
  const content = contentOf(file, block);
  const has = new Set(content.deliverables.flatMap(({ repos }) => repos.map(({ name }) => name)));
  const odd = [...own].find((name) => !has.has(name));
  if (odd !== undefined) throw file.refused(block.start, `${odd} is in ${block.name}, but in none of its deliverables`);
  const isWhole = content.deliverables.every(({ repos }) => repos.every(({ name }) => own.has(name)));
  if (isWhole) edits.remove(block.start, block.end, `All repositories of ${block.name} are retired, so the team goes`);
  const entries = content.deliverables.flatMap(({ name, repos, chunk }) => {
    const gone = repos.filter((repo) => own.has(repo.name));
    if (gone.length === 0) return [];
    if (gone.length === repos.length) {
      if (!isWhole) {
        edits.remove(chunk.from, lastLine(file, chunk.from, chunk.to), `The deliverable ${name} is retired`);
      }
      return [{ name, repositories: gone.map((repo) => repo.name) }];
    }
    for (const { line } of gone) edits.remove(line, line + 1, `The deliverable ${name} goes on without it`);
    return gone.map((repo) => ({ name: baseNameOf(repo.name), repositories: [repo.name] }));
  });
  return { team: block.name, isWhole, entries, keys: keysOf(file, content) };
}

/** Without what stands between this one and the next, such as a comment about the next. */
function lastLine({ lines }: Lines, from: number, to: number): number {
  let end = to;
  while (end > from + 1 && /^ *(?:#.*)?$/.test(lines[end - 1] ?? '')) end--;
  return end;
}

const keysOf = ({ lines }: Lines, { keys }: TeamContent): Leaving['keys'] =>
  keys.flatMap(({ key, from, to }) => (key === undefined ? [] : [{ key, lines: lines.slice(from, to) }]));
