import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../scripts/lib/cleanup';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { KeepingError, keepFile, keeping, makeFolder } from '../../../src/base/keeping';

describe('keeping files', () => {
  let folder: string;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => removeFolder(folder));

  const failure = async (work: () => Promise<unknown>): Promise<KeepingError> => {
    const error = await work().then(
      () => assert.fail('It was kept.'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof KeepingError, String(error));
    return error;
  };

  it('a full disk is reported with what could not be kept, why, and what to do', async () => {
    const error = await failure(() => keeping('The draft', '/dev/full', () => writeFile('/dev/full', 'text')));
    assert.equal(error.reason, 'disk-full');
    assert.equal(
      error.message,
      'The draft could not be kept: the disk of /dev/full is full. Free some space there, then try again.',
    );
  });

  it('a file in the place of a folder is reported', async () => {
    writeFileSync(join(folder, 'drafts'), 'a file');
    const error = await failure(() => keepFile('The draft', join(folder, 'drafts', 'a', 'text'), 'text'));
    assert.equal(error.reason, 'no-folder');
    assert.equal(readFileSync(join(folder, 'drafts'), 'utf8'), 'a file');
  });

  // What only a special disk does is played by errors of the same codes.
  for (const [code, reason, words] of [
    ['ENOSPC', 'disk-full', /the disk of \/kept is full/],
    ['EDQUOT', 'over-quota', /your quota on the disk of \/kept is used up/],
    ['EROFS', 'read-only', /the disk of \/kept is read-only/],
    ['EACCES', 'no-rights', /this user may not write to \/kept/],
    ['EPERM', 'no-rights', /this user may not write to \/kept/],
    ['EMFILE', 'too-many-open', /too many files are open/],
    ['ENOENT', 'no-folder', /the folder of \/kept is gone/],
    ['EIO', 'disk-error', /reported an error/],
  ] as const) {
    it(`the error ${code} is explained`, async () => {
      const cause = Object.assign(new Error(`${code}: in the system's words, write`), { code });
      const error = await failure(() => keeping('The baseline', '/kept', () => Promise.reject(cause)));
      assert.equal(error.reason, reason);
      assert.match(error.message, /^The baseline could not be kept: /);
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, new RegExp(code));
      assert.equal(error.cause, cause);
    });
  }

  it("errors that are not a disk's are left alone", async () => {
    const mistake = new TypeError('no function');
    await assert.rejects(
      keeping('The draft', '/kept', () => Promise.reject(mistake)),
      (error) => error === mistake,
    );
  });

  it('a kept file gets its folders, is replaced as a whole, and leaves nothing beside it', async () => {
    const path = join(folder, 'a', 'b', 'file');
    for (const text of ['one', 'two']) await keepFile('The file', path, text);
    assert.equal(readFileSync(path, 'utf8'), 'two');
    assert.deepEqual(readdirSync(join(folder, 'a', 'b')), ['file']);
  });

  it('a folder made for a kept file is distinguished from one that was there', async () => {
    const path = join(folder, 'a', 'b');
    assert.equal(await makeFolder(path), true);
    assert.equal(await makeFolder(path), false);
    assert.ok(existsSync(path));
  });
});
