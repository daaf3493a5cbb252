import { RUNNERS, type RunnerName } from '../runners';
import type { Selection } from '../runners/selection';
import { withoutScenario } from '../subunit/pseudoTests';

/** Whether the selection is given in a file: an argument list is too short for ids, and a regex is not an id. */
export function needsLoadList(runner: RunnerName, selection: Selection): boolean {
  const named = selection.kind === 'ids' || (selection.kind === 'module' && selection.ids !== undefined);
  return named && RUNNERS[runner].nameToLoad(selection) === undefined;
}

/**
 * The lines of a load list. testscenarios' WithScenarios makes `test_x(a)` only when the listed `test_x` runs, its
 * `load_tests` lists `test_x(a)` itself: naming both, each kind finds its own, and names that do not exist are ignored.
 */
export function loadListLines(ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => [id, withoutScenario(id)]))];
}
