import assert from 'node:assert/strict';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { exists } from '../../../src/base/exists';

describe('whether a path exists', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'exists-'));
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nothing'), join(folder, 'link'));
  });
  after(() => removeFolder(folder));

  it('a file, a folder, and a link that leads nowhere exist', async () => {
    for (const path of ['file', '.', 'link']) assert.equal(await exists(join(folder, path)), true, path);
  });

  it('a free name, one below a file, and one that is too long do not exist', async () => {
    for (const path of ['nothing', 'file/below', 'x'.repeat(5000)]) {
      assert.equal(await exists(join(folder, path)), false, path.slice(0, 20));
    }
  });
});
