/**
 * The API that `activate()` returns, for other extensions and for tests:
 *
 *     const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor');
 *     const api = await extension?.activate();
 *
 * Each feature offers its main job here without its views. Within one `version` members are only added.
 * Ranges are `vscode.Range` (0-based); every other line number is 1-based, as in a coverage report.
 */
import type { Event, Range, Uri } from 'vscode';

export interface Api {
  readonly version: 1;
  readonly coverage: CoverageApi;
}

export interface CoverageApi {
  /**
   * Reads a report (Cobertura XML, coverage.py JSON or Istanbul JSON) and shows it in place of the reports that were
   * found for its folder: the workspace folder that contains it, else the only workspace folder, else the folder it is in.
   * Throws an error with a `reason` (`truncated`, `malformed`, `too-large`, `not-a-report`, `unsupported`, ...) when the
   * file cannot be read; what was shown before stays.
   */
  load(report: Uri): Promise<CoverageSummary>;

  /** Reads the reports of all workspace folders again and waits until they are shown. */
  refresh(): Promise<void>;

  /** What is shown at the moment, one summary a folder that has a report. */
  summaries(): CoverageSummary[];

  /**
   * The untested places of a file, from top to bottom, in the text as it is in the editor now, or on disk.
   * Lines that changed since the report was made are not in it. Empty: every measured line is tested.
   * Undefined: the file is not measured, or its text cannot be tied to what the report measured.
   */
  untested(file: Uri): UntestedPlace[] | undefined;

  /**
   * The text of `coverage report -m` for the report of a folder, made here; lines carry no trailing blanks.
   * Without an argument: of the folder whose report was shown last. Empty when there is no report.
   */
  reportText(folder?: Uri): string;

  /**
   * Keeps the present report as the baseline that `change()` compares with, until `clearBaseline()`.
   * Without it the baseline is the report before the present one.
   */
  setBaseline(name?: string): Promise<void>;
  clearBaseline(): Promise<void>;

  /** The way from the baseline to the present report; all zero when there is no baseline. */
  change(folder?: Uri): CoverageChange;

  /**
   * The coverage of the lines that this branch changed, uncommitted ones included, against the merge base with `base`:
   * a branch, tag or commit; by default what the setting or `.gitreview` says.
   * Throws an error with a `reason` (`no-base`, `unknown-ref`, `not-a-repository`, `untrusted`, ...).
   */
  patch(base?: string, folder?: Uri): Promise<PatchCoverage>;

  /** Fires after any of the above may answer differently. */
  readonly onDidChange: Event<void>;
}

export interface CoverageCounts {
  readonly statements: number;
  readonly missed: number;
  readonly branches: number;
  /** Branches not taken that start at a line that ran. */
  readonly partialBranches: number;
  /** All branches not taken. */
  readonly missedBranches: number;
}

export interface CoverageSummary extends CoverageCounts {
  /** The folder the report belongs to. */
  readonly folder: Uri;
  readonly reports: readonly Uri[];
  /** When the newest of the reports was written, in milliseconds since the epoch. */
  readonly writtenAt: number;
  /** As `coverage report` counts, branches included, from 0 to 100, not rounded. */
  readonly percent: number;
  readonly files: number;
  /** Measured files that are not on this disk, or could be several. */
  readonly unresolved: readonly { readonly name: string; readonly reason: 'missing' | 'ambiguous' }[];
}

export interface UntestedPlace {
  /** Whole lines, from the start of the first to the end of the last. */
  readonly range: Range;
  /** `missing`: no test runs these lines. `partial`: they run, but not every way out of the line is taken. */
  readonly kind: 'missing' | 'partial';
  /** For `partial`: where the branches not taken lead, as 1-based lines of the measured text. */
  readonly missingBranches?: readonly (number | 'exit')[];
}

export interface CoverageChange {
  /** The name of the baseline; undefined where there is none to compare with. */
  readonly baseline: string | undefined;
  readonly before: CoverageCounts & { readonly percent: number };
  readonly after: CoverageCounts & { readonly percent: number };
  /** Files in which anything differs. */
  readonly files: readonly FileChange[];
  /** One sentence, such as `8 more lines tested: 62% to 64%`. */
  readonly text: string;
}

export interface FileChange {
  readonly name: string;
  /** Undefined for a file that was not measured then. */
  readonly before: (CoverageCounts & { readonly percent: number }) | undefined;
  readonly after: (CoverageCounts & { readonly percent: number }) | undefined;
  /** 1-based lines of the text measured now. */
  readonly newlyTested: readonly number[];
  readonly newlyUntested: readonly number[];
  /** Lines that flipped though neither they nor, in the case of the same tree, anything else changed. */
  readonly noise: readonly number[];
}

export interface PatchCoverage {
  /** The commit that was compared with, and how it was named. */
  readonly base: { readonly ref: string; readonly commit: string };
  /** Measured lines among the changed ones. */
  readonly lines: number;
  readonly missed: number;
  /** From 0 to 100, not rounded; 100 when no measured line changed. */
  readonly percent: number;
  readonly files: readonly PatchFile[];
}

export interface PatchFile {
  readonly name: string;
  readonly file: Uri;
  /** 1-based measured lines among the changed ones. */
  readonly lines: readonly number[];
  readonly missing: readonly number[];
}
