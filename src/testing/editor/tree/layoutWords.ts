/** Why the files of a project do not show its tests. */
import { UserError } from '../../../base/errors';
import type { LayoutProblem } from '../../layout/modules';
import type { ProjectLayout } from '../../layout/readLayout';
import type { TestCommand } from '../../layout/testCommand';
import { RUNNERS } from '../../runners';

/** Why a project whose tests pytest runs has none here; its button shows the Python extension. */
export function pytestError({ environment }: Pick<TestCommand, 'environment'>): UserError {
  return new UserError('pytest', runsPytest(environment));
}

/** Why the files of a project do not say where its tests are. */
export function problemText(
  { reason, value }: LayoutProblem,
  { file, runner }: Pick<ProjectLayout, 'file' | 'runner'>,
): string {
  switch (reason) {
    case 'no-test-path':
      return RUNNERS[runner].noTestPath(file);
    case 'shell-syntax':
      return `${file} says where the tests are with "${value}", which only a shell can tell.`;
    case 'outside-root':
      return `${file} looks for tests at "${value}", which is outside of this folder.`;
  }
}

export function runsPytest(environment: string): string {
  return `tox -e ${environment} runs the unit tests with pytest, which the Python extension shows.`;
}
