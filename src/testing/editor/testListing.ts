import type * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { listTests, type TestList } from '../run/stestr';
import type { EnvironmentChoice } from './environments/choice';
import type { ProjectTests } from './projectTests';
import type { TestItems } from './testItems';
import type { TestRunner } from './testRunner';

/** Makes the trees exact with what the runners list. Listing imports the test modules: only in a trusted workspace. */
export class TestListing implements vscode.Disposable {
  private readonly running = new Map<string, AbortController>();
  /** Modules that are shown with an error because they could not be imported. */
  private readonly broken = new Map<string, vscode.TestItem[]>();

  constructor(
    private readonly items: TestItems,
    private readonly runner: TestRunner,
    private readonly environments: Pick<EnvironmentChoice, 'environmentFor'>,
    private readonly log: Log,
  ) {}

  /** Lists the tests of a root, if it has an environment; what keeps it from listing goes to the log. */
  async update(project: ProjectTests): Promise<void> {
    if (!(await this.environments.environmentFor(project.root))) return;
    const started = Date.now();
    try {
      const { ids } = await this.list(project);
      this.log.info(`Listed ${ids.length} tests of ${project.root} in ${Date.now() - started} ms`);
    } catch (error) {
      this.log.warn(`${project.root}: ${messageOf(error)}`);
    }
  }

  /** All ids of a root; the tree has them afterwards. A list that is still being made for it is given up. */
  async list(project: ProjectTests): Promise<TestList> {
    this.running.get(project.root)?.abort();
    const cancelled = new AbortController();
    this.running.set(project.root, cancelled);
    const item = this.items.rootItem(project.root);
    if (item) item.busy = true;
    try {
      const list = await listTests(await this.runner.environmentOf(project), cancelled.signal);
      if (cancelled.signal.aborted) return list;
      if (list.ids.length > 0) await project.tree.merge(list.ids);
      await this.items.update(project);
      await this.showProblems(project, list);
      return list;
    } finally {
      if (this.running.get(project.root) === cancelled) {
        this.running.delete(project.root);
        if (item) item.busy = false;
      }
    }
  }

  private async showProblems(project: ProjectTests, { importProblems }: TestList): Promise<void> {
    for (const item of this.broken.get(project.root) ?? []) item.error = undefined;
    const broken: vscode.TestItem[] = [];
    for (const { module, text } of importProblems) {
      const item = await this.items.ofNode(project, module);
      if (!item) continue;
      item.error = `This module cannot be imported: ${text.trimEnd().split('\n').at(-1) ?? ''}`;
      broken.push(item);
    }
    this.broken.set(project.root, broken);
  }

  dispose(): void {
    for (const cancelled of this.running.values()) cancelled.abort();
  }
}
