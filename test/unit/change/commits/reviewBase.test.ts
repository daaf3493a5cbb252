import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { reviewBase } from '../../../../src/change/commits/pendingCommits';
import { checkRebase, tipNow } from '../../../../src/change/download/checkRebase';
import { appliesWords } from '../../../../src/change/preflight/appliesCheck';
import { ChainRepository, TARGET } from '../chainRepository';

const DAY_MS = 24 * 60 * 60_000;

describe('the review branch that commits are counted from', () => {
  let repository: ChainRepository;
  let server: string;
  const subjects = async (): Promise<string[]> => (await repository.plan()).commits.map(({ subject }) => subject);
  const push = (ref = 'HEAD:master'): string => repository.run('push', '-q', server, ref);

  beforeEach(() => {
    repository = new ChainRepository();
    server = temporaryFolder();
    repository.run('init', '-q', '--bare', '-b', 'master', server);
    repository.run('config', 'remote.gerrit.url', server);
    push();
  });

  it("the base has what was pulled from origin if Gerrit's branch was fetched long ago", async () => {
    const merged = repository.commit('Merged in the last month');
    repository.commit('Merged yesterday');
    repository.run('update-ref', 'refs/remotes/origin/master', 'HEAD');
    repository.commit('Mine');
    assert.deepEqual(await subjects(), ['Mine']);
    repository.run('update-ref', 'refs/remotes/gerrit/master', 'refs/remotes/origin/master');
    repository.run('update-ref', 'refs/remotes/origin/master', merged);
    assert.deepEqual(await subjects(), ['Mine'], 'the older one does not win');
  });

  it("the base is Gerrit's if origin has commits of its own, and origin's if Gerrit's was never fetched", async () => {
    const base = repository.run('rev-parse', 'HEAD');
    repository.run(
      'update-ref',
      'refs/remotes/origin/master',
      repository.run('commit-tree', 'HEAD^{tree}', '-m', 'A fork'),
    );
    assert.equal(await reviewBase(repository.git, TARGET), base);
    repository.run('update-ref', '-d', 'refs/remotes/gerrit/master');
    assert.notEqual(await reviewBase(repository.git, TARGET), undefined);
  });

  it('the base is fetched to see whether the change applies, and is the last fetched one offline', async () => {
    const base = repository.run('rev-parse', 'HEAD');
    repository.commit('Merged meanwhile');
    push();
    const tip = repository.run('rev-parse', 'HEAD');
    repository.run('reset', '-q', '--hard', base);
    repository.commit('Mine');
    const before = await checkRebase(repository.git, TARGET);
    assert.deepEqual([before.behind, before.tip?.isFetched], [0, false]);
    repository.run('config', 'remote.gerrit.url', `${server}/gone`);
    assert.equal(await tipNow(repository.git, TARGET), undefined);
    const away = await checkRebase(repository.git, TARGET, { fetch: true });
    assert.deepEqual([away.applies, away.behind, away.tip?.isFetched], ['yes', 0, false]);
    repository.run('config', 'remote.gerrit.url', server);
    assert.equal(await tipNow(repository.git, TARGET), tip);
    const now = await checkRebase(repository.git, TARGET, { fetch: true });
    assert.deepEqual([now.applies, now.behind, now.tip?.isFetched], ['yes', 1, true]);
  });

  it('the age of a base that could not be fetched is reported', () => {
    const now = Date.now();
    const found = { applies: 'yes', files: [], behind: 0 } as const;
    const words = (isFetched: boolean): string =>
      appliesWords({ ...found, tip: { at: now - 31 * DAY_MS, isFetched } }, 'master', now).text;
    assert.equal(words(true), 'On top of master');
    assert.equal(
      words(false),
      'On top of master. That is the master that was fetched last, whose newest commit was made 31 days ago',
    );
  });
});
