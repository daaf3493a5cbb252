import assert from 'node:assert/strict';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { exists } from '../../../src/base/exists';

describe('exists', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'exists-'));
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nothing'), join(folder, 'link'));
  });
  after(() => removeFolder(folder));

  it('finds a file, a folder, and a link that leads nowhere', async () => {
    for (const path of ['file', '.', 'link']) assert.equal(await exists(join(folder, path)), true, path);
  });

  it('finds nothing at a free name, below a file, or under a name that is too long', async () => {
    for (const path of ['nothing', 'file/below', 'x'.repeat(5000)]) {
      assert.equal(await exists(join(folder, path)), false, path.slice(0, 20));
    }
  });
});
