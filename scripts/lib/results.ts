/**
 * The outcome of a step's tests, kept as out/results/<step>.json: `npm test` and .ci/run add them up. A step that
 * crashed leaves no file, and counts as failed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { hasCode } from '../../src/base/errors';
import { removeFolder } from './removeFolder';
import { root } from './script';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Lines that are repeated at the end of the run: what failed, and what passed only when it ran again. */
  readonly notes: readonly string[];
  /** How many test files were run once more because a test of them failed. */
  readonly secondTries: number;
  /** The tests that took longest, longest first, at most SLOWEST of them. */
  readonly slowest: readonly TimedTest[];
}

export interface TimedTest {
  readonly title: string;
  readonly ms: number;
}

const NOTHING: Counts = { passed: 0, failed: 0, notes: [], secondTries: 0, slowest: [] };
const SLOWEST = 20;

/** Environment variable with the file where mocha writes its counts (countingReporter.cjs). */
export const COUNTS_FILE = 'TEST_COUNTS_FILE';

const folder = join(root, 'out', 'results');

const NOTE_LENGTH = 300;
const NOTE_LINES = 12;

/** @param step name of a script of package.json */
export function countsFile(step: string): string {
  return join(folder, `${step.replaceAll(':', '-')}.json`);
}

/** Removes what earlier runs left, of one step or of all: only this run can say what passes. */
export function forgetCounts(step?: string): void {
  removeFolder(step === undefined ? folder : countsFile(step));
}

export function writeCounts(step: string, counts: Counts): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(countsFile(step), `${JSON.stringify(counts)}\n`);
}

/** What a test that failed leaves in the notes, without its stack: all that a record of the run keeps may be its end. */
export function noteOf(title: string, error: string): string {
  const said = stripVTControlCharacters(error)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return `✖ ${title}: ${said.slice(0, NOTE_LINES).map(cut).join('\n    ')}`;
}

const cut = (line: string): string => (line.length > NOTE_LENGTH ? `${line.slice(0, NOTE_LENGTH)}…` : line);

/** Undefined when the step left no counts, or half of them. */
export function readCounts(step: string): Counts | undefined {
  try {
    const counts = JSON.parse(readFileSync(countsFile(step), 'utf8')) as Partial<Counts>;
    const { passed, failed } = counts;
    const isWhole = typeof passed === 'number' && typeof failed === 'number';
    return isWhole ? { ...NOTHING, ...counts, passed, failed } : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * What a step that runs tests adds to the sum. It cannot have passed without a test that passed, nor against its exit
 * code.
 */
export function countsOfTests(exitCode: number, counts: Counts | undefined): Counts {
  const all = counts ?? NOTHING;
  const isBroken = all.failed === 0 && (exitCode !== 0 || all.passed === 0);
  return isBroken ? { ...all, failed: 1 } : all;
}

/** What a step that is one check adds to the sum. */
export function countsOfCheck(exitCode: number): Counts {
  return exitCode === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
}

export function add(all: readonly Counts[]): Counts {
  const sum = (count: (one: Counts) => number): number => all.reduce((total, one) => total + count(one), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    notes: all.flatMap(({ notes }) => notes),
    secondTries: sum(({ secondTries }) => secondTries),
    slowest: slowestOf(all.flatMap(({ slowest }) => slowest)),
  };
}

/** The tests that took longest, longest first. */
export function slowestOf(tests: readonly TimedTest[]): TimedTest[] {
  return [...tests].sort((a, b) => b.ms - a.ms).slice(0, SLOWEST);
}

/** A line for each of the slowest tests. */
export function slowestLines({ slowest }: Pick<Counts, 'slowest'>): string {
  const lines = slowest.map(({ title, ms }) => `  ${(ms / 1000).toFixed(1).padStart(6)} s  ${title}`);
  return ['The slowest tests:', ...lines].join('\n');
}

/** The last lines of every runner here. The last one of all is the sum. */
export function lastLines(counts: Counts): string {
  const { secondTries } = counts;
  const tries = secondTries === 0 ? [] : [`${secondTries} ${secondTries === 1 ? 'file' : 'files'} needed a second try`];
  return [...counts.notes, ...tries, summary(counts)].join('\n');
}

export function summary({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}
