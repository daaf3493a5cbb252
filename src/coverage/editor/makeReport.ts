import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { cancellable } from '../../base/editor/cancellation';
import type { Log } from '../../base/log';
import { UserError } from '../../base/errors';
import { runProcess } from '../../base/process';
import { diskFiles } from '../../project/files';
import { findCoverageProgram } from '../coverageProgram';
import { surveyRoot } from '../surveyRoot';

/** Where the PTI of OpenStack wants the report, and where it is found afterwards. */
const REPORT = join('cover', 'coverage.xml');

/**
 * Makes the XML report from the data that a run left, with the coverage program of the environment that ran.
 * Unfinished data (`.coverage.HOST.pid…`, left when a test failed) is combined into a data file of ours, so that the
 * project's own files stay as they are and a later `coverage combine` still finds its parts.
 * @throws UserError `untrusted`: the program and its settings belong to the folder
 */
export async function makeReport(folder: vscode.WorkspaceFolder, log: Log): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    throw new UserError('untrusted', 'Making the report runs the coverage program of the project, which needs a trusted workspace.');
  }
  const root = folder.uri.fsPath;
  const { data } = await surveyRoot(root, [], diskFiles);
  if (!data.combined && data.parts === 0) {
    throw new UserError('no-report', `${folder.name} has no .coverage data to make a report from. Run the tests under coverage first.`);
  }
  const program = await findCoverageProgram(root);
  if (!program) {
    throw new UserError(
      'no-coverage',
      `${folder.name} has coverage data, but no environment with coverage.py in it (.tox/cover, .tox/py3 or .venv) to make the report with.`,
    );
  }
  await cancellable('Making the coverage report', async (signal, report) => {
    const run = async (step: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> => {
      report({ message: step });
      log.info(`${program} ${args.join(' ')}`);
      const result = await runProcess(program, args, { cwd: root, env: { ...process.env, ...env }, signal });
      log.info(result.stdout + result.stderr);
      if (signal.aborted) throw new vscode.CancellationError();
      if (result.exitCode !== 0) {
        const words = (result.stderr.trim() || result.stdout.trim()).split('\n').at(-1) ?? '';
        throw new UserError('coverage-failed', `coverage ${args[0]} failed: ${words || `exit ${result.exitCode}`}`);
      }
    };
    let env: NodeJS.ProcessEnv = {};
    if (data.parts > 0) {
      const own = join(root, '.tox', 'openstack-contributor', '.coverage');
      await mkdir(dirname(own), { recursive: true });
      env = { COVERAGE_FILE: own };
      await run('combining the parts of the run', ['combine', '--keep', root], env);
    }
    // Where the project's `fail_under` asks for more, coverage.py would write the report and call that a failure.
    await run('writing cover/coverage.xml', ['xml', '-o', REPORT, '--fail-under=0'], env);
  });
}
