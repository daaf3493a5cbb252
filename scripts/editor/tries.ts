/**
 * A whole editor, a browser and real servers share a machine with these tests, and now and then a window comes too late
 * for a test that waited long. So a file that fails is run once more from its beginning, in fresh windows: what is
 * broken fails again. Nothing is hidden, each such file is named at the end of all; and the files that may have that are
 * few, because a machine on which many fail is no proof of anything.
 */
import type { TestOutcome } from '../../test/editor/host/results';
import { add, noteOf, type Counts } from '../lib/results';

const MOST_SECOND_TRIES = 3;

/**
 * @param files test files, relative to the project
 * @param runFile runs one, and never rejects for what a test does
 */
export async function runFiles(
  files: readonly string[],
  runFile: (file: string) => Promise<readonly TestOutcome[]>,
): Promise<Counts> {
  const all: Counts[] = [];
  let left = MOST_SECOND_TRIES;
  for (const file of files) {
    const first = countsOf(await runFile(file));
    if (first.failed === 0 || left === 0) {
      all.push(first);
      continue;
    }
    left -= 1;
    console.log(`\n  ↻ ${file} once more, in fresh windows`);
    const second = countsOf(await runFile(file));
    const before = first.notes.map((note) => note.replace('✖', '↻ ran again:'));
    all.push({ ...second, notes: [...before, ...second.notes] });
  }
  return add(all);
}

function countsOf(tests: readonly TestOutcome[]): Counts {
  const failures = tests.flatMap((test) => ('error' in test ? [noteOf(test.title, test.error)] : []));
  return { passed: tests.length - failures.length, failed: failures.length, notes: failures };
}
