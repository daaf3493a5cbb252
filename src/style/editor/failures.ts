import type { ErrorAction } from '../../base/editor/commands';

const CREATE: ErrorAction = {
  title: 'Create the pep8 Environment',
  command: 'openstackContributor.style.createEnvironment',
};
const RECREATE: ErrorAction = { ...CREATE, title: 'Recreate the pep8 Environment', args: [{ recreate: true }] };

/** The button for each reason that a command of this feature can fail for. */
export const ACTIONS: Readonly<Record<string, ErrorAction>> = {
  'flake8-missing': CREATE,
  'hooks-missing': { ...CREATE, title: 'Install the Checks with pre-commit' },
  'hooks-not-installed': { ...CREATE, title: 'Try Again' },
  'flake8-plugin': RECREATE,
  'no-interpreter': RECREATE,
  'flake8-configuration': {
    title: 'Open the flake8 Settings',
    command: 'openstackContributor.style.openConfiguration',
  },
  'bad-yaml': {
    title: 'Open .pre-commit-config.yaml',
    command: 'openstackContributor.style.openConfiguration',
    args: [{ of: 'pre-commit' }],
  },
  'hacking-python': {
    title: 'Choose Another flake8',
    command: 'workbench.action.openSettings',
    args: ['openstackContributor.style.flake8'],
  },
  'no-tox': {
    title: 'Choose the tox Program',
    command: 'workbench.action.openSettings',
    args: ['openstackContributor.tox.path'],
  },
};
