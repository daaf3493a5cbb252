import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { UserError } from '../../../../src/base/errors';
import { withFileLock } from '../../../../src/retirement/plan/fileLock';
import { newPlanText } from '../../../../src/retirement/plan/newPlanText';
import { readPlanFile, updatePlanFile } from '../../../../src/retirement/plan/planFile';
import { made } from './anyPlan';

const PROCESSES = 4;
const UPDATES = 20;
const CLOSED = { as: 'done', reason: 'It is sent.', on: '2026-12-01' } as const;

const refused =
  (reason: string) =>
  (error: unknown): boolean =>
    error instanceof UserError && error.reason === reason;

describe('the file of a plan', () => {
  let folder = '';
  let path = '';
  let locks = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plan-'));
    path = join(folder, 'a.retirement.yaml');
    locks = join(folder, 'state', 'locks');
    await writeFile(path, newPlanText(made(), 'yaml'));
  });
  afterEach(() => removeFolder(folder));

  const start = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'updatePlans.ts'), path, locks, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  /** A process that has the lock. */
  async function holder(): Promise<ChildProcess> {
    const child = start('hold');
    assert.ok(child.stdout);
    await once(child.stdout, 'data');
    return child;
  }

  async function kill(child: ChildProcess): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  it('a plan has the updates of all processes that change it at the same time', async function () {
    this.timeout(60_000);
    const children = Array.from({ length: PROCESSES }, (_, i) => start(`p${i}`, String(UPDATES)));
    const codes = await Promise.all(children.map((child) => once(child, 'exit').then(([code]) => code as unknown)));
    assert.deepEqual(
      codes,
      codes.map(() => 0),
    );
    const { steps } = await readPlanFile(path);
    const found = steps.find(({ id }) => id === 'references')?.decisions ?? [];
    const names = new Set(found.map((one) => `${one.path} ${one.text}`));
    assert.deepEqual([found.length, names.size], [PROCESSES * UPDATES, PROCESSES * UPDATES]);
    assert.ok((await readdir(locks)).length <= 21);
  });

  it('a plan is changed although a process was killed that had its lock', async () => {
    await kill(await holder());
    const plan = await updatePlanFile(path, { kind: 'close', step: 'announce', closed: CLOSED }, { locks });
    assert.deepEqual(plan.steps[0]?.closed, CLOSED);
    assert.deepEqual(await readPlanFile(path), plan);
  });

  it('a plan that another process changes is busy, also by the name of a link', async () => {
    const child = await holder();
    const link = join(folder, 'link.retirement.yaml');
    await symlink(path, link);
    const change = { kind: 'close', step: 'announce', closed: CLOSED } as const;
    try {
      for (const one of [path, link]) {
        await assert.rejects(updatePlanFile(one, change, { locks, waitMs: 100 }), refused('plan-busy'));
      }
      // A computer that slept, or the id of another process by now.
      for (const name of await readdir(locks)) await utimes(join(locks, name), 0, 0);
      await updatePlanFile(path, change, { locks, waitMs: 100 });
    } finally {
      await kill(child);
    }
  });

  it('a plan is closed by one of two windows that do it at the same time', async () => {
    const change = { kind: 'close', step: 'announce', closed: CLOSED } as const;
    const results = await Promise.allSettled([1, 2, 3].map(() => updatePlanFile(path, change, { locks })));
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected']);
    for (const result of results) {
      if (result.status === 'rejected') assert.ok(refused('changed-meanwhile')(result.reason));
    }
  });

  it('a plan keeps what another holder of the lock wrote before', async () => {
    const other = `${await readFile(path, 'utf8')}# mine\n`;
    const updating = withFileLock(path, { locks }, async (checkLock) => {
      await checkLock();
      await writeFile(path, other);
    });
    const update = updatePlanFile(path, { kind: 'close', step: 'announce', closed: CLOSED }, { locks });
    await Promise.all([updating, update]);
    assert.match(await readFile(path, 'utf8'), /# mine\n$/);
  });

  it('a plan that is not in UTF-8 is refused with its line, and keeps its bytes', async () => {
    const bytes = Buffer.from(`# a\n# für\n${newPlanText(made(), 'yaml')}`, 'latin1');
    await writeFile(path, bytes);
    const isRefused = (error: unknown): boolean =>
      error instanceof UserError && /^a\.retirement\.yaml, line 2: .*UTF-8/.test(error.message);
    await assert.rejects(readPlanFile(path), isRefused);
    await assert.rejects(
      updatePlanFile(path, { kind: 'close', step: 'announce', closed: CLOSED }, { locks }),
      isRefused,
    );
    assert.deepEqual(await readFile(path), bytes);
  });

  it('a plan that is gone, or is not a plan, is refused and not written', async () => {
    await assert.rejects(readPlanFile(join(folder, 'none.yaml')), refused('no-plan'));
    await writeFile(path, 'retirement: 1\nkind: retire\n');
    await assert.rejects(
      updatePlanFile(path, { kind: 'close', step: 'announce', closed: CLOSED }, { locks }),
      refused('bad-plan'),
    );
    assert.equal(await readFile(path, 'utf8'), 'retirement: 1\nkind: retire\n');
  });
});
