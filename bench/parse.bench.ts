/**
 * Reading a report of nova's size: against cobertura-parse and Coverage Gutters, against reading the bytes alone, and
 * two reports merged. What is measured is the code as it ships, bundled, in one process with the peers.
 */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { build } from 'esbuild';
import { removeFolder } from '../scripts/lib/removeFolder';
import type * as files from '../src/coverage/reading/readReportFiles';
import type * as door from '../src/coverage/reading/reportReader';
import { generateCobertura, generateProject } from './generate';
import { coberturaParse } from './peer/coberturaParse';
import { loadPeer } from './peer/coverageGutters';

const load = createRequire(__filename);

const RUNS = 25;
/** The peers take a second each. */
const PEER_RUNS = 3;

/**
 * Milliseconds of some runs: the first, while code is still interpreted, and the best and the middle of the others.
 * Ratios are of the best ones, which other work on the machine disturbs least.
 */
interface Times {
  readonly first: number;
  readonly best: number;
  readonly median: number;
}

export const bench = {
  name: 'read a report of nova’s size: 1,500 files, 255,000 lines',

  async run(): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'parse-bench-'));
    try {
      return await compare(folder);
    } finally {
      removeFolder(folder);
    }
  },
};

async function compare(folder: string): Promise<string[]> {
  const { readWhole, readReport, readReportFiles, ReportReader, worker } = await bundled(folder);
  const root = join(folder, 'nova');
  const peer = loadPeer(await coberturaParse());
  const report = await generateProject(root);
  const second = join(root, 'functional.xml');
  await writeFile(second, generateCobertura(root, 2));

  // What generating left behind is not the readers' to clear away.
  globalThis.gc?.();
  let lines = 0;
  const plain: number[] = [];
  const asText: number[] = [];
  const ours: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    plain.push(await time(() => readFile(report)));
    asText.push(await time(() => readFile(report, 'utf8')));
    ours.push(
      await time(() => {
        const { files: read } = readReport(readWhole(report).bytes);
        lines = read.reduce((sum, file) => sum + file.lines.length, 0);
      }),
    );
  }
  const parsed: number[] = [];
  const gutters: number[] = [];
  for (let run = 0; run <= PEER_RUNS; run++) {
    for (const [times, read] of [[parsed, peer.parse] as const, [gutters, peer.read] as const]) {
      let peerLines = 0;
      times.push(await time(async () => (peerLines = await read(report))));
      if (lines !== peerLines) throw new Error(`Read ${lines} lines where the peer reads ${peerLines}.`);
    }
  }

  const merged = await times(5, () => readReportFiles([report, second], [root]));
  const reader = new ReportReader({ worker });
  reader.prepare();
  const answered = await times(5, () => reader.read([report], [root]));
  reader.dispose();
  const [parse, read, decoded] = [timesOf(ours), timesOf(plain), timesOf(asText)];
  const beside = (times: Times): string => `${text(times)}: ours is ${ratio(times, parse)} times faster`;
  return [
    `read and parse          ${text(parse)}`,
    `cobertura-parse         ${beside(timesOf(parsed))} (goal: 15)`,
    `Coverage Gutters’ way   ${beside(timesOf(gutters))}`,
    `read the bytes alone    ${text(read)}: ours takes ${ratio(parse, read)} times as long (goal: 3 at most)`,
    `read it as text         ${text(decoded)}: ours takes ${ratio(parse, decoded)} times as long`,
    `merge two, files found  ${text(merged)}`,
    `one through the worker  ${text(answered)}, the search for files included; the first time with the worker's start`,
  ];
}

async function bundled(folder: string): Promise<typeof files & typeof door & { worker: string }> {
  const source = (name: string): string => join(__dirname, '../src/coverage/reading', `${name}.ts`);
  const names = ['readReportFiles', 'reportReader', 'report.worker'];
  await build({ entryPoints: names.map(source), outdir: folder, bundle: true, platform: 'node', minify: true });
  return {
    ...(load(join(folder, 'readReportFiles.js')) as typeof files),
    ...(load(join(folder, 'reportReader.js')) as typeof door),
    worker: join(folder, 'report.worker.js'),
  };
}

async function times(runs: number, work: () => unknown): Promise<Times> {
  const all: number[] = [];
  for (let run = 0; run <= runs; run++) all.push(await time(work));
  return timesOf(all);
}

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function timesOf([first = 0, ...others]: readonly number[]): Times {
  const sorted = [...others].sort((a, b) => a - b);
  return { first, best: sorted[0] ?? first, median: sorted[sorted.length >> 1] ?? first };
}

function text({ first, best, median }: Times): string {
  return `${best.toFixed(1)} ms (median ${median.toFixed(1)}, the first time ${first.toFixed(1)})`;
}

function ratio(a: Times, b: Times): string {
  return (a.best / b.best).toFixed(1);
}
