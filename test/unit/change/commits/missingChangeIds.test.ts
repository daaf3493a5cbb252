import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { openRepository } from '../../../../src/base/git';
import { addMissing, commitsWithoutChangeId } from '../../../../src/change/commits/missingChangeIds';
import { NO_LOOKUP } from '../../../../src/change/message/changeLookup';
import { PersonGit } from '../../../../src/change/repository/personGit';
import { type RepositoryFacts, readFacts, wantsSignOff } from '../../../../src/change/repository/repositoryFacts';
import { diskFiles } from '../../../../src/project/files';
import { GitRepository } from '../gitRepository';

const ID = `I${'a'.repeat(40)}`;
const SIGNED = 'Signed-off-by: Dev Example <dev@example.org>';

describe('commits without a Change-Id', () => {
  let repository: GitRepository;
  const facts = async (): Promise<RepositoryFacts> =>
    readFacts(repository.root, diskFiles, await openRepository(repository.root));
  const find = async () => commitsWithoutChangeId(await openRepository(repository.root), await facts());
  const messages = (): string[] =>
    repository
      .git('log', '--reverse', '--format=%B%x1e', 'gerrit/master..HEAD')
      .split('\x1e')
      .map((text) => text.trim())
      .filter(Boolean);

  beforeEach(() => {
    repository = new GitRepository();
    writeFileSync(join(repository.root, '.gitreview'), '[gerrit]\nhost=review.example.org\nproject=openstack/nova\n');
    repository.commit('Review');
    repository.commit('Other');
    repository.git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
  });

  it('commits without a Change-Id are found among all that wait for a push, oldest first', async () => {
    const [one, two] = repository.git('log', '--format=%H', '--max-count=2').split('\n');
    repository.git('revert', '--no-edit', one ?? '', two ?? '');
    repository.commit(`With an id\n\nChange-Id: ${ID}`);
    assert.deepEqual(
      (await find()).map(({ subject }) => subject),
      ['Revert "Other"', 'Revert "Review"'],
    );
  });

  it('commits get Change-Id and sign-off, those above are kept, and it can be undone', async () => {
    const one = repository.git('rev-parse', 'HEAD');
    repository.git('revert', '--no-edit', one);
    repository.commit(`With an id\n\nChange-Id: ${ID}`);
    repository.commit('Name hosts');
    const known = await facts();
    assert.equal(wantsSignOff(known, NO_LOOKUP, 'auto'), true, 'projects of openstack/ want one');
    assert.equal(wantsSignOff(known, NO_LOOKUP, 'notRequired'), false);
    const head = repository.git('rev-parse', 'HEAD');
    const made = await addMissing(new PersonGit(repository.root), await find(), known, known.committer);
    const [reverted = '', kept, named = ''] = messages();
    assert.match(
      reverted,
      new RegExp(`^Revert "Other"\\n\\nThis reverts commit ${one}\\.\\n\\nChange-Id: I[0-9a-f]{40}\\n${SIGNED}$`),
    );
    assert.equal(kept, `With an id\n\nChange-Id: ${ID}`);
    assert.match(named, new RegExp(`^Name hosts\\n\\nChange-Id: I[0-9a-f]{40}\\n${SIGNED}$`));
    assert.deepEqual(await find(), []);
    assert.equal(repository.git('rev-parse', made.backup), head);
  });

  it('commits get no sign-off if none is required, and having nothing to do is reported', async () => {
    repository.commit('Name hosts');
    await addMissing(new PersonGit(repository.root), await find(), await facts());
    assert.match(messages()[0] ?? '', /^Name hosts\n\nChange-Id: I[0-9a-f]{40}$/);
    await assert.rejects(addMissing(new PersonGit(repository.root), await find(), await facts()), {
      reason: 'nothing-to-do',
    });
  });
});
