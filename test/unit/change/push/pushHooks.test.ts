import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { eventually } from '../../../../scripts/lib/eventually';
import { type PushResult, type PushServices, push } from '../../../../src/change/push/push';
import { ChainRepository } from '../chainRepository';

/** Nobody listens there: git itself fails at once. */
const CLOSED = 'http://dev@127.0.0.1:1/a/b';

describe('the pre-push hook of a push', () => {
  let repository: ChainRepository;
  let commit: string;
  beforeEach(() => {
    repository = new ChainRepository();
    repository.run('config', 'remote.gerrit.url', CLOSED);
    commit = repository.commit('Mine');
  });

  function hook(name: string, ...lines: string[]): void {
    repository.write(`.git/hooks/${name}`, `#!/bin/sh\n${lines.join('\n')}\n`);
    chmodSync(join(repository.root, '.git/hooks', name), 0o755);
  }
  const pushed = async (services: PushServices = {}): Promise<PushResult> =>
    push(repository.root, { plan: await repository.plan(), state: 'wip' }, services);
  const read = (name: string): string => readFileSync(join(repository.root, name), 'utf8');

  it('the pre-push hook gets what git would pass, and lets the push continue', async () => {
    hook('pre-push', 'echo "$@" > args', 'cat > refs');
    const { outcome, answer } = await pushed();
    assert.deepEqual([outcome, answer.rejections[0]?.reason], ['failed', 'no-connection']);
    assert.equal(read('args'), `gerrit ${CLOSED}\n`);
    assert.equal(read('refs'), `${commit} ${commit} refs/for/master%wip ${'0'.repeat(40)}\n`);
  });

  it('the pre-push hook stops the push, and is named with its output', async () => {
    hook('pre-push', 'echo Run the tests first; echo They fail >&2; exit 7');
    const { outcome, settled, answer } = await pushed();
    assert.deepEqual([outcome, settled], ['failed', false]);
    assert.deepEqual(answer.rejections, [
      {
        reason: 'pre-push-hook',
        title: 'Your pre-push hook stopped the push',
        meaning: 'It ended with exit code 7, and nothing was sent. Its output says why.',
        fixes: [{ kind: 'show-output' }],
        quote: 'Run the tests first\nThey fail',
      },
    ]);
  });

  it('the pre-push hook is skipped where git would: not executable, or outside core.hooksPath', async () => {
    hook('pre-push', 'touch ran', 'exit 1');
    chmodSync(join(repository.root, '.git/hooks/pre-push'), 0o644);
    assert.equal((await pushed()).answer.rejections[0]?.reason, 'no-connection');
    chmodSync(join(repository.root, '.git/hooks/pre-push'), 0o755);
    repository.run('config', 'core.hooksPath', 'hooks');
    assert.equal((await pushed()).answer.rejections[0]?.reason, 'no-connection');
    assert.equal(existsSync(join(repository.root, 'ran')), false);
    repository.write('hooks/pre-push', '#!/bin/sh\nexit 1\n');
    chmodSync(join(repository.root, 'hooks/pre-push'), 0o755);
    assert.equal((await pushed()).answer.rejections[0]?.reason, 'pre-push-hook');
  });

  it('the pre-push hook ends when the push is cancelled', async () => {
    hook('pre-push', 'touch begun', 'sleep 60');
    const abort = new AbortController();
    const result = pushed({ signal: abort.signal });
    await eventually(
      'the hook',
      () => existsSync(join(repository.root, 'begun')),
      (there) => there,
    );
    abort.abort();
    assert.deepEqual([(await result).outcome, (await result).answer.rejections], ['cancelled', []]);
  });

  it('the pre-push hook cannot ask for a password, and neither can those of git-review', async () => {
    for (const name of ['pre-push', 'pre-review', 'post-review']) hook(name, `env > env-${name}`);
    const askpass = {
      GIT_ASKPASS: '/askpass/of/the/push',
      SSH_ASKPASS: '/askpass/of/the/push',
      TICKET_OF_THE_PUSH: 'x',
    };
    await pushed({ askpass, env: { MINE: 'kept' } });
    for (const name of ['pre-push', 'pre-review', 'post-review']) {
      const environment = read(`env-${name}`);
      assert.match(environment, /^MINE=kept$/m, name);
      assert.doesNotMatch(environment, /OF_THE_PUSH|of\/the\/push/, name);
    }
  });
});
