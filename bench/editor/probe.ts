/**
 * Measures inside the extension host of a real VS Code, in a folder that did not activate the extension: what painting
 * a bare mark takes in this window, then one report from the command to the marks, how long the event loop was held,
 * and what memory was added. Bundled by editor.bench.ts, which gives the cues.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { Api } from '../../src/api';
import { loadPeer } from '../peer/coverageGutters';

export interface Probe {
  /** From asking for the extension to its API, with what VS Code reads and asks its window for in between. */
  readonly roundTripMs: number;
  /** When a decoration without anything behind it was set, in milliseconds since the epoch. */
  readonly bareMarkAt: number;
  /** When the command was given. */
  readonly commandAt: number;
  /** From the command to all that a report brings: marks, view, comparison, bars in the Explorer. */
  readonly settledMs: number;
  readonly worstStallMs: number;
  /** The same for the table of `coverage report -m`, shown afterwards. */
  readonly tableStallMs: number;
  readonly tableMs: number;
  /** The same for a second report, of files that have all been edited since the first. */
  readonly secondStallMs: number;
  readonly secondMs: number;
  /** Resident memory of the extension host added, after it had time to clean up. */
  readonly addedMb: number;
  /** The same for the first report, read in this extension host as Coverage Gutters does. It paints nothing here. */
  readonly peerMs: number;
  readonly peerStallMs: number;
  readonly peerMb: number;
  readonly files: number;
}

/** What the outer side tells, in this order, once it has prepared the page: an empty file of this name. */
export type Cue = 'bareMark' | 'noMark' | 'command';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const residentMb = (): number => process.memoryUsage().rss / 2 ** 20;

/**
 * @param cues absolute path of the folder in which the cues appear, and the results under the name of `results`
 * @param peerFolder absolute path of what `coberturaParse` made
 */
export async function probe(cues: string, results: string, peerFolder: string): Promise<void> {
  const told = async (cue: Cue): Promise<void> => {
    while (!existsSync(join(cues, cue))) await pause(20);
  };
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!;
  if (extension.isActive) throw new Error('The extension is active already, so its activation cannot be measured.');
  await pause(2000); // the window is done with itself
  const asked = performance.now();
  const api = await extension.activate();
  const roundTripMs = performance.now() - asked;
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'nova/part0/group0/module_1.py')));
  await pause(3000);

  await told('bareMark');
  const bare = vscode.window.createTextEditorDecorationType({ isWholeLine: true, backgroundColor: 'red' });
  const bareMarkAt = Date.now();
  editor.setDecorations(bare, [new vscode.Range(0, 0, 0, 0)]);
  await told('noMark');
  bare.dispose();

  await told('command');
  const before = residentMb();
  const commandAt = Date.now();
  const [summary, settledMs, worstStallMs] = await measured(() =>
    api.coverage.load(vscode.Uri.file(join(folder, 'coverage.xml'))),
  );
  const addedMb = residentMb() - before;
  const [, tableMs, tableStallMs] = await measured(() =>
    vscode.commands.executeCommand('openstackContributor.coverage.showReport'),
  );
  const peer = loadPeer(peerFolder);
  const beforePeer = residentMb();
  const [, peerMs, peerStallMs] = await measured(() => peer.read(join(folder, 'coverage.xml')));
  const peerMb = residentMb() - beforePeer;
  editAll(folder);
  const [, secondMs, secondStallMs] = await measured(() => api.coverage.refresh());
  const values: Probe = {
    ...{ roundTripMs, bareMarkAt, commandAt, settledMs, worstStallMs, addedMb, files: summary.files },
    ...{ tableStallMs, tableMs, secondStallMs, secondMs, peerMs, peerStallMs, peerMb },
  };
  writeFileSync(join(cues, results), JSON.stringify(values));
}

/** Gives each measured file a line more at its beginning, and the report of that: the lines that ran are others. */
function editAll(folder: string): void {
  const report = join(folder, 'coverage.xml');
  const xml = readFileSync(report, 'utf8');
  for (const [, name] of xml.matchAll(/ filename="([^"]+)"/g)) {
    const path = join(folder, name!);
    writeFileSync(path, `# one line more\n${readFileSync(path, 'utf8')}`);
  }
  const moved = xml.replaceAll(/<line number="(\d+)" hits="(\d)"/g, (_, line, hits) => {
    const flips = Number(line) % 20 === 0;
    return `<line number="${Number(line) + 1}" hits="${flips ? 1 - Number(hits) : hits}"`;
  });
  writeFileSync(report, moved);
}

/** What the work gives, how long it took, and how long the event loop was held at most, also in the seconds after. */
async function measured<T>(work: () => Thenable<T>): Promise<[value: T, ms: number, worstStallMs: number]> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  const value = await work();
  const ms = performance.now() - start;
  await pause(3000);
  delay.disable();
  return [value, ms, delay.max / 1e6];
}
