/**
 * Measures inside the extension host of a real VS Code, in a folder that did not activate the extension: how long
 * activation takes, then one report from the command to the marks, how long the event loop was held, and what memory
 * was added. Bundled by editor.bench.ts.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { Api } from '../../src/api';

export interface Probe {
  readonly activationMs: number;
  /** Milliseconds since the epoch. */
  readonly commandAt: number;
  /** From the command to all that a report brings: marks, view, comparison, bars in the Explorer. */
  readonly settledMs: number;
  readonly worstStallMs: number;
  /** Resident memory of the extension host added, after it had time to clean up. */
  readonly addedMb: number;
  readonly files: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const residentMb = (): number => process.memoryUsage().rss / 2 ** 20;

/** Waits until the outer side has prepared the page. */
async function told(file: string): Promise<void> {
  while (!existsSync(file)) await pause(20);
}

export async function probe(results: string, go: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!;
  if (extension.isActive) throw new Error('The extension is active already, so its activation cannot be measured.');
  const activation = performance.now();
  const api = await extension.activate();
  const activationMs = performance.now() - activation;

  await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'nova/part0/group0/module_1.py')));
  await pause(3000);
  const before = residentMb();
  await told(go);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const commandAt = Date.now();
  const start = performance.now();
  const summary = await api.coverage.load(vscode.Uri.file(join(folder, 'coverage.xml')));
  const settledMs = performance.now() - start;
  await pause(3000);
  delay.disable();
  const values: Probe = {
    activationMs,
    commandAt,
    settledMs,
    worstStallMs: delay.max / 1e6,
    addedMb: residentMb() - before,
    files: summary.files,
  };
  writeFileSync(results, JSON.stringify(values));
}
