/** How the coverage of a root moved: the report that is shown, compared with the one before it or with a named one. */
import { messageOf, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { inTurns } from '../../base/turns';
import type { ChangeCoverage } from '../measured/changeCoverage';
import type { Snapshot } from '../report/snapshot';
import { type Baseline, type Baselines, baselineOf } from './baselines';
import { type Comparison, compareSteps } from './comparison';

export class RootComparison {
  change: Comparison | undefined;
  named: string | undefined;
  /** Why nothing, or not the named baseline, is compared with. */
  problem: UserError | undefined;
  /** What is kept of the report that is shown; undefined until the texts that it measured are known. */
  snapshot: Snapshot | undefined;
  /** What was shown before a run was added to it. */
  private beforeRun: Snapshot | undefined;
  private hasRuns = false;

  /** @param open the kept reports of this root */
  constructor(
    private readonly open: () => Promise<Baselines>,
    private readonly log: Log,
  ) {}

  /** What was noted when the report of this identity arrived first. */
  async noted(identity: string): Promise<Snapshot | undefined> {
    try {
      return await (await this.baselines()).latest(identity);
    } catch (error) {
      this.refuse(error);
      return undefined;
    }
  }

  /** Says why nothing is compared with: a report is shown all the same. */
  refuse(error: unknown): void {
    this.change = undefined;
    this.problem =
      error instanceof UserError
        ? error
        : new UserError('not-compared', `There is no comparison with the report before: ${messageOf(error)}`);
    this.log.error(`No comparison with the report before: ${messageOf(error)}`);
  }

  private async baselines(): Promise<Baselines> {
    try {
      return await this.open();
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      const message = `Reports cannot be kept here, so there is nothing to compare with: ${messageOf(cause)}`;
      throw new UserError('no-storage', message, { cause });
    }
  }

  /** A report that was just read. */
  async arrived(snapshot: Snapshot, patch: ChangeCoverage | undefined): Promise<void> {
    this.snapshot = snapshot;
    this.hasRuns = false;
    const baselines = await this.baselines();
    await this.compareWith(await baselines.arrived(snapshot), baselines, patch);
  }

  /**
   * What was shown, with a run added to it. It is compared with what was shown before, but not kept: the next window
   * shows the report without the run, and would take that for lines that are no longer tested.
   */
  async added(snapshot: Snapshot, patch: ChangeCoverage | undefined): Promise<void> {
    this.beforeRun = this.snapshot;
    this.snapshot = snapshot;
    this.hasRuns = true;
    const baselines = await this.baselines();
    await this.compareWith(await this.baselineIn(baselines), baselines, patch);
  }

  /** What was shown already, of which more texts are known. */
  async shownAgain(snapshot: Snapshot, patch: ChangeCoverage | undefined): Promise<void> {
    this.snapshot = snapshot;
    const baselines = await this.baselines();
    await this.compareWith(await this.baselineIn(baselines), baselines, patch);
  }

  async setNamed(name: string, snapshot: Snapshot, patch: ChangeCoverage | undefined): Promise<void> {
    const baselines = await this.baselines();
    await baselines.setNamed(name, snapshot);
    await this.compareWith(await this.baselineIn(baselines), baselines, patch);
  }

  async clearNamed(patch: ChangeCoverage | undefined): Promise<void> {
    const baselines = await this.baselines();
    await baselines.clearNamed();
    await this.compareWith(await this.baselineIn(baselines), baselines, patch);
  }

  forget(): void {
    this.snapshot = undefined;
    this.hasRuns = false;
    this.change = undefined;
    this.problem = undefined;
  }

  private async baselineIn(baselines: Baselines): Promise<Baseline | undefined> {
    if (!this.hasRuns) return baselines.comparedWith();
    return (await baselines.named()) ?? (this.beforeRun && baselineOf(this.beforeRun));
  }

  private async compareWith(
    baseline: Baseline | undefined,
    { problem }: Baselines,
    patch: ChangeCoverage | undefined,
  ): Promise<void> {
    this.problem = problem;
    this.named = baseline?.isNamed ? baseline.name : undefined;
    const { snapshot } = this;
    const lines = new Map(patch?.files.map((file) => [file.name, new Set(file.lines)]));
    const isInChange = patch && ((name: string, line: number): boolean => lines.get(name)?.has(line) ?? false);
    const change =
      baseline && snapshot && (await inTurns(compareSteps(baseline.snapshot, snapshot, baseline.name, isInChange)));
    if (this.snapshot === snapshot) this.change = change;
  }
}
