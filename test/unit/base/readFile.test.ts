import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../scripts/lib/cleanup';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { UserError } from '../../../src/base/errors';
import {
  type FileReads,
  fileChunks,
  isReadError,
  readFile,
  readFileSync,
  readSource,
  readSourceSync,
  readStart,
  readText,
} from '../../../src/base/readFile';
import { HOSTILE_FILES, releasePipes } from './hostileFiles';

const MAX_BYTES = 100_000;

describe('the door to the contents of files', () => {
  let folder: string;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => {
    releasePipes();
    removeFolder(folder);
  });

  const fileOf = (text: string | Buffer, name = 'file'): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const isTooBig = (error: unknown): boolean => error instanceof UserError && error.reason === 'too-big';
  const chunksOf = async (path: string, maxBytes: number): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of fileChunks(path, maxBytes)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  /** Each way through the door, with what it gives of a file: its bytes, or nothing. */
  const WAYS: Readonly<Record<string, (path: string) => Promise<Buffer | undefined>>> = {
    readFile: async (path) => (await readFile(path, MAX_BYTES))?.bytes,
    readText: async (path) => bytesOf(await readText(path, MAX_BYTES)),
    readSource: async (path) => bytesOf(await readSource(path)),
    readStart: (path) => readStart(path, MAX_BYTES),
    fileChunks: async (path) => bytesOf((await chunksOf(path, MAX_BYTES)).toString('utf8') || undefined),
    readFileSync: (path) => new Promise((resolve) => resolve(readFileSync(path, MAX_BYTES)?.bytes)),
    readSourceSync: (path) => new Promise((resolve) => resolve(bytesOf(readSourceSync(path)))),
  };
  const bytesOf = (text: string | undefined): Buffer | undefined =>
    text === undefined ? undefined : Buffer.from(text);

  for (const [name, read] of Object.entries(WAYS)) {
    it(`${name} gives a file whole, even through a link`, async () => {
      const text = 'öne\n'.repeat(20_000);
      symlinkSync(fileOf(text), join(folder, 'link'));
      for (const path of ['file', 'link']) assert.equal((await read(join(folder, path)))?.toString('utf8'), text);
    });

    for (const hostile of HOSTILE_FILES) {
      it(`${name} gives nothing of ${hostile.name}, or refuses it, within its limit`, async () => {
        const before = process.memoryUsage.rss();
        const found = await read(hostile.make(folder, 'file')).catch((error: unknown) => {
          assert.ok(isReadError(error), String(error));
          return undefined;
        });
        assert.ok(name === 'readStart' || found === undefined, String(found?.length));
        assert.ok((found?.length ?? 0) <= MAX_BYTES);
        assert.ok(process.memoryUsage.rss() - before < 100e6);
      });
    }
  }

  it('a file of /proc, which has size 0, is read', async () => {
    assert.match((await readText('/proc/self/status', MAX_BYTES)) ?? '', /^Name:/);
    assert.match(readFileSync('/proc/self/status', MAX_BYTES)?.bytes.toString('latin1') ?? '', /^Name:/);
  });

  it('a file of exactly the limit is read, and one byte more refused', async () => {
    const path = fileOf(Buffer.alloc(1000, 'x'));
    assert.equal((await readFile(path, 1000))?.bytes.length, 1000);
    assert.equal(readFileSync(path, 1000)?.bytes.length, 1000);
    assert.equal((await chunksOf(path, 1000)).length, 1000);
    await assert.rejects(readFile(path, 999), isTooBig);
    assert.throws(() => readFileSync(path, 999), isTooBig);
    await assert.rejects(chunksOf(path, 999), isTooBig);
  });

  it('a file that is too large is reported with the limit in readable units', async () => {
    const path = fileOf(Buffer.alloc(3 << 20));
    await assert.rejects(readText(path, 2 << 20), { message: `${path} is larger than 2 MB, so it is not read.` });
    await assert.rejects(readText(path, 4096), { message: `${path} is larger than 4 KB, so it is not read.` });
  });

  it('an empty file is read as empty, and a missing one as none', async () => {
    assert.equal(await readText(fileOf(''), 10), '');
    assert.equal(await readText(join(folder, 'none'), 10), undefined);
    assert.equal(await readText(join(folder, 'file', 'below'), 10), undefined);
    assert.equal(await readText(join(folder, 'x'.repeat(300)), 10), undefined);
  });

  it('a file that grows counts by the bytes that arrive, not by its size before', () => {
    const growing = (sizes: readonly number[], length: number): FileReads => {
      const left = [...sizes];
      return {
        openSync: () => 1,
        fstatSync: () => ({ size: left.shift()!, mtimeMs: 1, isFile: () => true }),
        readSync: (_, buffer, offset, room, position) =>
          buffer.copy(buffer, offset, 0, 0) + Math.min(room, length - position),
        closeSync: () => undefined,
      };
    };
    assert.deepEqual(pick(readFileSync('', 500, growing([10, 400], 400))), { length: 400, changed: true });
    assert.deepEqual(pick(readFileSync('', 500, growing([10, 10], 10))), { length: 10, changed: false });
    assert.throws(() => readFileSync('', 300, growing([10, 400], 400)), isTooBig);
    // A device that gives bytes for ever ends at the limit too.
    assert.throws(() => readFileSync('', 300, growing([0, 0], Infinity)), isTooBig);
  });

  it('the time when a file was written belongs to the bytes that were read', async () => {
    const path = fileOf('one');
    const first = await readFile(path, 10);
    appendFileSync(path, ' two');
    const second = await readFile(path, 10);
    assert.ok(first && second && first.modifiedAt <= second.modifiedAt);
    assert.deepEqual([first.changed, second.changed], [false, false]);
  });

  it('a file that the system refuses is called unreadable, with the reason', async () => {
    // Reading this file of the kernel fails with EIO or EINVAL for everybody, root included.
    const refused = '/proc/self/mem';
    const isUnreadable = (error: unknown): boolean =>
      error instanceof UserError &&
      error.reason === 'unreadable' &&
      error.message.startsWith(`${refused} cannot be read: `);
    await assert.rejects(readText(refused, MAX_BYTES), isUnreadable);
    assert.throws(() => readFileSync(refused, MAX_BYTES), isUnreadable);
    assert.equal(await readSource(refused), undefined);
    assert.equal(readSourceSync(refused), undefined);
  });

  it('the start of a file of any size is read', async () => {
    mkdirSync(join(folder, 'sparse'));
    const huge = HOSTILE_FILES.find(({ name }) => name === 'a file of 64 GB')!.make(folder, 'huge');
    assert.equal((await readStart(huge, 10))?.length, 10);
    assert.equal((await readStart(fileOf('abc'), 10))?.toString(), 'abc');
  });
});

function pick(content: ReturnType<typeof readFileSync>): { length: number; changed: boolean } | undefined {
  return content && { length: content.bytes.length, changed: content.changed };
}
