/**
 * What became of the tests of a step, kept as out/results/<step>.json: `npm test` and .ci/run add them up. A step that
 * crashed leaves no file, and counts as failed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../../src/base/errors';
import { removeFolder } from './removeFolder';
import { root } from './script';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Lines that are said again at the end of all: what failed, and what passed only when it ran again. */
  readonly notes: readonly string[];
}

/** Environment variable that tells a mocha where to leave its counts (countingReporter.cjs). */
export const COUNTS_FILE = 'TEST_COUNTS_FILE';

const folder = join(root, 'out', 'results');

const NOTE_LENGTH = 300;

/** @param step name of a script of package.json */
export function countsFile(step: string): string {
  return join(folder, `${step.replaceAll(':', '-')}.json`);
}

/** Removes what earlier runs left, of one step or of all: only this run can say what passes. */
export function forgetCounts(step?: string): void {
  removeFolder(step === undefined ? folder : countsFile(step));
}

export function writeCounts(step: string, { passed, failed, notes }: Counts): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(countsFile(step), `${JSON.stringify({ passed, failed, notes })}\n`);
}

/** What a test that failed leaves in the notes. */
export function noteOf(title: string, error: string): string {
  const [said = ''] = error.trim().split('\n');
  return `✖ ${title}: ${said.length > NOTE_LENGTH ? `${said.slice(0, NOTE_LENGTH)}…` : said}`;
}

/** Undefined when the step left no counts, or half of them. */
export function readCounts(step: string): Counts | undefined {
  try {
    const counts = JSON.parse(readFileSync(countsFile(step), 'utf8')) as Partial<Counts>;
    const { passed, failed, notes = [] } = counts;
    return typeof passed === 'number' && typeof failed === 'number' ? { passed, failed, notes } : undefined;
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
  const { passed, failed, notes = [] } = counts ?? { passed: 0, failed: 0 };
  const broken = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: broken ? 1 : failed, notes };
}

/** What a step that is one check adds to the sum. */
export function countsOfCheck(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0, notes: [] } : { passed: 0, failed: 1, notes: [] };
}

export function add(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    notes: all.flatMap(({ notes }) => notes),
  };
}

/** The last line of every runner here. */
export function summary({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}
