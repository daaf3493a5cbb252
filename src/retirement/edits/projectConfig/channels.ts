/** gerritbot/channels.yaml of openstack/project-config: which channel hears of changes of which repositories. */
import { blockEnd, chunksOf, columnOf, commentsAbove, plainValue, rangesOf, withoutEntries } from '../lines/items';
import { LineEdits, type Lines } from '../lines/lines';
import { checkNoneLeft, commentNotes, matcherOf } from '../lines/names';
import type { FileResult } from './zuulProjects';

export const CHANNELS = 'gerritbot/channels.yaml';

interface Channel {
  readonly name: string;
  readonly top: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The repositories leave every channel, and a channel without any goes: an empty list fails the linter.
 * Only channels that may be about ours are looked at closely.
 * @param living every repository that is not retired after the edit, for the patterns among the items; undefined where it
 *   is not known: then a pattern counts as in use
 * @throws EditRefused where one of the repositories stands in another form than an item in a line of its own
 */
export function leaveChannels(
  file: Lines,
  repositories: readonly string[],
  living: readonly string[] | undefined,
): FileResult {
  const ours = new Set(repositories);
  const edits = new LineEdits(file);
  const gone = new Set<number>();
  const isOurs = (name: string): boolean => ours.has(name) || isPatternOf(name, repositories);
  const closed: Channel[] = [];
  for (const channel of channelsOf(file)) {
    if (!itemsIn(file, channel.start + 1, channel.end).some(({ name }) => isOurs(name))) continue;
    const items = projectsOf(file, channel);
    const own = items.filter(({ name }) => ours.has(name));
    if (!items.some(({ name }) => isOurs(name))) continue;
    const left = items.filter(({ name }) => !ours.has(name) && isInUse(name, living));
    if (left.length === 0) closed.push(channel);
    else for (const { line } of own) gone.add(line);
  }
  const closedLines = new Set(closed.flatMap(({ top, end }) => Array.from({ length: end - top }, (_, i) => top + i)));
  const removed = (line: number): boolean => gone.has(line) || closedLines.has(line);
  checkNoneLeft(file, ours, removed);
  for (const { from, to } of rangesOf(gone)) {
    edits.remove(from, to, 'Nothing happens any more that a channel could hear of');
  }
  for (const { from, to } of withoutEntries(file, closed)) {
    edits.remove(from, to, 'No project is left in this channel, and an empty list is not allowed');
  }
  const notes = commentNotes(file, ours).filter(({ line }) => line === undefined || !removed(line - 1));
  return { edit: edits.finish('Channels hear of the repository no longer'), notes };
}

function channelsOf(file: Lines): Channel[] {
  const { lines } = file;
  const channels: Channel[] = [];
  for (let line = 0; line < lines.length; line++) {
    const [, name] = /^(["']?[\w#][\w.-]*["']?): *(?:#.*)?$/.exec(lines[line] ?? '') ?? [];
    if (name === undefined) continue;
    const end = blockEnd(lines, line, /^(?: |-(?: |$))/);
    channels.push({ name, top: commentsAbove(lines, line), start: line, end });
  }
  return channels;
}

function projectsOf(file: Lines, { start, end }: Channel): { name: string; line: number }[] {
  const column = columnOf(file, start + 1, end) ?? 2;
  const projects = chunksOf(file, start + 1, end, column).find(({ key }) => key === 'projects');
  if (!projects) return [];
  if (projects.value !== '') {
    throw file.refused(projects.from, 'this list is not written with one project in each line');
  }
  return itemsIn(file, projects.from + 1, projects.to);
}

function itemsIn(file: Lines, from: number, to: number): { name: string; line: number }[] {
  const found: { name: string; line: number }[] = [];
  for (let line = from; line < to; line++) {
    const [, item] = /^ *- +(.*)$/.exec(file.lines[line] ?? '') ?? [];
    if (item !== undefined) found.push({ name: plainValue(item) ?? item, line });
  }
  return found;
}

const isPattern = (name: string): boolean => name.startsWith('^');

/** A pattern for one group of repositories, not one for all. */
function isPatternOf(name: string, repositories: readonly string[]): boolean {
  if (!/^\^[\w-]+\/[\w-]/.test(name)) return false;
  const matches = matcherOf(name);
  return matches !== undefined && repositories.some(matches);
}

function isInUse(name: string, living: readonly string[] | undefined): boolean {
  if (!isPattern(name)) return true;
  const matches = matcherOf(name);
  return !living || !matches || living.some(matches);
}
