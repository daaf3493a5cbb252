import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readMyChange } from '../../../../src/change/myChange/readMyChange';
import { RememberedChanges } from '../../../../src/change/myChange/rememberedChanges';
import { GerritError, type Change } from '../../../../src/gerrit';
import { GitRepository } from '../gitRepository';

const idOf = (letter: string): string => `I${letter.repeat(40)}`;

describe('change/myChange/readMyChange', () => {
  it('still knows what the server said of the others when a commit is made offline', async () => {
    const repository = new GitRepository();
    repository.git('remote', 'add', 'gerrit', 'https://review.example.org/a/openstack/nova');
    repository.git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    repository.commit(`Weigh hosts\n\nChange-Id: ${idOf('a')}`);
    const change = { number: 7, changeId: idOf('a'), project: 'openstack/nova', branch: 'master', status: 'NEW', patchSets: [] } as unknown as Change;
    let isAway = false;
    const remembered = new RememberedChanges({
      changesById: (ids) =>
        isAway
          ? Promise.reject(new GerritError('offline', 'review.example.org cannot be reached.'))
          : Promise.resolve(new Map([...ids].map((id) => [id, id === idOf('a') ? [change] : []]))),
    });
    const read = async () => (await readMyChange(repository.root, () => remembered)).commits.map(({ subject, becomes }) => `${subject}: ${becomes}`);
    assert.deepEqual(await read(), ['Weigh hosts: next-patch-set']);
    isAway = true;
    repository.commit(`Measure hosts\n\nChange-Id: ${idOf('b')}`);
    repository.commit('Name hosts');
    assert.deepEqual(await read(), ['Name hosts: new', 'Measure hosts: unknown', 'Weigh hosts: next-patch-set']);
  });
});
