import * as vscode from 'vscode';
import { setContext } from '../../base/editor/commands';
import { DisposableStore } from '../../base/emitter';
import { plainMessage } from '../../base/plainText';
import type { CoverageModel } from '../state/coverageModel';
import { isReady, type ReadyFolder } from '../state/folderState';
import type { FileNode, SortOrder, TreeOptions } from '../view/untestedTree';
import { emptyState, fileNodes, headline } from '../view/untestedTree';
import type { Places } from './places';
import { type FileItem, type Item, notesOf, stepItemsOf, treeItemOf } from './treeItems';

/** The view Untested Lines: folders when there are several, their files, and the untested places of each. */
export class UntestedLinesView implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Item | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Item>;
  private readonly store = new DisposableStore();
  /** The rows of files as the view has them, by absolute path: an edit changes one of them, and not the whole view. */
  private readonly fileItems = new Map<string, FileItem>();

  constructor(
    private readonly model: CoverageModel,
    private readonly places: Places,
    private readonly memory: vscode.Memento,
  ) {
    this.view = vscode.window.createTreeView<Item>('openstackContributor.untestedLines', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.store.addAll(
      this.view,
      this.changed,
      model.onDidChange(() => this.render()),
      places.onDidChange((documents) => this.refresh(documents)),
    );
    this.render();
  }

  get options(): TreeOptions {
    return {
      sort: this.memory.get<SortOrder>('untestedLines.sort', 'worst'),
      onlyMyChange: this.memory.get('untestedLines.onlyMyChange', false),
      filter: this.memory.get('untestedLines.filter', ''),
    };
  }

  async setOptions(options: Partial<TreeOptions>): Promise<void> {
    for (const [key, value] of Object.entries(options)) await this.memory.update(`untestedLines.${key}`, value);
    this.render();
  }

  /** The files of all folders in the order of the view. */
  files(): FileNode[] {
    return this.model.reports().flatMap((folder) => this.nodesOf(folder));
  }

  private render(): void {
    const { onlyMyChange } = this.options;
    const reports = this.model.reports();
    // VS Code shows no welcome beside a message, so what is empty has none.
    const [only] = this.model.states().length === 1 ? reports : [];
    const isEmpty = only && this.topItems().length === 0;
    setContext('coverage.state', isEmpty ? emptyState(only, this.options) : this.model.overallState());
    setContext('coverage.hasReport', reports.length > 0);
    setContext('coverage.onlyMyChange', onlyMyChange);
    setContext(
      'coverage.namedBaseline',
      reports.some(({ comparison }) => comparison.named !== undefined),
    );
    setContext(
      'coverage.hasProblem',
      this.model.states().some(({ problem }) => problem),
    );
    this.view.description = this.description(only);
    this.view.message = only && !isEmpty ? plainMessage(headline(only, onlyMyChange)) : '';
    this.fileItems.clear();
    this.changed.fire(undefined);
  }

  private refresh(documents: readonly vscode.TextDocument[]): void {
    for (const { uri } of documents) {
      const item = this.fileItems.get(uri.fsPath);
      if (item) this.changed.fire(item);
    }
  }

  private description(only: ReadyFolder | undefined): string {
    const { onlyMyChange, filter } = this.options;
    const base = only?.changeCoverage?.base;
    const change = base ? `my change since ${base.ref}` : 'my change';
    return [onlyMyChange && change, filter && `“${filter}”`].filter(Boolean).join(', ');
  }

  getChildren(item?: Item): Item[] | Thenable<Item[]> {
    switch (item?.kind) {
      case undefined:
        return this.noted(this.topItems());
      case 'folder':
        return isReady(item.folder) ? this.noted(this.itemsOf(item.folder)) : stepItemsOf(item.folder);
      case 'file':
        return this.placesOf(item);
      default:
        return [];
    }
  }

  getParent(item: Item): Item | undefined {
    if (item.kind === 'place') return item.file;
    return item.kind === 'file' && this.model.states().length > 1 ? { kind: 'folder', folder: item.folder } : undefined;
  }

  /** Selects the row of a file, by its absolute path, and opens it; false when it is not in the view. */
  async reveal(path: string): Promise<boolean> {
    for (const folder of this.model.reports()) {
      const node = this.nodesOf(folder).find(({ file }) => file.path === path);
      if (!node) continue;
      await this.view.reveal({ kind: 'file', folder, node }, { select: true, focus: true, expand: true });
      return true;
    }
    return false;
  }

  private noted(items: Item[]): Item[] {
    for (const item of items) {
      if (item.kind === 'file' && item.node.file.path !== undefined) this.fileItems.set(item.node.file.path, item);
    }
    return items;
  }

  private topItems(): Item[] {
    const folders = this.model.states();
    if (folders.length > 1) return folders.map((folder) => ({ kind: 'folder', folder }));
    return folders.filter(isReady).flatMap((folder) => this.itemsOf(folder));
  }

  private itemsOf(folder: ReadyFolder): Item[] {
    const files: Item[] = this.nodesOf(folder).map((node) => ({ kind: 'file', folder, node }));
    return [...notesOf(folder, this.options), ...files];
  }

  private nodesOf(folder: ReadyFolder): FileNode[] {
    return fileNodes(folder, this.options);
  }

  private async placesOf(item: FileItem): Promise<Item[]> {
    const places = await this.places.of(item.node.file, item.node.changed?.missing);
    return places.map((place) => ({ kind: 'place', file: item, place }));
  }

  getTreeItem(item: Item): vscode.TreeItem {
    return treeItemOf(item, this.options.onlyMyChange);
  }

  dispose(): void {
    this.store.dispose();
  }
}
