import { sep } from 'node:path';
import { groupBy } from '../../base/groupBy';
import { splitLines } from '../../base/lines';
import type { Finding } from './finding';
import { FollowedFindings } from './followedFindings';

/** What found something. */
export type Finder =
  /** A check with these tools. It has the last word on what checks say, and on what its tools said elsewhere. */
  | { readonly by: 'check'; readonly tools: readonly string[] }
  /** A run of the whole style environment, in which some tools came to their end. */
  | { readonly by: 'pep8'; readonly looked: (tool: string) => boolean };

/** What a check looked at: these files, or all of the root. Absolute paths. */
export interface Scope {
  readonly root: string;
  readonly files?: readonly string[];
  /** Were saved while it looked: which text it read is not known, and a newer check of them knows better. */
  readonly saved?: ReadonlySet<string>;
}

/** The findings of all files: each stays until what found it has looked at its file again. */
export class KnownFindings {
  private readonly files = new Map<string, FileFindings>();

  /**
   * Puts what a check found in place of what was found before.
   * @param checked the text that was checked, where that is not what is on disk
   * @returns the files whose findings may be others now
   */
  replace(finder: Finder, scope: Scope, findings: readonly Finding[], checked?: string): Set<string> {
    const { root, files, saved } = scope;
    const found = groupBy(findings, ({ file }) => file);
    const lines = checked === undefined ? undefined : splitLines(checked);
    const touched = new Set([...(files ?? this.filesOf(root)), ...found.keys()]);
    saved?.forEach((file) => touched.delete(file));
    for (const file of touched) {
      const known = this.files.get(file);
      const checks = (known?.checks ?? []).flatMap((check) => stillOf(check, finder));
      const own = found.get(file);
      if (own) checks.push({ by: finder.by, findings: new FollowedFindings(own, lines) });
      if (checks.length > 0) this.files.set(file, { root: known?.root ?? root, checks });
      else this.files.delete(file);
    }
    return touched;
  }

  /** All that was found in a file, to follow its text. */
  in(file: string): FollowedFindings[] {
    return this.files.get(file)?.checks.map(({ findings }) => findings) ?? [];
  }

  /** Which root the findings of a file belong to; undefined when it has none. */
  rootOf(file: string): string | undefined {
    return this.files.get(file)?.root;
  }

  /** The editor of a file is closed, and with it goes what was found in a text that was never saved. */
  close(file: string): void {
    const known = this.files.get(file);
    if (!known) return;
    const checks = known.checks.filter(({ findings }) => findings.checked === undefined);
    for (const { findings } of checks) findings.close();
    if (checks.length > 0) this.files.set(file, { ...known, checks });
    else this.files.delete(file);
  }

  /** Forgets a file, or all files of a folder, and gives those that had findings. */
  forget(path: string): string[] {
    // Builds and branches delete thousands of files at once.
    const gone = this.files.has(path) ? [path] : [...this.files.keys()].filter((file) => file.startsWith(path + sep));
    for (const file of gone) this.files.delete(file);
    return gone;
  }

  /** Forgets a root, but not what belongs to another one within, and gives the files that had findings. */
  forgetRoot(root: string): string[] {
    const gone = this.filesOf(root);
    for (const file of gone) this.files.delete(file);
    return gone;
  }

  clear(): void {
    this.files.clear();
  }

  private filesOf(root: string): string[] {
    return [...this.files].filter(([, known]) => known.root === root).map(([file]) => file);
  }
}

interface FileFindings {
  readonly root: string;
  /** One for each check whose findings are not all replaced: they are about texts of different times. */
  readonly checks: readonly Check[];
}

interface Check {
  readonly by: Finder['by'];
  readonly findings: FollowedFindings;
}

/** What a newer check leaves of an older one. */
function stillOf({ by, findings }: Check, finder: Finder): Check[] {
  const others = findings.without((finding) => knowsBetter(finder, by, finding));
  return others ? [{ by, findings: others }] : [];
}

function knowsBetter(finder: Finder, by: Finder['by'], { tool, code }: Finding): boolean {
  if (finder.by === 'pep8') return finder.looked(tool);
  // Whether ruff would format a file is nothing that a check looks at.
  return by === 'check' || (finder.tools.includes(tool) && code !== 'format');
}
