import * as vscode from 'vscode';
import { setStatusBarMessage } from '../../base/editor/statusItems';
import type { FileCoverage } from '../report/coverageReport';
import type { FileNode } from '../view/untestedTree';
import type { Places } from './places';

/**
 * Goes to the next (or previous) untested place: first in the active file, then through the files in the order of the
 * view, and round at the end. Does nothing but say so when nothing is untested.
 */
export async function goToPlace(step: 1 | -1, files: readonly FileNode[], places: Places): Promise<void> {
  const inside = files.filter((node) => node.file.path !== undefined);
  const editor = vscode.window.activeTextEditor;
  const activePath = editor?.document.uri.fsPath;
  const start = inside.findIndex((node) => node.file.path === activePath);
  if (editor && start >= 0) {
    const line = editor.selection.active.line + 1;
    const lines = await linesOf(inside[start]!, places);
    const target = step === 1 ? lines.find((at) => at > line) : lines.findLast((at) => at < line);
    if (target !== undefined) return reveal(inside[start]!.file, target);
  }
  // From a file that is not in the view, forwards begins with the first and backwards with the last.
  const from = start >= 0 ? start : step === 1 ? -1 : 0;
  for (let n = 1; n <= inside.length; n++) {
    const node = inside[(from + step * n + inside.length * 2) % inside.length]!;
    const lines = await linesOf(node, places);
    const target = step === 1 ? lines[0] : lines.at(-1);
    if (target !== undefined) return reveal(node.file, target);
  }
  setStatusBarMessage('No untested lines to go to.', 4000);
}

/** 1-based first lines of the places of a file, ascending. */
async function linesOf(node: FileNode, places: Places): Promise<number[]> {
  return (await places.of(node.file, node.changed?.missing)).map((place) => place.first);
}

async function reveal(file: FileCoverage, line: number): Promise<void> {
  const at = new vscode.Range(line - 1, 0, line - 1, 0);
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(file.path!), { selection: at });
  editor.revealRange(at, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
