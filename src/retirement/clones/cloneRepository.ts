import { lstat, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../base/errors';
import { isMissing } from '../../base/readFile';
import { GitError, PersonGit } from '../../change';

export interface CloneOptions {
  readonly signal?: AbortSignal;
  /** What git says of how far it is. */
  readonly onProgress?: (message: string) => void;
}

/**
 * Clones into a folder that is not there yet; what a clone that failed left is removed.
 * @throws UserError `folder-exists`, `bad-address`; GitError
 */
export async function cloneRepository(
  url: string,
  root: string,
  { signal, onProgress }: CloneOptions = {},
): Promise<void> {
  assertAddress(url);
  const isThere = await lstat(root).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
  if (isThere) throw new UserError('folder-exists', `${root} is there already. Choose another folder.`);
  await mkdir(dirname(root), { recursive: true });
  const git = new PersonGit(dirname(root), signal ? { signal } : {});
  let said = '';
  const result = await git.run(['clone', '--progress', '--no-recurse-submodules', '--', url, root], {
    onStderr(bytes) {
      said = `${said}${bytes.toString('utf8')}`.slice(-2000);
      const words = said
        .split(/[\r\n]+/)
        .filter(Boolean)
        .at(-1);
      if (words !== undefined) onProgress?.(words.slice(0, 100));
    },
  });
  if (result.exitCode === 0) return;
  await rm(root, { recursive: true, force: true });
  if (result.ended === 'cancelled') throw new GitError('cancelled', 'The clone was cancelled.');
  const words = said
    .trim()
    .split(/[\r\n]+/)
    .slice(-2)
    .join(' ');
  throw new GitError('git-failed', `git could not clone ${url}: ${words || 'it did not say why'}`);
}

/** An address of a plan's server, without a password: https, or http on this machine. */
function assertAddress(url: string): void {
  const { protocol, hostname, username, password } = new URL(URL.canParse(url) ? url : 'about:blank');
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const isPlain = username === '' && password === '' && /^[!-~]+$/.test(url);
  if (isPlain && (protocol === 'https:' || (protocol === 'http:' && isHere))) return;
  throw new UserError('bad-address', `${url} is no address that a repository is cloned from.`);
}
