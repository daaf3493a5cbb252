import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keeping } from '../../base/keeping';
import { type ProcessResult, runProcess } from '../../base/process';
import { cleanLines } from '../rejections/pushOutput';
import type { Rejection } from '../rejections/recogniseRejections';
import { hookPath, wouldRun } from '../repository/installHook';
import { failure, type PersonGit } from '../repository/personGit';
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
