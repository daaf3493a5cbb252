import { hasCode, UserError } from '../../base/errors';
import type { Finding } from '../findings/finding';
import type { SeverityTable } from '../findings/toFindings';
import { toFindings } from '../findings/toFindings';
import { type Flake8Failure, failureOf } from './flake8Failure';
import { flake8Output } from './outputs/flake8';
import { parseAll } from './outputs/lineParser';
import type { Command, Run } from './run';
import { inRoot, type Target } from './target';

export interface Flake8Options {
  /**
   * Absolute. flake8 must run in the folder that the project runs it in, mostly the root: elsewhere it finds no tox.ini,
   * and the project's own checks and the codes that it switches on vanish without a word.
   */
  readonly root: string;
  /** flake8 of the environment that the project's checks are installed in. */
  readonly command: Command;
  readonly run: Run;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly severities?: SeverityTable;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * Runs flake8 with the project's own settings. It runs code of the repository (local checks), so call it only in a
 * trusted workspace.
 *
 * @throws UserError with a `Flake8Failure` as reason when flake8 could not look: never an empty list for a crash.
 */
export async function checkWithFlake8(target: Target, options: Flake8Options): Promise<Finding[]> {
  const { root, command, run, env, signal, timeoutMs } = options;
  const args = [...command.args, ...flake8Arguments(target, root)];
  const result = await run(command.file, args, {
    cwd: root,
    ...(env && { env }),
    ...(target.kind === 'text' && { input: target.text }),
    ...(signal && { signal }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  }).catch((error: unknown) => {
    if (!cannotStart(error)) throw error;
    const message = `flake8 cannot be started: ${command.file} is not there. Create the pep8 environment.`;
    throw new UserError<Flake8Failure>('flake8-missing', message, { cause: error });
  });
  const failure = failureOf(result);
  if (failure) throw failure;
  const rows = parseAll(flake8Output(), result.stdout);
  return toFindings(rows, root, options.severities, target.kind === 'text' ? target : undefined);
}

/** Node's word for it, and that of a runner which turns it into an error of ours. */
function cannotStart(error: unknown): boolean {
  const ours = error instanceof UserError && ['no-program', 'not-executable'].includes(String(error.reason));
  return ours || hasCode(error, 'ENOENT', 'EACCES');
}

/** The arguments for `target`. Files outside of `root` are left to flake8 by their absolute path. */
export function flake8Arguments(target: Target, root: string): string[] {
  // A project may have set another format, or a file for the output; the command line wins over both.
  const output = ['--format=default', '--output-file='];
  switch (target.kind) {
    case 'root':
      return [...output, ...(target.operands?.length ? ['--', ...target.operands] : [])];
    case 'text':
      return [...output, '--stdin-display-name', inRoot(target.file, root), '-'];
    case 'files':
      return [...output, '--', ...target.files.map((file) => inRoot(file, root))];
  }
}
