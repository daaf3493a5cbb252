/**
 * A whole editor, a browser and real servers share a machine with these tests, and now and then a window comes too late
 * for a test that waited long. So a file that fails is run once more from its beginning, in fresh windows: what is
 * broken fails again. Nothing is hidden, each such file is named at the end of all; and the files that may have that are
 * few, because a machine on which many fail is no proof of anything.
 */
import type { TestOutcome } from '../../test/editor/host/results';
import { add, type Counts, noteOf } from '../lib/results';

const MOST_SECOND_TRIES = 3;

/**
 * @param files test files, relative to the project
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
      all[index] = { ...second, notes: [...before, ...second.notes] };
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => work(lane)));
  return add(all);
}

function countsOf(tests: readonly TestOutcome[]): Counts {
  const failures = tests.flatMap((test) => ('error' in test ? [noteOf(test.title, test.error)] : []));
  return { passed: tests.length - failures.length, failed: failures.length, notes: failures };
}
