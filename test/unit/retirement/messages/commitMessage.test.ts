import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkMessage } from '../../../../src/change/message/rules/checkMessage';
import { stepMessage } from '../../../../src/retirement/messages/commitMessage';
import { commitSummary } from '../../../../src/retirement/messages/commitSummary';
import type { StepChanges } from '../../../../src/retirement/messages/trailers';
import { DEPRECATION, GOVERNANCE, KINDS, plan, step, VARIANTS } from './plans';

const CONFIG = 'openstack/project-config';
const THREAD =
  'https://lists.openstack.org/archives/list/openstack-discuss@lists.openstack.org/message/3VQUSJHBOOH3MKIMHUINNV75REF3GS7Z/';
const DECISION = 'https://review.opendev.org/c/openstack/governance/+/938183';
const CHANGES: StepChanges = new Map([
  ['end-gating', { repo: CONFIG, number: 938180 }],
  ['remove-content', { repo: 'openstack/freezer-dr', number: 938182 }],
  ['governance', { repo: GOVERNANCE, number: 938183 }],
]);

const problems = (message: string): string[] =>
  checkMessage(message)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code, line }) => `${code} ${line}: ${message.split('\n')[line] ?? ''}`);
const trailersIn = (message: string): string[] =>
  message.split('\n').filter((line) => /^(depends-on|needed-by|change-id|signed-off-by)\s*:/i.test(line));
const summaryOf = (message: string): string => message.split('\n')[0] ?? '';

describe("the message of a step's change", () => {
  it('the message says why, what follows and where it was decided, and names the changes around it', () => {
    const message = stepMessage(plan({ thread: THREAD, decision: DECISION }), step('remove-content'), CHANGES, {
      notes: ['The README is that of the manual.'],
    });
    assert.equal(
      message,
      `Retire freezer-dr: remove project content

freezer-dr is being retired [1][2]. This removes all content but a
README that says so and .gitreview, which release tools need. The
content stays in the history.

What follows once this is merged: move to the legacy projects.

- The README is that of the manual.

[1] ${DECISION}
[2] ${THREAD}

Depends-On: https://review.opendev.org/c/openstack/project-config/+/938180
Needed-By: https://review.opendev.org/c/openstack/governance/+/938183
`,
    );
  });

  for (const [id, summary] of [
    ['end-gating', 'Retire freezer-dr: end project gating'],
    ['remove-content', 'Retire freezer-dr: remove project content'],
    ['governance', 'Retire freezer-dr'],
    ['requirements', 'Retire freezer-dr: remove from requirements'],
    ['remove-infra', 'Retire freezer-dr: remove project from infra'],
  ] as const) {
    it(`the message for ${id} has the summary of merged retirements`, () =>
      assert.equal(commitSummary(plan(), step(id)), summary));
  }

  it('the message for a deprecation has other words', () => {
    const of = plan({ kind: 'deprecate', steps: DEPRECATION });
    assert.equal(commitSummary(of, step('noop-jobs', of)), 'Deprecate freezer-dr: run only noop jobs');
    assert.equal(commitSummary(of, step('restore-jobs', of)), 'Deprecate freezer-dr: restore jobs');
    assert.match(stepMessage(of, step('deprecate', of), CHANGES), /is being deprecated\. This marks it as deprecated/);
  });

  it('the message for a whole team names the team, and lists the repositories', () => {
    const repositories = ['openstack/solum', 'openstack/python-solumclient', 'openstack/solum-dashboard'];
    const of = plan({ team: 'solum', wholeTeam: true, repositories });
    const message = stepMessage(of, step('end-gating'), CHANGES);
    assert.equal(summaryOf(message), 'Retire solum: end project gating');
    for (const name of repositories) assert.ok(message.includes(`\n- ${name}\n`), message);
  });

  it('the message in one of several repositories is about that one', () => {
    const repositories = ['openstack/freezer-dr', 'openstack/freezer'];
    assert.equal(
      commitSummary(plan({ repositories, wholeTeam: true }), step('remove-content')),
      'Retire freezer-dr: remove project content',
    );
  });

  it('the message for many repositories counts them in the summary', () => {
    const repositories = Array.from({ length: 40 }, (_, i) => `openstack/puppet-${i}`);
    const of = plan({ team: 'Puppet OpenStack', repositories });
    assert.equal(commitSummary(of, step('governance')), 'Retire 40 Puppet OpenStack repositories');
    assert.equal(commitSummary(of, step('requirements')), 'Retire 40 repositories: remove from requirements');
    assert.match(stepMessage(of, step('governance'), CHANGES), /\n- and 10 more\n/);
  });

  it('the message for a long name keeps the name, and lets go of what is done', () => {
    const named = (name: string): string =>
      commitSummary(plan({ repositories: [`openstack/${name}`] }), step('end-gating'));
    assert.equal(named('openstack-ansible-os_monasca-agent'), 'Retire openstack-ansible-os_monasca-agent: gating');
    assert.equal(named('charm-interface-neutron-load-balancer-x'), 'Retire charm-interface-neutron-load-balancer-x');
    assert.equal(
      named('charm-interface-neutron-plugin-api-subordinate'),
      'Retire a freezer repository: end project gating',
    );
  });

  it('the message with an early flip of the ACL says whom it is for', () => {
    const early = { ...step('end-gating'), params: { flip: 'acl-only' as const } };
    assert.match(
      stepMessage(plan({ by: 'tc' }), early, CHANGES).replaceAll('\n', ' '),
      /Technical Committee can approve/,
    );
    assert.doesNotMatch(stepMessage(plan(), step('end-gating'), CHANGES), /ACL/);
  });

  it('the message depends on the changes before a step that is no change', () => {
    const of = plan({
      steps: plan().steps.map((one) => (one.id === 'remove-content' ? { ...one, after: ['abandon-changes'] } : one)),
    });
    assert.deepEqual(trailersIn(stepMessage(of, step('remove-content', of), CHANGES)), [
      'Depends-On: https://review.opendev.org/c/openstack/project-config/+/938180',
      'Needed-By: https://review.opendev.org/c/openstack/governance/+/938183',
    ]);
  });

  it('the message names only the nearest changes, each once, and not itself', () => {
    const twice = new Map([...CHANGES, ['references', { repo: 'openstack/freezer', number: 938183 }]]);
    assert.deepEqual(trailersIn(stepMessage(plan(), step('remove-infra'), twice)), [
      'Depends-On: https://review.opendev.org/c/openstack/governance/+/938183',
    ]);
    assert.deepEqual(trailersIn(stepMessage(plan(), step('end-gating'), CHANGES)), [
      'Needed-By: https://review.opendev.org/c/openstack/freezer-dr/+/938182',
    ]);
  });

  it('the message ends for a plan whose steps wait for each other', () => {
    const steps = [
      { ...step('governance'), after: ['remove-content'] },
      { ...step('remove-content'), after: ['governance'] },
    ];
    const message = stepMessage(plan({ steps }), step('governance'), CHANGES);
    assert.deepEqual(trailersIn(message), ['Depends-On: https://review.opendev.org/c/openstack/freezer-dr/+/938182']);
  });

  it('the message has neither Change-Id nor sign-off', () =>
    assert.doesNotMatch(stepMessage(plan(), step('governance'), CHANGES), /change-id|signed-off/i));

  it('the message passes the checks of messages for every kind of step and plan', () => {
    for (const of of VARIANTS) {
      for (const one of KINDS) {
        const message = stepMessage({ ...of, decision: DECISION, thread: THREAD }, one, CHANGES);
        assert.deepEqual(problems(message), [], message);
        assert.doesNotMatch(message, /undefined|null/);
      }
    }
  });

  it('the message has no line that reads as a key because it was wrapped there', () => {
    const url = 'https://review.opendev.org/c/openstack/nova/+/1';
    for (const name of [
      `Depends-On: Needed-By: ${url} I${'0123456789'.repeat(4)}`,
      `# xDepends On:${url}Depends-On:`,
    ]) {
      const of = plan({ repositories: ['openstack/freezer-dr', `openstack/${name}`] });
      const message = stepMessage(of, step('announce'), CHANGES);
      assert.deepEqual(problems(message), [], message);
    }
  });

  it('the message keeps the summary to 50 characters for any names', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 80 });
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 60 }),
        name,
        fc.constantFrom(...KINDS),
        fc.constantFrom(...VARIANTS),
        (names, team, one, of) => {
          const repositories = names.map((each) => `openstack/${each}`);
          const summary = commitSummary({ ...of, repositories, team }, { ...one, repo: repositories[0] });
          assert.ok([...summary].length <= 50, summary);
          assert.match(summary, /^(Retire|Deprecate) .*[^.]$/);
        },
      ),
    );
  });

  it('the message stays free of findings, and of trailers that the plan smuggles in, whatever the plan says', () => {
    const piece = fc.constantFrom(
      ...['Depends-On:', 'Depends-On', 'Depends On:', 'Depends_on:', ':', 'Change-Id:', 'Needed-By:', 'Signed-off-by:'],
      ...['https://review.opendev.org/c/openstack/nova/+/1', 'I0123456789012345678901234567890123456789', '123456'],
      ...[
        '\n',
        '\n\n',
        '\r',
        '\u2028',
        '\t',
        ' ',
        '- ',
        '#',
        '# x',
        '> ',
        'Closes-Bug: #1',
        'a',
        'word',
        'and.',
        '1.',
        '<a@b.c>',
      ],
    );
    const nasty = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const spaced = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(' '));
    const text = fc.oneof(nasty, spaced);
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.array(text, { maxLength: 3 }),
        fc.constantFrom(...KINDS),
        (team, decision, repository, notes, one) => {
          const repositories = ['openstack/freezer-dr', `openstack/${repository}`];
          const of = plan({ team, decision, repositories });
          const message = stepMessage(of, one, CHANGES, { notes });
          const plain = stepMessage(plan(), one, CHANGES);
          assert.deepEqual(trailersIn(message), trailersIn(plain));
          assert.deepEqual(problems(message), [], message);
        },
      ),
      { numRuns: 500 },
    );
  });
});
