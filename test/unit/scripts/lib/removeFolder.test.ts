import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';

/** Writes files into the folder for half a second, or until it is gone. */
const WRITER = `
  const { writeFileSync } = require('node:fs');
  console.log('begun');
  try {
    for (let i = 0, end = Date.now() + 500; Date.now() < end; i++) writeFileSync(process.argv[1] + '/' + i, '');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }`;

describe('removing a folder', () => {
  it('removing a folder succeeds even while another process writes into it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'written-'));
    for (let i = 0; i < 500; i++) writeFileSync(join(folder, `old-${i}`), '');
    const writer = spawn(process.execPath, ['-e', WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(writer, 'exit');
    await once(writer.stdout, 'data');
    removeFolder(folder);
    assert.equal(existsSync(folder), false);
    assert.deepEqual(await ended, [0, null]);
  });

  it('removing a folder that is gone succeeds', () => {
    removeFolder(join(tmpdir(), 'never-there'));
  });
});
