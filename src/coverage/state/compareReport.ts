import { messageOf, UserError } from '../../base/errors';
import { inTurns } from '../../base/turns';
import {
  type BaselineComparison,
  type ChooseBaseline,
  compareWithBaseline,
  notCompared,
  openBaselines,
} from '../baseline/baselineComparison';
import { snapshotSteps } from '../report/snapshot';
import type { CoverageServices } from './coverageServices';
import type { ReadyFolder } from './folderState';

/** Steps texts and comparison. The baseline is found by `choose`; the person's change decides what counts as noise. */
export async function compareReport(
  state: ReadyFolder,
  choose: ChooseBaseline,
  services: CoverageServices,
): Promise<BaselineComparison> {
  const { path, report, texts, changeCoverage } = state;
  let { comparison } = state;
  try {
    await texts.findAll();
    const tree = await measuredTree(state, services);
    const snapshot = await inTurns(snapshotSteps(report, (file) => texts.knownHashes(file), tree));
    comparison = { ...comparison, snapshot };
    const baselines = await openBaselines(() => services.baselines(path));
    return await compareWithBaseline(comparison, baselines, choose, changeCoverage);
  } catch (error) {
    services.log.error(`No comparison with the report before: ${messageOf(error)}`);
    return notCompared(comparison, error);
  }
}

/** Names the state of the working tree that was measured; undefined where that is unknown. */
async function measuredTree(state: ReadyFolder, services: CoverageServices): Promise<string | undefined> {
  const { path, report, texts } = state;
  const { run } = state.comparison;
  if (!run) return texts.keptTree ?? (await treeAt(path, report.writtenAt, services));
  // Parts of two trees are a report of neither.
  const before = run.before?.tree;
  return before !== undefined && (await treeAt(path, run.startedAt, services)) === before ? before : undefined;
}

async function treeAt(path: string, time: number, services: CoverageServices): Promise<string | undefined> {
  if (!services.trusted()) return undefined;
  try {
    const { openRepository } = await import('../../base/git');
    return await (await openRepository(path)).treeId(time);
  } catch (error) {
    if (error instanceof UserError) return undefined; // no repository: two trees are never known to be the same
    throw error;
  }
}
