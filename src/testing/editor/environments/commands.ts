/** The commands about the Python that runs the tests, and the buttons for what can be wrong with it. */
import * as vscode from 'vscode';
import { type ErrorAction, registerCommand } from '../../../base/editor/commands';
import { setStatusBarMessage } from '../../../base/editor/statusItems';
import { requireTrust } from '../../../base/editor/trust';
import type { Log } from '../../../base/log';
import type { EnvironmentChoice } from './choice';
import { createEnvironment } from './create';
import { folderAt, pickProject } from './folders';
import { lineOf } from './statusText';

const CHOOSE: ErrorAction = { title: 'Choose a Python', command: 'openstackContributor.testing.chooseEnvironment' };
const CREATE: ErrorAction = {
  title: 'Create the Environment',
  command: 'openstackContributor.testing.createEnvironment',
};
const AGAIN: ErrorAction = { ...CREATE, title: 'Try Again' };
const OUTPUT: ErrorAction = { title: 'Show Output', command: 'workbench.action.terminal.focus' };
const SETTINGS = 'workbench.action.openSettings';

/** The button for each reason for which there is no environment, or for which none could be made. */
export const ENVIRONMENT_ACTIONS: Readonly<Record<string, ErrorAction>> = {
  'no-python': CHOOSE,
  'setting-missing': { title: 'Open Settings', command: SETTINGS, args: ['openstackContributor.testing.python'] },
  'no-tox': { title: 'Open Settings', command: SETTINGS, args: ['openstackContributor.tox.path'] },
  'no-environment': CREATE,
  'broken-environment': CREATE,
  'moved-environment': CREATE,
  'no-interpreter': CHOOSE,
  'no-runner': CREATE,
  'broken-redirect': CHOOSE,
  'tox-failed': CHOOSE,
  'unknown-environment': CHOOSE,
  'missing-interpreter': CHOOSE,
  'not-created': OUTPUT,
  'constraints-missing': OUTPUT,
  'constraints-conflict': OUTPUT,
  'constraints-unreachable': AGAIN,
  'repository-unreachable': AGAIN,
  'index-unreachable': AGAIN,
  'missing-compiler': AGAIN,
  'missing-header': AGAIN,
  'missing-library': AGAIN,
  'no-such-package': OUTPUT,
};

export function registerEnvironmentCommands(choice: EnvironmentChoice, log: Log): vscode.Disposable {
  const folderOf = async (root: unknown, title: string): Promise<vscode.WorkspaceFolder | undefined> =>
    (typeof root === 'string' ? folderAt(root) : undefined) ??
    pickProject(title, async (path) => lineOf({ root: path, ...(await choice.stateOf(path)) }));
  return vscode.Disposable.from(
    registerCommand(
      log,
      'openstackContributor.testing.chooseEnvironment',
      async (root?: unknown) => {
        const folder = await folderOf(root, 'The Test Environment of Which Folder?');
        if (folder) await choice.choose(folder.uri.fsPath);
      },
      ENVIRONMENT_ACTIONS,
    ),
    registerCommand(
      log,
      'openstackContributor.testing.createEnvironment',
      async (root?: unknown, name?: unknown) => {
        requireTrust('tox');
        const folder = await folderOf(root, 'Create the Test Environment of Which Folder?');
        if (!folder) return;
        const wanted = typeof name === 'string' ? name : await environmentToCreate(choice, folder.uri.fsPath);
        const { missing } = await choice.stateOf(folder.uri.fsPath);
        // What was moved looks complete to tox.
        const recreate = missing.some(({ reason, tox }) => reason === 'moved-environment' && tox === wanted);
        const created = await createEnvironment(folder, wanted, recreate).finally(() =>
          choice.refresh(folder.uri.fsPath),
        );
        if (created) setStatusBarMessage(`The ${wanted} environment is there.`, 6000, 'check');
      },
      ENVIRONMENT_ACTIONS,
    ),
  );
}

/** The one that is missing; else the one that is used; `py3` is what governance's testing interface asks for. */
async function environmentToCreate(choice: EnvironmentChoice, root: string): Promise<string> {
  const { chosen, missing } = await choice.stateOf(root);
  return missing.find(({ tox }) => tox !== undefined)?.tox ?? chosen?.tox ?? 'py3';
}
