/**
 * Keeps the coverage of one folder up to date: decides when the steps run, one after the other, and publishes the state
 * that each of them gives.
 */
import { coalesce } from '../../base/coalesce';
import { UserError } from '../../base/errors';
import { OneAtATime } from '../../base/oneAtATime';
import {
  arrivedBaseline,
  type ChooseBaseline,
  compareWithBaseline,
  openBaselines,
  shownBaseline,
} from '../baseline/baselineComparison';
import type { Baselines } from '../baseline/baselines';
import type { ChangeCoverage } from '../measured/changeCoverage';
import { compareReport } from './compareReport';
import type { CoverageServices } from './coverageServices';
import { type Folder, type FolderState, isReady, type ReadyFolder, unreadFolder, withChange } from './folderState';
import { addMeasuredRun, readRun } from './measuredRun';
import { changeAgainst, measureMyChange } from './measureMyChange';
import { isAsRead, readFolder } from './readFolder';

/** How long to wait before a report that was being written is read again. */
const RETRY_MS = 500;
const MOST_RETRIES = 20;

export class FolderCoverage implements Folder {
  readonly path: string;
  readonly name: string;
  private current: FolderState;
  private opened: readonly string[] | undefined;
  private readonly turns = new OneAtATime();
  private readonly ended = new AbortController();
  private retries = 0;
  private retry: NodeJS.Timeout | undefined;

  /** @param show shows a state that has just become the present one; resolves when the next step may begin */
  constructor(
    folder: Folder,
    private readonly services: CoverageServices,
    private readonly show: (state: FolderState) => Promise<void>,
  ) {
    this.path = folder.path;
    this.name = folder.name;
    this.current = unreadFolder(folder);
  }

  /** What is known now. */
  get state(): FolderState {
    return this.current;
  }

  /** Reads everything again; resolves when the new state, the comparison and the coverage of the change are known. */
  readonly refresh = coalesce(() => this.inTurn(() => this.read()));

  /** Works out again which changed lines are untested. */
  readonly measureMyChange = coalesce(async () => {
    const { state } = this;
    if (!isReady(state)) return;
    const change = await measureMyChange(state, this.services);
    await this.update(state, (now) => withChange(now, change));
  });

  /** Reads everything again if the disk is not as it was read: watchers may have missed that. */
  async refreshIfChanged(): Promise<void> {
    // Where it cannot be told, reading says what is wrong.
    const isSame = await isAsRead(this.state, this.opened, this.services).catch(() => false);
    if (!isSame) await this.refresh();
  }

  /** Shows these reports in place of those that are found; undefined returns to those. Throws what reading them throws. */
  async open(reports: readonly string[] | undefined): Promise<void> {
    const before = this.opened;
    this.opened = reports;
    await this.refresh();
    const { problem } = this.state;
    if (problem && reports) {
      this.opened = before;
      await this.refresh();
      throw problem;
    }
  }

  /**
   * Adds what a run of some tests measured to the report that is shown, until a newer report comes.
   * @param report absolute path of the report of the run
   * @param startedAt when its tests were started, in milliseconds since the epoch
   * @throws ReportError when it cannot be read
   */
  async addRun(report: string, startedAt: number): Promise<void> {
    const run = await readRun(this.path, report, startedAt, this.services);
    await this.inTurn(async () => {
      await this.publish(await addMeasuredRun(this.state, run, this.services));
      this.services.log.info(`Added the run in ${report}: ${run.report.files.length} files`);
      await this.measureMyChange();
      await this.compare(shownBaseline);
    });
  }

  /** The coverage of the change against `base`, by the lines of the files as they are on disk. Throws as the step does. */
  async changeAgainst(base: string | undefined): Promise<ChangeCoverage> {
    const { state } = this;
    if (!isReady(state)) throw new UserError('no-report', 'There is no coverage report to compare the change with.');
    return changeAgainst(base, state, this.services);
  }

  /** Keeps the present report as the baseline until it is cleared. */
  async setBaseline(name: string): Promise<void> {
    await this.changeBaseline(async (baselines, { comparison: { snapshot } }) => {
      if (!snapshot) throw noBaseline();
      await baselines.setNamed(name, snapshot);
    });
  }

  async clearBaseline(): Promise<void> {
    await this.changeBaseline((baselines) => baselines.clearNamed());
  }

  private async changeBaseline(change: (baselines: Baselines, state: ReadyFolder) => Promise<void>): Promise<void> {
    await this.inTurn(async () => {
      const { state } = this;
      if (!isReady(state)) throw noBaseline();
      const baselines = await openBaselines(() => this.services.baselines(this.path));
      await change(baselines, state);
      const comparison = await compareWithBaseline(state.comparison, baselines, shownBaseline, state.changeCoverage);
      await this.update(state, (now) => ({ ...now, comparison }));
    });
  }

  /** Absolute paths of the reports that are shown, or may come to be. */
  watchedPaths(): readonly string[] {
    return [...new Set([...(this.opened ?? []), ...(this.state.survey?.candidates ?? [])])];
  }

  private async read(): Promise<void> {
    const before = this.state;
    const read = await readFolder(before, this.opened, this.services);
    if (this.ended.signal.aborted) return;
    const next = this.retryUnfinished(read) ? { ...before, survey: read.survey } : read;
    if (next !== before) await this.publish(next);
    if (!isReady(next)) return;
    await this.measureMyChange();
    const shown = isReady(before) ? before : undefined;
    if (next.report !== shown?.report) await this.compare(arrivedBaseline);
    else if (next.texts !== shown.texts) await this.compare(shownBaseline);
  }

  /**
   * Reads a report again soon that looks as one does while it is being written.
   * @returns whether to say nothing of it until then
   */
  private retryUnfinished({ problem }: FolderState): boolean {
    if (!problem) {
      this.retries = 0;
      return false;
    }
    this.services.log.warn(`${this.path}: ${problem.reason}: ${problem.message}`);
    const mayBeUnfinished = problem.reason === 'being-written' || problem.reason === 'truncated';
    if (!mayBeUnfinished || this.retries >= MOST_RETRIES) return false;
    this.retries++;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.refresh(), RETRY_MS);
    return this.retries === 1 && !this.opened;
  }

  private async compare(choose: ChooseBaseline): Promise<void> {
    const { state } = this;
    if (!isReady(state)) return;
    const comparison = await compareReport(state, choose, this.services);
    await this.update(state, (now) => ({ ...now, comparison }));
  }

  /** Publishes what a step adds to the state that it was given, unless another report or other texts are shown by now. */
  private async update(given: ReadyFolder, change: (now: ReadyFolder) => ReadyFolder): Promise<void> {
    const { state } = this;
    if (!isReady(state) || state.texts !== given.texts) return;
    const next = change(state);
    if (next !== state) await this.publish(next);
  }

  private async publish(state: FolderState): Promise<void> {
    if (this.ended.signal.aborted) return;
    this.current = state;
    await this.show(state);
  }

  /** Refreshes, runs and baselines come one after the other: each builds on what the one before it shows. */
  private async inTurn(work: () => Promise<void>): Promise<void> {
    await this.turns.run('', this.ended.signal, work);
  }

  dispose(): void {
    this.ended.abort();
    clearTimeout(this.retry);
  }
}

function noBaseline(): UserError {
  return new UserError('no-report', 'There is no coverage report to keep as the baseline.');
}
