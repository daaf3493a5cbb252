/**
 * openstack/openstack-manuals: docs.openstack.org sends readers of a retired repository to its README.rst. Source:
 * project-team-guide repository.rst, "Remove docs.openstack.org content".
 */
import { type EditInput, EditRefused, type Prepared, type Tree } from './lines/edit';
import { LineEdits, Lines } from './lines/lines';
import { retiredRepositories } from './retired';

const GENERATOR = 'tools/www-generator.py';
const LIST = '_RETIRED_REPOS';

interface Item {
  /** 0-based. */
  readonly line: number;
  readonly repository: string;
  readonly comma: boolean;
}

interface RetiredList {
  readonly items: readonly Item[];
  /** 0-based line of the bracket that closes it. */
  readonly end: number;
}

/** @throws EditRefused without the file or the list, or when something else than names is in it */
export async function docsEdits(input: EditInput, tree: Tree): Promise<Prepared> {
  const retired = retiredRepositories(input, GENERATOR);
  const text = await tree.read(GENERATOR);
  if (text === undefined) throw new EditRefused('missing-file', GENERATOR, undefined, 'there is no such file');
  const file = new Lines(GENERATOR, text);
  const { items, end } = retiredList(file);

  const listed = new Set(items.map(({ repository }) => repository));
  const added = new Map<number, string[]>();
  for (const repository of retired.filter((name) => !listed.has(name))) {
    const place = placeOf(repository, items);
    const before = items[place - 1];
    if (before && !before.comma) throw file.refused(before.line, 'the item has no comma at its end');
    const at = place < items.length ? (items[place]?.line ?? end) : end;
    added.set(at, [...(added.get(at) ?? []), repository]);
  }

  const edits = new LineEdits(file);
  for (const [at, names] of added) {
    const lines = names.map((name) => `    '${name}',`);
    edits.insert(at, lines, `docs.openstack.org leads to the README.rst of ${names.join(', ')}`);
  }
  const edit = edits.finish(`${LIST} names the retired repositories`);
  return { edits: edit ? [edit] : [], questions: [], notes: [] };
}

function retiredList(file: Lines): RetiredList {
  const starts = [...file.lines.entries()].filter(([, content]) => /^_RETIRED_REPOS\s*=/.test(content));
  const [start, second] = starts;
  if (!start) throw new EditRefused('not-as-expected', file.path, undefined, `there is no list ${LIST}`);
  if (second) throw file.refused(second[0], `${LIST} is set a second time`);
  if (start[1].trimEnd() !== `${LIST} = [`) throw file.refused(start[0], `${LIST} is not a list with an item a line`);
  const items: Item[] = [];
  for (let line = start[0] + 1; line < file.lines.length; line++) {
    const content = file.lines[line] ?? '';
    if (/^\](?:\s*#.*)?$/.test(content)) return { items, end: line };
    const [, , repository, comma] = /^ +(['"])([\w.+/-]+)\1(,?) *(?:#.*)?$/.exec(content) ?? [];
    if (repository !== undefined) items.push({ line, repository, comma: comma === ',' });
    else if (!/^ *(?:#.*)?$/.test(content)) throw file.refused(line, `this is not an item of ${LIST}`);
  }
  throw file.refused(start[0], `${LIST} has no end`);
}

/**
 * Before which item a name goes so that it is out of order with the fewest: the list is sorted but for slips of hand.
 */
function placeOf(repository: string, items: readonly Item[]): number {
  let place = 0;
  let wrong = 0;
  let fewest = 0;
  for (const [i, item] of items.entries()) {
    wrong += item.repository < repository ? -1 : 1;
    if (wrong >= fewest) continue;
    fewest = wrong;
    place = i + 1;
  }
  return place;
}
