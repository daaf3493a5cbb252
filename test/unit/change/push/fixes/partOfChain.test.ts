import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { prepareFix } from '../../../../../src/change/push/fixes';
import { ChainRepository, idOf } from '../../chainRepository';

describe('fixes after a push of the lower commits only', () => {
  let repository: ChainRepository;
  const trailersOf = (commit: string): string[] =>
    repository.run('log', '-1', '--format=%(trailers:only)', commit).split('\n').filter(Boolean);

  beforeEach(() => {
    repository = new ChainRepository();
    for (const name of ['One', 'Two', 'Three']) repository.commit(name);
  });

  it('a fix after a partial push changes what was pushed, and keeps what is above on top', async () => {
    const before = await repository.plan();
    const plan = await repository.plan({ head: before.commits[1]!.commit });
    assert.deepEqual(
      plan.commits.map(({ subject }) => subject),
      ['One', 'Two'],
    );
    assert.deepEqual([plan.head, plan.tip], [before.commits[1]!.commit, before.head]);
    const prepared = await prepareFix(repository.git, { kind: 'add-change-id' }, plan);
    await prepared!.make();
    assert.deepEqual(repository.subjects(), ['Three', 'Two', 'One']);
    assert.match(trailersOf('HEAD~2').join(), /^Change-Id: I/);
    assert.match(trailersOf('HEAD~1').join(), /^Change-Id: I/);
    assert.deepEqual(trailersOf('HEAD'), []);
  });

  it('a fix after a partial push is refused if the branch has moved since', async () => {
    const [one] = (await repository.plan()).commits;
    const plan = await repository.plan({ head: one!.commit });
    repository.commit('Four', [`Change-Id: ${idOf('Four')}`]);
    await assert.rejects(prepareFix(repository.git, { kind: 'add-change-id' }, plan), { reason: 'changed-meanwhile' });
  });
});
