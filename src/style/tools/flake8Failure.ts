import { UserError } from '../../base/errors';
import { linesOf } from './outputs/lineParser';
import type { RunResult } from './run';

/**
 * Why flake8 said nothing about the code.
 *
 * - `flake8-missing`: the environment has no flake8
 * - `flake8-plugin`: a check of the project, or one that it requires, cannot be loaded
 * - `flake8-configuration`: the project's settings or our arguments are not what this flake8 takes
 * - `hacking-python`: hacking 8.1 evaluates f-strings inside `_()` on Python 3.11 and older, and stops there
 * - `flake8-stopped`: a signal ended it, or Ctrl+C
 * - `flake8-crash`: anything else
 */
export type Flake8Failure =
  | 'flake8-missing'
  | 'flake8-plugin'
  | 'flake8-configuration'
  | 'hacking-python'
  | 'flake8-stopped'
  | 'flake8-crash';

/**
 * The reason when flake8 did not come to an end. Its exit status does not tell: 1 means findings as well as a crash.
 * Warnings on standard error are none of our business.
 */
export function failureOf(result: RunResult): UserError<Flake8Failure> | undefined {
  if (result.exitCode === null) {
    return new UserError('flake8-stopped', `flake8 was ended by ${result.signal ?? 'a signal'} before it was done.`);
  }
  const errors = linesOf(result.stderr);
  const noModule = errors.find((line) => /: No module named '?flake8'?$/.test(line));
  if (noModule !== undefined) {
    return new UserError('flake8-missing', `${noModule}. Create the pep8 environment, or choose one that has flake8.`);
  }
  const traceback = errors.some((line) => line.startsWith('Traceback (most recent call last)'));
  if (traceback) return crash(errors);
  const output = linesOf(result.stdout);
  const said = criticalWords(output);
  if (said) return said;
  if (output.some((line) => interrupted.test(line))) {
    return new UserError('flake8-stopped', 'flake8 was interrupted before it was done.');
  }
  if (result.exitCode === 0 || result.exitCode === 1) return undefined;
  const words = errors.filter((line) => !line.startsWith('usage:') && line.trim() !== '').join(' ');
  return new UserError('flake8-configuration', `flake8 did not run: ${words || `exit status ${result.exitCode}`}`);
}

/**
 * What flake8 prints on SIGINT, to end with 1 as it does for findings.
 * Source: flake8 7, flake8/main/application.py, Application.run.
 */
const interrupted = /^\.\.\. stopped(?: while processing files)?$/;

/** The last line of a traceback that names an exception is what flake8 wants to say. */
function crash(errors: readonly string[]): UserError<Flake8Failure> {
  const exception = errors.findLast((line) => /^[A-Za-z_][\w.]*(?:: |$)/.test(line)) ?? 'it crashed';
  const plugin = /FailedToLoadPlugin: (.+)$/.exec(exception);
  if (plugin) return new UserError('flake8-plugin', `flake8 did not run: ${plugin[1] ?? exception}`);
  const inFile = (part: string) => errors.some((line) => line.trimStart().startsWith('File "') && line.includes(part));
  if (inFile('/hacking/checks/localization.py')) {
    const advice = 'hacking evaluates f-strings inside _() on Python 3.11 and older: run the checks with Python 3.12.';
    return new UserError('hacking-python', `flake8 stopped: ${exception}. ${advice}`);
  }
  if (inFile('/flake8/options/')) return new UserError('flake8-configuration', `flake8 did not run: ${exception}`);
  return new UserError('flake8-crash', `flake8 stopped: ${exception}`);
}

/** What flake8 prints among its rows when it gives up without a traceback. */
function criticalWords(output: readonly string[]): UserError<Flake8Failure> | undefined {
  const critical = output.indexOf('There was a critical error during execution of Flake8:');
  if (critical !== -1) {
    const words = output
      .slice(critical + 1)
      .join(' ')
      .trim();
    const reason = words.includes('plugin') ? 'flake8-plugin' : 'flake8-configuration';
    return new UserError(reason, `flake8 did not run: ${words}`);
  }
  const failed = output.find((line) => /: ".+" failed during execution due to /.test(line));
  return failed === undefined ? undefined : new UserError('flake8-plugin', `flake8 stopped: ${failed}`);
}
