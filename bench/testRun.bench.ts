/**
 * Tests run from the Testing view against bare `stestr run`, on a real project in a real VS Code. Goal: 1.05 times the
 * wall time, and at most 1.5 s added on one test.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from '../scripts/editor/stage';
import { temporaryFolder } from '../scripts/lib/cleanup';
import { eventually } from '../scripts/lib/eventually';
import { removeFolder } from '../scripts/lib/removeFolder';
import { root } from '../scripts/lib/script';
import { project, tox } from '../test/tools/lab';
import { bundleProbe } from './editor/bundleProbe';
import type { RunTimes } from './editor/runProbe';
import { withStage } from './editor/withStage';
import { median } from './median';

const WAIT_MS = 300_000;

/** A small one, where what is the same for each run weighs most, and a larger one. */
const PROJECTS = [
  ['oslo.serialization', '5.11.0'],
  ['oslo.config', '10.7.0'],
] as const;

async function run(): Promise<string[]> {
  return withStage(async (stage) => {
    const lines: string[] = [];
    for (const [name, version] of PROJECTS) {
      const checkout = await project(name, version);
      const environment = join(checkout, '.tox', 'cover');
      if (!existsSync(environment)) await tox(checkout, 'cover');
      lines.push(...report(`${name} ${version}`, await measure(stage, checkout, environment)));
    }
    return lines;
  });
}

async function measure(stage: Stage, checkout: string, environment: string): Promise<RunTimes> {
  const results = join(temporaryFolder(), 'results.json');
  const prepare = (folder: string): void => {
    removeFolder(join(folder, '.tox'));
    writeFileSync(join(folder, '.venv'), `${environment}\n`);
  };
  const scene = { folders: [checkout.slice(root.length + 1)], prepare };
  const window = await stage.open(scene, { hostTests: await bundleProbe('runProbe', [results]) });
  try {
    await eventually(
      'the times',
      () => existsSync(results) && statSync(results).size > 0,
      (there) => there,
      WAIT_MS,
    );
    return JSON.parse(readFileSync(results, 'utf8')) as RunTimes;
  } finally {
    await window.close();
  }
}

function report(name: string, { tests, view, bare }: RunTimes): string[] {
  const shown = (times: readonly number[]): string =>
    `${ms(median(times))} (${ms(Math.min(...times))} to ${ms(Math.max(...times))})`;
  const ratio = median(view.all) / median(bare.all);
  const added = median(view.one) - median(bare.one);
  return [
    `${name}, ${tests} tests, ${view.all.length} rounds in turns, median (range)`,
    `all: view ${shown(view.all)}; stestr run ${shown(bare.all)}; ${ratio.toFixed(2)} times, goal 1.05: ${met(ratio <= 1.05)}`,
    `one: view ${shown(view.one)}; stestr run -n ${shown(bare.one)}; ${ms(added)} added, goal 1,500 ms: ${met(added <= 1500)}`,
    `one: stestr run with its id, which imports all tests: ${shown(bare.oneByRegex)}`,
  ];
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function met(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED';
}

export const bench = { name: 'A run of tests from the view', run };
