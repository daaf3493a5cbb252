/**
 * A whole editor, a browser and real servers share a machine with these tests, and now and then a window comes too late
 * for a test that waited long. So a file that fails is run once more from its beginning, in fresh windows: what is
 * broken fails again. Nothing is hidden, each such file is named and counted at the end; and few files may have a second
 * try, because a machine on which many fail proves nothing.
 */
import type { TestOutcome } from '../../test/editor/host/results';
import { add, type Counts, noteOf, slowestOf } from '../lib/results';

const MOST_SECOND_TRIES = 3;

/**
 * @param files test files, relative to the project, in the order in which they begin
 * @param runFile runs one, and never rejects for what a test does; of two at the same time none has the same lane
 * @param lanes how many run at the same time
 */
export async function runFiles(
  files: readonly string[],
  runFile: (file: string, lane: number) => Promise<readonly TestOutcome[]>,
  lanes = 1,
): Promise<Counts> {
  const waiting = files.entries();
  const all: Counts[] = [];
  let left = MOST_SECOND_TRIES;
  const work = async (lane: number): Promise<void> => {
    for (const [index, file] of waiting) {
      const first = countsOf(await runFile(file, lane));
      all[index] = first;
      if (first.failed === 0 || left === 0) continue;
      left -= 1;
      console.log(`\n  ↻ ${file} once more, in fresh windows`);
      const second = countsOf(await runFile(file, lane));
      const before = first.notes.map((note) => note.replace('✖', '↻ ran again:'));
      all[index] = { ...second, notes: [...before, ...second.notes], secondTries: 1 };
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => work(lane)));
  return add(all);
}

/** The files, those of `longest` first and in that order: no lane is left with a long one at the end. */
export function longestFirst(files: readonly string[], longest: readonly string[]): string[] {
  const place = (file: string): number => {
    const index = longest.findIndex((name) => file.endsWith(`/${name}.test.ts`));
    return index < 0 ? longest.length : index;
  };
  return [...files].sort((a, b) => place(a) - place(b));
}

function countsOf(tests: readonly TestOutcome[]): Counts {
  const notes = tests.flatMap((test) => ('error' in test ? [noteOf(test.title, test.error)] : []));
  const passed = tests.flatMap((test) => ('ms' in test ? [test] : []));
  return { passed: passed.length, failed: notes.length, notes, secondTries: 0, slowest: slowestOf(passed) };
}
