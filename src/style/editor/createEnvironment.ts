import type * as vscode from 'vscode';
import { ProgramTerminal, runAsTask } from '../../base/editor/programTerminal';
import { UserError } from '../../base/errors';
import { isExecutable } from '../../base/programs';
import { TOX_TASK } from '../../project/editor/toxTask';
import { diskFiles } from '../../project/files';
import { programOf } from '../../project/virtualEnvironment';
import { findTools } from '../tools/findTools';
import { preCommitFailure } from '../tools/preCommit/failure';
import type { StyleEnvironment, ToxReader } from '../tools/styleEnvironment';
import { styleEnvironmentOf } from './pep8Environment';
import { runTox } from './toxRun';

/**
 * Makes the environment of the style checks, or recreates it, and has pre-commit install the hooks that check where it
 * is pre-commit that runs them. False when the person cancelled it.
 *
 * @throws UserError `untrusted`, `no-pep8`, `no-tox`, `not-created`, `hooks-not-installed`
 */
export async function createEnvironment(
  folder: vscode.WorkspaceFolder,
  tox: ToxReader,
  recreate: boolean,
): Promise<boolean> {
  const environment = await styleEnvironmentOf(folder, tox);
  const { name, hookRuns } = environment;
  const result = await runTox(folder, name, recreate ? ['--recreate', '--notest'] : ['--notest']);
  if (result.cancelled) return false;
  if (result.exitCode !== 0) {
    throw new UserError('not-created', `tox could not make the ${name} environment. See its output in the terminal.`);
  }
  const isComplete = async (): Promise<boolean> => {
    return (await findTools(folder.uri.fsPath, diskFiles, tox)).missing.length === 0;
  };
  return hookRuns.length === 0 || (await isComplete()) || installHooks(folder, environment);
}

async function installHooks(folder: vscode.WorkspaceFolder, { name, envDir }: StyleEnvironment): Promise<boolean> {
  const cwd = folder.uri.fsPath;
  const file = programOf(envDir, 'pre-commit');
  if (!(await isExecutable(file))) return true;
  const env = { ...process.env, PYTHONIOENCODING: 'utf-8' };
  const terminal = new ProgramTerminal(() => Promise.resolve({ file, args: ['install-hooks'], cwd, env }));
  const definition = { type: TOX_TASK, environment: name };
  const result = await runAsTask(terminal, folder, definition, 'pre-commit install-hooks');
  if (result.cancelled) return false;
  if (result.exitCode === 0) return true;
  throw preCommitFailure(result.output);
}
