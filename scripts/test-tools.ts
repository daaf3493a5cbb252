/**
 * The tests against real tools and servers: `npm run test:tools`, or some of them, by words of their paths:
 *
 *   npm run test:tools -- gerritPush stestr
 *
 * They run in four processes, which mostly wait: for a server, for tox, for packages, for git.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../src/base/groupBy';
import { run } from './lib/processes';
import {
  add,
  COUNTS_FILE,
  type Counts,
  countsFile,
  countsOfTests,
  forgetCounts,
  lastLines,
  readCounts,
  slowestLines,
  writeCounts,
} from './lib/results';
import { root, runScript, Stop } from './lib/script';
import { testFiles } from './lib/testFiles';

const STEP = 'test:tools';

runScript(module, async (words) => {
  forgetCounts(STEP);
  const files = testFiles('test/tools', words);
  if (files.length === 0) throw new Stop(`No test of test/tools has one of these words: ${words.join(' ')}`, 2);
  mkdirSync(join(root, 'out'), { recursive: true });
  const lanes = [...groupBy(files, laneOf)];
  // One of them may speak while it runs; what the others said follows.
  const all = add(await Promise.all(lanes.map(([lane, own], index) => runLane(lane, own, index > 0))));
  for (const [lane] of lanes.slice(1)) console.log(readFileSync(logOf(lane), 'utf8'));
  writeCounts(STEP, all);
  console.log(`${slowestLines(all)}\n\n${lastLines(all)}`);
  return all.failed === 0 ? 0 : 1;
});

/** In which process a test file runs: two must neither start a server each, nor work in one checkout at a time. */
function laneOf(file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  if (text.includes("from './lib/sharedGerrit'")) return 'server';
  const fromLab = /^import ([^;]*) from '.\/lab'/m.exec(text)?.[1];
  if (fromLab === undefined) return 'others';
  return /\btox\b/.test(fromLab) ? 'checkouts' : 'projects';
}

function logOf(lane: string): string {
  return join(root, 'out', `test-tools-${lane}.log`);
}

async function runLane(lane: string, files: readonly string[], isQuiet: boolean): Promise<Counts> {
  const step = `${STEP}:${lane}`;
  forgetCounts(step);
  rmSync(logOf(lane), { force: true });
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const exitCode = await run('node', [mocha, '--config', 'test/tools/.mocharc.json', ...files], {
    cwd: root,
    env: { ...process.env, [COUNTS_FILE]: countsFile(step) },
    ...(isQuiet && { log: logOf(lane) }),
  });
  return countsOfTests(exitCode, readCounts(step));
}
