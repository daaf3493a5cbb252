import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keeping } from '../../base/keeping';
import { runProcess } from '../../base/process';
import { readText } from '../../base/readFile';
import { inspectHook, wouldRun } from './installHook';
import { failure, GitError, type PersonGit } from './personGit';

const MOST_BYTES = 1 << 20;
const WHAT = 'The message for the commit-msg hook';

/**
 * The message as the person's commit-msg hook leaves it, for commits that are made without `git commit`. `git hook run`
 * would do, but git has it only since 2.36.
 * @throws GitError `git-failed` with the last words of a hook that said no, `cancelled`
 */
export async function commitMsgHook(git: PersonGit, message: string): Promise<string> {
  const { path } = await inspectHook(git);
  if (!(await wouldRun(path))) return message;
  const folder = await keeping(WHAT, tmpdir(), () => mkdtemp(join(tmpdir(), 'commit-message-')));
  try {
    const file = join(folder, 'COMMIT_EDITMSG');
    await keeping(WHAT, file, () => writeFile(file, message));
    const result = await runProcess(path, [file], git.processOptions());
    if (result.ended === 'cancelled') throw failure(['commit-msg'], result);
    if (result.exitCode !== 0) {
      const said = `${result.stdout}${result.stderr}`.trim().split('\n').slice(-3).join(' ').slice(0, 400);
      throw new GitError('git-failed', `The commit-msg hook refused the message. It said: ${said || 'nothing'}`);
    }
    return (await readText(file, MOST_BYTES)) ?? message; // a hook that took the file away left no other text
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
