/**
 * The coverage of a change: which of the lines that it added or changed are measured, and which of those no test runs.
 * The same numbers as diff-cover gives for the same report and diff.
 */
import { openMyChange } from '../project/myChange';
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
 * @throws UserError as `openMyChange`
 */
export async function measurePatch(root: string, report: CoverageReport, ref?: string): Promise<PatchCoverage> {
  const { repository, base } = await openMyChange(root, ref);
  return patchCoverage(report, await repository.changedLines(base.commit), base);
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
