import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { MirrorRepository } from '../../../../src/github';
import { mirrorState } from '../../../../src/retirement/references/mirror';

const ARCHIVED: MirrorRepository = {
  owner: 'openstack-archive',
  name: 'venus',
  description: 'Log management. Mirror of code maintained at opendev.org.',
  isArchived: true,
  defaultBranch: 'master',
  files: ['.gitreview', 'README.rst'],
};
const LIVING = { ...ARCHIVED, owner: 'openstack', isArchived: false };

describe('the mirror of a retired repository', () => {
  it('a mirror is done when it is archived and only its README is left, whatever its description', () => {
    assert.deepEqual(mirrorState(ARCHIVED), {
      isDone: true,
      words: ['Only the README is left', 'It is archived, as openstack-archive/venus'],
    });
    assert.equal(mirrorState({ ...ARCHIVED, owner: 'openstack' }).isDone, true);
    assert.equal(mirrorState(undefined).isDone, true);
  });

  it('a mirror that is not archived waits for the job that does that', () => {
    const { isDone, words } = mirrorState({ ...LIVING, description: 'RETIRED, Log management.' });
    assert.equal(isDone, false);
    assert.match(words.join('\n'), /not archived yet: maintain-github-openstack-mirror .*\n.*begins with RETIRED/);
    assert.match(mirrorState(LIVING).words.join('\n'), /does not begin with RETIRED/);
    assert.match(mirrorState({ ...LIVING, description: 'RETIREDish' }).words.join('\n'), /does not begin/);
  });

  it('content that is still there names the job that copies its removal', () => {
    const files = ['.gitreview', 'README.rst', '.gitignore', 'a', 'b', 'c', 'd'];
    const { isDone, words } = mirrorState({ ...LIVING, files });
    assert.equal(isDone, false);
    assert.equal(
      words[0],
      'It still has a, b, c and 1 more: keep official-openstack-repo-jobs until it has copied the emptied tree',
    );
  });

  it('content of an archived mirror stays until administrators act', () => {
    const { isDone, words } = mirrorState({ ...ARCHIVED, files: ['README.rst', 'setup.py'] });
    assert.equal(isDone, false);
    assert.match(words[0] ?? '', /^It still has setup\.py: only administrators/);
  });

  it('a mirror without a README.rst is not done', () => {
    for (const files of [[], ['.gitreview']]) {
      const { isDone, words } = mirrorState({ ...ARCHIVED, files });
      assert.deepEqual([isDone, words[0]], [false, 'It has no README.rst']);
    }
  });
});
