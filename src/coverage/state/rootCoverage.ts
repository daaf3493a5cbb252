/**
 * The coverage of one root folder: finds its reports, reads them, compares them with what was before, and says so.
 * Data goes one way: refresh() works out a new state and fires; nobody else changes it.
 */
import { isDeepStrictEqual } from 'node:util';
import { coalesce } from '../../base/coalesce';
import { Emitter } from '../../base/emitter';
import { messageOf, UserError, untrusted } from '../../base/errors';
import { inTurns } from '../../base/turns';
import { diskFiles } from '../../project/files';
import { RootComparison } from '../baseline/baselineComparison';
import type { Comparison } from '../baseline/comparison';
import type { FolderSurvey } from '../find/surveyFolder';
import { surveyFolder } from '../find/surveyFolder';
import type { ChangeCoverage } from '../measured/changeCoverage';
import { MeasuredTexts } from '../measured/measuredTexts';
import { addRunSteps, asOfStart, type HashesOf, hashesAfter, withoutSaved } from '../reading/addRun';
import type { CoverageReport, FileCoverage } from '../report/coverageReport';
import type { Snapshot } from '../report/snapshot';
import { identityFor, identityOf, snapshotOf, snapshotSteps } from '../report/snapshot';
import type { RootServices } from './rootServices';

export type RootState = 'reading' | 'noReport' | 'onlyData' | 'broken' | 'ready';

/** How long to wait before a report that was being written is looked at again. */
const RETRY_MS = 500;
const MOST_RETRIES = 20;

export class RootCoverage {
  state: RootState = 'reading';
  report: CoverageReport | undefined;
  /** Why the newest report is not shown; the one before it stays. */
  problem: UserError | undefined;
  /** Which reports and data there are; undefined until it was looked. */
  survey: FolderSurvey | undefined;
  texts: MeasuredTexts | undefined;
  patch: ChangeCoverage | undefined;
  patchProblem: UserError | undefined;

  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly comparison: RootComparison;
  /** The state of the tree that was noted when this very report arrived first. */
  private keptTree: string | undefined;
  private byPath = new Map<string, FileCoverage>();
  private opened: readonly string[] | undefined;
  /** The reports that are shown, without those of runs that were added to them. */
  private found: Pick<CoverageReport, 'sources' | 'writtenAt'> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private disposed = false;
  private retries = 0;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    /** Absolute path of the folder. */
    readonly root: string,
    readonly name: string,
    private readonly services: RootServices,
  ) {
    this.comparison = new RootComparison(() => services.baselines(root), services.log);
  }

  get change(): Comparison | undefined {
    return this.comparison.change;
  }

  /** What the person called the baseline that they set. */
  get namedBaseline(): string | undefined {
    return this.comparison.named;
  }

  /** Why nothing, or not the named baseline, is compared with. */
  get baselineProblem(): UserError | undefined {
    return this.comparison.problem;
  }

  /** Reads everything again; resolves when the new state, the change and the patch are known. */
  readonly refresh = coalesce(() => this.inTurn(() => this.readAll()));

  /** Reads everything again if the disk is not as it was read: whoever watches it may have missed that. */
  async refreshIfChanged(): Promise<void> {
    if (!(await this.isAsRead())) await this.refresh();
  }

  private async isAsRead(): Promise<boolean> {
    const { survey: known } = this;
    try {
      const survey = await this.look();
      const paths = this.opened ?? survey.reports;
      return isDeepStrictEqual(survey, known) && (paths.length === 0 || this.isShown(paths, await lastWritten(paths)));
    } catch {
      return false; // reading says what is wrong
    }
  }

  private async look(): Promise<FolderSurvey> {
    const { root, services } = this;
    const cover = await services.environment(root, 'cover');
    return surveyFolder({ root, cover, setting: services.settings(root).reports, process: process.env }, diskFiles);
  }

  /** Shows these reports in place of those that are found; undefined returns to those. Throws what reading them throws. */
  async open(reports: readonly string[] | undefined): Promise<void> {
    const before = this.opened;
    this.opened = reports;
    await this.refresh();
    const problem = this.problem;
    if (problem && reports) {
      this.opened = before;
      await this.refresh();
      throw problem;
    }
  }

  /** Absolute paths of the reports that are shown, or may come to be. */
  watchedPaths(): readonly string[] {
    return [...new Set([...(this.opened ?? []), ...(this.survey?.candidates ?? [])])];
  }

  /** The measurement of a file by its absolute path. */
  file(path: string): FileCoverage | undefined {
    return this.byPath.get(path);
  }

  private async readAll(): Promise<void> {
    if (this.disposed) return;
    let survey: FolderSurvey;
    try {
      survey = await this.look();
    } catch (error) {
      return this.refuse(error, 'The files that say where the coverage reports are cannot be read');
    }
    this.survey = survey;
    const paths = this.opened ?? survey.reports;
    const hasOnlyRuns = this.report !== undefined && this.found === undefined;
    if (paths.length === 0 && !hasOnlyRuns) return this.showNothing(survey);
    if (hasOnlyRuns) this.problem = undefined;
    const isNew = paths.length > 0 && (await this.read(paths));
    const isAsked = !isNew && this.askGitToo();
    await this.services.marked?.();
    await this.measureMyChange();
    const treeOf = async (report: CoverageReport): Promise<string | undefined> =>
      this.keptTree ?? (await this.treeAt(report.writtenAt));
    if (isNew) await this.compareWithBaseline(treeOf, (snapshot) => this.comparison.arrived(snapshot, this.patch));
    if (isAsked) await this.compareWithBaseline(treeOf, (snapshot) => this.comparison.shownAgain(snapshot, this.patch));
  }

  /** Shows the same again if git may be asked by now for the texts that are not known. */
  private askGitToo(): boolean {
    const { report, texts } = this;
    if (!report || !texts || this.problem || texts.trusted || !this.services.trusted()) return false;
    // Another object, for who follows the texts of the old one looks for them anew.
    this.show(
      { ...report },
      snapshotOf(report, (file) => texts.knownHashes(file), this.keptTree),
    );
    this.changed.fire();
    return true;
  }

  private showNothing({ data: { combined, parts } }: FolderSurvey): void {
    this.state = combined || parts > 0 ? 'onlyData' : 'noReport';
    this.forgetReport();
    this.problem = undefined;
    this.changed.fire();
  }

  private forgetReport(): void {
    this.report = undefined;
    this.found = undefined;
    this.texts = undefined;
    this.comparison.forget();
    this.patch = undefined;
    this.patchProblem = undefined;
    this.byPath = new Map();
  }

  /** Whether there is a report that was not shown before. */
  private async read(paths: readonly string[]): Promise<boolean> {
    const started = Date.now();
    try {
      const writtenAt = await lastWritten(paths);
      if (this.isShown(paths, writtenAt)) return false;
      const [report, kept] = await Promise.all([
        this.services.reader.read(paths, [this.root]),
        this.comparison.noted(identityFor(paths, writtenAt)),
      ]);
      this.found = report;
      this.comparison.change = undefined; // it was that of the report before
      this.show(report, kept?.identity === identityOf(report) ? kept : undefined);
      this.retries = 0;
      this.services.log.info(`Read ${paths.join(', ')}: ${report.files.length} files in ${Date.now() - started} ms`);
      this.changed.fire();
      return true;
    } catch (error) {
      this.refuse(error, 'The coverage report cannot be read');
      return false;
    }
  }

  /** @param kept what was noted of the texts when this very report arrived first */
  private show(report: CoverageReport, kept: Snapshot | undefined): void {
    this.report = report;
    this.keptTree = kept?.tree;
    this.texts = new MeasuredTexts(this.root, report, kept, this.services.trusted());
    this.byPath = new Map(report.files.flatMap((file) => (file.path === undefined ? [] : [[file.path, file]])));
    this.state = 'ready';
    this.problem = undefined;
  }

  /**
   * Adds what a run of some tests measured to the report that is shown, until a newer report comes.
   * @param path absolute path of the report of the run
   * @param startedAt when its tests were started, in milliseconds since the epoch: of a file that changed since then
   *   the run says nothing
   * @throws ReportError when it cannot be read
   */
  async addRun(path: string, startedAt: number): Promise<void> {
    const read = asOfStart(await this.services.reader.read([path], [this.root]), startedAt);
    const runTexts = new MeasuredTexts(this.root, read, undefined, false);
    await runTexts.findAll();
    const run = withoutSaved(read, (file) => runTexts.knownHashes(file));
    await this.inTurn(() => this.add(run, runTexts, startedAt));
    this.services.log.info(`Added the run in ${path}: ${run.files.length} files`);
  }

  private async add(run: CoverageReport, runTexts: MeasuredTexts, startedAt: number): Promise<void> {
    const { report: full, texts } = this;
    await texts?.findAll();
    const fullHashes: HashesOf = (file) => texts?.knownHashes(file);
    const runHashes: HashesOf = (file) => runTexts.knownHashes(file);
    const added = full ? await inTurns(addRunSteps(full, fullHashes, run, runHashes)) : run;
    const hashesOf = hashesAfter(full, fullHashes, run, runHashes);
    const treeBefore = this.comparison.snapshot?.tree;
    this.comparison.change = undefined;
    this.show(added, await inTurns(snapshotSteps(added, hashesOf, undefined)));
    this.changed.fire();
    await this.measureMyChange();
    await this.compareWithBaseline(
      // Parts of two trees are a report of neither.
      async () => (treeBefore !== undefined && (await this.treeAt(startedAt)) === treeBefore ? treeBefore : undefined),
      (snapshot) => this.comparison.added(snapshot, this.patch),
    );
  }

  /** Refreshes and added runs come one after the other: each builds on what the one before it shows. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined); // who asked for it hears of it
    return done;
  }

  private isShown(paths: readonly string[], writtenAt: number): boolean {
    return this.found !== undefined && !this.problem && identityOf(this.found) === identityFor(paths, writtenAt);
  }

  /** @param what happened, where the error does not say it itself */
  private refuse(error: unknown, what: string): void {
    if (this.disposed) return;
    const problem =
      error instanceof UserError
        ? error
        : new UserError('unreadable', `${what}: ${messageOf(error)}`, { cause: error });
    this.services.log.warn(`${this.root}: ${problem.reason}: ${problem.message}`);
    // A report that is being written looks truncated for a moment: look again before saying anything.
    const mayBeUnfinished = problem.reason === 'being-written' || problem.reason === 'truncated';
    if (mayBeUnfinished && this.retries < MOST_RETRIES) {
      this.retries++;
      clearTimeout(this.retry);
      this.retry = setTimeout(() => void this.refresh(), RETRY_MS);
      if (this.retries === 1 && !this.opened) return;
    }
    this.problem = problem;
    if (!this.report) this.state = 'broken';
    this.changed.fire();
  }

  private async treeAt(time: number): Promise<string | undefined> {
    return this.services.trusted() ? treeIdOf(this.root, time) : undefined;
  }

  /** @param treeOf names the state of the working tree that was measured, where that is known */
  private async compareWithBaseline(
    treeOf: (report: CoverageReport) => Promise<string | undefined>,
    compare: (now: Snapshot) => Promise<void>,
  ): Promise<void> {
    const { report, texts } = this;
    if (!report || !texts) return;
    try {
      await texts.findAll();
      await compare(await inTurns(snapshotSteps(report, (file) => texts.knownHashes(file), await treeOf(report))));
    } catch (error) {
      this.comparison.refuse(error);
    }
    this.changed.fire();
  }

  /** Keeps the present report as the baseline until it is cleared. */
  async setBaseline(name: string): Promise<void> {
    const { snapshot } = this.comparison;
    if (!snapshot) throw new UserError('no-report', 'There is no coverage report to keep as the baseline.');
    await this.comparison.setNamed(name, snapshot, this.patch);
    this.changed.fire();
  }

  async clearBaseline(): Promise<void> {
    await this.comparison.clearNamed(this.patch);
    this.changed.fire();
  }

  /** Works out which changed lines are untested; the outcome, good or bad, is kept in the state. */
  async measureMyChange(): Promise<void> {
    if (!this.report) return;
    const { report, patch: before, patchProblem: problemBefore } = this;
    try {
      const patch = await this.patchAgainst(undefined, this.texts);
      if (this.report !== report) return;
      this.patch = patch;
      this.patchProblem = undefined;
    } catch (error) {
      this.patch = undefined;
      this.patchProblem = error instanceof UserError ? error : new UserError('git', `git: ${messageOf(error)}`);
      this.services.log.info(`${this.root}: no coverage of the change: ${this.patchProblem.message}`);
    }
    if (!isDeepStrictEqual([this.patch, this.patchProblem?.message], [before, problemBefore?.message])) {
      this.changed.fire();
    }
  }

  /** The coverage of the change against `base`, or what setting and `.gitreview` say; `texts` as in `measureChange`. */
  async patchAgainst(base: string | undefined, texts?: MeasuredTexts): Promise<ChangeCoverage> {
    if (!this.report) throw new UserError('no-report', 'There is no coverage report to compare the change with.');
    if (!this.services.trusted()) throw untrusted('git');
    const { measureChange } = await import('../measured/changeCoverage'); // git is not needed to show a report
    return measureChange(this.root, this.report, base ?? (this.services.settings(this.root).base || undefined), texts);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.retry);
    this.changed.dispose();
  }
}

/** When the newest of the files was written, in milliseconds since the epoch; one that is gone is for the reader to tell. */
async function lastWritten(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(paths.map((path) => diskFiles.modified(path)));
  return Math.max(...times.map((time) => time ?? 0));
}

async function treeIdOf(root: string, since: number): Promise<string | undefined> {
  try {
    const { openRepository } = await import('../../base/git');
    return await (await openRepository(root)).treeId(since);
  } catch (error) {
    if (error instanceof UserError) return undefined; // no repository: two trees are never known to be the same
    throw error;
  }
}
