import { posix } from 'node:path';
import * as vscode from 'vscode';
import { ago, INCOMPLETE_REASON, incompleteText, plural, untakenBranches } from '../report/wording';
import type { RootView } from '../state/coverageModel';
import type { RootCoverage } from '../state/rootCoverage';
import { stepsOf } from '../view/nextSteps';
import type { FileNode, TreeOptions } from '../view/untestedTree';
import { editedText, headline } from '../view/untestedTree';
import type { NamedPlace } from './places';

/** A folder of several, with a report or without. */
export interface RootItem {
  readonly kind: 'root';
  readonly root: RootCoverage;
}
export interface FileItem {
  readonly kind: 'file';
  readonly root: RootView;
  readonly node: FileNode;
}
export interface PlaceItem {
  readonly kind: 'place';
  readonly file: FileItem;
  readonly place: NamedPlace;
}
/** A sentence, or a step that the person can take. */
export interface NoteItem {
  readonly kind: 'note';
  readonly text: string;
  readonly description?: string;
  /** Same as `text` when left out. */
  readonly tooltip?: string;
  /** A codicon; that of a sentence when left out. */
  readonly icon?: string;
  readonly command: string;
  readonly args?: readonly unknown[];
}
export type Item = RootItem | FileItem | PlaceItem | NoteItem;

/** What a person has to know before trusting the files below. */
export function notesOf(root: RootView, options: TreeOptions): NoteItem[] {
  const notes: NoteItem[] = [];
  const folder = vscode.Uri.file(root.root);
  if (root.problem) {
    notes.push({
      kind: 'note',
      text: `A newer report cannot be read; this is the one made ${ago(root.report.writtenAt, Date.now())}`,
      command: 'openstackContributor.coverage.showProblem',
      args: [folder],
    });
  }
  if (options.onlyMyChange && root.patchProblem) {
    const command =
      root.patchProblem.reason === 'untrusted' ? 'workbench.trust.manage' : 'openstackContributor.coverage.chooseBase';
    notes.push({ kind: 'note', text: root.patchProblem.message, command });
  }
  const edited = options.onlyMyChange ? editedText(root.patch?.edited ?? []) : undefined;
  if (edited) {
    notes.push({
      kind: 'note',
      text: 'Run tox cover again',
      description: edited,
      tooltip: `${root.patch!.edited.join('\n')}\nWhat was edited since the report is not judged. Run tox cover again to measure it.`,
      icon: 'play',
      command: 'openstackContributor.coverage.runCover',
      args: [folder],
    });
  }
  if (root.baselineProblem) {
    notes.push({
      kind: 'note',
      text: root.baselineProblem.message,
      command: 'openstackContributor.coverage.setBaseline',
    });
  }
  if (root.report.unresolved.length > 0) {
    notes.push({
      kind: 'note',
      text: `${plural(root.report.unresolved.length, 'measured file')} not found here`,
      command: 'openstackContributor.coverage.showUnresolved',
    });
  }
  const { incomplete } = root.report;
  if (incomplete) {
    notes.push({
      kind: 'note',
      text: incompleteText(incomplete),
      tooltip: `${incompleteText(incomplete)}.\n${INCOMPLETE_REASON}`,
      icon: 'warning',
      command: 'openstackContributor.coverage.load',
    });
  }
  return notes;
}

/** What the person can do in a folder without a report. */
export function stepItemsOf(root: RootCoverage): NoteItem[] {
  return stepsOf(root.state, vscode.workspace.isTrusted).steps.map(({ label, icon, command, takesFolder }) => ({
    kind: 'note',
    text: label,
    icon,
    command,
    args: takesFolder ? [vscode.Uri.file(root.root)] : [],
  }));
}

export function hasReport(root: RootCoverage): root is RootView {
  return root.report !== undefined;
}

export function treeItemOf(item: Item, onlyMyChange: boolean): vscode.TreeItem {
  switch (item.kind) {
    case 'root':
      return rootTreeItem(item.root, onlyMyChange);
    case 'file':
      return fileTreeItem(item);
    case 'place':
      return placeTreeItem(item);
    case 'note':
      return noteTreeItem(item);
  }
}

function rootTreeItem(root: RootCoverage, onlyMyChange: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(root.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = root.root;
  item.iconPath = new vscode.ThemeIcon('root-folder');
  item.description = hasReport(root)
    ? headline(root, onlyMyChange)
    : stepsOf(root.state, vscode.workspace.isTrusted).sentence;
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
  item.contextValue = file.path === undefined ? 'fileElsewhere' : 'file';
  item.iconPath = vscode.ThemeIcon.File;
  if (file.path !== undefined) item.resourceUri = vscode.Uri.file(file.path);
  const tooltip = [
    file.name,
    `${counts.missed} of ${plural(counts.statements, 'statement')} untested`,
    ...(counts.branches > 0
      ? [`${counts.missedBranches} of ${plural(counts.branches, 'branch', 'branches')} not taken`]
      : []),
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
  if (note.description !== undefined) item.description = note.description;
  item.tooltip = note.tooltip ?? note.text;
  item.iconPath = new vscode.ThemeIcon(note.icon ?? 'info');
  item.command = { title: note.text, command: note.command, arguments: [...(note.args ?? [])] };
  return item;
}
