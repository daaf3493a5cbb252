import { mentions } from '../subunit/pseudoTests';
import { listTests } from './listTests';
import { readStoredRun } from './storedRun';
import type { TestEnvironment } from './testEnvironment';

/**
 * Ids of the tests that failed last in a repository: `.stestr`, `.testrepository`, or ours (`repository`/.stestr).
 * Better than the runners' own `--failing`, which forgets scenarios of WithScenarios and all of setUpClass.
 */
export async function failingTests(
  where: TestEnvironment,
  repositoryFolder: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const failing = await readStoredRun(repositoryFolder, 'failing');
  const ids = failing
    .results()
    .filter(({ ran }) => ran)
    .map(({ id }) => id);
  const owners = failing.problems.flatMap(({ kind, of }) => (kind === 'fixture' || kind === 'import' ? [of] : []));
  const all = owners.length > 0 ? (await listTests(where, signal)).ids : [];
  return [...ids, ...all.filter((id) => owners.some((owner) => mentions(id, owner)))];
}
