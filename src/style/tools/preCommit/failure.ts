import { UserError } from '../../../base/errors';
import { linesOf } from '../outputs/lineParser';

/** Why `pre-commit install-hooks` failed, out of what it printed: mostly a repository of hooks that git cannot reach. */
export function preCommitFailure(output: string): UserError<'hooks-not-installed'> {
  const said = linesOf(output)
    .map((line) => line.trim())
    .find((line) => /^(?:fatal|ERROR|error): /.test(line));
  const what = 'pre-commit could not install the checks of this project';
  const why = said === undefined ? '; see its output in the terminal' : `: ${said.replace(/\.$/, '')}`;
  const advice = 'It fetches them with git from the repositories that .pre-commit-config.yaml names.';
  return new UserError('hooks-not-installed', `${what}${why}. ${advice}`);
}
