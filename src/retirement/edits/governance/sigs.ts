/** reference/sigs-repos.yaml of openstack/governance: repositories of special interest groups. */
import type { LineEdits } from '../lines/lines';
import { baseNameOf } from '../lines/names';
import { type Leaving, PROJECTS } from './projects';
import { type Block, divide, repositoryIn } from './teams';

export const SIGS = 'reference/sigs-repos.yaml';

const ITEM = /^( *)- +repo: +["']?([\w.-]+\/[\w.+-]*\w)["']? *(?:#.*)?$/;

/**
 * Takes the repositories out of their SIGs; those that are in none are left over.
 * @param official those that a team of projects.yaml has
 * @throws EditRefused where a SIG has one of these too
 */
export function leaveSigs(
  edits: LineEdits,
  repositories: readonly string[],
  official: ReadonlySet<string>,
): { readonly leaving: readonly Leaving[]; readonly others: readonly string[] } {
  const { file } = edits;
  for (const [line, text] of file.lines.entries()) {
    const name = repositoryIn(text);
    if (name !== undefined && official.has(name)) throw file.refused(line, `${name} is in ${PROJECTS} too`);
  }
  const { byBlock, others } = divide(file, repositories);
  return { leaving: [...byBlock].map(([block, own]) => leaveSig(edits, block, own)), others };
}

function leaveSig(edits: LineEdits, block: Block, own: readonly string[]): Leaving {
  const items = itemsOf(edits, block);
  const gone = items.filter(({ name }) => own.includes(name));
  const isWhole = gone.length === items.length;
  if (isWhole) edits.remove(block.start, block.end, `All repositories of the SIG ${block.name} are retired`);
  else for (const { name, from, to } of gone) edits.remove(from, to, `${name} is retired`);
  const entries = gone.map(({ name }) => ({ name: baseNameOf(name), repositories: [name] }));
  return { team: block.name, isWhole, entries, keys: [] };
}

/** Each repository with the lines of its item, 0-based, exclusive. */
function itemsOf({ file }: LineEdits, { start, end }: Block): { name: string; from: number; to: number }[] {
  const items: { name: string; from: number; to: number }[] = [];
  let indent = -1;
  for (let line = start + 1; line < end; line++) {
    const text = file.lines[line] ?? '';
    const [, spaces, name] = ITEM.exec(text) ?? [];
    const last = items.at(-1);
    if (name !== undefined && spaces !== undefined) {
      if (indent >= 0 && spaces.length !== indent) throw file.refused(line, 'this is indented as no other item here');
      indent = spaces.length;
      items.push({ name, from: line, to: line + 1 });
    } else if (text.trim() === '' || text.trimStart().startsWith('#')) {
      continue;
    } else if (last && text.length - text.trimStart().length > indent) {
      last.to = line + 1;
    } else {
      throw file.refused(line, 'this is not the repository of a SIG as all others here');
    }
  }
  return items;
}
