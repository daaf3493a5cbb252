/** How the report that is shown compares with a baseline: the report before it, or one that the person named. */
import { messageOf, UserError } from '../../base/errors';
import { inTurns } from '../../base/turns';
import type { ChangeCoverage } from '../measured/changeCoverage';
import type { Snapshot } from '../report/snapshot';
import { type Baseline, type Baselines, baselineOf } from './baselines';
import { type Comparison, compareSteps } from './comparison';

export interface BaselineComparison {
  /** How coverage changed; undefined until that is known, and where there is nothing to compare with. */
  readonly change: Comparison | undefined;
  /** What the person called the baseline, where they set one. */
  readonly named: string | undefined;
  /** Why nothing, or not the named baseline, is compared with. */
  readonly problem: UserError | undefined;
  /** What is kept of the report that is shown; undefined until the texts that it measured are known. */
  readonly snapshot: Snapshot | undefined;
  /** The last run of some tests that was added to the report; undefined while it is shown as it was read. */
  readonly run: AddedRun | undefined;
}

interface AddedRun {
  /** What was shown before; undefined where that was nothing. */
  readonly before: Snapshot | undefined;
  /** When its tests were started, in milliseconds since the epoch. */
  readonly startedAt: number;
}

export const NOT_COMPARED: BaselineComparison = {
  change: undefined,
  named: undefined,
  problem: undefined,
  snapshot: undefined,
  run: undefined,
};

/** Finds what to compare a snapshot with. */
export type ChooseBaseline = (baselines: Baselines, comparison: BaselineComparison) => Promise<Baseline | undefined>;

/** For a report that has just been read: notes it, so that the next one is compared with it. */
export const arrivedBaseline: ChooseBaseline = async (baselines, { snapshot }) =>
  snapshot && (await baselines.arrived(snapshot));

/**
 * For what is shown already. With a run it is compared with what was shown before the run, but not kept: the next
 * window shows the report without the run, and would take that for lines that are no longer tested.
 */
export const shownBaseline: ChooseBaseline = async (baselines, { run }) =>
  run ? ((await baselines.named()) ?? (run.before && baselineOf(run.before))) : baselines.comparedWith();

/**
 * Compares the snapshot of `comparison`; without one there is no change.
 * @param changeCoverage tells which lines belong to the person's own change; undefined where that is not known
 */
export async function compareWithBaseline(
  comparison: BaselineComparison,
  baselines: Baselines,
  choose: ChooseBaseline,
  changeCoverage: ChangeCoverage | undefined,
): Promise<BaselineComparison> {
  const baseline = await choose(baselines, comparison);
  const { snapshot } = comparison;
  const lines = new Map(changeCoverage?.files.map((file) => [file.name, new Set(file.lines)]));
  const isInChange = changeCoverage && ((name: string, line: number): boolean => lines.get(name)?.has(line) ?? false);
  const change =
    baseline && snapshot && (await inTurns(compareSteps(baseline.snapshot, snapshot, baseline.name, isInChange)));
  return { ...comparison, change, named: baseline?.isNamed ? baseline.name : undefined, problem: baselines.problem };
}

/** The same without a change, and why: the report is shown all the same. */
export function notCompared(comparison: BaselineComparison, error: unknown): BaselineComparison {
  const problem =
    error instanceof UserError
      ? error
      : new UserError('not-compared', `There is no comparison with the report before: ${messageOf(error)}`);
  return { ...comparison, change: undefined, problem };
}

/**
 * @param open the kept reports of a folder
 * @throws UserError `no-storage`, or that of `open`
 */
export async function openBaselines(open: () => Promise<Baselines>): Promise<Baselines> {
  try {
    return await open();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const message = `Reports cannot be kept here, so there is nothing to compare with: ${messageOf(cause)}`;
    throw new UserError('no-storage', message, { cause });
  }
}
