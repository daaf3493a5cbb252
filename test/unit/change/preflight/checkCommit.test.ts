import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CheckContext } from '../../../../src/change/message/finding';
import { checkCommit } from '../../../../src/change/preflight/checkCommit';
import type { PlannedCommit } from '../../../../src/change/push/pushPlan';
import type { Change } from '../../../../src/gerrit';

const DEV = { name: 'Dev Example', email: 'dev@example.org' };
const ID = `I${'1234567890'.repeat(4)}`;
const SIGNED = `Signed-off-by: ${DEV.name} <${DEV.email}>`;
const CONTEXT: CheckContext = {
  project: 'openstack/nova',
  branch: 'master',
  signOffRequired: true,
  changeIdRequired: true,
};

const commit = (message: string, more: Partial<PlannedCommit> = {}): PlannedCommit => ({
  commit: 'c'.repeat(40),
  parents: ['p'.repeat(40)],
  author: DEV,
  committer: DEV,
  subject: message.split('\n')[0] ?? '',
  message,
  changeId: ID,
  becomes: 'new',
  ...more,
});

const check = (planned: PlannedCommit, context: CheckContext = CONTEXT): Record<string, string> =>
  Object.fromEntries(
    checkCommit(planned, context, (dependency) =>
      dependency.kind === 'gerrit' ? { words: 'open, Code-Review +2', isSettled: false } : undefined,
    ).map(({ name, state, text }) => [name, `${state}: ${text}`]),
  );

describe('the checks of one commit', () => {
  it('a commit that Gerrit takes has no failed check', () => {
    const message = `Weigh hosts by load\n\nWhy.\n\nCloses-Bug: #2061234\nChange-Id: ${ID}\n${SIGNED}\n`;
    assert.deepEqual(check(commit(message)), {
      message: 'passed: Summary and body are in shape',
      'sign-off': 'passed: Signed off by dev@example.org',
      'change-id': 'passed: I123456789…',
      bug: 'passed: 2061234 (closes)',
      'depends-on': 'passed: None',
      server: 'passed: Becomes a new change',
    });
  });

  it('a commit that the server would refuse has each reason under its own name', () => {
    const found = check(commit('Weigh hosts by load\n'));
    assert.match(found['sign-off'] ?? '', /^refused: No Signed-off-by/);
    assert.match(found['change-id'] ?? '', /^refused: /);
    assert.match(found.message ?? '', /^passed/);
    assert.match(
      check(commit(`Merge x\n\nChange-Id: ${ID}\n${SIGNED}\n`, { parents: ['a', 'b'] })).message ?? '',
      /^refused: /,
    );
  });

  it("a commit's check shows the state of what the change waits for", () => {
    const url = 'https://review.opendev.org/c/openstack/neutron/+/900001';
    const one = commit(`Weigh hosts\n\nDepends-On: ${url}\nChange-Id: ${ID}\n${SIGNED}\n`);
    assert.equal(check(one)['depends-on'], 'passed: open, Code-Review +2: change 900001');
    const two = commit(
      `Weigh hosts\n\nDepends-On: ${url}\nDepends-On: https://github.com/a/b/pull/3\nChange-Id: ${ID}\n${SIGNED}\n`,
    );
    assert.equal(check(two)['depends-on'], 'passed: 2 changes, 1 open');
    const changes = new Map([
      [900001, { number: 900001, project: 'openstack/neutron', branch: 'master', status: 'ABANDONED' as const }],
    ]);
    assert.match(check(one, { ...CONTEXT, changes })['depends-on'] ?? '', /^advice: Change 900001 is abandoned/);
  });

  it('a commit that Zuul alone misreads is distinguished from one that Gerrit refuses', () => {
    const refusedBy = (lines: string): [string, string][] =>
      checkCommit(commit(`Weigh hosts\n\n${lines}\nChange-Id: ${ID}\n${SIGNED}\n`), CONTEXT, () => undefined).flatMap(
        ({ name, state, refusedBy = 'Gerrit' }): [string, string][] => (state === 'refused' ? [[name, refusedBy]] : []),
      );
    const url = 'https://review.opendev.org/c/openstack/neutron/+/900001';
    assert.deepEqual(refusedBy('Depends-On: 900001'), [['depends-on', 'Zuul']]);
    assert.deepEqual(refusedBy(`Depends-On: ${url} ${url.replace('1', '2')}`), [['depends-on', 'Zuul']]);
    assert.deepEqual(refusedBy(`Deepnds-On: ${url}`), [['message', 'Zuul']]);
    assert.deepEqual(
      refusedBy(`Depends-On ${url}`).filter(([name]) => name === 'message'),
      [['message', 'Zuul']],
    );
    assert.deepEqual(refusedBy(`Change-Id: ${ID.replace('1', '2')}`), [['change-id', 'Gerrit']]);
    const merge = checkCommit(
      commit(`Weigh\n\nDeepnds-On: ${url}\nChange-Id: ${ID}\n${SIGNED}\n`, { parents: ['a', 'b'] }),
      CONTEXT,
      () => undefined,
    );
    assert.equal(merge.find(({ name }) => name === 'message')?.refusedBy, undefined, "one of the two is Gerrit's");
  });

  it("a commit's check shows what the commit becomes", () => {
    const message = `Weigh hosts\n\nChange-Id: ${ID}\n${SIGNED}\n`;
    const vote = (value: number) => ({ label: 'Code-Review', value });
    const one = commit(message, {});
    const patchSets = [
      { number: 2, commit: one.commit },
      { number: 3, commit: 'c'.repeat(40) },
    ];
    const change = {
      number: 996033,
      status: 'MERGED',
      current: { number: 3 },
      patchSets,
      votes: [vote(2), vote(2)],
    } as unknown as Change;
    const word = (becomes: PlannedCommit['becomes']): string | undefined =>
      check(commit(message, { becomes, change })).server;
    assert.equal(word('next-patch-set'), 'passed: Becomes patch set 4 of change 996033 · Code-Review +2');
    assert.equal(word('nothing'), 'passed: 996033,3: nothing new to push · Code-Review +2');
    assert.equal(
      word('older-patch-set'),
      'refused: This is patch set 2 of change 996033, whose newest is 3: amend it before you push',
    );
    assert.equal(word('refused'), 'refused: Change 996033 is merged and takes no more patch sets');
    assert.match(word('unknown') ?? '', /^unknown: /);
  });
});
