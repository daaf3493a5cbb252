/**
 * The one door to the contents of files. A repository can put a link to a device, a named pipe or a file of any size at
 * every path that we read, so a path is opened without waiting for a writer, only a regular file is read, and the limit
 * holds for the bytes that arrive: files in /proc have size 0, and any file can grow while it is read.
 *
 * Links are followed, but only to regular files. A lint rule keeps Node's own readers out of src.
 */
import * as fileSystem from 'node:fs';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { hasCode, UserError } from './errors';

export type ReadReason = 'too-big' | 'unreadable';

export interface FileContent {
  readonly bytes: Buffer;
  /** When it was last written, in milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** Whether it was written while it was read, so that the bytes may be half of one text and half of another. */
  readonly changed: boolean;
}

/** Longest source text that is read, in bytes: what is longer was generated, and would only take memory. */
const MAX_SOURCE_BYTES = 4_000_000;

/** Windows has neither flag. O_NOCTTY: a terminal at this path must not become ours. */
const FLAGS =
  constants.O_RDONLY |
  ((constants.O_NONBLOCK as number | undefined) ?? 0) |
  ((constants.O_NOCTTY as number | undefined) ?? 0);

/** First read of a file whose size is unknown. */
const FIRST_BYTES = 16 << 10;
const CHUNK_BYTES = 64 << 10;

/**
 * A regular file; undefined when there is none at this absolute path.
 * @throws UserError with a ReadReason: `too-big` for more than `maxBytes`, `unreadable` for what the system refuses
 */
export async function readFile(path: string, maxBytes: number): Promise<FileContent | undefined> {
  return withFile(path, async (file, before) => {
    const content = new Content(path, before, maxBytes);
    for (;;) {
      const { bytesRead } = await file.read(content.buffer, content.length, content.room, content.length);
      if (!content.add(bytesRead)) return content.finish(await file.stat());
    }
  });
}

/** Its text, read as UTF-8. Throws as `readFile`. */
export async function readText(path: string, maxBytes: number): Promise<string | undefined> {
  return (await readFile(path, maxBytes))?.bytes.toString('utf8');
}

/**
 * The text of a source file, for what is only shown or compared: undefined too where it is larger than
 * `MAX_SOURCE_BYTES` or may not be read.
 */
export async function readSource(path: string): Promise<string | undefined> {
  return (await readSourceFile(path))?.bytes.toString('utf8');
}

/** As `readSource`, with when the text was written. */
export async function readSourceFile(path: string): Promise<FileContent | undefined> {
  try {
    return await readFile(path, MAX_SOURCE_BYTES);
  } catch (error) {
    if (isReadError(error)) return undefined;
    throw error;
  }
}

/** The first bytes of a regular file of any size, fewer where it has fewer. Undefined and errors as `readFile`. */
export async function readStart(path: string, bytes: number): Promise<Buffer | undefined> {
  return withFile(path, async (file) => {
    const start = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(start, 0, bytes, null);
    return start.subarray(0, bytesRead);
  });
}

/**
 * A regular file in pieces, for what need not be in memory as a whole; none when there is no such file. What is appended
 * while it is read does not count.
 * @throws as `readFile`
 */
export async function* fileChunks(path: string, maxBytes: number): AsyncGenerator<Buffer, void> {
  const file = await opened(path);
  if (!file) return;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return;
    if (stats.size > maxBytes) throw tooBig(path, maxBytes);
    for (let left = stats.size; left > 0; ) {
      const chunk = Buffer.allocUnsafe(Math.min(left, CHUNK_BYTES));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
      if (bytesRead === 0) return;
      left -= bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    await file.close();
  }
}

/** The part of Node's file system that `readFileSync` uses; a test puts a file in its place that changes meanwhile. */
export interface FileReads {
  openSync(path: string, flags: number): number;
  fstatSync(file: number): FileStats;
  readSync(file: number, buffer: Buffer, offset: number, length: number, position: number): number;
  closeSync(file: number): void;
}

type FileStats = Pick<Stats, 'size' | 'mtimeMs' | 'isFile'>;

/** `readFile` for workers and for callers that cannot wait. */
export function readFileSync(path: string, maxBytes: number, fs: FileReads = fileSystem): FileContent | undefined {
  try {
    const file = fs.openSync(path, FLAGS);
    try {
      const before = fs.fstatSync(file);
      if (!before.isFile()) return undefined;
      const content = new Content(path, before, maxBytes);
      for (;;) {
        const bytesRead = fs.readSync(file, content.buffer, content.length, content.room, content.length);
        if (!content.add(bytesRead)) return content.finish(fs.fstatSync(file));
      }
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  }
}

/** `readSource` for callers that cannot wait. */
export function readSourceSync(path: string): string | undefined {
  try {
    return readFileSync(path, MAX_SOURCE_BYTES)?.bytes.toString('utf8');
  } catch (error) {
    if (isReadError(error)) return undefined;
    throw error;
  }
}

/** Whether the door refused a file that is there. */
export function isReadError(error: unknown): error is UserError<ReadReason> {
  return error instanceof UserError && (error.reason === 'too-big' || error.reason === 'unreadable');
}

/** Bytes as they arrive, in a buffer that grows no further than one byte past the limit. */
class Content {
  buffer: Buffer;
  length = 0;
  private readonly maxBytes: number;

  constructor(
    private readonly path: string,
    private readonly before: FileStats,
    maxBytes: number,
  ) {
    if (before.size > maxBytes) throw tooBig(path, maxBytes);
    // The kernel makes up what it gives of such a file, and may never stop.
    this.maxBytes = before.size === 0 ? Math.min(maxBytes, MAX_SOURCE_BYTES) : maxBytes;
    // One byte more than it has, so that the read after the last byte finds room and says that this is the end.
    this.buffer = Buffer.allocUnsafeSlow(
      Math.min(before.size === 0 ? FIRST_BYTES : before.size + 1, this.maxBytes + 1),
    );
  }

  get room(): number {
    return this.buffer.length - this.length;
  }

  /** Whether more is to be read. */
  add(bytes: number): boolean {
    this.length += bytes;
    if (this.length > this.maxBytes) throw tooBig(this.path, this.maxBytes);
    if (bytes > 0 && this.room === 0) this.grow();
    return bytes > 0;
  }

  finish(after: FileStats): FileContent {
    const { size, mtimeMs } = this.before;
    return {
      bytes: this.buffer.subarray(0, this.length),
      modifiedAt: after.mtimeMs,
      changed: after.size !== size || after.mtimeMs !== mtimeMs || this.length < size,
    };
  }

  private grow(): void {
    const larger = Buffer.allocUnsafeSlow(Math.min(this.buffer.length * 2, this.maxBytes + 1));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

async function withFile<T>(path: string, use: (file: FileHandle, stats: Stats) => Promise<T>): Promise<T | undefined> {
  const file = await opened(path);
  if (!file) return undefined;
  try {
    const stats = await file.stat();
    return stats.isFile() ? await use(file, stats) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  } finally {
    await file.close();
  }
}

async function opened(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, FLAGS);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  }
}

/**
 * Whether no regular file is there. Windows reports EISDIR on opening a folder; ENXIO and ENODEV are sockets and devices
 * without a driver, ENOTDIR is a path through a file, ELOOP a circle of links.
 */
export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENXIO', 'ENODEV', 'ENAMETOOLONG');
}

/** Of a file that has more than `maxBytes`. */
export function tooBig(path: string, maxBytes: number): UserError<ReadReason> {
  const limit = maxBytes < 1 << 20 ? `${Math.ceil(maxBytes / 1024)} KB` : `${Math.round(maxBytes / (1 << 20))} MB`;
  return new UserError('too-big', `${path} is larger than ${limit}, so it is not read.`);
}

/** The error as it is when it is ours already. */
function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  const why = WHY[String(error.code)] ?? String(error.code);
  return new UserError<ReadReason>('unreadable', `${path} cannot be read: ${why}.`, { cause: error });
}

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'this user has no permission',
  EPERM: 'this user has no permission',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk or the system reported an error',
};
