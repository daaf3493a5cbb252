import { posix } from 'node:path';
import * as vscode from 'vscode';
import { setContext } from '../../base/editor/commands';
import type { CoverageModel, RootView } from '../coverageModel';
import type { FileNode, SortOrder, TreeOptions } from '../untestedTree';
import { editedSentence, emptyState, fileNodes, headline } from '../untestedTree';
import { ago, plural, untakenBranches } from '../wording';
import type { NamedPlace, Places } from './places';

interface RootItem {
  readonly kind: 'root';
  readonly root: RootView;
}
interface FileItem {
  readonly kind: 'file';
  readonly root: RootView;
  readonly node: FileNode;
}
interface PlaceItem {
  readonly kind: 'place';
  readonly file: FileItem;
  readonly place: NamedPlace;
}
interface NoteItem {
  readonly kind: 'note';
  readonly text: string;
  /** Same as `text` when left out. */
  readonly tooltip?: string;
  readonly command: string;
}
type Item = RootItem | FileItem | PlaceItem | NoteItem;

/** The view Untested Lines: roots when there are several, their files, and the untested places of each. */
export class UntestedLinesView implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Item>;
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly model: CoverageModel,
    private readonly places: Places,
    private readonly memory: vscode.Memento,
  ) {
    this.view = vscode.window.createTreeView<Item>('openstackContributor.untestedLines', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.disposables = [
      this.view,
      this.changed,
      model.onDidChange(() => this.render()),
      places.onDidChange(() => this.changed.fire(undefined)),
    ];
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

  /** The files in the order of the view, over all roots. */
  files(): FileNode[] {
    return this.model.reports().flatMap((root) => this.nodesOf(root));
  }

  private render(): void {
    const { onlyMyChange } = this.options;
    const reports = this.model.reports();
    // VS Code shows no welcome beside a message, so what is empty has none.
    const isEmpty = reports.length > 0 && this.rootItems().length === 0;
    setContext('coverage.state', isEmpty ? emptyState(reports, this.options) : this.model.overallState());
    setContext('coverage.hasReport', reports.length > 0);
    setContext('coverage.onlyMyChange', onlyMyChange);
    setContext('coverage.namedBaseline', reports.some((root) => root.namedBaseline !== undefined));
    setContext('coverage.hasProblem', this.model.problems().length > 0);
    this.view.description = this.description(reports);
    this.view.message = reports.length === 1 && !isEmpty ? headline(reports[0]!, onlyMyChange) : '';
    this.changed.fire(undefined);
  }

  private description(reports: readonly RootView[]): string {
    const { onlyMyChange, filter } = this.options;
    const base = reports.length === 1 ? reports[0]!.patch?.base.ref : undefined;
    const change = base === undefined ? 'my change' : `my change since ${base}`;
    return [onlyMyChange && change, filter && `“${filter}”`].filter(Boolean).join(', ');
  }

  getChildren(item?: Item): Item[] | Thenable<Item[]> {
    switch (item?.kind) {
      case undefined:
        return this.rootItems();
      case 'root':
        return this.itemsOf(item.root);
      case 'file':
        return this.placesOf(item);
      default:
        return [];
    }
  }

  private rootItems(): Item[] {
    const reports = this.model.reports();
    if (reports.length === 1) return this.itemsOf(reports[0]!);
    return reports.map((root) => ({ kind: 'root', root }));
  }

  private itemsOf(root: RootView): Item[] {
    const files: Item[] = this.nodesOf(root).map((node) => ({ kind: 'file', root, node }));
    return [...notesOf(root, this.options), ...files];
  }

  private nodesOf(root: RootView): FileNode[] {
    return fileNodes(root.report, root.change, root.patch, this.options);
  }

  private async placesOf(item: FileItem): Promise<Item[]> {
    const places = await this.places.of(item.node.file, item.node.patch?.missing);
    return places.map((place) => ({ kind: 'place', file: item, place }));
  }

  getTreeItem(item: Item): vscode.TreeItem {
    switch (item.kind) {
      case 'root':
        return rootTreeItem(item.root, this.options.onlyMyChange);
      case 'file':
        return fileTreeItem(item);
      case 'place':
        return placeTreeItem(item);
      case 'note':
        return noteTreeItem(item);
    }
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

/** What a person has to know before trusting the files below. */
function notesOf(root: RootView, options: TreeOptions): NoteItem[] {
  const notes: NoteItem[] = [];
  if (root.problem) {
    notes.push({
      kind: 'note',
      text: `A newer report cannot be read; this is the one made ${ago(root.report.writtenAt, Date.now())}`,
      command: 'openstackContributor.coverage.showProblem',
    });
  }
  if (options.onlyMyChange && root.patchProblem) {
    const command = root.patchProblem.reason === 'untrusted' ? 'workbench.trust.manage' : 'openstackContributor.coverage.chooseBase';
    notes.push({ kind: 'note', text: root.patchProblem.message, command });
  }
  const edited = options.onlyMyChange ? editedSentence(root.patch?.edited ?? []) : undefined;
  if (edited) {
    const tooltip = `What was edited since is not judged. Run tox cover again to measure it.\n${root.patch!.edited.join('\n')}`;
    notes.push({ kind: 'note', text: `Run tox cover again: ${edited}`, tooltip, command: 'openstackContributor.coverage.runCover' });
  }
  if (root.baselineProblem) {
    notes.push({ kind: 'note', text: root.baselineProblem.message, command: 'openstackContributor.coverage.setBaseline' });
  }
  if (root.report.unresolved.length > 0) {
    notes.push({
      kind: 'note',
      text: `${plural(root.report.unresolved.length, 'measured file')} not found here`,
      command: 'openstackContributor.coverage.showUnresolved',
    });
  }
  return notes;
}

function rootTreeItem(root: RootView, onlyMyChange: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(root.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = root.root;
  item.iconPath = new vscode.ThemeIcon('root-folder');
  item.description = headline(root, onlyMyChange);
  item.contextValue = 'root';
  return item;
}

function fileTreeItem({ root, node }: FileItem): vscode.TreeItem {
  const { file, counts } = node;
  // The folder comes last: in a narrow side bar the figures matter more.
  const folder = posix.dirname(file.name);
  const item = new vscode.TreeItem(posix.basename(file.name), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${root.root}\n${file.name}`;
  item.description = folder === '.' ? node.description : `${node.description} · ${folder}`;
  item.contextValue = 'file';
  item.iconPath = vscode.ThemeIcon.File;
  if (file.path !== undefined) item.resourceUri = vscode.Uri.file(file.path);
  const tooltip = [
    file.name,
    `${counts.missed} of ${plural(counts.statements, 'statement')} untested`,
    ...(counts.branches > 0 ? [`${counts.missedBranches} of ${plural(counts.branches, 'branch', 'branches')} not taken`] : []),
    ...(file.path === undefined ? ['The file is not on this disk.'] : []),
  ];
  item.tooltip = tooltip.join('\n');
  return item;
}

function placeTreeItem({ file, place }: PlaceItem): vscode.TreeItem {
  const { first, last } = place;
  const label = place.kind === 'partial' ? branchLabel(place) : first === last ? `${first}` : `${first}-${last}`;
  const item = new vscode.TreeItem(label);
  item.id = `${file.root.root}\n${file.node.file.name}\n${place.kind}\n${first}`;
  item.description = [place.enclosing, place.older && 'as in the older report'].filter(Boolean).join(' · ');
  const color = place.kind === 'partial' ? 'partialLineBorder' : 'untestedLineBorder';
  item.iconPath = new vscode.ThemeIcon(
    place.kind === 'partial' ? 'git-branch' : 'circle-filled',
    new vscode.ThemeColor(`openstackContributor.${color}`),
  );
  item.tooltip =
    place.kind === 'partial'
      ? untakenBranches(place.first, place.missingBranches)
      : `${plural(last - first + 1, 'line')} that no test runs`;
  item.contextValue = 'place';
  const path = file.node.file.path;
  if (path !== undefined) {
    const selection = new vscode.Range(first - 1, 0, first - 1, 0);
    item.command = { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.file(path), { selection }] };
  }
  return item;
}

function branchLabel(place: NamedPlace): string {
  const targets = place.missingBranches.map((target) => (target === 'exit' ? 'exit' : String(target)));
  return `${place.first} → ${targets.join(', ') || '?'}`;
}

function noteTreeItem(note: NoteItem): vscode.TreeItem {
  const item = new vscode.TreeItem(note.text);
  item.tooltip = note.tooltip ?? note.text;
  item.iconPath = new vscode.ThemeIcon('info');
  item.command = { title: note.text, command: note.command };
  return item;
}
