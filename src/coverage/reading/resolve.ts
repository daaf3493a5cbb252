/**
 * Which files on this disk the names of a report mean.
 *
 * A report may come from this folder, from a container or from a CI machine, and names files from one or several
 * sources. A name that could mean two files is never guessed, and none may reach outside the workspace's folders.
 */
import { sep } from 'node:path';
import type { UnresolvedFile } from '../report/coverageReport';
import { isAbsoluteName, printedNames, slashed } from './printedNames';

/** What must be known of the disk. */
export interface Disk {
  /** Absolute paths of the workspace's folders. */
  readonly roots: readonly string[];
  /** Whether a file, not a folder, is at an absolute path. */
  exists(path: string): boolean;
  /** The absolute path without symbolic links; the path itself where nothing is there. */
  realPath(path: string): string;
}

/** What a report says of its files. */
export interface ReportNames {
  /** Absolute path of the folder that the report lies in. */
  readonly directory: string;
  /** The folders that names start from, as the report writes them. */
  readonly sources: readonly string[];
  readonly names: readonly string[];
}

export interface ResolvedName {
  /** Relative to the project's root where that is known, with `/`. */
  readonly name: string;
  /** Absolute path on this disk, inside one of the workspace's folders. */
  readonly path: string | undefined;
  readonly unresolved?: UnresolvedFile;
}

/** A place that a name would have in a workspace folder if everything up to `prefix` were that folder. */
interface Suffix {
  readonly prefix: string;
  readonly suffix: string;
  readonly paths: readonly string[];
}

const LONGEST_NAME = 4096;
const MOST_FOLDERS = 40;

/** Whether the statements measured for a name, by its place in the report, are those of the file at an absolute path. */
export type FitsFile = (name: number, path: string) => boolean;

/**
 * The files that the names of one report mean, in the order of the names.
 * @param fits decides between the files that a name could mean; asked of no other
 */
export function resolveNames(report: ReportNames, disk: Disk, fits: FitsFile = () => false): ResolvedName[] {
  return new Resolution(report, disk).all(fits);
}

class Resolution {
  /** All paths in here are written with `/`. */
  private readonly roots: readonly string[];
  /** The workspace folders that hold the report, the innermost first: relative names start there. */
  private readonly homes: readonly string[];
  /** All of the workspace folders, those that hold the report first. */
  private readonly preferred: readonly string[];
  /** Where relative names may start. */
  private readonly bases: readonly string[];
  private readonly sources: readonly string[];
  private readonly realRoots: readonly string[];
  /** How many names each prefix explains, by prefixes of the machine that measured. */
  private readonly votes = new Map<string, number>();

  constructor(
    private readonly report: ReportNames,
    private readonly disk: Disk,
  ) {
    const directory = slashed(report.directory);
    this.roots = disk.roots.map(slashed).sort((a, b) => b.length - a.length);
    this.homes = this.roots.filter((root) => root === directory || below(root, directory) !== undefined);
    this.preferred = [...new Set([...this.homes, ...this.roots])];
    this.realRoots = this.roots.map((root) => slashed(disk.realPath(root)));
    this.sources = report.sources.length === 0 ? [''] : [...new Set(report.sources.map(slashed))];
    this.bases = this.homes.length === 0 ? this.roots : [this.workingFolder([...new Set([...this.homes, directory])])];
  }

  all(fits: FitsFile): ResolvedName[] {
    const { names } = this.report;
    const found = names.map((name) => this.exact(name));
    const isLocal = found.some((paths) => paths !== undefined && paths.length > 0);
    const suffixes = names.map((name, i) => (found[i] === undefined ? this.suffixes(name, isLocal) : []));
    for (const ofName of suffixes) {
      const telling = ofName.flat().filter((suffix) => this.isTelling(suffix));
      for (const prefix of new Set(telling.map((suffix) => suffix.prefix))) {
        this.votes.set(prefix, (this.votes.get(prefix) ?? 0) + 1);
      }
    }
    const candidates = decided(
      found.map((paths, i) => paths ?? this.best(suffixes[i]!)),
      fits,
    );
    const claims = new Map<string, Set<string>>();
    candidates.forEach((paths, i) => {
      if (paths.length !== 1) return;
      const claimants = claims.get(paths[0]!) ?? new Set();
      claims.set(paths[0]!, claimants.add(found[i] === undefined ? names[i]! : ''));
    });
    let printed: readonly string[] | undefined;
    return candidates.map((paths, i) => {
      const path = paths.length === 1 ? paths[0] : undefined;
      // Two files of another machine that both look like one of here: at most one of them is.
      const isContested = path !== undefined && found[i] === undefined && claims.get(path)!.size > 1;
      if (path !== undefined && !isContested) return { name: this.nameOf(path), path: native(path) };
      printed ??= this.printed();
      const name = printed[i]!;
      const reason = paths.length === 0 ? 'missing' : 'ambiguous';
      return { name, path: undefined, unresolved: { name, reason, candidates: paths.map(native) } };
    });
  }

  /** Relative names start where coverage.py ran, one folder for all of them: the one in which most of them exist. */
  private workingFolder(folders: readonly string[]): string {
    if (folders.length === 1 || this.sources.every(isAbsoluteName)) return folders[0]!;
    const claims = this.report.names.flatMap((name) => this.claims(name)).filter((claim) => !isAbsoluteName(claim));
    const exist = (folder: string): number =>
      claims.filter((claim) => this.file(`${folder}/${claim}`) !== undefined).length;
    const counts = folders.map(exist);
    return folders[counts.indexOf(Math.max(...counts))]!;
  }

  /**
   * The files that a name means if the report was made on this disk. Empty if the file it means is outside of the
   * workspace or was deleted; undefined if nothing says that the report is of this disk.
   */
  private exact(name: string): readonly string[] | undefined {
    const claims = this.claims(name);
    // Beside an empty source some versions write an absolute name without its first slash.
    if (this.sources.includes('') && this.report.sources.length > 0) claims.push(`/${slashed(name)}`);
    const places = claims.flatMap((claim) =>
      isAbsoluteName(claim) ? [claim] : this.bases.map((base) => `${base}/${claim}`),
    );
    const files = places.flatMap((place) => this.file(place) ?? []);
    const inside = files.flatMap((file) => this.underRoot(file) ?? []);
    if (inside.length > 0) return [...new Set(inside)];
    const isInRoot = (claim: string): boolean => isAbsoluteName(claim) && this.rootOf(claim) !== undefined;
    return files.length > 0 || claims.some(isInRoot) ? [] : undefined;
  }

  /** The full names that a name may stand for: one for each source. */
  private claims(raw: string): string[] {
    const name = slashed(raw);
    if (name.length > LONGEST_NAME || name.includes('\0')) return [];
    if (isAbsoluteName(name)) return [name];
    return this.sources.map((source) => (source === '' ? name : `${source}/${name}`));
  }

  /** An absolute path without `.` and `..`, if a file is there. */
  private file(place: string): string | undefined {
    const path = normalized(place);
    if (path === undefined || (sep === '/' && !path.startsWith('/'))) return undefined;
    return this.disk.exists(native(path)) ? path : undefined;
  }

  /** Where the file is under a workspace folder, which may itself be a symbolic link. */
  private underRoot(file: string): string | undefined {
    if (this.rootOf(file) !== undefined) return file;
    const real = slashed(this.disk.realPath(native(file)));
    const at = this.realRoots.findIndex((root) => below(root, real) !== undefined);
    return at < 0 ? undefined : `${this.roots[at]}/${below(this.realRoots[at]!, real)}`;
  }

  /** For each full name of a file: the ends of it that exist under a workspace folder, the longest first. */
  private suffixes(name: string, isLocal: boolean): Suffix[][] {
    return this.claims(name).flatMap((claim) => {
      const full = normalized(claim);
      // Where names are relative and some are found, the others were deleted since.
      if (full === undefined || (isLocal && !isAbsoluteName(full))) return [];
      const parts = full.split('/');
      const ends: Suffix[] = [];
      for (let from = Math.max(parts[0] === '' ? 1 : 0, parts.length - MOST_FOLDERS); from < parts.length; from++) {
        const suffix = parts.slice(from).join('/');
        const paths = this.under(suffix);
        if (paths.length > 0) ends.push({ prefix: parts.slice(0, from).join('/'), suffix, paths });
      }
      return [ends];
    });
  }

  /** Files under the workspace folders: under those that hold the report, if there are any, else under the others. */
  private under(suffix: string): string[] {
    const existing = (root: string): boolean => this.disk.exists(native(`${root}/${suffix}`));
    const home = this.homes.find(existing);
    const roots = home === undefined ? this.roots.filter(existing) : [home];
    return roots.map((root) => `${root}/${suffix}`);
  }

  /** The files that a name of another machine means: for each of its full names, the place that explains most. */
  private best(ofName: readonly (readonly Suffix[])[]): string[] {
    const chosen = ofName.flatMap((suffixes) => {
      const likely = suffixes.filter((suffix) => this.isTelling(suffix) || this.votesOf(suffix.prefix) > 0);
      const most = Math.max(0, ...likely.map(({ prefix }) => this.votesOf(prefix)));
      return likely.find(({ prefix }) => this.votesOf(prefix) === most)?.paths ?? [];
    });
    return [...new Set(chosen)];
  }

  /** A file's name alone, such as `utils.py`, says nothing unless it is all that follows a source. */
  private isTelling({ prefix, suffix }: Suffix): boolean {
    return suffix.includes('/') || this.sources.includes(prefix);
  }

  private votesOf(prefix: string): number {
    return this.votes.get(prefix) ?? 0;
  }

  /** Names for the files that are not found: relative to the folder that the found ones are relative to. */
  private printed(): string[] {
    let prefix = '';
    let most = 1;
    for (const [other, votes] of this.votes) {
      if (votes < most || (votes === most && other.length < prefix.length)) continue;
      prefix = other;
      most = votes;
    }
    return printedNames(this.report.sources, this.report.names).map(({ full, printed }) => {
      if (this.rootOf(full) !== undefined) return this.nameOf(full);
      return (prefix === '' ? undefined : below(prefix, full)) ?? printed;
    });
  }

  private nameOf(path: string): string {
    const root = this.rootOf(path);
    return (root === undefined ? undefined : below(root, path)) ?? path;
  }

  /** The workspace folder that holds a path: one that holds the report too, if there is one, else the innermost. */
  private rootOf(path: string): string | undefined {
    return this.preferred.find((root) => below(root, path) !== undefined);
  }
}

/**
 * The files that each name could mean, where only one has the statements of the report that file alone: unless another
 * name means it as well.
 */
function decided(candidates: readonly (readonly string[])[], fits: FitsFile): readonly (readonly string[])[] {
  if (candidates.every((paths) => paths.length <= 1)) return candidates;
  const fitting = candidates.map((paths, i) =>
    paths.length > 1 ? paths.filter((path) => fits(i, native(path))) : paths,
  );
  const meant = fitting.filter((paths) => paths.length === 1).map(([path]) => path);
  return candidates.map((paths, i) => {
    const [path, ...others] = fitting[i]!;
    return paths.length > 1 &&
      path !== undefined &&
      others.length === 0 &&
      meant.filter((each) => each === path).length === 1
      ? [path]
      : paths;
  });
}

/** Resolves `.` and `..`; undefined where a name climbs above its start. */
function normalized(path: string): string | undefined {
  // Nearly all names have nothing to resolve.
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(path.slice(1))) return path;
  const parts: string[] = [];
  const fixed = isAbsoluteName(path) ? 1 : 0;
  for (const part of path.split('/')) {
    if (part === '.' || (part === '' && parts.length > 0)) continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > fixed) parts.pop();
    else return undefined;
  }
  return parts.join('/');
}

/** What follows a folder in a path below it; the drives of Windows are written in either case. */
function below(folder: string, path: string): string | undefined {
  const start = folder.endsWith('/') ? folder : `${folder}/`;
  const isOnDrive = start[1] === ':';
  const same = isOnDrive ? path.slice(0, start.length).toLowerCase() === start.toLowerCase() : path.startsWith(start);
  return same && path.length > start.length ? path.slice(start.length) : undefined;
}

function native(path: string): string {
  return sep === '/' ? path : path.replaceAll('/', sep);
}
