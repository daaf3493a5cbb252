import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { prepareFix } from '../../../../../src/change/push/fixes';
import { ChainRepository, idOf } from '../../chainRepository';

const DEV = 'Signed-off-by: Dev Example <dev@example.org>';
const CORE = 'Signed-off-by: Core Example <core@example.org>';

describe('the sign-off fix of a chain on a downloaded change', () => {
  let repository: ChainRepository;
  const fixed = async (account?: readonly string[], theirsBecomes?: 'nothing'): Promise<string[]> => {
    const plan = await repository.plan();
    const commits = plan.commits.map((commit, at) =>
      at === 0 && theirsBecomes ? { ...commit, becomes: theirsBecomes } : commit,
    );
    const prepared = await prepareFix(
      repository.git,
      { kind: 'sign-off' },
      { ...plan, commits },
      account ? { account } : {},
    );
    return prepared!.texts.map(({ name }) => name.replace(/^\w+ /, ''));
  };

  beforeEach(() => {
    repository = new ChainRepository();
    repository.commit('Theirs', [`Change-Id: ${idOf('Theirs')}`, CORE], ['--author=Core Example <core@example.org>']);
  });

  it('signing off a chain leaves the commits of others alone', async () => {
    const theirs = repository.run('rev-parse', 'HEAD');
    repository.commit('Mine', [`Change-Id: ${idOf('Mine')}`]);
    const plan = await repository.plan();
    await (await prepareFix(repository.git, { kind: 'sign-off' }, plan))!.make();
    assert.equal(repository.run('rev-parse', 'HEAD~1'), theirs);
    assert.match(repository.run('log', '-1', '--format=%B'), new RegExp(`${DEV}$`));
  });

  it('signing off a chain leaves alone what the server has, and what has an address of the account', async () => {
    repository.run('commit', '-q', '--amend', '-m', `Theirs\n\nChange-Id: ${idOf('Theirs')}`);
    repository.commit('Mine', [`Change-Id: ${idOf('Mine')}`, 'Signed-off-by: Dev <second@example.org>']);
    repository.commit('Mine too', [`Change-Id: ${idOf('Mine too')}`]);
    assert.deepEqual(await fixed(), ['Theirs', 'Mine', 'Mine too']);
    assert.deepEqual(await fixed(['second@example.org'], 'nothing'), ['Mine too']);
  });
});
