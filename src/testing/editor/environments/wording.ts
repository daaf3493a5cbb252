/** What a person reads about the Python that runs the tests, or about why there is none. */
import { basename, dirname, relative } from 'node:path';
import type { MissingEnvironment, TestEnvironment } from '../../environments/findEnvironment';
import { RUNNER_NAMES } from '../../runners';

/** `browsed`: a person picked the program itself. */
export type EnvironmentSource = TestEnvironment['source'] | 'browsed';

/** Short: for the status bar. */
export function environmentName(environment: {
  readonly source: EnvironmentSource;
  readonly tox: string | undefined;
  readonly python: string;
}): string {
  if (environment.tox !== undefined) return environment.tox;
  if (environment.source === '.venv') return '.venv';
  // The folder of an environment says more than `python`: /opt/venvs/nova/bin/python.
  const folder = dirname(dirname(environment.python));
  return /^(?:\/usr(?:\/local)?|\/|[A-Za-z]:\\?)$/.test(folder) ? basename(environment.python) : basename(folder);
}

export function sourceText(source: EnvironmentSource): string {
  switch (source) {
    case 'setting':
      return 'from the setting';
    case 'tox':
      return 'made by tox';
    case 'python-extension':
      return 'chosen in the Python extension';
    case '.venv':
      return "the folder's own";
    case 'browsed':
      return 'chosen by you';
  }
}

/** Why a place gives no environment, and what to do: one sentence or two. */
export function missingText(missing: MissingEnvironment, root: string): string {
  const path = missing.path === undefined ? '' : relative(root, missing.path) || missing.path;
  switch (missing.reason) {
    case 'setting-missing':
      return `The Python that the setting names does not exist: ${path}.`;
    case 'no-tox':
      return 'tox is not installed, so it cannot make an environment for the tests. Install it with "pipx install tox" or your system\'s packages, or name its program in the settings.';
    case 'no-environment':
      return `The tests have no environment to run in yet. tox can create ${missing.tox ?? 'it'}.`;
    case 'broken-environment':
      return `The Python of ${path} is gone, as after an upgrade of the system. The environment must be created again.`;
    case 'moved-environment':
      return `The environment ${missing.tox ?? path} was made in another place: its programs ask for ${missing.words ?? 'a Python'}, which is not there. It must be created again.`;
    case 'no-runner':
      return `The environment ${missing.tox ?? path} has neither ${RUNNER_NAMES.join(' nor ')}: it was not finished, or the project does not ask for them. Create it again.`;
    case 'tox-failed':
      return `tox could not be asked for its environments: ${missing.words ?? 'it gave no reason'}`;
    case 'broken-redirect':
      return `${path} is a file that leads to no environment.`;
  }
}

export const NOTHING_FOUND = `No Python was found that has ${RUNNER_NAMES.join(' or ')} to run the tests. Choose one, or install ${RUNNER_NAMES[0]} in it.`;
