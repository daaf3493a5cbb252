import { basename } from 'node:path';
import * as vscode from 'vscode';
import { messageOf, UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { NewRuns } from '../../run/newRuns';
import { repositoryIn } from '../../run/repository';
import { lastRunNumber, readStoredRun } from '../../run/storedRun';
import { ranLine, totalsOf } from '../../run/summary';
import type { ResultCollector } from '../../subunit/resultCollector';
import type { ProjectTests } from '../tree/projectTests';
import type { TestItems } from '../tree/testItems';
import { forTerminal, ShownResults } from './showResults';

/** Shows runs that were made in a terminal: the project's own `.stestr` or `.testrepository` holds them. */
export class StoredRuns implements vscode.Disposable {
  /** By root. */
  private readonly watched = new Map<
    string,
    { readonly repository: string; readonly runs: NewRuns; readonly watcher: vscode.Disposable }
  >();

  constructor(
    private readonly controller: vscode.TestController,
    private readonly items: TestItems,
    /** The tests of a root as they are known now: they are found again when its layout changes. */
    private readonly projectOf: (root: string) => ProjectTests | undefined,
    private readonly log: Log,
  ) {}

  /** Shows each run that ends in a terminal from now on. */
  async watch(project: ProjectTests): Promise<void> {
    const { root } = project;
    const repository = repositoryOf(project);
    if (this.watched.get(root)?.repository === repository) return;
    this.forget(root);
    const show = async (number: number): Promise<void> => {
      const found = this.projectOf(root);
      if (found) await this.show(found, number);
    };
    const runs = new NewRuns(repository, show, (error) => this.log.error(messageOf(error)));
    const pattern = new vscode.RelativePattern(vscode.Uri.file(project.folder), `${basename(repository)}/*`);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    watcher.onDidCreate(() => runs.touch());
    watcher.onDidChange(() => runs.touch());
    this.watched.set(root, { repository, runs, watcher: vscode.Disposable.from(watcher, runs) });
    await runs.markShown();
  }

  /** A root that is no longer there. */
  forget(root: string): void {
    this.watched.get(root)?.watcher.dispose();
    this.watched.delete(root);
  }

  /** Lets a run of the view be written to the project's repository without being shown once more. */
  hold<T>(project: ProjectTests, run: () => Promise<T>): Promise<T> {
    const watched = this.watched.get(project.root);
    return watched ? watched.runs.hold(run) : run();
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
    await this.watched.get(project.root)?.runs.markShown();
    await this.show(project, last);
  }

  private async show(project: ProjectTests, number: number): Promise<void> {
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
