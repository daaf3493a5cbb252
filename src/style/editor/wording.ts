/** What a person reads about the tools of the checks. */
import { UserError } from '../../base/errors';
import { groupBy } from '../../base/groupBy';
import type { FoundTool, MissingTool } from '../tools/findTools';
import { titleOf } from '../tools/preCommit/hooks';

/** `flake8 of .tox/pep8`, or `flake8 and ruff of .tox/pep8`. */
export function checkedBy(tools: readonly FoundTool[]): string {
  const places = [...groupBy(tools, ({ place }) => place)];
  return places
    .map(([place, of]) => `${[...new Set(of.map(({ checker }) => checker))].join(' and ')} of ${place}`)
    .join(', ');
}

/** `not checked by tox -e pep8`. */
export function notCheckedBy(tools: readonly FoundTool[]): string {
  const gates = [...new Set(tools.flatMap(({ gate }) => gate ?? []))];
  return `not checked by ${gates.length > 0 ? gates.join(' or ') : 'the tools of this project'}`;
}

/** @param project the name of its folder */
export function toolMissing(project: string, { checker, hook }: MissingTool): UserError {
  if (!hook) {
    const words = `${project} has no environment with ${checker} yet, so its style cannot be checked.`;
    return new UserError('flake8-missing', words);
  }
  const words = `${checker} of ${project} comes with pre-commit (${titleOf(hook)}), which has not installed it here yet.`;
  return new UserError('hooks-missing', words);
}
