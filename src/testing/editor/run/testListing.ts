import type * as vscode from 'vscode';
import { messageOf } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { toList } from '../../discovery/toList';
import { listFile } from '../../run/listFile';
import { listTests } from '../../run/listTests';
import { mayNeedOthers } from '../../run/missingImports';
import { Relisting } from '../../run/relisting';
import type { TestList } from '../../run/runnerWords';
import { RUNNERS } from '../../runners';
import { isFiltered, type RunnerOptions } from '../../runners/options';
import { belongsTo } from '../../subunit/pseudoTests';
import type { EnvironmentChoice } from '../environments/choice';
import type { ProjectTests } from '../tree/projectTests';
import type { TestItems } from '../tree/testItems';
import type { RunEnvironments } from './runEnvironments';
import type { TestRunner } from './testRunner';

interface ListedRoot {
  project: ProjectTests;
  readonly relisting: Relisting;
  /** What is shown with an error because it could not be imported: modules and packages by their dotted names. */
  readonly broken: Map<string, vscode.TestItem | undefined>;
  /** One module that cannot be imported keeps stestr from listing any other. */
  isIncomplete: boolean;
  isListed: boolean;
}

/** Makes the trees exact with what the runners list. Listing imports the test modules: only in a trusted workspace. */
export class TestListing implements vscode.Disposable {
  private readonly roots = new Map<string, ListedRoot>();

  constructor(
    private readonly items: TestItems,
    private readonly runner: Pick<TestRunner, 'idle'>,
    private readonly environments: Pick<RunEnvironments, 'of'>,
    private readonly choice: Pick<EnvironmentChoice, 'environmentFor'>,
    private readonly log: Log,
  ) {}

  /** Lists the tests of a root, if it has an environment; what keeps it from listing goes to the log. */
  async update(project: ProjectTests): Promise<void> {
    if (!(await this.choice.environmentFor(project.root))) return;
    const started = Date.now();
    try {
      const { ids } = await this.list(project);
      this.log.info(`Listed ${ids.length} tests of ${project.root} in ${Date.now() - started} ms`);
    } catch (error) {
      this.log.warn(`${project.root}: ${messageOf(error)}`);
      const item = this.items.rootItem(project.root);
      if (item && project.problem !== undefined) item.error = `${project.problem} ${messageOf(error)}`;
    }
  }

  /**
   * Lists the tests of a root before it is run, unless that was done: where only the runner knows its tests, and where the
   * project's own command leaves some out. What keeps it from listing, the run will say.
   */
  async first(project: ProjectTests): Promise<void> {
    if (this.rootOf(project).isListed || !(await this.choice.environmentFor(project.root))) return;
    const { options } = await this.environments.of(project);
    if (project.problem === undefined && !(options && isFiltered(options))) return;
    await this.update(project);
  }

  /** All ids of a root; the tree has them afterwards. */
  list(project: ProjectTests): Promise<TestList> {
    return this.rootOf(project).relisting.list();
  }

  /** A Python file of the root was written, made or deleted. It is nothing to a root that nobody looked at. */
  touch({ root }: ProjectTests, file: string): void {
    this.roots.get(root)?.relisting.touch(file);
  }

  /** A run of a root begins. */
  pause(root: string): void {
    this.roots.get(root)?.relisting.pause();
  }

  /** Takes what a run learned: tests that are gone, and the list that it made. */
  async learn(project: ProjectTests, gone: ReadonlySet<string>, list: TestList | undefined): Promise<void> {
    const root = this.rootOf(project);
    for (const module of new Set([...gone].map((id) => project.tree.moduleOfId(id)))) {
      const file = project.tree.fileOf(module);
      if (file !== undefined && !list) root.relisting.touch(file);
    }
    if (list) await this.take(root, list, new Set(), (await this.environments.of(project)).options);
  }

  private rootOf(project: ProjectTests): ListedRoot {
    const known = this.roots.get(project.root);
    if (known) {
      if (known.project !== project) known.isListed = false;
      known.project = project;
      return known;
    }
    const relisting = new Relisting({
      all: (signal, since) => this.listAll(root, signal, since),
      changed: (files, signal, since) => this.listChanged(root, files, signal, since),
      idle: () => this.runner.idle(project.root),
      onError: (error) => this.log.warn(`${project.root}: ${messageOf(error)}`),
    });
    const root: ListedRoot = { project, relisting, broken: new Map(), isIncomplete: false, isListed: false };
    this.roots.set(project.root, root);
    return root;
  }

  private async listAll(root: ListedRoot, signal: AbortSignal, since: ReadonlySet<string>): Promise<TestList> {
    const item = this.items.rootItem(root.project.root);
    if (item) item.busy = true;
    try {
      const where = await this.environments.of(root.project);
      const list = await listTests(where, signal);
      if (!signal.aborted) await this.take(root, list, since, where.options);
      return list;
    } finally {
      if (item) item.busy = false;
    }
  }

  private async take(
    root: ListedRoot,
    list: TestList,
    since: ReadonlySet<string>,
    options: RunnerOptions | undefined,
  ): Promise<void> {
    const { project } = root;
    root.isIncomplete = list.importProblems.length > 0;
    root.isListed = !root.isIncomplete;
    const item = this.items.rootItem(project.root);
    if (item && project.problem !== undefined && list.ids.length > 0) item.error = undefined;
    if (list.ids.length > 0) await project.tree.merge(list.ids, since, options && isFiltered(options));
    await this.items.update(project);
    await this.showProblems(root, list, () => true);
  }

  private async listChanged(
    root: ListedRoot,
    files: ReadonlySet<string>,
    signal: AbortSignal,
    since: ReadonlySet<string>,
  ): Promise<void> {
    const { project } = root;
    const wanted = toList(files, { ...project, broken: root.broken.keys() });
    if (wanted !== 'all' && wanted.size === 0) return;
    if (!(await this.choice.environmentFor(project.root))) return;
    const { options } = await this.environments.of(project);
    const listsFiles = RUNNERS[project.runner].fileListArguments !== undefined;
    // A list of files alone would not leave out what the project's own command leaves out.
    const isPossible = wanted !== 'all' && listsFiles && !(options && isFiltered(options));
    const byName = isPossible && (await this.listNames(root, wanted, signal, since));
    const isFixed = root.isIncomplete && root.broken.size === 0;
    if (!signal.aborted && (!byName || isFixed)) await this.listAll(root, signal, since);
  }

  /**
   * Returns whether that was possible: a runner that is very old, or in a Python elsewhere, lists only all, and some
   * modules cannot be imported without others.
   */
  private async listNames(
    root: ListedRoot,
    names: ReadonlySet<string>,
    signal: AbortSignal,
    since: ReadonlySet<string>,
  ): Promise<boolean> {
    const { project } = root;
    const where = await this.environments.of(project);
    for (const name of names) {
      try {
        const list = await listFile(where, project.layout, name, signal);
        if (signal.aborted || (await mayNeedOthers(where, list.importProblems, signal))) return false;
        await this.takeFile(root, name, list, since);
      } catch (error) {
        if (!signal.aborted) this.log.debug(`${name} alone: ${messageOf(error)}`);
        return false;
      }
    }
    return true;
  }

  private async takeFile(
    root: ListedRoot,
    fileName: string,
    list: TestList,
    since: ReadonlySet<string>,
  ): Promise<void> {
    const { tree } = root.project;
    const told = tree.modulesIn(fileName);
    const isBroken = (name: string): boolean =>
      list.importProblems.some(({ module }) => module === name || belongsTo(name, module));
    await tree.mergeModules(
      told.filter((name) => !isBroken(name)),
      list.ids,
      since,
    );
    await this.items.update(root.project);
    await this.showProblems(root, list, (module) => told.includes(module) || tree.fileOf(module) === undefined);
  }

  /** @param isTold whether this list would tell of the module if it could still not be imported */
  private async showProblems(
    root: ListedRoot,
    { importProblems }: TestList,
    isTold: (module: string) => boolean,
  ): Promise<void> {
    for (const [module, item] of root.broken) {
      if (!isTold(module)) continue;
      if (item) item.error = undefined;
      root.broken.delete(module);
    }
    for (const { module, text } of importProblems) {
      const item = await this.items.ofNode(root.project, module);
      if (item) item.error = `This module cannot be imported: ${text.trimEnd().split('\n').at(-1) ?? ''}`;
      root.broken.set(module, item);
    }
  }

  /** A root that is no longer there. */
  forget(root: string): void {
    this.roots.get(root)?.relisting.dispose();
    this.roots.delete(root);
  }

  dispose(): void {
    for (const { relisting } of this.roots.values()) relisting.dispose();
  }
}
