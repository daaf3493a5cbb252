/** Lets tox create an environment, with its output in a terminal, and says in a sentence why it could not. */
import type * as vscode from 'vscode';
import { cancellable } from '../../../base/editor/cancellation';
import { type ProgramResult, ProgramTerminal, runAsTask } from '../../../base/editor/programTerminal';
import { setting } from '../../../base/editor/settings';
import { UserError } from '../../../base/errors';
import { TOX_TASK } from '../../../project/editor/toxTask';
import { recogniseToxFailure, type ToxFailureReason, withoutColours } from '../../../project/tox/toxFailures';
import { missingText } from './wording';

/** Reasons of the errors, beside those of `recogniseToxFailure`. */
type CreateProblem = ToxFailureReason | 'not-created';

/**
 * Resolves to false when the person cancelled it.
 * @throws UserError with a `CreateProblem` when tox failed
 */
export async function createEnvironment(
  folder: vscode.WorkspaceFolder,
  name: string,
  recreate: boolean,
): Promise<boolean> {
  const result = await cancellable(`Creating the ${name} environment of ${folder.name}`, (signal, report) => {
    const file = setting('tox.path');
    const terminal = new ProgramTerminal(
      () =>
        Promise.resolve({
          file,
          args: ['-e', name, ...(recreate ? ['--recreate'] : []), '--notest'],
          cwd: folder.uri.fsPath,
          env: process.env,
        }),
      {
        onLine: (line) => {
          const message = stepOf(line);
          if (message) report({ message });
        },
      },
    );
    signal.addEventListener('abort', () => terminal.cancel());
    return runAsTask(terminal, folder, { type: TOX_TASK, environment: name }, `create ${name}`);
  });
  if (result.cancelled) return false;
  if (result.exitCode === 0) return true;
  throw failureOf(folder, name, result);
}

/** What tox is at: `py3: install_deps> python -I -m pip install …` (tox 4), `py3 installdeps: …` (tox 3). */
function stepOf(line: string): string | undefined {
  const step = /^\S+?:? (create|installdeps|develop-inst|inst|install_\w+)[:>]/.exec(withoutColours(line))?.[1];
  switch (step) {
    case undefined:
      return undefined;
    case 'create':
      return 'making the virtual environment';
    case 'installdeps':
    case 'install_deps':
      return 'installing what the tests need';
    default:
      return 'installing the project';
  }
}

function failureOf(folder: vscode.WorkspaceFolder, name: string, result: ProgramResult): UserError<CreateProblem> {
  if (result.problem instanceof UserError && result.problem.reason === 'no-program') {
    return new UserError('no-tox', missingText({ reason: 'no-tox' }, folder.uri.fsPath));
  }
  const what = `The ${name} environment of ${folder.name} was not created.`;
  const failure = recogniseToxFailure(result.output);
  const actionArgs = [folder.uri.fsPath, name];
  if (failure) return new UserError(failure.reason, `${what} ${failure.sentence}`, { actionArgs });
  return new UserError('not-created', `${what} The terminal shows what tox said.`);
}
