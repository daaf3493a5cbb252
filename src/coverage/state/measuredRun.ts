/** A run of some tests, added to the report that is shown. */
import { inTurns } from '../../base/turns';
import { MeasuredTexts } from '../measured/measuredTexts';
import { addRunSteps, asOfStart, type HashesOf, hashesAfter, withoutSaved } from '../reading/addRun';
import type { CoverageReport } from '../report/coverageReport';
import { snapshotSteps } from '../report/snapshot';
import type { CoverageServices } from './coverageServices';
import { type FolderState, isReady, type ReadyFolder, withRun } from './folderState';

/** What a run of some tests measured, with the texts that it is of. */
interface MeasuredRun {
  readonly report: CoverageReport;
  readonly hashesOf: HashesOf;
  /** When its tests were started, in milliseconds since the epoch: the run says nothing of files that changed since. */
  readonly startedAt: number;
}

/**
 * @param folder absolute path
 * @param report absolute path of the report of the run
 * @throws ReportError when it cannot be read
 */
export async function readRun(
  folder: string,
  report: string,
  startedAt: number,
  { reader }: CoverageServices,
): Promise<MeasuredRun> {
  const read = asOfStart(await reader.read([report], [folder]), startedAt);
  const texts = new MeasuredTexts(folder, read, undefined, false);
  await texts.findAll();
  const hashesOf: HashesOf = (file) => texts.knownHashes(file);
  return { report: withoutSaved(read, hashesOf), hashesOf, startedAt };
}

/** Adds a run to the report that is shown. */
export async function addMeasuredRun(
  state: FolderState,
  run: MeasuredRun,
  services: CoverageServices,
): Promise<ReadyFolder> {
  const shown = isReady(state) ? state : undefined;
  await shown?.texts.findAll();
  const shownHashes: HashesOf = (file) => shown?.texts.knownHashes(file);
  const report = shown ? await inTurns(addRunSteps(shown.report, shownHashes, run.report, run.hashesOf)) : run.report;
  const hashes = hashesAfter(shown?.report, shownHashes, run.report, run.hashesOf);
  const snapshot = await inTurns(snapshotSteps(report, hashes, undefined));
  return withRun(state, report, snapshot, run.startedAt, services.trusted());
}
