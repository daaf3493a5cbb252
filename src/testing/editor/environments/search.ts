/** Looks for the Pythons that could run a root's tests, and takes the one that does. */

import type { ToxNames } from '../../../project/editor/toxAnswers';
import type { ToxEnvironment } from '../../../project/tox/tox';
import {
  type FoundEnvironments,
  findEnvironments,
  type MissingEnvironment,
  type TestEnvironment,
} from '../../environments/findEnvironment';

export interface Search {
  readonly root: string;
  /** The interpreter of the setting; empty where there is none. */
  readonly setting: string;
  readonly tox: ToxNames | undefined;
  readonly toxEnvironment: (name: string) => Promise<ToxEnvironment>;
  readonly readEnvironment: (name: string) => ToxEnvironment | undefined;
  readonly pythonExtension: string | undefined;
}

export async function searchEnvironments(search: Search): Promise<FoundEnvironments> {
  const { root, setting, tox, pythonExtension } = search;
  const found = await findEnvironments({
    root,
    setting: setting || undefined,
    pythonExtension,
    toxIsMissing: tox?.problem?.reason === 'no-tox',
    tox: tox && { names: tox.names, environment: search.toxEnvironment, read: search.readEnvironment },
  });
  const failed: MissingEnvironment[] =
    tox?.problem && tox.problem.reason !== 'no-tox' ? [{ reason: 'tox-failed', words: tox.problem.message }] : [];
  const halfMade = found.found.filter(({ source, runners }) => source === 'tox' && runners.length === 0);
  const noRunner = halfMade.map(({ python, tox: name }): MissingEnvironment => {
    return { reason: 'no-runner', path: python, ...(name !== undefined && { tox: name }) };
  });
  return { found: found.found, missing: [...failed, ...found.missing, ...noRunner] };
}

/**
 * The one that runs the tests when nobody chose: what the setting names; else the first with a runner. An environment
 * that tox could not finish has none, and neither has a Python of the system.
 */
export function bestOf(found: readonly TestEnvironment[]): TestEnvironment | undefined {
  return found.find(({ source }) => source === 'setting') ?? found.find(({ runners }) => runners.length > 0);
}
