/**
 * What is known of the coverage of one folder, as values. The steps survey, read, change, texts and comparison lead from
 * one to the next (readFolder.ts, measureMyChange.ts, compareReport.ts); nobody changes one.
 */
import { isDeepStrictEqual } from 'node:util';
import type { UserError } from '../../base/errors';
import { type BaselineComparison, NOT_COMPARED } from '../baseline/baselineComparison';
import type { FolderSurvey } from '../find/surveyFolder';
import type { ChangeCoverage } from '../measured/changeCoverage';
import { MeasuredTexts } from '../measured/measuredTexts';
import type { CoverageReport, FileCoverage } from '../report/coverageReport';
import { identityFor, identityOf, type Snapshot } from '../report/snapshot';

export interface Folder {
  /** Absolute path. */
  readonly path: string;
  readonly name: string;
}

interface KnownFolder extends Folder {
  /** Which reports and data there are; undefined until that is known. */
  readonly survey: FolderSurvey | undefined;
  /** Why the newest report is not shown; the one before it stays. */
  readonly problem: UserError | undefined;
}

interface UnreadFolder extends KnownFolder {
  readonly kind: 'reading';
}

interface EmptyFolder extends KnownFolder {
  readonly kind: 'noReport' | 'onlyData';
}

interface BrokenFolder extends KnownFolder {
  readonly kind: 'broken';
  readonly problem: UserError;
}

/** A folder with a report to show. */
export interface ReadyFolder extends KnownFolder {
  readonly kind: 'ready';
  readonly report: CoverageReport;
  /** The measured files by absolute path. */
  readonly files: ReadonlyMap<string, FileCoverage>;
  /** That of the report as it was read, without the runs that were added; undefined where only runs are shown. */
  readonly identity: string | undefined;
  /** Another object for each report, and when more texts may be known: those that follow the texts look them up again. */
  readonly texts: MeasuredTexts;
  readonly comparison: BaselineComparison;
  /** Undefined until it is known, and where there is a `changeProblem`. */
  readonly changeCoverage: ChangeCoverage | undefined;
  readonly changeProblem: UserError | undefined;
}

export type FolderState = UnreadFolder | EmptyFolder | BrokenFolder | ReadyFolder;

export function unreadFolder({ path, name }: Folder): UnreadFolder {
  return { kind: 'reading', path, name, survey: undefined, problem: undefined };
}

export function isReady(state: FolderState): state is ReadyFolder {
  return state.kind === 'ready';
}

/** Whether no report was found, and only the runs of some tests are shown. */
export function showsOnlyRuns({ identity }: ReadyFolder): boolean {
  return identity === undefined;
}

/** Whether these reports, the newest of them written then, are what is shown. */
export function showsReports({ problem, identity }: ReadyFolder, paths: readonly string[], writtenAt: number): boolean {
  return !problem && identity === identityFor(paths, writtenAt);
}

/** The same state where the survey says nothing new. */
export function withSurvey(state: FolderState, survey: FolderSurvey): FolderState {
  return isDeepStrictEqual(state.survey, survey) ? state : { ...state, survey };
}

export function withoutReport({ path, name }: Folder, survey: FolderSurvey): EmptyFolder {
  const { combined, parts } = survey.data;
  return { kind: combined || parts > 0 ? 'onlyData' : 'noReport', path, name, survey, problem: undefined };
}

/** What was shown stays, with the reason why nothing newer is. */
export function withProblem(state: FolderState, problem: UserError): BrokenFolder | ReadyFolder {
  const { path, name, survey } = state;
  return isReady(state) ? { ...state, problem } : { kind: 'broken', path, name, survey, problem };
}

export function withoutProblem(state: ReadyFolder): ReadyFolder {
  return state.problem ? { ...state, problem: undefined } : state;
}

/**
 * A report that was just read. The coverage of the change is still that of the report before, until git has answered.
 * @param kept what was noted of the report's texts when this very report arrived first
 * @param trusted whether git may be asked for texts
 */
export function withReport(
  state: FolderState,
  report: CoverageReport,
  kept: Snapshot | undefined,
  trusted: boolean,
): ReadyFolder {
  const before = isReady(state) ? state : undefined;
  const { named, problem } = before?.comparison ?? NOT_COMPARED;
  return {
    kind: 'ready',
    path: state.path,
    name: state.name,
    survey: state.survey,
    problem: undefined,
    report,
    files: new Map(report.files.flatMap((file) => (file.path === undefined ? [] : [[file.path, file]]))),
    identity: identityOf(report),
    texts: new MeasuredTexts(state.path, report, kept, trusted),
    comparison: { ...NOT_COMPARED, named, problem },
    changeCoverage: before?.changeCoverage,
    changeProblem: before?.changeProblem,
  };
}

/**
 * The report with a run of some tests added to it, which is shown until a newer report comes.
 * @param snapshot of `report`, with the texts that are known of it
 * @param startedAt when the tests were started, in milliseconds since the epoch
 */
export function withRun(
  state: FolderState,
  report: CoverageReport,
  snapshot: Snapshot,
  startedAt: number,
  trusted: boolean,
): ReadyFolder {
  const before = isReady(state) ? state : undefined;
  const next = withReport(state, report, snapshot, trusted);
  const run = { before: before?.comparison.snapshot, startedAt };
  return { ...next, identity: before?.identity, comparison: { ...next.comparison, run } };
}

/** The same report with texts that git may be asked for; what is known of them already stays. */
export function withTrustedTexts(state: ReadyFolder, known: Snapshot): ReadyFolder {
  return { ...state, texts: new MeasuredTexts(state.path, state.report, known, true) };
}

/** The same state where git says nothing new. */
export function withChange(
  state: ReadyFolder,
  { changeCoverage, changeProblem }: Pick<ReadyFolder, 'changeCoverage' | 'changeProblem'>,
): ReadyFolder {
  const isSame =
    isDeepStrictEqual(state.changeCoverage, changeCoverage) && state.changeProblem?.message === changeProblem?.message;
  return isSame ? state : { ...state, changeCoverage, changeProblem };
}
