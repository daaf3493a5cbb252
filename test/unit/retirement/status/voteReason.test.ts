import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { reasonOfAbandoning, reasonOfVote } from '../../../../src/retirement/status/voteReason';
import { owner, zuul } from './plans';

const failed = { label: 'Verified', value: -1, by: zuul };
const against = { label: 'Code-Review', value: -1, by: owner };
const by = (account: { id: number }, text: string): { by: number; text: string } => ({ by: account.id, text });

describe('the reason of a vote', () => {
  it('a failed build names its jobs, without the advice and the jobs that do not vote', () => {
    const text = [
      'Patch Set 3: Verified-1',
      '',
      'Build failed (check pipeline).  For information on how to proceed, see',
      'https://docs.opendev.org/opendev/infra-manual/latest/developers.html#automated-testing',
      '',
      'https://zuul.opendev.org/t/openstack/buildset/8f0e',
      '',
      '- openstack-tox-pep8 https://zuul.opendev.org/t/openstack/build/1 : FAILURE in 3m 20s',
      '- openstack-tox-py312 https://zuul.opendev.org/t/openstack/build/2 : SUCCESS in 9m 01s',
      '- openstack-tox-docs https://zuul.opendev.org/t/openstack/build/3 : TIMED_OUT in 30m 00s',
      '- nightly https://zuul.opendev.org/t/openstack/build/4 : FAILURE in 3m 20s (non-voting)',
    ].join('\n');
    assert.equal(
      reasonOfVote(failed, [by(zuul, text)]),
      'Build failed (check pipeline). openstack-tox-pep8: FAILURE, openstack-tox-docs: TIMED_OUT',
    );
  });

  it('a build with many failed jobs names three of them', () => {
    const jobs = [...'abcde'].map((name) => `- ${name} https://example.org : FAILURE in 1s`);
    const text = ['Patch Set 1: Verified-1', '', 'Build failed.', '', ...jobs].join('\n');
    assert.equal(
      reasonOfVote(failed, [by(zuul, text)]),
      'Build failed. a: FAILURE, b: FAILURE, c: FAILURE, and 2 more',
    );
  });

  it('what was said with the vote counts, not what the same account said later or others said', () => {
    const messages = [
      by(owner, 'Patch Set 1: Code-Review+1\n\nNice'),
      by(owner, 'Patch Set 2: Code-Review-1 Workflow-1\n\n(1 comment)\n\nThe entry of\nsolum goes too.\n\nThanks'),
      by(zuul, 'Patch Set 2: Code-Review-1\n\nNot me'),
      by(owner, 'Patch Set 2:\n\nSee you'),
      by(owner, 'Uploaded patch set 3.'),
    ];
    assert.equal(reasonOfVote(against, messages), 'The entry of solum goes too.');
  });

  it('a vote of -10 is no vote of -1, and a vote that was taken back is none', () => {
    assert.equal(reasonOfVote(against, [by(owner, 'Patch Set 2: Code-Review-10\n\nNo')]), undefined);
    assert.equal(reasonOfVote(against, [by(owner, 'Patch Set 2: -Code-Review\n\nFine now')]), undefined);
  });

  it('a vote with comments in files alone has no reason', () => {
    assert.equal(reasonOfVote(against, [by(owner, 'Patch Set 2: Code-Review-1\n\n(3 comments)')]), undefined);
    assert.equal(reasonOfVote(against, []), undefined);
  });

  it('a reason is one line of 200 characters at most, however much was said', () => {
    const reason = reasonOfVote(against, [by(owner, `Patch Set 2: Code-Review-1\n\n${'a  b\n'.repeat(1_000_000)}`)]);
    assert.equal(reason?.length, 200);
    assert.ok(!reason.includes('\n'));
  });

  it('an abandoned change has the last reason that was given', () => {
    const messages = [by(owner, 'Abandoned\n\nFirst'), by(owner, 'Restored'), by(owner, 'Abandoned\n\nSecond')];
    assert.equal(reasonOfAbandoning(messages), 'Second');
    assert.equal(reasonOfAbandoning([by(owner, 'Abandoned')]), undefined);
    assert.equal(reasonOfAbandoning([by(owner, 'Abandoned too early?')]), undefined);
  });
});
