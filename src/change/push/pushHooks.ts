/** The hooks around a push: git-review's own, and git's pre-push. */

import { access, constants, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UserError } from '../../base/errors';
import { keeping } from '../../base/keeping';
import { type ProcessResult, runProcess } from '../../base/process';
import { cleanLines } from '../rejections/pushOutput';
import type { Rejection } from '../rejections/recogniseRejections';
import { hookPath, wouldRun } from '../repository/installHook';
import { failure, GitError, type PersonGit } from '../repository/personGit';
import type { ReviewTarget } from '../repository/target';

/** As the subject of a sentence. */
const WHAT = 'What the pre-push hook reads';

/**
 * Runs the pre-push hook, which git is told to leave out: below git it would inherit how git asks for passwords, and git
 * does not say whether a hook stopped the push or something else did. So it runs before the server is asked, and no
 * connection waits for it. Arguments and input are git's (githooks(5)).
 * @param refspec COMMIT:REF, where REF is one that no server lists, such as `refs/for/master`
 * @returns why the push stops; undefined where the hook let it pass, or there is none
 * @throws GitError `cancelled`
 */
export async function runPrePushHook(
  git: PersonGit,
  { exists, remote, url }: Pick<ReviewTarget, 'exists' | 'remote' | 'url'>,
  refspec: string,
): Promise<Rejection | undefined> {
  const [commit = '', ref = ''] = refspec.split(/:(.*)/s);
  const input = `${commit} ${commit} ${ref} ${'0'.repeat(commit.length)}\n`;
  const address = (exists ? await git.ask(['remote', 'get-url', '--push', remote]) : undefined) ?? url;
  const args = [exists ? remote : address, address];
  const result = (await knowsHookRun(git)) ? await runByGit(git, args, input) : await runFile(git, args, input);
  if (result === undefined || result.exitCode === 0) return undefined;
  if (result.ended === 'cancelled') throw failure(['push'], result);
  const quote = cleanLines(`${result.stdout}${result.stderr}`).join('\n').trim();
  const how = result.exitCode === null ? 'was ended' : `ended with exit code ${result.exitCode}`;
  return {
    reason: 'pre-push-hook',
    title: 'Your pre-push hook stopped the push',
    meaning: `It ${how}, and nothing was sent.${quote === '' ? '' : ' Its output says why.'}`,
    fixes: [{ kind: 'show-output' }],
    quote,
  };
}

/** `git hook run` has `--to-stdin` since 2.40. It also finds the shell for hooks on Windows, and hooks that are configured. */
async function knowsHookRun(git: PersonGit): Promise<boolean> {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(await git.text(['version'])) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 40);
}

async function runByGit(git: PersonGit, args: readonly string[], input: string): Promise<ProcessResult> {
  const folder = await keeping(WHAT, tmpdir(), () => mkdtemp(join(tmpdir(), 'pre-push-')));
  try {
    const file = join(folder, 'refs');
    await keeping(WHAT, file, () => writeFile(file, input));
    const run = ['hook', 'run', '--ignore-missing', `--to-stdin=${file}`, 'pre-push', '--', ...args];
    return await runProcess('git', run, git.processOptions());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runFile(git: PersonGit, args: readonly string[], input: string): Promise<ProcessResult | undefined> {
  const path = await hookPath(git, 'pre-push');
  return (await wouldRun(path)) ? runProcess(path, args, git.processOptions({ input })) : undefined;
}

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
