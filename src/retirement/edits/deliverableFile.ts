/**
 * Files of openstack/releases, `deliverables/<series>/<deliverable>.yaml`, by their lines. Source: README.rst and
 * openstack_releases/schema.yaml of that repository.
 */
import type { EndOfLife } from './lines/edit';
import { indentOf, isContent, nextContent } from './lines/items';
import type { LineEdits } from './lines/lines';

/** A key at column 0 with its deeper lines; 0-based, `end` is exclusive and leaves out empty lines and comments. */
interface Block {
  readonly at: number;
  readonly end: number;
}

interface Naming {
  readonly repository: string;
  /** 0-based. */
  readonly line: number;
}

/** What a file says, read leniently: of hundreds of files one may be odd that is nobody's business. */
export interface Deliverable {
  /** Those of `repository-settings`, else those of its releases. */
  readonly repositories: readonly Naming[];
  /** 0-based line of `releases:`; undefined when nothing was released. */
  readonly releases: number | undefined;
  readonly hasBranches: boolean;
  readonly hasEndOfLife: boolean;
  readonly isAbandoned: boolean;
}

export function readDeliverable(text: string): Deliverable {
  const lines = text.split('\n');
  const settings = blockOf(lines, 'repository-settings');
  const releases = blockOf(lines, 'releases');
  const inSettings = settings ? matches(lines, settings, /^ +(['"]?)([\w.+-]+\/[\w.+-]+)\1:(?: |$)/) : [];
  const inReleases = releases ? matches(lines, releases, /^[ -]*repo: +(['"]?)([\w.+-]+\/[\w.+-]+)\1 *$/) : [];
  return {
    repositories: inSettings.length > 0 ? inSettings : inReleases,
    releases: releases?.at,
    hasBranches: blockOf(lines, 'branches') !== undefined,
    hasEndOfLife: releases !== undefined && versionsOf(lines, releases).some((version) => version.endsWith('-eol')),
    isAbandoned: lines.some((line) => /^release-model: +(['"]?)abandoned\1 *$/.test(line)),
  };
}

/** @throws EditRefused without `type:`, which every file has */
export function abandon(edits: LineEdits): void {
  const { file } = edits;
  const model = 'release-model: abandoned';
  const reason = 'Nothing is released any more, and the history stays';
  const at = file.lines.findIndex((line) => line.startsWith('release-model:'));
  if (at >= 0) {
    if (readDeliverable(file.text).isAbandoned) return;
    edits.replace(at, at + 1, [model], reason);
    return;
  }
  const type = file.lines.findIndex((line) => /^type: +\S/.test(line));
  if (type < 0) throw file.refused(0, 'there is neither release-model nor type');
  edits.insert(type + 1, [model], reason);
}

/**
 * Flags those of the repositories that the file has settings of.
 * @throws EditRefused when it has settings of none, or such that are not understood
 */
export function flagRetired(edits: LineEdits, retired: readonly string[]): void {
  const { file } = edits;
  const settings = blockOf(file.lines, 'repository-settings');
  const namings = settings ? matches(file.lines, settings, /^ +(['"]?)([\w.+-]+\/[\w.+-]+)\1:(?: |$)/) : [];
  const own = namings.filter(({ repository }) => retired.includes(repository));
  if (!settings || own.length === 0) {
    throw file.refused(0, 'repository-settings names none of the retired repositories');
  }
  for (const { line } of own) flagOne(edits, line, settings.end);
}

function flagOne(edits: LineEdits, at: number, settingsEnd: number): void {
  const { file } = edits;
  const reason = 'The repository is retired';
  const [, indent = '', key = '', rest = ''] = /^( +)(\S+:)(.*)$/.exec(file.lines[at] ?? '') ?? [];
  const value = rest.trim();
  if (value !== '' && !/^\{ *\}$/.test(value)) throw file.refused(at, 'the settings are not written line by line');
  const end = value === '' ? deeperEnd(file.lines, at, indent.length, settingsEnd) : at + 1;
  const firstAt = nextContent(file.lines, at + 1, end);
  const first = firstAt < end ? (file.lines[firstAt] ?? '') : '';
  if (first !== '' && !/^ +\S*:(?: |$)/.test(first)) throw file.refused(firstAt, 'this is not a key of the settings');
  const inner = first === '' ? `${indent}  ` : (/^ */.exec(first)?.[0] ?? '');
  const flags = indexBetween(file.lines, at + 1, end, (line) => line.startsWith(`${inner}flags:`));
  if (flags === undefined) {
    const added = [`${inner}flags:`, `${inner}  - retired`];
    if (value === '') edits.insert(end, added, reason);
    else edits.replace(at, at + 1, [`${indent}${key}`, ...added], reason);
    return;
  }
  if (file.lines[flags]?.trim() !== 'flags:') throw file.refused(flags, 'the flags are not written line by line');
  let last = flags;
  for (let line = flags + 1; line < end; line++) {
    const text = file.lines[line] ?? '';
    if (!isContent(text)) continue;
    const flag = /^ *- +(['"]?)([\w-]+)\1 *(?: #.*)?$/.exec(text)?.[2];
    if (flag === undefined) {
      if (indentOf(text) > inner.length || /^ *-/.test(text)) throw file.refused(line, 'this is not a flag');
      break;
    }
    if (flag === 'retired') return;
    last = line;
  }
  const item = last > flags ? (/^ */.exec(file.lines[last] ?? '')?.[0] ?? '') : `${inner}  `;
  edits.insert(last + 1, [`${item}- retired`], reason);
}

/**
 * Appends the versions that are not there to the releases.
 * @throws EditRefused when nothing was released, or what is written down would not be safe
 */
export function endLife(edits: LineEdits, tags: readonly EndOfLife[]): void {
  const { file } = edits;
  const releases = blockOf(file.lines, 'releases');
  const item = releases && /^( *)- /.exec(file.lines[releases.at + 1] ?? '')?.[1];
  if (!releases || item === undefined) throw file.refused(releases?.at ?? 0, 'there are no releases, one an item');
  const known = new Set(versionsOf(file.lines, releases));
  for (const { version, projects } of tags) {
    if (known.has(version)) continue;
    known.add(version);
    const safe =
      /^[A-Za-z0-9][\w.-]{0,63}$/.test(version) &&
      projects.length > 0 &&
      projects.every(({ repo, hash }) => /^[\w.-]{1,64}\/[\w.+-]{1,128}$/.test(repo) && /^[0-9a-f]{40}$/.test(hash));
    if (!safe) throw file.refused(releases.at, 'the tag needs a version, and of each repository a hash of 40 digits');
    const added = [
      `${item}- version: ${version}`,
      `${item}  projects:`,
      ...projects.flatMap(({ repo, hash }) => [`${item}    - repo: ${repo}`, `${item}      hash: ${hash}`]),
    ];
    edits.insert(releases.end, added, `${version} marks the end of life of the branch`);
  }
}

function blockOf(lines: readonly string[], key: string): Block | undefined {
  const at = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (at < 0) return undefined;
  let end = at + 1;
  for (let line = at + 1; line < lines.length; line++) {
    const content = lines[line] ?? '';
    if (/^(?:[^\s#-]|---|\.\.\.)/.test(content)) break;
    if (content.trim() !== '' && !content.startsWith('#')) end = line + 1;
  }
  return { at, end };
}

/** @param pattern whose second group is a repository */
function matches(lines: readonly string[], { at, end }: Block, pattern: RegExp): Naming[] {
  return lines.slice(at + 1, end).flatMap((content, i) => {
    const repository = pattern.exec(content)?.[2];
    return repository === undefined ? [] : [{ repository, line: at + 1 + i }];
  });
}

function versionsOf(lines: readonly string[], { at, end }: Block): string[] {
  return lines.slice(at + 1, end).flatMap((content) => {
    const version = /^[ -]*version: +(['"]?)([\w.+-]+)\1 *(?:#.*)?$/.exec(content)?.[2];
    return version === undefined ? [] : [version];
  });
}

/** The line after the last one that is indented deeper than the key. */
function deeperEnd(lines: readonly string[], at: number, indent: number, limit: number): number {
  let end = at + 1;
  while (end < limit && (/^ */.exec(lines[end] ?? '')?.[0].length ?? 0) > indent) end++;
  return end;
}

function indexBetween(
  lines: readonly string[],
  from: number,
  to: number,
  is: (line: string) => boolean,
): number | undefined {
  for (let line = from; line < to; line++) if (is(lines[line] ?? '')) return line;
  return undefined;
}
