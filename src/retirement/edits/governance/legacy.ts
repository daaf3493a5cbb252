/** reference/legacy.yaml of openstack/governance: what was official once. tools/validate-legacy.py reads it. */
import { EditRefused, type Question } from '../lines/edit';
import { commentsAbove, isContent } from '../lines/items';
import type { LineEdits, Lines } from '../lines/lines';
import type { Leaving } from './projects';
import { type Block, blocksOf, contentOf, namedIn, repositoryIn, type TeamContent } from './teams';

export const LEGACY = 'reference/legacy.yaml';

/** Keys that say who leads a team, which nobody does any more. */
const DROPPED: ReadonlySet<string> = new Set([
  'ptl',
  'leadership_type',
  'appointed',
  'status',
  'liaisons',
  'extra-acs',
]);
/** Of a team that lives on, in the order that legacy.yaml has them; and of one whose parts were there already. */
const HEAD = ['irc-channel', 'service', 'url'] as const;
const MERGED_HEAD = ['irc-channel', 'service', 'mission', 'url'] as const;

/**
 * @param legacyTeam what the team is called there, where somebody said so
 * @throws EditRefused for a name that would not be a key
 * @returns a question where only a person can say which block of the file is the team's
 */
export function enterLegacy(
  edits: LineEdits,
  leaving: Leaving,
  date: string,
  legacyTeam: string | undefined,
): Question | undefined {
  const { file } = edits;
  const blocks = blocksOf(file);
  const name = legacyTeam ?? leaving.team;
  if (!/^[A-Za-z0-9](?:[^:#"']*[^:#"'\s])?$/.test(name)) {
    const shown = JSON.stringify(name.slice(0, 80));
    throw new EditRefused('not-as-expected', LEGACY, undefined, `${shown} cannot be the name of a team`);
  }
  const block = blocks.find((each) => each.name === name);
  const content = block && contentOf(file, block);
  const isOver = content?.keys.some(({ key }) => key === 'retired-on') === true;
  // A SIG can have the name of a team that is gone.
  if (leaving.keys.length === 0 && leaving.isWhole && isOver && legacyTeam === undefined) {
    return question(name, [`${name} SIG`, name]);
  }
  // It can even have taken over what that team had: what stands in another block does not count.
  const entries = block ? missingEntries(file, block, leaving) : leaving.entries;
  if (entries.length === 0) return undefined;
  if (!block || !content) {
    const alike = blocks.filter((each) => letters(each.name) === letters(name));
    if (alike.length > 0 && legacyTeam === undefined) return question(name, [...alike.map((each) => each.name), name]);
    insertBlock(edits, blocks, name, newBlock({ ...leaving, entries }, date));
    return undefined;
  }
  if (leaving.isWhole && !isOver) mergeWhole(edits, block, content, { ...leaving, entries }, date);
  else append(edits, block, content, entries, date);
  return undefined;
}

function missingEntries(file: Lines, block: Block, { entries }: Leaving): Leaving['entries'] {
  const present = new Set(namedIn(file, block));
  return entries
    .map(({ name, repositories }) => ({ name, repositories: repositories.filter((each) => !present.has(each)) }))
    .filter(({ repositories }) => repositories.length > 0);
}

const question = (name: string, choices: readonly string[]): Question => ({
  param: 'legacyTeam',
  text: `Under which name does ${name} stand in legacy.yaml?`,
  choices,
});

/** Two spellings of a team's name have the same. */
export const letters = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

type Entry = Leaving['entries'][number];

function entryLines({ name, repositories }: Entry, date: string | undefined, reposFirst: boolean): string[] {
  const repos = ['      repos:', ...repositories.map((repository) => `        - ${repository}`)];
  const on = date === undefined ? [] : [`      retired-on: ${date}`];
  return [`    ${name}:`, ...(reposFirst ? [...repos, ...on] : [...on, ...repos])];
}

/** A team that lives on, or was over before: one more of its deliverables is. */
function append(edits: LineEdits, block: Block, content: TeamContent, entries: readonly Entry[], date: string): void {
  const { file } = edits;
  const at = endOfDeliverables(file, block, content);
  const dated = content.deliverables.filter(({ retiredOn }) => retiredOn);
  const reposFirst = dated.at(-1)?.firstKey === 'repos';
  const lines = entries.flatMap((entry) => entryLines(unique(entry, content), date, reposFirst));
  edits.insert(at, lines, `${block.name} goes on without what is retired, so its parts stand here with their dates`);
}

function endOfDeliverables(file: Lines, block: Block, { keys }: TeamContent): number {
  const deliverables = keys.find(({ key }) => key === 'deliverables');
  if (!deliverables) throw file.refused(block.start, `${block.name} has no deliverables to which these could be added`);
  let end = deliverables.to;
  while (/^ *(?:#.*)?$/.test(file.lines[end - 1] ?? '')) end--;
  return end;
}

/** Two deliverables cannot have one name: the second takes that of its repository. */
function unique(entry: Entry, { deliverables }: TeamContent): Entry {
  const isTaken = (name: string): boolean => deliverables.some((deliverable) => deliverable.name === name);
  if (!isTaken(entry.name)) return entry;
  const [first = entry.name] = entry.repositories;
  return { ...entry, name: first };
}

/** A team of which some parts were over before goes as a whole: what stood there first comes first. */
function mergeWhole(edits: LineEdits, block: Block, content: TeamContent, leaving: Leaving, date: string): void {
  const { file } = edits;
  const before = new Map(
    content.keys.flatMap(({ key, from, to }) =>
      key === undefined ? [] : [[key, file.lines.slice(from, to)] as const],
    ),
  );
  const from = new Map(leaving.keys.map(({ key, lines }) => [key, lines]));
  const deliverables = before.get('deliverables');
  if (!deliverables) throw file.refused(block.start, `${block.name} has no deliverables to which these could be added`);
  const head = MERGED_HEAD.flatMap((key) => before.get(key) ?? from.get(key) ?? []);
  const known: ReadonlySet<string> = new Set([...MERGED_HEAD, 'partial', 'deliverables']);
  const rest = [...before].flatMap(([key, lines]) => (known.has(key) ? [] : lines));
  const comments = content.keys.flatMap(({ key, from: at, to }) => (key === undefined ? file.lines.slice(at, to) : []));
  const moved = movedDeliverables(leaving, date).slice(1);
  edits.replace(
    block.start + 1,
    block.end,
    [...comments, ...head, ...rest, `  retired-on: ${date}`, ...deliverables, ...moved],
    `The rest of ${block.name} is retired too, so the team as a whole has the date`,
  );
}

/** The lines of `deliverables:`; as they were in the team, where it moves as a whole. */
function movedDeliverables({ keys, entries }: Leaving, date: string | undefined): readonly string[] {
  const own = keys.find(({ key }) => key === 'deliverables');
  const listed = new Set(own?.lines.map(repositoryIn));
  const isMoved = ({ repositories }: Entry): boolean => repositories.some((repository) => listed.has(repository));
  const others = entries.filter((entry) => !isMoved(entry)).flatMap((entry) => entryLines(entry, date, false));
  if (own) return [...own.lines, ...others];
  return ['  deliverables:', ...entries.flatMap((entry) => entryLines(entry, date, false))];
}

function newBlock(leaving: Leaving, date: string): string[] {
  const { keys, entries, isWhole } = leaving;
  if (isWhole) {
    const kept = keys.filter(({ key }) => !DROPPED.has(key) && key !== 'deliverables').flatMap(({ lines }) => lines);
    return [...kept, `  retired-on: ${date}`, ...movedDeliverables(leaving, undefined)];
  }
  const head = HEAD.flatMap((key) => keys.find((each) => each.key === key)?.lines ?? []);
  return [...head, '  partial: yes', '  deliverables:', ...entries.flatMap((entry) => entryLines(entry, date, false))];
}

/** Before the first team that sorts after it: the file is sorted but for a few old ones. */
function insertBlock(edits: LineEdits, blocks: readonly Block[], name: string, content: readonly string[]): void {
  const { lines } = edits.file;
  const odd = blocks.length > 0 ? -1 : lines.findIndex((line) => isContent(line) && !/^--- *(?:#.*)?$/.test(line));
  if (odd >= 0) throw edits.file.refused(odd, 'the name of a team belongs here');
  const block = [`${name}:`, ...content];
  const reason = `${name} had nothing in this file before`;
  const next = blocks.find((each) => each.name.toLowerCase() > name.toLowerCase());
  if (next) {
    let top = next.start;
    if (blocks[0] !== next) top = commentsAbove(lines, top);
    edits.insert(top, [...block, ''], reason);
  } else {
    edits.insert(lines.length, lines.length === 0 && edits.isEmpty ? block : ['', ...block], reason);
  }
}
