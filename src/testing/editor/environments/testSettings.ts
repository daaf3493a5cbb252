/** What the project's own tox environment says of its tests: the command that runs them, and its variables. */
import type { ToxAnswers } from '../../../project/editor/toxAnswers';
import { preferredName } from '../../environments/findEnvironment';
import { passedVariables } from '../../environments/runEnvironment';
import { type TestCommand, testCommand } from '../../layout/testCommand';

export interface TestSettings {
  /** Undefined where no environment, or none that we can read, runs tests. */
  readonly command: TestCommand | undefined;
  /** All variables that the tests have. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * @param name the environment that runs the tests; undefined: the one that tox would run for them
 * @param asking whether tox is asked where the files alone are not certain
 */
export async function testSettings(
  root: string,
  tox: Pick<ToxAnswers, 'read' | 'reading'>,
  name: string | undefined,
  asking: boolean,
): Promise<TestSettings> {
  const nothing = { command: undefined, variables: process.env };
  const read = await tox.read(root);
  if (!read) return nothing;
  const wanted = name ?? (await preferredName({ names: read.names(), environment: (each) => read.environment(each) }));
  if (wanted === undefined) return nothing;
  const environment = asking ? await tox.reading(root, wanted) : read.environment(wanted);
  if (!environment) return nothing;
  const command = testCommand(environment);
  const passed = passedVariables(environment.passEnv, process.env);
  return { command, variables: { ...passed, ...environment.setEnv, ...command?.variables } };
}
