/**
 * Runs tests inside a real VS Code, as the Testing view does, and the same tests with bare stestr, in turns. Bundled by
 * testRun.bench.ts.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { Api } from '../../src/api';

/** Milliseconds of each round. */
export interface RunTimes {
  readonly tests: number;
  readonly view: { readonly all: number[]; readonly one: number[] };
  readonly bare: { readonly all: number[]; readonly one: number[]; readonly oneByRegex: number[] };
}

const ROUNDS = 7;
/** A run of bare stestr is a run in a terminal, which the view shows when it is over: not in the time of the next. */
const SETTLE_MS = 2000;
const start = promisify(execFile);

export async function runProbe(results: string): Promise<void> {
  const { uri } = vscode.workspace.workspaceFolders![0]!;
  const { testing } = await vscode.extensions
    .getExtension<Api>('openstack-contributor.openstack-contributor')!
    .activate();
  const ids = await testing.list(uri);
  const one = ids[Math.floor(ids.length / 2)]!;
  const programs = dirname((await testing.environment(uri))!.python.fsPath);
  const env = { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH}` };
  const stestr = async (...args: string[]): Promise<void> => {
    await start(join(programs, 'stestr'), ['run', ...args], { cwd: uri.fsPath, env, maxBuffer: 1 << 26 });
  };
  const view = async (chosen?: readonly string[]): Promise<void> => {
    const { outcome, text } = await testing.run(chosen);
    if (outcome !== 'finished') throw new Error(text);
  };
  await stestr();
  await view();
  const times: RunTimes = { tests: ids.length, view: { all: [], one: [] }, bare: { all: [], one: [], oneByRegex: [] } };
  for (let round = 0; round < ROUNDS; round++) {
    times.bare.all.push(await timed(() => stestr()));
    times.view.all.push(await timed(() => view()));
    times.bare.one.push(await timed(() => stestr('-n', one)));
    times.view.one.push(await timed(() => view([one])));
    times.bare.oneByRegex.push(await timed(() => stestr(one)));
  }
  writeFileSync(results, JSON.stringify(times));
}

async function timed(work: () => Promise<void>): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const began = performance.now();
  await work();
  return performance.now() - began;
}
