/** What a measured run adds to a run of tests. */
import { stat } from 'node:fs/promises';
import type * as vscode from 'vscode';
import { showError } from '../../../base/editor/commands';
import { messageOf } from '../../../base/errors';
import type { Log } from '../../../base/log';
import type { RunSummary } from '../../run/runState';
import type { ProjectTests } from '../tree/projectTests';
import { CoverageMeasure } from './coverageMeasure';
import type { RunEnvironments } from './runEnvironments';
import { forTerminal } from './showResults';

/** Where the measurements go. */
export interface MeasureServices {
  readonly log: Log;
  /** Hands the report of a measured run to the untested lines; it was started then, in milliseconds since the epoch. */
  readonly addCoverage: (root: string, report: string, startedAt: number) => Promise<void>;
  /** Keeps the data that says which line each of these tests ran since `startedAt`; both paths are absolute. */
  readonly keepContexts: (root: string, dataFile: string, ids: readonly string[], startedAt: number) => Promise<void>;
}

/** @throws UserError `no-coverage`, or an EnvironmentProblem */
export async function prepareMeasure(
  project: ProjectTests,
  environments: RunEnvironments,
  contexts: boolean,
): Promise<CoverageMeasure> {
  return CoverageMeasure.prepare(
    await environments.withMeasuring(project),
    environments.storageOf(project.root, 'coverage'),
    { contexts, testPackage: packageOf(project), cover: await environments.coverVariables(project.root) },
  );
}

/** Hands the measurement over. A failure is shown; the tests have their outcomes all the same. */
export async function takeMeasure(
  run: vscode.TestRun,
  { root }: ProjectTests,
  measure: CoverageMeasure,
  startedAt: number,
  { results }: RunSummary,
  signal: AbortSignal,
  { log, addCoverage, keepContexts }: MeasureServices,
): Promise<void> {
  try {
    const report = await measure.report(signal);
    if (signal.aborted) return;
    await addCoverage(root, report, startedAt);
    const ids = results.filter(({ ran }) => ran).map(({ id }) => id);
    if (!measure.hasContexts) return;
    await keepContexts(root, measure.dataFile, ids, startedAt);
    const megabytes = ((await stat(measure.dataFile)).size / 1e6).toFixed(1);
    run.appendOutput(forTerminal(`Noted which test runs each line: ${megabytes} MB are kept.\n`));
  } catch (error) {
    log.error(`${root}: ${messageOf(error)}`);
    run.appendOutput(forTerminal(`${messageOf(error)}\n`));
    void showError(error);
  }
}

/** `cloudlet` of `cloudlet.tests.unit`: what coverage measures when the project does not say. */
function packageOf({ layout }: ProjectTests): string | undefined {
  const [first] = (layout.testPath ?? '')
    .slice(layout.topDir.length)
    .split(/[\\/]/)
    .filter((part) => part !== '');
  return first?.endsWith('.py') ? undefined : first;
}
