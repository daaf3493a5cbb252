import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { eventually } from '../../../../scripts/lib/eventually';
import { push } from '../../../../src/change/push/push';
import { ChainRepository } from '../chainRepository';

describe('a push', () => {
  it('a push that is cancelled in the pre-review hook ends as cancelled, with nothing refused', async () => {
    const repository = new ChainRepository();
    repository.commit('Mine');
    repository.write('.git/hooks/pre-review', '#!/bin/sh\n: > .git/hook-runs\nexec sleep 60\n');
    chmodSync(join(repository.root, '.git/hooks/pre-review'), 0o755);
    const abort = new AbortController();
    const pushed = push(repository.root, { plan: await repository.plan() }, { signal: abort.signal });
    await eventually('the hook', () => existsSync(join(repository.root, '.git/hook-runs')), Boolean);
    abort.abort();
    const { outcome, settled, answer } = await pushed;
    assert.deepEqual([outcome, settled, answer.rejections], ['cancelled', false, []]);
  });
});
