import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { pauses } from '../../../base/turns';
import { diskFiles } from '../../../project/files';
import type { TestNode } from '../../discovery/nodes';
import type { Definition } from '../../discovery/place';
import { filesOfModule } from '../../layout/modules';
import { withoutScenario } from '../../subunit/pseudoTests';
import { prefixes } from '../../subunit/testIds';
import type { ProjectTests } from './projectTests';

/** What an item of ours stands for. */
export interface ItemMeaning {
  readonly project: ProjectTests;
  /** The node's id in the tree; '' for the root. */
  readonly node: string;
  readonly kind: TestNode['kind'] | 'root';
}

/**
 * Shows the trees of the roots as items of the Testing view. An item's children are made when VS Code asks for them;
 * those of a module all at once, because its text is read anyway and its tests get their icons in the gutter.
 */
export class TestItems {
  private readonly meanings = new WeakMap<vscode.TestItem, ItemMeaning>();
  private readonly resolved = new WeakSet<vscode.TestItem>();
  /** What the items inside a module were made of. */
  private readonly madeOf = new WeakMap<vscode.TestItem, object>();
  private readonly pause = pauses();
  private readonly resolving = new WeakMap<vscode.TestItem, Promise<void>>();
  /** Whether the folder of an item has an `__init__.py`. */
  private readonly isPackage = new WeakMap<vscode.TestItem, boolean>();
  /** Items of scenarios that only a run told of; no listing knows them yet. */
  private readonly told = new WeakSet<vscode.TestItem>();
  private readonly roots = new Map<string, vscode.TestItem>();

  constructor(private readonly controller: vscode.TestController) {}

  /**
   * Adds a root, or gives it another tree, with what was expanded before expanded again.
   * @param message what the root says of its tests
   */
  async setProject(project: ProjectTests, name: string, message?: string | vscode.MarkdownString): Promise<void> {
    const uri = vscode.Uri.file(project.root);
    const item = this.roots.get(project.root) ?? this.controller.createTestItem(uri.toString(), name, uri);
    item.canResolveChildren = true;
    item.error = message;
    this.meanings.set(item, { project, node: '', kind: 'root' });
    this.roots.set(project.root, item);
    this.controller.items.add(item);
    // VS Code shows what has an error expanded, without asking for what else is below.
    if (message === undefined) await this.update(project);
    else await this.resolve(item);
  }

  /** Shows why a root has no tests to show. */
  setProblem(root: string, name: string, problem: string | vscode.MarkdownString): void {
    const uri = vscode.Uri.file(root);
    const item = this.roots.get(root) ?? this.controller.createTestItem(uri.toString(), name, uri);
    item.error = problem;
    this.roots.set(root, item);
    this.controller.items.add(item);
  }

  removeRoot(root: string): void {
    this.controller.items.delete(vscode.Uri.file(root).toString());
    this.roots.delete(root);
  }

  rootItem(root: string): vscode.TestItem | undefined {
    return this.roots.get(root);
  }

  meaningOf(item: vscode.TestItem): ItemMeaning | undefined {
    return this.meanings.get(item);
  }

  /** Makes the children of an item, or brings them up to date. */
  resolve(item: vscode.TestItem): Promise<void> {
    const before = this.resolving.get(item)?.catch(() => undefined); // its failure belongs to who asked then
    const done = Promise.resolve(before).then(() => this.resolveNow(item));
    this.resolving.set(item, done);
    return done;
  }

  /** Makes the children of an item unless that was done. */
  private ensure(item: vscode.TestItem): Promise<void> {
    return this.resolving.get(item) ?? this.resolve(item);
  }

  private async resolveNow(item: vscode.TestItem): Promise<void> {
    const meaning = this.meanings.get(item);
    if (!meaning) return;
    this.resolved.add(item);
    const { tree } = meaning.project;
    await tree.readPackages();
    const finding = tree.childrenOf(meaning.kind === 'root' ? undefined : meaning.node);
    const state = tree.stateOf(meaning.node);
    if (state) this.madeOf.set(item, state);
    const nodes = await finding;
    await this.pause();
    const kept = new Set<string>();
    for (const [index, node] of nodes.entries()) {
      const child = this.show(item, node, index, meaning.project);
      kept.add(child.id);
    }
    await Promise.all(nodes.map((node) => this.showPassedOver(item.children.get(node.id)!, node, meaning.project)));
    const gone = [...item.children].filter(([id, child]) => !kept.has(id) && !this.told.has(child));
    for (const [id] of gone) item.children.delete(id);
    for (const [, child] of item.children) {
      if (child.canResolveChildren && (this.isInModule(child) || this.isOutdated(child))) await this.resolve(child);
    }
  }

  /**
   * unittest does not look for tests in a folder without an `__init__.py`, and says nothing of it; by their names they
   * run all the same. Source: unittest.TestLoader._find_test_path.
   */
  private async showPassedOver(
    item: vscode.TestItem,
    { id, kind }: TestNode,
    { layout, runner }: ProjectTests,
  ): Promise<void> {
    const before = this.isPackage.get(item);
    if (kind !== 'package' || before) return;
    const file = filesOfModule(layout, id).package;
    const names = await diskFiles.list(dirname(file)); // none of a package that is elsewhere, such as a plugin of tempest
    const isPackage = names.length === 0 || names.includes(basename(file));
    this.isPackage.set(item, isPackage);
    if (!isPackage) item.error = `No __init__.py here: ${runner} finds no tests in this folder.`;
    else if (before === false) item.error = undefined;
  }

  private isInModule(item: vscode.TestItem): boolean {
    const kind = this.meanings.get(item)?.kind;
    return kind === 'class' || kind === 'test' || kind === 'variant';
  }

  /** Whether somebody looked into an item, and what is inside may have changed since. */
  private isOutdated(item: vscode.TestItem): boolean {
    const meaning = this.meanings.get(item);
    const madeOf = this.madeOf.get(item);
    return this.resolved.has(item) && (!madeOf || madeOf !== meaning?.project.tree.stateOf(meaning.node));
  }

  /** Shows what changed in the tree of a root, as far as somebody looked into it. */
  async update(project: ProjectTests): Promise<void> {
    const root = this.roots.get(project.root);
    if (root && this.resolved.has(root)) await this.resolve(root);
  }

  /** Makes the items of a test file, so that its tests have their icons; undefined for any other file. */
  async ofFile(project: ProjectTests, file: string): Promise<vscode.TestItem | undefined> {
    const node = project.tree.nodeOfFile(file);
    if (!node) return undefined;
    const item = await this.along(project, await project.tree.pathTo(node.id));
    if (item) await this.ensure(item);
    return item;
  }

  /** The item of a package, module, class or test. */
  async ofNode(project: ProjectTests, id: string): Promise<vscode.TestItem | undefined> {
    const path = await project.tree.pathTo(id);
    const item = await this.along(project, path.length > 0 ? path : prefixes(id));
    return item && this.meanings.get(item)?.node === id ? item : undefined;
  }

  /** The item of a package, module, class or test, by its dotted name or id. */
  async named(project: ProjectTests, name: string): Promise<vscode.TestItem | undefined> {
    return (await this.ofNode(project, name)) ?? this.ofTest(project, name);
  }

  /** The item of a test that ran; a scenario or generated test that no listing named is added below its method. */
  async ofTest(project: ProjectTests, testId: string): Promise<vscode.TestItem | undefined> {
    await this.pause(); // for who asks for the items of many
    const path = await project.tree.pathTo(testId);
    const item = path.length === 0 ? undefined : await this.along(project, path);
    if (!item || this.meanings.get(item)?.node === testId) return item;
    const method = this.meanings.get(item)?.node ?? '';
    if (method !== withoutScenario(testId) && !testId.startsWith(`${method}_`)) return undefined;
    const label = testId.slice(method.length).replace(/^_/, '');
    const scenario = this.controller.createTestItem(testId, label, item.uri);
    scenario.range = item.range;
    this.meanings.set(scenario, { project, node: testId, kind: 'variant' });
    this.told.add(scenario);
    item.children.add(scenario);
    return scenario;
  }

  /** Follows ids from the root down, as far as they lead. */
  private async along(project: ProjectTests, ids: readonly string[]): Promise<vscode.TestItem | undefined> {
    let item = this.roots.get(project.root);
    let found: vscode.TestItem | undefined;
    for (const id of ids) {
      if (!item) break;
      await this.ensure(item);
      if (!item.children.get(id)) await this.resolve(item); // a file that is new
      const child: vscode.TestItem | undefined = item.children.get(id);
      if (!child) continue; // the tree begins below packages that hold one thing only
      item = child;
      found = child;
    }
    return found;
  }

  private show(parent: vscode.TestItem, node: TestNode, index: number, project: ProjectTests): vscode.TestItem {
    const uri = node.file === undefined ? undefined : vscode.Uri.file(node.file);
    const known = parent.children.get(node.id);
    const same = known?.uri?.toString() === uri?.toString() ? known : undefined;
    const item = same ?? this.controller.createTestItem(node.id, node.label, uri);
    item.canResolveChildren = node.hasChildren;
    item.description = node.leftOut ? 'not run with all' : node.multiplies && !node.hasChildren ? 'several tests' : '';
    item.sortText = String(index).padStart(6, '0');
    item.range = node.definition && wholeLines(node.definition);
    this.meanings.set(item, { project, node: node.id, kind: node.kind });
    this.told.delete(item);
    if (!same) parent.children.add(item);
    return item;
  }
}

/** To the end of the last line: a cursor anywhere in it is in the test. */
function wholeLines({ line, lastLine }: Definition): vscode.Range {
  return new vscode.Range(line - 1, 0, lastLine - 1, Number.MAX_SAFE_INTEGER);
}
