/**
 * The coverage of a change: which of the lines that it added or changed are measured, and which of those no test runs.
 * The same numbers as diff-cover gives for the same report and diff.
 */
import { join } from 'node:path';
import { UserError } from '../base/errors';
import { openRepository, type Repository } from '../base/git';
import { diskFiles } from '../project/files';
import { parseGitReview } from '../project/gitreview';
import { type CoverageReport, hitsAt } from './model';

export interface PatchCoverage {
  readonly base: { readonly ref: string; readonly commit: string };
  /** Measured lines among the changed ones. */
  readonly lines: number;
  readonly missed: number;
  /** From 0 to 100, not rounded; 100 when no measured line changed. */
  readonly percent: number;
  /** The measured files of the change, in the report's order. */
  readonly files: readonly PatchFile[];
}

export interface PatchFile {
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  /** 1-based measured lines among the changed ones, ascending. */
  readonly lines: readonly number[];
  /** Those of them that no test runs. */
  readonly missing: readonly number[];
}

/**
 * @param root absolute path of the project's folder
 * @param ref a branch, tag or commit to compare with; undefined: what `.gitreview` says
 * @throws UserError `no-base`, `unknown-ref`, `not-a-repository`, `no-git`, `git-failed`, `invalid-gitreview`
 */
export async function measurePatch(root: string, report: CoverageReport, ref?: string): Promise<PatchCoverage> {
  const repository = await openRepository(root);
  const base = ref ?? (await reviewBranch(root, repository));
  const commit = await repository.mergeBase(base);
  return patchCoverage(report, await repository.changedLines(commit), { ref: base, commit });
}

/** @param changed 1-based changed lines by absolute path */
export function patchCoverage(
  report: CoverageReport,
  changed: ReadonlyMap<string, readonly number[]>,
  base: PatchCoverage['base'],
): PatchCoverage {
  const files: PatchFile[] = [];
  for (const file of report.files) {
    const candidates = file.path === undefined ? undefined : changed.get(file.path);
    if (file.path === undefined || !candidates) continue;
    const lines = candidates.filter((line) => hitsAt(file, line) !== undefined);
    const missing = lines.filter((line) => hitsAt(file, line) === 0);
    files.push({ name: file.name, path: file.path, lines, missing });
  }
  const lines = files.reduce((sum, file) => sum + file.lines.length, 0);
  const missed = files.reduce((sum, file) => sum + file.missing.length, 0);
  // Divided first, as diff-cover does: rounded down, 29 of 50 has to give the same 57 here and there.
  return { base, lines, missed, percent: lines === 0 ? 100 : ((lines - missed) / lines) * 100, files };
}

const MAX_GITREVIEW_BYTES = 1 << 20;

/** The branch that changes of this project are reviewed against, on the remote that has it. Source: git-review. */
async function reviewBranch(root: string, repository: Repository): Promise<string> {
  const text = await diskFiles.read(join(root, '.gitreview'), MAX_GITREVIEW_BYTES);
  const review = text === undefined ? undefined : parseGitReview(text);
  const branch = review?.defaultBranch ?? 'master';
  const remotes = [...new Set([review?.defaultRemote ?? 'gerrit', 'gerrit', 'origin'])];
  for (const remote of remotes) {
    const ref = `${remote}/${branch}`;
    if ((await repository.commitOf(`refs/remotes/${ref}`)) !== undefined) return ref;
  }
  throw new UserError(
    'no-base',
    `What to compare your change with is not known: there is no branch ${branch} of a remote ${remotes.join(' or ')} here. ` +
      'Fetch it, or choose another base.',
  );
}
