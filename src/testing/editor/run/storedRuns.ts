import { basename } from 'node:path';
import * as vscode from 'vscode';
import { debounce } from '../../../base/coalesce';
import { messageOf, UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { repositoryIn } from '../../run/repository';
import { lastRunNumber, readStoredRun } from '../../run/storedRun';
import { ranLine, totalsOf } from '../../run/summary';
import type { ResultCollector } from '../../subunit/resultCollector';
import type { ProjectTests } from '../tree/projectTests';
import type { TestItems } from '../tree/testItems';
import { forTerminal, ShownResults } from './showResults';

/** The runner writes the run, its times and its failures; this is after the last of them. */
const WRITING_MS = 400;

/** Shows runs that were made in a terminal: the project's own `.stestr` or `.testrepository` holds them. */
export class StoredRuns implements vscode.Disposable {
  /** By root. */
  private readonly watched = new Map<string, { readonly repository: string; readonly watcher: vscode.Disposable }>();
  private readonly shown = new Map<string, number>();
  /** Roots in whose repository a run of the view is being written. */
  private readonly held = new Set<string>();

  constructor(
    private readonly controller: vscode.TestController,
    private readonly items: TestItems,
    /** The tests of a root as they are known now: they are found anew when its layout changes. */
    private readonly projectOf: (root: string) => ProjectTests | undefined,
    private readonly log: Log,
  ) {}

  /** Shows each run that ends in a terminal from now on. */
  async watch(project: ProjectTests): Promise<void> {
    const { root } = project;
    const repository = repositoryOf(project);
    if (this.watched.get(root)?.repository === repository) return;
    this.forget(root);
    const look = debounce(() => void this.showNew(root).catch((error) => this.log.error(messageOf(error))), WRITING_MS);
    const pattern = new vscode.RelativePattern(vscode.Uri.file(project.folder), `${basename(repository)}/*`);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    watcher.onDidCreate(look);
    watcher.onDidChange(look);
    this.watched.set(root, { repository, watcher: vscode.Disposable.from(watcher, { dispose: () => look.cancel() }) });
    this.shown.set(root, (await lastRunNumber(repository)) ?? -1);
  }

  /** A root that is no longer there. */
  forget(root: string): void {
    this.watched.get(root)?.watcher.dispose();
    this.watched.delete(root);
    this.shown.delete(root);
  }

  /** Lets a run of the view be written to the project's repository without being shown once more. */
  async hold<T>(project: ProjectTests, run: () => Promise<T>): Promise<T> {
    this.held.add(project.root);
    try {
      return await run();
    } finally {
      this.held.delete(project.root);
      const last = await lastRunNumber(repositoryOf(project));
      if (last !== undefined) this.shown.set(project.root, last);
    }
  }

  /** @throws UserError `no-run` when there is none */
  async load(project: ProjectTests): Promise<void> {
    const last = await lastRunNumber(repositoryOf(project));
    if (last === undefined) {
      throw new UserError(
        'no-run',
        `${basename(project.root)} has no stored run in ${basename(repositoryOf(project))} yet.`,
      );
    }
    await this.show(project, last);
  }

  private async showNew(root: string): Promise<void> {
    const project = this.projectOf(root);
    if (!project || this.held.has(root)) return;
    const last = await lastRunNumber(repositoryOf(project));
    if (last !== undefined && last > (this.shown.get(root) ?? -1)) await this.show(project, last);
  }

  private async show(project: ProjectTests, number: number): Promise<void> {
    this.shown.set(project.root, number);
    const stored = await readStoredRun(repositoryOf(project), number);
    if (stored.results().length === 0 && stored.problems.length === 0) return;
    const where = `${basename(repositoryOf(project))}/${number}`;
    const run = this.controller.createTestRun(new vscode.TestRunRequest(), `Run in a terminal (${where})`, false);
    const shown = new ShownResults(run, this.items, project, (error) => this.log.error(messageOf(error)));
    for (const result of stored.results()) shown.show(result);
    for (const problem of stored.problems) shown.addProblem(problem);
    await shown.finish(`${where} has no outcome for this test.`);
    run.appendOutput(forTerminal(`\n${lineOf(stored)}\n`));
    run.end();
  }

  dispose(): void {
    for (const { watcher } of this.watched.values()) watcher.dispose();
  }
}

/** Absolute path of the folder where the project's own runs are kept. */
export function repositoryOf({ folder, runner }: ProjectTests): string {
  return repositoryIn(folder, runner);
}

function lineOf(stored: ResultCollector): string {
  return ranLine({ ran: totalsOf(stored.results()).ran, seconds: stored.seconds });
}
