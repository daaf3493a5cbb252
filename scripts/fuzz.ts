/**
 * Gives every parser of text from outside inputs that are nearly right: `npm run fuzz`. A parser may refuse an input with
 * a UserError; any other error, more than two seconds of CPU for one input, or memory that grows without bound is a
 * failure. The input is kept in out/fuzz/, and the command that repeats it is printed.
 *
 *   npm run fuzz -- --seconds 60         # how long, 600 when left out
 *   npm run fuzz -- --inputs 200000      # how many at most
 *   npm run fuzz -- --seed 7             # the same inputs again; the seed of a run is printed
 *   npm run fuzz -- --only tox           # the parsers with this word in their name
 *   npm run fuzz -- --only TOML --file out/fuzz/TOML-1-20
 *
 * The inputs are read in a process of its own, so that one that hangs or ends the process is found too.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { makeInput } from '../fuzz/mutate';
import { Random } from '../fuzz/random';
import { samplesOf, TARGETS } from '../fuzz/targets';
import { hasCode, messageOf, UserError } from '../src/base/errors';
import { atExit } from './lib/cleanup';
import { root, runScript, Stop } from './lib/script';

/** CPU seconds that an input may take. */
const MOST_CPU_SECONDS = 2;
/** Memory that the process may take, in bytes: far more than all samples and results together. */
const MOST_MEMORY = 1.5 * 2 ** 30;
/** Without a word for so long by the clock, the process hangs in an input. */
const SILENT_SECONDS = 60;
/** Inputs that a parser gets before the next one has its turn. */
const TURN = 25;

/** What the process that reads says, a line of JSON each. */
type Said =
  | { readonly reads: string; readonly from: number }
  | { readonly failed: string; readonly at: number; readonly why: string }
  | { readonly counts: Readonly<Record<string, Count>> };

interface Count {
  inputs: number;
  /** How many of them were refused with a UserError. */
  refused: number;
}

interface Options {
  readonly seed: number;
  readonly seconds: number;
  readonly inputs: number;
  readonly names: readonly string[];
}

runScript(module, async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      seconds: { type: 'string', default: '600' },
      inputs: { type: 'string', default: 'Infinity' },
      only: { type: 'string', default: '' },
      file: { type: 'string' },
      child: { type: 'boolean', default: false },
    },
  });
  const names = Object.keys(TARGETS).filter((name) => name.includes(values.only));
  if (names.length === 0) {
    throw new Stop(`There is no parser with "${values.only}" in its name: ${Object.keys(TARGETS).join(', ')}.`, 2);
  }
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const options = { seed, seconds: Number(values.seconds), inputs: Number(values.inputs), names };
  if (values.file !== undefined) return repeat(names, readFileSync(values.file));
  return values.child ? readInputs(options) : watch(options, values.only);
});

/** One input again, with its error as it is. */
async function repeat(names: readonly string[], input: Buffer): Promise<number> {
  let exitCode = 0;
  for (const name of names) {
    const problem = await readOne(name, input, new Random(0));
    if (problem.why !== undefined) exitCode = 1;
    console.log(`${name}: ${problem.why ?? (problem.refused ? 'refused' : 'read')}`);
  }
  return exitCode;
}

/** In a process of its own: reads inputs until the time is over, or one fails. */
async function readInputs({ seed, seconds, inputs, names }: Options): Promise<number> {
  const samples = new Map(names.map((name) => [name, samplesOf(name)]));
  const counts: Record<string, Count> = Object.fromEntries(names.map((name) => [name, { inputs: 0, refused: 0 }]));
  const end = Date.now() + seconds * 1000;
  let left = inputs;
  for (let turn = 0; left > 0 && Date.now() < end; turn++) {
    for (const name of names) {
      for (let at = turn * TURN; at < (turn + 1) * TURN && left > 0; at++, left--) {
        say({ reads: name, from: at });
        const { input, random } = inputOf(name, samples.get(name)!, seed, at);
        const { why, refused } = await readOne(name, input, random);
        counts[name]!.inputs++;
        if (refused) counts[name]!.refused++;
        if (why !== undefined) {
          say({ failed: name, at, why });
          return 1;
        }
      }
    }
  }
  say({ counts });
  return 0;
}

function say(said: Said): void {
  let left = Buffer.from(`${JSON.stringify(said)}\n`);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(1, left));
    } catch (error) {
      // The pipe is full where inputs are read faster than they are counted.
      if (!hasCode(error, 'EAGAIN')) throw error;
    }
  }
}

function inputOf(
  name: string,
  samples: readonly Buffer[],
  seed: number,
  at: number,
): { input: Buffer; random: Random } {
  const random = new Random(seed, name, at);
  return { input: makeInput(samples, TARGETS[name]!.words ?? [], random), random };
}

/** Why an input failed, or whether it was refused as it may be. */
async function readOne(name: string, input: Buffer, random: Random): Promise<{ why?: string; refused: boolean }> {
  const before = process.cpuUsage();
  let refused = false;
  try {
    await TARGETS[name]!.read(input, random);
  } catch (error) {
    if (!(error instanceof UserError)) {
      return { refused, why: error instanceof Error ? (error.stack ?? messageOf(error)) : String(error) };
    }
    refused = true;
  }
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  if (cpu > MOST_CPU_SECONDS) return { refused, why: `It took ${cpu.toFixed(1)} s of CPU.` };
  const memory = process.memoryUsage.rss();
  if (memory > MOST_MEMORY) return { refused, why: `The process has ${Math.round(memory / 2 ** 20)} MB.` };
  return { refused };
}

/** Starts that process, and says what came of it. */
async function watch({ seed, seconds, inputs, names }: Options, only: string): Promise<number> {
  console.log(`Seed ${seed}, ${names.length} parsers, ${seconds} s at most`);
  const options = ['--seed', seed, '--seconds', seconds, '--inputs', inputs, '--only', only].map(String);
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=1024', '--import', 'tsx', __filename, '--child', ...options],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const forget = atExit(() => child.kill('SIGKILL'));
  let last: { name: string; at: number } | undefined;
  let why: string | undefined;
  let counts: Readonly<Record<string, Count>> | undefined;
  const silence = setTimeout(() => {
    why = `It was not read within ${SILENT_SECONDS} s.`;
    child.kill('SIGKILL');
  }, SILENT_SECONDS * 1000);
  for await (const line of createInterface(child.stdout)) {
    silence.refresh();
    const said = JSON.parse(line) as Said;
    if ('reads' in said) last = { name: said.reads, at: said.from };
    else if ('failed' in said) why = said.why;
    else counts = said.counts;
  }
  clearTimeout(silence);
  forget();
  if (!counts) {
    if (!last) throw new Stop('The process that reads inputs did not start; what it says is above.');
    report(last.name, last.at, seed, why ?? 'It ended the process.');
    return 1;
  }
  let sum = 0;
  for (const [name, count] of Object.entries(counts)) {
    sum += count.inputs;
    console.log(`  ${name}: ${count.inputs} inputs, ${count.refused} refused`);
  }
  console.log(`${sum} inputs, none failed`);
  return 0;
}

function report(name: string, at: number, seed: number, why: string): void {
  const folder = join(root, 'out', 'fuzz');
  mkdirSync(folder, { recursive: true });
  const file = join('out', 'fuzz', `${name.replace(/\W+/g, '-')}-${seed}-${at}`);
  writeFileSync(join(root, file), inputOf(name, samplesOf(name), seed, at).input);
  console.error(`${name} failed at its input ${at}: ${why}`);
  console.error(`The input is ${file}. Again:\n  npm run fuzz -- --only ${JSON.stringify(name)} --file ${file}`);
}
