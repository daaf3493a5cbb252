import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, it } from 'mocha';
import { eventually } from '../../../../scripts/lib/eventually';
import { run, start } from '../../../../scripts/lib/processes';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { root } from '../../../../scripts/lib/script';

/** A process that starts another, prints the ids of both, and then neither ends by itself nor by a polite signal. */
const STUBBORN = `
  process.on('SIGTERM', () => undefined);
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  console.log(process.pid + ' ' + child.pid);
  setInterval(() => 0, 1000);
`;

async function firstLine(stdout: Readable): Promise<number[]> {
  const [line] = (await once(stdout, 'data')) as [Buffer];
  return line.toString().trim().split(' ').map(Number);
}

async function assertGone(pids: readonly number[]): Promise<void> {
  await eventually(
    'the end of the processes',
    () => pids.filter((pid) => alive(pid)),
    (left) => left.length === 0,
  );
}

/** A process that ended and that nobody has asked about yet still has its id, in state Z. */
function alive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout.trim());
}

describe('processes of the scripts', () => {
  it('processes of the scripts end with all that they started', async () => {
    const started = start(process.execPath, ['-e', STUBBORN], { output: 'pipe' });
    const pids = await firstLine(started.stdout!);
    assert.equal(pids.length, 2);
    await started.stop();
    await assertGone(pids);
  });

  it('processes of the scripts end even if the script that started them is killed', async () => {
    const script = `
      const { start } = require(${JSON.stringify(join(root, 'scripts/lib/processes'))});
      start(process.execPath, ['-e', ${JSON.stringify(STUBBORN)}]);
    `;
    const parent = spawn(process.execPath, ['--import', 'tsx', '-e', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pids = await firstLine(parent.stdout);
    parent.kill('SIGKILL');
    await assertGone(pids);
  });

  it('processes of the scripts give their exit code, and their output to a log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'processes-'));
    const log = join(folder, 'log');
    assert.equal(await run(process.execPath, ['-e', 'console.log("said"); process.exit(7)'], { log }), 7);
    assert.equal(await run('no-such-program', [], { log }), 127);
    assert.match(readFileSync(log, 'utf8'), /^said\n.*ENOENT/);
    removeFolder(folder);
  });
});
