/** Steps survey and read: from the files of a folder to the report that is shown. */
import { messageOf, UserError } from '../../base/errors';
import { inTurns } from '../../base/turns';
import { diskFiles } from '../../project/files';
import { openBaselines } from '../baseline/baselineComparison';
import { type FolderSurvey, surveyFolder } from '../find/surveyFolder';
import { identityFor, identityOf, type Snapshot, snapshotSteps } from '../report/snapshot';
import type { CoverageServices } from './coverageServices';
import {
  type FolderState,
  isReady,
  type ReadyFolder,
  showsOnlyRuns,
  showsReports,
  withoutProblem,
  withoutReport,
  withProblem,
  withReport,
  withSurvey,
  withTrustedTexts,
} from './folderState';

/**
 * Step survey: which reports and data there are.
 * @param path absolute path of the folder
 */
async function survey(path: string, services: CoverageServices): Promise<FolderSurvey> {
  const cover = await services.environment(path, 'cover');
  const { reports } = services.settings(path);
  return surveyFolder({ root: path, cover, setting: reports, process: process.env }, diskFiles);
}

/** Whether a survey and the reports that it found are those that the state was made of; throws as `survey`. */
export async function isAsRead(
  state: FolderState,
  opened: readonly string[] | undefined,
  services: CoverageServices,
): Promise<boolean> {
  const found = await survey(state.path, services);
  const paths = opened ?? found.reports;
  if (withSurvey(state, found) !== state) return false;
  return paths.length === 0 || (isReady(state) && showsReports(state, paths, await lastWritten(paths)));
}

/**
 * Steps survey and read. Gives the same state where the disk says nothing new of a report that is shown.
 * @param opened absolute paths of the reports to show in place of those that are found
 */
export async function readFolder(
  before: FolderState,
  opened: readonly string[] | undefined,
  services: CoverageServices,
): Promise<FolderState> {
  let found: FolderSurvey;
  try {
    found = await survey(before.path, services);
  } catch (error) {
    return refused(before, error, 'The files that say where the coverage reports are cannot be read');
  }
  const state = withSurvey(before, found);
  const paths = opened ?? found.reports;
  if (paths.length === 0) {
    if (!isReady(state) || !showsOnlyRuns(state)) return withoutReport(state, found);
    return retryTextsWithGit(withoutProblem(state), services);
  }
  try {
    const writtenAt = await lastWritten(paths);
    if (isReady(state) && showsReports(state, paths, writtenAt)) return await retryTextsWithGit(state, services);
    return await readReport(state, paths, writtenAt, services);
  } catch (error) {
    return refused(state, error, 'The coverage report cannot be read');
  }
}

/** @param what happened, where the error does not say it itself */
function refused(state: FolderState, error: unknown, what: string): FolderState {
  if (isUserError(error)) return withProblem(state, error);
  return withProblem(state, new UserError('unreadable', `${what}: ${messageOf(error)}`, { cause: error }));
}

function isUserError(error: unknown): error is UserError {
  return error instanceof UserError;
}

async function readReport(
  state: FolderState,
  paths: readonly string[],
  writtenAt: number,
  services: CoverageServices,
): Promise<ReadyFolder> {
  const started = Date.now();
  const noted = async (): Promise<Snapshot | undefined> => {
    try {
      return await (await openBaselines(() => services.baselines(state.path))).latest(identityFor(paths, writtenAt));
    } catch (error) {
      services.log.error(`What was noted of the report cannot be read: ${messageOf(error)}`); // comparing it says so in the view
      return undefined;
    }
  };
  const [report, kept] = await Promise.all([services.reader.read(paths, [state.path]), noted()]);
  services.log.info(`Read ${paths.join(', ')}: ${report.files.length} files in ${Date.now() - started} ms`);
  return withReport(state, report, kept?.identity === identityOf(report) ? kept : undefined, services.trusted());
}

/** Another state where some texts are unknown, and git may be asked for them only now. */
async function retryTextsWithGit(state: ReadyFolder, services: CoverageServices): Promise<ReadyFolder> {
  const { report, texts } = state;
  if (texts.trusted || !services.trusted()) return state;
  return withTrustedTexts(
    state,
    await inTurns(snapshotSteps(report, (file) => texts.knownHashes(file), texts.keptTree)),
  );
}

/** When the newest of the files was written, in milliseconds since the epoch; the reader reports one that is gone. */
async function lastWritten(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(paths.map((path) => diskFiles.modified(path)));
  return Math.max(...times.map((time) => time ?? 0));
}
