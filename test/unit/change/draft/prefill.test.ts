import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { prefill, subjectPrefix } from '../../../../src/change/draft/prefill';
import { addTrailers, changeIdOf, removeTrailer, renewChangeId } from '../../../../src/change/message/addTrailers';
import { checkMessage } from '../../../../src/change/message/rules/checkMessage';

const ID = 'I0123456789012345678901234567890123456789';

describe('the beginning of a message', () => {
  const prefix = (staged: string[], subjects: string[], subjectsOfStaged: string[] = []): string =>
    subjectPrefix({ staged, subjects, subjectsOfStaged });

  it('a message begins with the prefix that most commits to the same files have', () => {
    assert.equal(prefix(['nova/virt/libvirt/driver.py'], [], ['libvirt: A', 'libvirt: B', 'Fix']), 'libvirt: ');
    assert.equal(prefix(['a.py'], [], ['[ovn] A', '[ovn] B']), '[ovn] ');
    assert.equal(prefix(['a.py'], [], ['libvirt: A', 'Fix B', 'Fix C']), '');
  });

  it('a message begins with a prefix in use that names a folder of all staged files', () => {
    assert.equal(
      prefix(['x/scheduler/a.py', 'x/scheduler/b.py', 'releasenotes/notes/a-0.yaml'], ['scheduler: A', 'scheduler: B']),
      'scheduler: ',
    );
    assert.equal(prefix(['x/scheduler/a.py', 'x/api/b.py'], ['scheduler: A', 'scheduler: B']), '');
    assert.equal(prefix(['x/scheduler/a.py'], ['scheduler: once']), '');
    assert.equal(prefix([], ['scheduler: A', 'scheduler: B']), '');
    assert.equal(prefix(['x/wip/a.py'], ['WIP: A', 'WIP: B']), '');
  });

  it('a generated message lacks only its words', () => {
    const text = prefill({
      branch: 'bp/thing',
      project: 'openstack/nova',
      target: 'master',
      staged: ['a\nb.py'],
      subjects: [],
      subjectsOfStaged: [],
      signer: { name: 'Dev', email: 'dev@example.org' },
      comment: ';',
    });
    assert.match(
      text,
      /^\n\n\nImplements: blueprint thing\nSigned-off-by: Dev <dev@example.org>\n\n; A new change for openstack\/nova, master\. A Change-Id/,
    );
    assert.match(text, /^; {3}a\?b\.py$/m);
    assert.deepEqual(checkMessage(`Fix it${text}`, { comment: ';', signOffRequired: true }), []);
  });

  it('a message begins with the template', () => {
    const text = prefill({ staged: [], subjects: [], subjectsOfStaged: [], template: '\n\nWhy:\n', comment: '#' });
    assert.match(text, /^\n\nWhy:\n\n# A new change\./);
  });
});

describe('trailers that are added', () => {
  it('added trailers stand before Change-Id and sign-offs, each once', () => {
    const text = `Fix\n\nTask: 1\nChange-Id: ${ID}\nSigned-off-by: D <d@x.org>\n\n# comment\n`;
    const added = `Fix\n\nTask: 1\nNeeded-By: x\nChange-Id: ${ID}\nSigned-off-by: D <d@x.org>\n\n# comment\n`;
    assert.equal(addTrailers(text, ['Task: 1', 'Needed-By: x']), added);
    assert.equal(addTrailers('Fix\n', ['Task: 1', 'Needed-By: x']), 'Fix\n\nTask: 1\nNeeded-By: x\n');
  });

  it('trailers are removed alone or with their paragraph', () => {
    assert.equal(removeTrailer('Fix\n\nTask: 1\nStory: 2\n', 'Task: 1'), 'Fix\n\nStory: 2\n');
    assert.equal(removeTrailer('Fix\n\nTask: 1\n\n# comment\n', 'Task: 1'), 'Fix\n\n\n# comment\n');
    assert.equal(removeTrailer('Task: 1\n', 'Task: 1'), 'Task: 1\n');
  });

  it('a Change-Id is found and renewed among trailers', () => {
    const text = `Fix\n\nChange-Id: ${ID}\n# Change-Id: none\n`;
    assert.equal(changeIdOf(text), ID);
    assert.equal(renewChangeId(text, {}, 'Iabc'), 'Fix\n\nChange-Id: Iabc\n# Change-Id: none\n');
    assert.equal(renewChangeId('Fix\n'), 'Fix\n');
  });
});
