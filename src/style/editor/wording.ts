/** What a person reads about the tools of the checks. */
import { UserError } from '../../base/errors';
import { titleOf, type FoundTool, type MissingTool } from '../findTools';

/** `flake8 of .tox/pep8`, or `flake8 and ruff of .tox/pep8`. */
export function checkedBy(tools: readonly FoundTool[]): string {
  const [first, ...others] = tools.map(({ checker, place }) => ({ checker, place }));
  if (first && others.length > 0 && others.every(({ place }) => place === first.place)) {
    return `${tools.map(({ checker }) => checker).join(' and ')} of ${first.place}`;
  }
  return tools.map(({ checker, place }) => `${checker} of ${place}`).join(', ');
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
