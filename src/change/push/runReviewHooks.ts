import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UserError } from '../../base/errors';
import { runProcess } from '../../base/process';
import { cleanLines } from '../rejections/pushOutput';
import { GitError, type PersonGit } from '../repository/personGit';

class ReviewHookError extends UserError<'review-hook-failed'> {
  constructor(
    message: string,
    /** What the hook printed. */
    readonly output: string,
  ) {
    super('review-hook-failed', message);
  }
}

/**
 * git-review's own hooks, `pre-review` and `post-review`: the person's in ~/.config/git-review/hooks, then the
 * repository's beside git's hooks (git_review/cmd.py, run_custom_script). They run in the working tree without arguments.
 * @throws ReviewHookError when one ends with another exit code than 0; GitError `cancelled`
 */
export async function runReviewHooks(
  git: PersonGit,
  when: 'pre' | 'post',
  env: NodeJS.ProcessEnv = {},
  signal?: AbortSignal,
): Promise<void> {
  const beside = (await git.text(['rev-parse', '--git-path', `hooks/${when}-review`])).trim();
  const repositorys = isAbsolute(beside) ? beside : join(git.root, beside);
  for (const file of [join(homedir(), '.config/git-review/hooks', `${when}-review`), repositorys]) {
    if (!(await isProgram(file))) continue;
    const { exitCode, ended, stdout, stderr } = await runProcess(file, [], {
      cwd: git.root,
      env: { ...process.env, ...env },
      ...(signal ? { signal } : {}),
    });
    if (ended === 'cancelled') throw new GitError('cancelled', `The hook ${file} was cancelled.`);
    if (exitCode !== 0) {
      const said = `${stdout}${stderr}`.trim();
      const how = exitCode === null ? 'was ended' : `ended with exit code ${exitCode}`;
      throw new ReviewHookError(`The hook ${file} ${how}${lastWords(said)}.`, said);
    }
  }
}

/** What a hook says last is why it stopped. */
function lastWords(said: string): string {
  const words = cleanLines(said).filter(Boolean).slice(-3).join(' ').slice(-MOST_WORDS);
  return words === '' ? '' : ` and said: ${words.replace(/\.$/, '')}`;
}

/** As many characters as a message may have before nobody reads it. */
const MOST_WORDS = 300;

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false; // none there, or none that may be run, which git-review passes over too
  }
}
