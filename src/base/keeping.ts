/** Writing what is ours to keep, and one sentence for each way in which a disk can refuse it. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { hasCode, UserError } from './errors';

export type KeepingReason =
  | 'disk-full'
  | 'over-quota'
  | 'read-only'
  | 'no-rights'
  | 'too-many-open'
  | 'no-folder'
  | 'disk-error';

/** What could not be kept, why, and what to do. */
export class KeepingError extends UserError<KeepingReason> {}

const REASONS: Readonly<Record<string, KeepingReason>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'over-quota',
  EROFS: 'read-only',
  EACCES: 'no-rights',
  EPERM: 'no-rights',
  EMFILE: 'too-many-open',
  ENFILE: 'too-many-open',
  ENOENT: 'no-folder',
  ENOTDIR: 'no-folder',
  EIO: 'disk-error',
};

/** What follows the name of the place: why, and what to do. */
const WORDS: Readonly<Record<KeepingReason, (path: string) => string>> = {
  'disk-full': (path) => `the disk of ${path} is full. Free some space there, then try again.`,
  'over-quota': (path) => `your quota on the disk of ${path} is used up. Remove files of yours there, then try again.`,
  'read-only': (path) => `the disk of ${path} is read-only. Make it writable, then try again.`,
  'no-rights': (path) => `this user may not write to ${path}. Change its owner or its permissions, then try again.`,
  'too-many-open': () => 'too many files are open on this machine. Close other programs, then try again.',
  'no-folder': (path) => `the folder of ${path} is gone, or a file is in its place. Reload the window, then try again.`,
  'disk-error': (path) => `the disk of ${path} reported an error. Check the disk, then try again.`,
};

/**
 * Does what writes, and turns what the disk refuses into words. Other errors stay as they are.
 * @param what is kept, as the subject of a sentence: `The draft of the message`
 * @param path absolute; the file or folder that is written, where the error itself names none
 * @throws KeepingError
 */
export async function keeping<T>(what: string, path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw keepingError(what, path, error);
  }
}

/** The error in words where a disk refused something; any other error as it is. */
function keepingError(what: string, path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  return reason
    ? new KeepingError(reason, `${what} could not be kept: ${WORDS[reason](path)}`, { cause: error })
    : error;
}

/** Replaces a file as a whole, folders included, so that a crash leaves the old or the new one. Throws as `keeping`. */
export async function keepFile(
  what: string,
  path: string,
  data: string | Buffer,
  options: { mode?: number } = {},
): Promise<void> {
  await keeping(what, path, async () => {
    await makeFolder(dirname(path));
    await writeFileAtomic(path, data, options);
  });
}

/**
 * Makes a folder and those above it; whether it was made. Node's own recursive mkdir reports ENOENT for a read-only disk.
 * @throws the error of the file system that tells why
 */
export async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST', 'EROFS', 'EISDIR') && (await isFolder(path))) return false;
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
  }
  await makeFolder(dirname(path));
  return makeFolder(path);
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
