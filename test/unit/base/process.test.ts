import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { UserError } from '../../../src/base/errors';
import { type ProcessOptions, type ProcessResult, runProcess } from '../../../src/base/process';

/** Starts a grandchild that ignores SIGINT, tells its id and its own on stdout, and waits. */
const STUBBORN_FAMILY = `
const { spawn } = require('node:child_process');
process.on('SIGINT', () => {});
if (process.argv[1] === 'grandchild') {
  process.send('ready');
} else {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  const child = spawn(process.execPath, ['-e', process.env.FAMILY, 'grandchild'], { stdio });
  child.on('message', () => console.log(process.pid + ' ' + child.pid));
}
setInterval(() => {}, 1000);
`;

describe('running a process', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'process '));
  });
  afterEach(() => removeFolder(folder));

  const node = (script: string, options: Partial<ProcessOptions> = {}, ...args: string[]): Promise<ProcessResult> =>
    runProcess(process.execPath, ['-e', script, ...args], { cwd: folder, ...options });

  it('a process has exit code, both streams and the time', async () => {
    const result = await node('console.log(process.cwd()); console.error("e"); process.exit(3)');
    assert.deepEqual(
      { ...result, seconds: 0, stdout: result.stdout.trim().endsWith(folder) },
      {
        exitCode: 3,
        signal: null,
        ended: 'byItself',
        stdout: true,
        stderr: 'e\n',
        truncated: false,
        seconds: 0,
      },
    );
    assert.ok(result.seconds > 0);
  });

  it('a process gets its arguments as they are, without a shell', async () => {
    const args = ['a b', '$(touch x)', '"', "'", '*', '; exit 7', ''];
    const { stdout } = await node('console.log(JSON.stringify(process.argv.slice(1)))', {}, ...args);
    assert.deepEqual(JSON.parse(stdout), args);
  });

  it('a process gets only the given environment', async () => {
    const { stdout } = await node('console.log(process.env.ONE, process.env.HOME)', { env: { ONE: '1' } });
    assert.equal(stdout, '1 undefined\n');
  });

  it("a process's UTF-8 is decoded in pieces", async () => {
    const { stdout } = await node(`
      const bytes = Buffer.from('ä€🐍');
      let at = 0;
      const next = () => {
        if (at < bytes.length) {
          process.stdout.write(bytes.subarray(at, ++at));
          setTimeout(next, 5);
        }
      };
      next();`);
    assert.equal(stdout, 'ä€🐍');
  });

  it("a process's bytes are passed on as they arrive, and not kept", async () => {
    const chunks: Buffer[] = [];
    const { stdout, stderr } = await node('process.stdout.write(Buffer.of(0xb3, 0xff)); console.error("kept")', {
      onStdout: (bytes) => chunks.push(Buffer.from(bytes)),
    });
    assert.deepEqual([Buffer.concat(chunks).toString('hex'), stdout, stderr], ['b3ff', '', 'kept\n']);
  });

  it("a process's endless output is cut at whole characters", async () => {
    const { stdout, truncated } = await node('process.stdout.write("ä".repeat(100000))', { maxOutputBytes: 1001 });
    assert.deepEqual([stdout, truncated], ['ä'.repeat(500), true]);
  });

  it('a process gets its input', async () => {
    assert.equal((await node('process.stdin.pipe(process.stdout)', { input: 'ä' })).stdout, 'ä');
    assert.equal((await node('process.exit(4)', { input: 'x'.repeat(10_000_000) })).exitCode, 4);
  });

  it('a process ended by another has the signal', async () => {
    const { exitCode, signal, ended } = await node('process.kill(process.pid, "SIGKILL")');
    assert.deepEqual([exitCode, signal, ended], [null, 'SIGKILL', 'byItself']);
  });

  it('a cancelled process may end by itself', async () => {
    const cancel = new AbortController();
    const result = await node(
      'process.on("SIGINT", () => process.exit(130)); setInterval(() => {}, 1000); console.log("up")',
      {
        signal: cancel.signal,
        onStdout: () => cancel.abort(),
      },
    );
    assert.deepEqual([result.exitCode, result.ended], [130, 'cancelled']);
  });

  it('a cancelled family that ignores SIGINT is ended', async () => {
    const cancel = new AbortController();
    let family: number[] = [];
    const result = await node(STUBBORN_FAMILY, {
      env: { ...process.env, FAMILY: STUBBORN_FAMILY },
      signal: cancel.signal,
      endWithinMs: 600,
      onStdout: (bytes) => {
        family = bytes.toString().trim().split(' ').map(Number);
        cancel.abort();
      },
    });
    assert.deepEqual([result.ended, result.signal], ['cancelled', 'SIGKILL']);
    assert.equal(family.length, 2);
    await allGone(family);
  });

  it('a grandchild that ignores SIGINT is ended when its parent obeys', async () => {
    const cancel = new AbortController();
    const obedient = STUBBORN_FAMILY.replace('} else {', '} else { process.removeAllListeners("SIGINT");');
    let family: number[] = [];
    await node(obedient, {
      env: { ...process.env, FAMILY: STUBBORN_FAMILY },
      signal: cancel.signal,
      endWithinMs: 600,
      onStdout: (bytes) => {
        family = bytes.toString().trim().split(' ').map(Number);
        cancel.abort();
      },
    });
    await allGone(family);
  });

  it('leftovers of a dead process are ended on request', async () => {
    let family: number[] = [];
    const result = await node(STUBBORN_FAMILY, {
      env: { ...process.env, FAMILY: STUBBORN_FAMILY },
      endLeftovers: true,
      onStdout: (bytes) => {
        family = bytes.toString().trim().split(' ').map(Number);
        process.kill(family[0] ?? 0, 'SIGKILL');
      },
    });
    assert.deepEqual([result.ended, result.signal], ['byItself', 'SIGKILL']);
    await allGone(family);
  });

  it('a stranger who holds the pipes is not waited for', async () => {
    const { exitCode, stdout } = await node(`
      const { spawn } = require('node:child_process');
      const wait = ['-e', 'setInterval(() => {}, 1000)'];
      const child = spawn(process.execPath, wait, { stdio: 'inherit', detached: true });
      console.log(child.pid);
      child.unref();
      process.exit(0);`);
    const stranger = Number(stdout);
    assert.equal(exitCode, 0);
    assert.ok(isAlive(stranger), 'a process with a group of its own is left alone');
    process.kill(stranger, 'SIGKILL');
  });

  it('a process that takes too long is ended', async () => {
    const result = await node('setInterval(() => {}, 1000)', { timeoutMs: 50 });
    assert.equal(result.ended, 'timeout');
  });

  it('a process that is cancelled already is not started', async () => {
    const result = await node('require("fs").writeFileSync("made", "")', { signal: AbortSignal.abort() });
    assert.deepEqual([result.ended, result.exitCode], ['cancelled', null]);
    await assert.rejects(readFile(join(folder, 'made')), { code: 'ENOENT' });
  });

  it('a process that was not started has the reason', async () => {
    await writeFile(join(folder, 'text'), 'no program');
    await chmod(join(folder, 'text'), 0o644);
    const here = { cwd: folder };
    await assert.rejects(runProcess(join(folder, 'nowhere'), [], here), reason('no-program'));
    await writeFile(join(folder, 'moved'), '#!/none/bin/python\n', { mode: 0o755 });
    await assert.rejects(runProcess(join(folder, 'moved'), [], here), reason('no-interpreter'));
    await assert.rejects(runProcess(process.execPath, [], { cwd: join(folder, 'nowhere') }), reason('no-folder'));
    await assert.rejects(runProcess(process.execPath, [], { cwd: join(folder, 'text') }), reason('no-folder'));
    await assert.rejects(runProcess(join(folder, 'text'), [], here), reason('not-executable'));
    await assert.rejects(runProcess(process.execPath, ['a\0b'], here), reason('bad-arguments'));
    await assert.rejects(runProcess(process.execPath, ['x'.repeat(300_000)], here), reason('bad-arguments'));
  });
});

function reason(expected: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof UserError, String(error));
    assert.equal(error.reason, expected);
    return true;
  };
}

/** The kernel needs a moment to bury who was killed: asks until nobody is there; the test's time limit ends it. */
async function allGone(ids: readonly number[]): Promise<void> {
  while (ids.some(isAlive)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/**
 * A zombie runs no more, though its id stays until somebody reads its exit code, which the first process of a container
 * may never do.
 */
function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return process.platform !== 'linux' || !/^State:\s*Z/m.test(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return false; // ESRCH, or gone between the two questions
  }
}
