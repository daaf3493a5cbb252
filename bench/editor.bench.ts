/** A report of nova's size in a real VS Code with the packaged extension: what a person waits for, and what it costs. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { editorKit } from '../scripts/editor/kit';
import { startBrowser } from '../scripts/editor/page';
import { installExtension } from '../scripts/editor/server';
import { Stage } from '../scripts/editor/stage';
import { temporaryFolder } from '../scripts/lib/cleanup';
import { eventually } from '../scripts/lib/eventually';
import { root } from '../scripts/lib/script';
import { packageExtension } from '../scripts/package';
import type { Probe } from './editor/probe';
import { generateProject } from './generate';

const ROUNDS = 3;

/** What Coverage Gutters 2.14.0 took at best on such a report in the same version of VS Code, measured by hand. */
const COVERAGE_GUTTERS = { marksMs: 3800, stallMs: 3200, mb: 546 };

async function run(): Promise<string[]> {
  const vsix = await packageExtension();
  const editor = await editorKit('newest');
  const extensions = temporaryFolder();
  await installExtension(editor, vsix, extensions);
  const stage = new Stage(editor, extensions, await startBrowser(), join(root, 'out', 'failures', 'bench'));
  try {
    const rounds: (Probe & { marksMs: number })[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await oneRound(stage));
    return report(rounds);
  } finally {
    await stage.close();
  }
}

async function oneRound(stage: Stage): Promise<Probe & { marksMs: number }> {
  const home = temporaryFolder();
  const results = join(home, 'results.json');
  const go = join(home, 'go');
  const extension = join(root, 'out', 'bench');
  mkdirSync(extension, { recursive: true });
  writeFileSync(
    join(extension, 'package.json'),
    JSON.stringify({ name: 'bench', publisher: 'openstack-contributor', version: '0.0.0', engines: { vscode: '*' } }),
  );
  await build({
    stdin: {
      contents: `
        import { probe } from './editor/probe';
        export const run = async () => {
          await probe(${JSON.stringify(results)}, ${JSON.stringify(go)});
          await new Promise(() => undefined); // the outer side closes the window
        };`,
      resolveDir: join(root, 'bench'),
      loader: 'ts',
    },
    outfile: join(extension, 'probe.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const window = await stage.open(
    { folders: ['media'], prepare: async (folder) => void (await generateProject(folder)) },
    { hostTests: { extension, module: 'probe.js' } },
  );
  try {
    await window.workbench.activeEditor('module_1.py').locator('.view-line').first().waitFor({ timeout: 60_000 });
    const marked = window.workbench.firstMark();
    await new Promise((resolve) => setTimeout(resolve, 500));
    writeFileSync(go, '');
    const marksAt = await marked;
    await eventually('the results of the probe', () => existsSync(results) && statSync(results).size > 0, (there) => there, 60_000);
    const probe = JSON.parse(readFileSync(results, 'utf8')) as Probe;
    return { ...probe, marksMs: marksAt - probe.commandAt };
  } finally {
    await window.close();
  }
}

function report(rounds: readonly (Probe & { marksMs: number })[]): string[] {
  const row = (what: string, of: (round: Probe & { marksMs: number }) => number, unit: string, goal: number, peer?: number): string => {
    const values = rounds.map(of).sort((a, b) => a - b);
    const median = values[Math.floor(values.length / 2)]!;
    const spread = `${values[0]!.toFixed(0)} to ${values.at(-1)!.toFixed(0)}`;
    const beside = peer === undefined ? '' : `; Coverage Gutters ${peer} ${unit}, ${(peer / median).toFixed(1)} times that`;
    return `${what}: ${median.toFixed(0)} ${unit} (${spread}), goal ${goal} ${unit}: ${median <= goal ? 'met' : 'MISSED'}${beside}`;
  };
  return [
    `${rounds[0]!.files} files, ${rounds.length} rounds, median (range)`,
    row('activation', (round) => round.activationMs, 'ms', 50),
    row('command to marks on screen', (round) => round.marksMs, 'ms', 200, COVERAGE_GUTTERS.marksMs),
    row('worst stall of the extension host', (round) => round.worstStallMs, 'ms', 50, COVERAGE_GUTTERS.stallMs),
    row('memory added', (round) => round.addedMb, 'MB', 100, COVERAGE_GUTTERS.mb),
    `command to everything: ${Math.max(...rounds.map((round) => round.settledMs)).toFixed(0)} ms at most`,
  ];
}

export const bench = { name: 'A report of nova’s size in the editor', run };
