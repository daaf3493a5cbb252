import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { temporaryFolder } from '../../../../../scripts/lib/cleanup';
import { addressIn, FOLDER_PREFIX, sweepAskpassFolders } from '../../../../../src/change/server/askpass/askpassFolders';

describe('folders of askpass', () => {
  it('askpass folders are removed if nobody listens any more, and nothing else is', async () => {
    const parent = temporaryFolder();
    const make = (name: string): string => {
      mkdirSync(join(parent, name));
      writeFileSync(join(parent, name, 'askpass.sh'), '');
      return join(parent, name);
    };
    const [dead, alive, other] = [make(`${FOLDER_PREFIX}dead`), make(`${FOLDER_PREFIX}alive`), make('other')];
    symlinkSync(other, join(parent, `${FOLDER_PREFIX}link`));
    writeFileSync(join(parent, `${FOLDER_PREFIX}file`), '');
    const server = createServer();
    await new Promise<void>((ready) => server.listen(addressIn(alive), ready));
    try {
      assert.deepEqual(await sweepAskpassFolders(parent), [], 'they may be starting');
      assert.deepEqual(await sweepAskpassFolders(parent, Date.now() + 120_000), [dead]);
      assert.deepEqual([existsSync(dead), existsSync(alive), readdirSync(other)], [false, true, ['askpass.sh']]);
      assert.equal(readdirSync(parent).length, 4);
    } finally {
      server.close();
    }
  });
});
