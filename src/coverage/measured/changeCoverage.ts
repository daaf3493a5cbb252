/**
 * The coverage of a change: which of the lines that it added or changed are measured, and which of those no test runs.
 * The same numbers as diff-cover gives for the same report and diff.
 */
import { UNKNOWN } from '../../base/lines';
import { openMyChange } from '../../project/myChange';
import { type CoverageReport, hitsAt } from '../report/coverageReport';
import { type Alignment, editsSince } from './editsSince';
import type { MeasuredTexts } from './measuredTexts';

export interface ChangeCoverage {
  readonly base: { readonly ref: string; readonly commit: string };
  /** Measured lines among the changed ones. */
  readonly lines: number;
  readonly missed: number;
  /** From 0 to 100, not rounded; 100 when no measured line changed. */
  readonly percent: number;
  /** The measured files of the change, in the report's order. */
  readonly files: readonly ChangedFile[];
  /**
   * Names of the measured files of the change that are not as they were measured, when that was looked at. Their lines
   * are counted where they are still those of the report.
   */
  readonly edited: readonly string[];
}

export interface ChangedFile {
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  /** 1-based measured lines among the changed ones, ascending; of an edited file those of the measured text. */
  readonly lines: readonly number[];
  /** Those of them that no test runs. */
  readonly missing: readonly number[];
}

/**
 * @param root absolute path of the project's folder
 * @param ref a branch, tag or commit to compare with; undefined: what `.gitreview` says
 * @param texts the measured texts, to leave out lines that were edited since. Without them the lines of the files now
 * are taken for those of the report, as diff-cover takes them.
 * @throws UserError as `openMyChange`
 */
export async function measureChange(
  root: string,
  report: CoverageReport,
  ref?: string,
  texts?: Pick<MeasuredTexts, 'hashesOf'>,
): Promise<ChangeCoverage> {
  const { repository, base } = await openMyChange(root, ref);
  const changed = await repository.changedLines(base.commit);
  return changeCoverage(report, changed, base, texts && (await editsSince(report, texts, (path) => changed.has(path))));
}

/**
 * @param changed 1-based changed lines by absolute path
 * @param edits of files that are not as they were measured, by absolute path
 */
export function changeCoverage(
  report: CoverageReport,
  changed: ReadonlyMap<string, readonly number[]>,
  base: ChangeCoverage['base'],
  edits: ReadonlyMap<string, Alignment> = new Map(),
): ChangeCoverage {
  const files: ChangedFile[] = [];
  const edited: string[] = [];
  for (const file of report.files) {
    const now = file.path === undefined ? undefined : changed.get(file.path);
    if (file.path === undefined || !now) continue;
    const edit = edits.get(file.path);
    if (edit) edited.push(file.name);
    const lines = (edit ? measuredLines(now, edit) : now).filter((line) => hitsAt(file, line) !== undefined);
    const missing = lines.filter((line) => hitsAt(file, line) === 0);
    files.push({ name: file.name, path: file.path, lines, missing });
  }
  const lines = files.reduce((sum, file) => sum + file.lines.length, 0);
  const missed = files.reduce((sum, file) => sum + file.missing.length, 0);
  // Divided first, as diff-cover does: rounded down, 29 of 50 has to give the same 57 here and there.
  return { base, lines, missed, percent: lines === 0 ? 100 : ((lines - missed) / lines) * 100, files, edited };
}

/** The lines of the measured text that lines of the text now are, all 1-based, without those that are none of them. */
function measuredLines(lines: readonly number[], edit: Alignment): number[] {
  return lines.flatMap((line) => {
    const measured = edit[line - 1] ?? UNKNOWN;
    return measured === UNKNOWN ? [] : [measured + 1];
  });
}
