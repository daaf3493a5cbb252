import { showError, type Mend } from '../../base/editor/commands';
import { UserError } from '../../base/errors';

const CREATE: Mend = { title: 'Create the pep8 Environment', command: 'openstackContributor.style.createEnvironment' };

/** The button for each reason that a command of this feature can fail for. */
export const MENDS: Readonly<Record<string, Mend>> = {
  'flake8-missing': CREATE,
  'hooks-missing': { ...CREATE, title: 'Install the Checks with pre-commit' },
  'hooks-not-installed': { ...CREATE, title: 'Try Again' },
  'flake8-plugin': {
    title: 'Create the pep8 Environment Anew',
    command: 'openstackContributor.style.createEnvironment',
    args: [{ anew: true }],
  },
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
  untrusted: { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' },
};

/**
 * Tells of failures that nobody asked about, such as those of a check at saving: each only once, until a check of the
 * same root went well. A project without an environment is no failure; the language status says it.
 */
export class ToldOnce {
  private readonly told = new Map<string, string>();

  failed(root: string, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (this.told.get(root) === text) return;
    this.told.set(root, text);
    if (error instanceof UserError && ['flake8-missing', 'hooks-missing'].includes(String(error.reason))) return;
    void showError(error, MENDS);
  }

  succeeded(root: string): void {
    this.told.delete(root);
  }
}
