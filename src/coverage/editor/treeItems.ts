import { posix } from 'node:path';
import * as vscode from 'vscode';
import { ago, INCOMPLETE_REASON, incompleteText, plural, untakenBranches } from '../report/wording';
import { type FolderState, isReady, type ReadyFolder } from '../state/folderState';
import { stepsOf } from '../view/nextSteps';
import type { FileNode, TreeOptions } from '../view/untestedTree';
import { editedText, headline } from '../view/untestedTree';
import type { NamedPlace } from './places';

/** A folder of several, with a report or without. */
interface FolderItem {
  readonly kind: 'folder';
  readonly folder: FolderState;
}
export interface FileItem {
  readonly kind: 'file';
  readonly folder: ReadyFolder;
  readonly node: FileNode;
}
interface PlaceItem {
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
export type Item = FolderItem | FileItem | PlaceItem | NoteItem;

/** What a person has to know before trusting the files below. */
export function notesOf(folder: ReadyFolder, options: TreeOptions): NoteItem[] {
  const notes: NoteItem[] = [];
  const uri = vscode.Uri.file(folder.path);
  if (folder.problem) {
    notes.push({
      kind: 'note',
      text: `A newer report cannot be read; this is the one made ${ago(folder.report.writtenAt, Date.now())}`,
      command: 'openstackContributor.coverage.showProblem',
      args: [uri],
    });
  }
  if (options.onlyMyChange && folder.changeProblem) {
    const { reason, message } = folder.changeProblem;
    const command = reason === 'untrusted' ? 'workbench.trust.manage' : 'openstackContributor.coverage.chooseBase';
    notes.push({ kind: 'note', text: message, command });
  }
  const edited = options.onlyMyChange ? (folder.changeCoverage?.edited ?? []) : [];
  const description = editedText(edited);
  if (description) {
    notes.push({
      kind: 'note',
      text: 'Run tox cover again',
      description,
      tooltip: `${edited.join('\n')}\nWhat was edited since the report is not judged. Run tox cover again to measure it.`,
      icon: 'play',
      command: 'openstackContributor.coverage.runCover',
      args: [uri],
    });
  }
  if (folder.comparison.problem) {
    notes.push({
      kind: 'note',
      text: folder.comparison.problem.message,
      command: 'openstackContributor.coverage.setBaseline',
    });
  }
  if (folder.report.unresolved.length > 0) {
    notes.push({
      kind: 'note',
      text: `${plural(folder.report.unresolved.length, 'measured file')} not found here`,
      command: 'openstackContributor.coverage.showUnresolved',
    });
  }
  const { incomplete } = folder.report;
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
export function stepItemsOf(folder: FolderState): NoteItem[] {
  return stepsOf(folder.kind, vscode.workspace.isTrusted).steps.map(({ label, icon, command, takesFolder }) => ({
    kind: 'note',
    text: label,
    icon,
    command,
    args: takesFolder ? [vscode.Uri.file(folder.path)] : [],
  }));
}

export function treeItemOf(item: Item, onlyMyChange: boolean): vscode.TreeItem {
  switch (item.kind) {
    case 'folder':
      return folderTreeItem(item.folder, onlyMyChange);
    case 'file':
      return fileTreeItem(item);
    case 'place':
      return placeTreeItem(item);
    case 'note':
      return noteTreeItem(item);
  }
}

function folderTreeItem(folder: FolderState, onlyMyChange: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(folder.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = folder.path;
  item.iconPath = new vscode.ThemeIcon('root-folder');
  item.description = isReady(folder)
    ? headline(folder, onlyMyChange)
    : stepsOf(folder.kind, vscode.workspace.isTrusted).sentence;
  item.contextValue = 'folder';
  return item;
}

function fileTreeItem({ folder, node }: FileItem): vscode.TreeItem {
  const { file, counts } = node;
  // The directory comes last: in a narrow side bar the figures matter more.
  const directory = posix.dirname(file.name);
  const item = new vscode.TreeItem(posix.basename(file.name), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${folder.path}\n${file.name}`;
  item.description = directory === '.' ? node.description : `${node.description} · ${directory}`;
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
  item.id = `${file.folder.path}\n${file.node.file.name}\n${place.kind}\n${first}`;
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
