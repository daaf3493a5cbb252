import type * as vscode from 'vscode';
import {
  type ProgramResult,
  ProgramTerminal,
  runAsTask,
  type TerminalListener,
} from '../../base/editor/programTerminal';
import { setting } from '../../base/editor/settings';
import { UserError } from '../../base/errors';
import { TOX_TASK } from '../../project/editor/toxTask';

/**
 * Runs an environment of tox as a task; `options` are those beside its name: `--notest`.
 * @throws UserError `no-tox`, or with a `ProcessErrorReason`, when tox could not be started
 */
export async function runTox(
  folder: vscode.WorkspaceFolder,
  environment: string,
  options: readonly string[],
  listener: TerminalListener = {},
): Promise<ProgramResult> {
  const args = ['-e', environment, ...options];
  const env = { ...process.env, TOX_COLORED: 'yes', PYTHONIOENCODING: 'utf-8' };
  const program = { file: setting('tox.path'), args, cwd: folder.uri.fsPath, env };
  const terminal = new ProgramTerminal(() => Promise.resolve(program), listener);
  const definition = { type: TOX_TASK, environment };
  const result = await runAsTask(terminal, folder, definition, ['tox', ...args].join(' '));
  if (result.problem !== undefined) throw withTox(result.problem, program.file);
  return result;
}

/** The process runner's word for a program that is not there, in terms of tox. */
function withTox(problem: unknown, tox: string): unknown {
  if (!(problem instanceof UserError)) return problem;
  if (problem.reason === 'no-interpreter') return new UserError('no-tox', problem.message, { cause: problem });
  if (problem.reason !== 'no-program') return problem;
  const words = `There is no program ${tox} here. Install it (pipx install tox), or name it in the settings.`;
  return new UserError('no-tox', words, { cause: problem });
}
