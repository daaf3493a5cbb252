import * as vscode from 'vscode';
import { cancellable } from '../../base/editor/cancellation';
import { requireTrust } from '../../base/editor/trust';
import { UserError } from '../../base/errors';
import { keeping, makeFolder } from '../../base/keeping';
import type { Log } from '../../base/log';
import { runProcess } from '../../base/process';
import { diskFiles } from '../../project/files';
import type { ToxEnvironment } from '../../project/tox/tox';
import { findCoverageProgram } from '../find/coverageProgram';
import { reportSteps } from '../find/reportFromData';
import { surveyFolder } from '../find/surveyFolder';

/**
 * Makes the XML report from the data that a run left, with the coverage program of the environment that ran.
 * @throws UserError `untrusted`: the program and its settings belong to the folder
 */
export async function makeReport(
  folder: vscode.WorkspaceFolder,
  cover: ToxEnvironment | undefined,
  log: Log,
): Promise<void> {
  requireTrust('Making the report');
  const root = folder.uri.fsPath;
  const survey = await surveyFolder({ root, cover, process: process.env }, diskFiles);
  if (!survey.data.combined && survey.data.parts === 0) {
    throw new UserError(
      'no-report',
      `${folder.name} has no .coverage data to make a report from. Run the tests under coverage first.`,
    );
  }
  const program = await findCoverageProgram(root, cover);
  if (!program) {
    throw new UserError(
      'no-coverage',
      `${folder.name} has coverage data, but no environment with coverage.py in it (tox's cover or py3, or .venv) to make the report with.`,
    );
  }
  await cancellable('Making the coverage report', async (signal, report) => {
    for (const { title, args, variables, folder: needed } of reportSteps(root, cover, survey)) {
      report({ message: title });
      await keeping('The coverage report', needed, () => makeFolder(needed));
      log.info(`${program} ${args.join(' ')}`);
      const result = await runProcess(program, args, { cwd: root, env: { ...process.env, ...variables }, signal });
      log.info(result.stdout + result.stderr);
      if (signal.aborted) throw new vscode.CancellationError();
      if (result.exitCode !== 0) {
        const words = (result.stderr.trim() || result.stdout.trim()).split('\n').at(-1) ?? '';
        throw new UserError('coverage-failed', `coverage ${args[0]} failed: ${words || `exit ${result.exitCode}`}`);
      }
    }
  });
}
