import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UserError } from '../base/errors';
import { runProcess } from '../base/process';
import type { PersonGit } from './personGit';

export class ReviewHookError extends UserError<'review-hook-failed'> {
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
 * @throws ReviewHookError when one ends with another exit code than 0
 */
export async function runReviewHooks(git: PersonGit, when: 'pre' | 'post', env: NodeJS.ProcessEnv = {}, signal?: AbortSignal): Promise<void> {
  const beside = (await git.text(['rev-parse', '--git-path', `hooks/${when}-review`])).trim();
  const repositorys = isAbsolute(beside) ? beside : join(git.root, beside);
  for (const file of [join(homedir(), '.config/git-review/hooks', `${when}-review`), repositorys]) {
    if (!(await isProgram(file))) continue;
    const { exitCode, stdout, stderr } = await runProcess(file, [], {
      cwd: git.root,
      env: { ...process.env, ...env },
      ...(signal ? { signal } : {}),
    });
    if (exitCode !== 0) {
      const said = `${stdout}${stderr}`.trim();
      throw new ReviewHookError(`The hook ${file} ${exitCode === null ? 'was ended' : `ended with exit code ${exitCode}`}.`, said);
    }
  }
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false; // none there, or none that may be run, which git-review passes over too
  }
}
