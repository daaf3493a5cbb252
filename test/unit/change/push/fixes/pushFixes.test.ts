import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { UserError } from '../../../../../src/base/errors';
import {
  type FixEntry,
  type FixInput,
  type FixReach,
  type FixUi,
  fixButton,
  fixRequest,
  type NextPush,
  PUSH_FIXES,
  prepareFix,
  type RefusedPush,
  type RepositoryFix,
} from '../../../../../src/change/push/fixes';
import { COMMIT_FIXES } from '../../../../../src/change/push/fixes/commitFixes';
import { CONNECTION_FIXES } from '../../../../../src/change/push/fixes/connectionFixes';
import { MESSAGE_FIXES } from '../../../../../src/change/push/fixes/messageFixes';
import { REMOTE_FIXES } from '../../../../../src/change/push/fixes/remoteFixes';
import { REQUEST_FIXES } from '../../../../../src/change/push/fixes/requestFixes';
import type { PushFix, PushFixKind, PushFixOf } from '../../../../../src/change/rejections/pushFix';
import { ChainRepository, idOf } from '../../chainRepository';

const ID = idOf('One');
const OTHER = idOf('Two');
const PERSON = { name: 'Dev Example', email: 'second@example.org' };

/** A fix of each kind, and what the person and the server would give for it. */
const EACH: { readonly [K in PushFixKind]: readonly [reach: FixReach, fix: PushFixOf<K>, input?: FixInput] } = {
  'add-change-id': ['repository', { kind: 'add-change-id' }],
  'sign-off': ['repository', { kind: 'sign-off' }],
  'move-change-id': ['repository', { kind: 'move-change-id' }],
  'unfold-change-id': ['repository', { kind: 'unfold-change-id' }],
  'keep-one-change-id': ['repository', { kind: 'keep-one-change-id', changeIds: [ID, OTHER] }],
  'new-change-id': ['repository', { kind: 'new-change-id', because: 'closed' }],
  'add-summary': ['repository', { kind: 'add-summary' }, { summary: 'Fix' }],
  'squash-or-renew': ['repository', { kind: 'squash-or-renew' }, { squash: true }],
  'fix-identity': ['repository', { kind: 'fix-identity', role: 'author', registered: [] }, { person: PERSON }],
  'rebase-merge-away': ['repository', { kind: 'rebase-merge-away' }],
  'amend-first': ['editor', { kind: 'amend-first' }],
  rebase: ['repository', { kind: 'rebase' }],
  'commit-or-stash': ['editor', { kind: 'commit-or-stash' }],
  'confirm-chain': ['again', { kind: 'confirm-chain' }],
  'push-again': ['again', { kind: 'push-again' }],
  'push-for-review': ['request', { kind: 'push-for-review' }, { branch: 'master' }],
  'choose-branch': ['request', { kind: 'choose-branch' }, { branch: 'master' }],
  'choose-project': ['repository', { kind: 'choose-project' }, { project: 'a/c' }],
  'split-change': ['person', { kind: 'split-change' }],
  'drop-option': ['request', { kind: 'drop-option', option: 'topic' }],
  'choose-reviewer': ['request', { kind: 'choose-reviewer', account: 'ada' }, { reviewer: 'eve' }],
  'set-username': ['repository', { kind: 'set-username' }, { username: 'dev' }],
  'sign-in': ['again', { kind: 'sign-in' }],
  'switch-to-https': ['repository', { kind: 'switch-to-https' }, { webUrl: 'https://review.example.org/' }],
  'check-network': ['again', { kind: 'check-network' }],
  'trust-host-key': ['again', { kind: 'trust-host-key' }],
  'forget-host-key': ['editor', { kind: 'forget-host-key', host: '[review.example.org]:29418' }],
  'configure-remote': ['repository', { kind: 'configure-remote' }],
  'open-project-page': ['editor', { kind: 'open-project-page' }],
  'ask-for-rights': ['editor', { kind: 'ask-for-rights' }],
  'ask-server': ['editor', { kind: 'ask-server' }],
  'show-output': ['editor', { kind: 'show-output' }],
};

/** An editor that notes what it is asked for. The person picks the last choice and types `typed`; without it they press Escape. */
function editor(typed?: string): { readonly ui: FixUi; readonly calls: string[] } {
  const calls: string[] = [];
  const note = (name: string, text = ''): Promise<void> => {
    calls.push(text === '' ? name : `${name}: ${text}`);
    return Promise.resolve();
  };
  const ui: FixUi = {
    pick: async (title, choices) => {
      await note('pick', title);
      return typed === undefined ? undefined : choices.at(-1)?.[1];
    },
    type: async ({ title, check }) => {
      await note('type', title);
      if (typed !== undefined) check?.(typed);
      return typed;
    },
    pickBranch: async (present) => {
      await note('pickBranch', present);
      return typed;
    },
    openPage: (url) => note('openPage', url),
    openFile: (path) => note('openFile', path),
    copy: (text) => note('copy', text),
    amend: () => note('amend'),
    showSourceControl: () => note('showSourceControl'),
    showOutput: () => note('showOutput'),
    askServer: async () => {
      await note('askServer');
      return { request: { topic: 'asked' } };
    },
  };
  return { ui, calls };
}

describe('fixes of refused pushes', () => {
  let repository: ChainRepository;
  let refused: RefusedPush;

  before(async () => {
    repository = new ChainRepository();
    repository.write('.gitreview', '[gerrit]\nhost=review.example.org\nproject=a/b.git\n');
    repository.commit('Mine');
    refused = {
      git: repository.git,
      plan: await repository.plan(),
      request: { topic: 'x', reviewers: ['ada'], branch: 'master' },
      server: { webUrl: 'https://review.example.org/', commitMsgHook: () => Promise.resolve('#!/bin/sh\n') },
      accountEmails: () => Promise.resolve(['dev@example.org']),
    };
  });

  /** Whether there is a way on the repository, also where this commit does not need it. */
  async function isForRepository(fix: PushFix, input: FixInput | undefined): Promise<boolean> {
    try {
      return (await prepareFix(repository.git, fix, refused.plan, input)) !== undefined;
    } catch (error) {
      assert.ok(error instanceof UserError);
      assert.equal(error.reason, 'nothing-to-do', error.message);
      return true;
    }
  }

  function ask<K extends PushFixKind>(
    fix: PushFixOf<K>,
    ui: FixUi,
    of: RefusedPush = refused,
  ): Promise<FixInput | undefined> {
    const entry: FixEntry<K> = PUSH_FIXES[fix.kind];
    assert.ok(entry.ask, `${fix.kind} asks nothing`);
    return entry.ask(ui, fix, of);
  }

  for (const [kind, [reach, fix, input]] of Object.entries(EACH)) {
    it(`the fix ${kind} has the reach that it promises: ${reach}`, async () => {
      assert.equal(PUSH_FIXES[fix.kind].reach, reach);
      assert.equal(await isForRepository(fix, input), reach === 'repository');
      assert.equal(fixRequest(fix, refused.request, input) !== undefined, reach === 'request');
      assert.equal(fixButton(fix) !== undefined, reach !== 'person');
    });
  }

  it('each kind of fix is in one group only', () => {
    const groups = [MESSAGE_FIXES, COMMIT_FIXES, REQUEST_FIXES, REMOTE_FIXES, CONNECTION_FIXES];
    assert.equal(groups.flatMap(Object.keys).length, Object.keys(PUSH_FIXES).length);
  });

  it('fixes that could do nothing have no button', () => {
    assert.equal(fixButton({ kind: 'drop-option', option: 'wip' }), 'Push Without It');
    assert.equal(fixButton({ kind: 'drop-option', option: 'l' }), undefined);
    assert.equal(fixButton({ kind: 'drop-option' }), undefined);
  });

  it('the button of a fix names the branch if the server named it', () => {
    assert.equal(fixButton({ kind: 'push-for-review', branch: 'stable/1' }), 'Push for stable/1');
    assert.equal(fixButton({ kind: 'push-for-review' }), 'Push for Review…');
  });

  const QUESTIONS: readonly (readonly [fix: PushFix, typed: string, question: string, input: FixInput])[] = [
    [EACH['keep-one-change-id'][1], '', 'pick: Which Change-Id Stays?', { keep: OTHER }],
    [EACH['add-summary'][1], 'Fix', 'type: Summary of the Change', { summary: 'Fix' }],
    [EACH['squash-or-renew'][1], '', 'pick: Several Commits Have the Same Change-Id', { squash: false }],
    [
      { kind: 'fix-identity', role: 'author', registered: ['dev@example.org', PERSON.email] },
      '',
      'pick: Which of the Addresses That Gerrit Knows?',
      { person: PERSON },
    ],
    [EACH['choose-project'][1], 'a/c', 'type: Project on the Server', { project: 'a/c' }],
    [EACH['set-username'][1], 'dev', 'type: Your User Name on the Server', { username: 'dev' }],
    [EACH['choose-branch'][1], 'stable/1', 'pickBranch: master', { branch: 'stable/1' }],
    [EACH['push-for-review'][1], 'stable/1', 'pickBranch: master', { branch: 'stable/1' }],
    [EACH['choose-reviewer'][1], '', 'type: Instead of ada', { reviewer: '' }],
  ];
  for (const [fix, typed, question, input] of QUESTIONS) {
    it(`the fix ${fix.kind} asks for what it needs, and stops on Escape`, async () => {
      const { ui, calls } = editor(typed);
      assert.deepEqual(await ask(fix, ui), input);
      assert.deepEqual(calls, [question]);
      assert.equal(await ask(fix, editor().ui), undefined);
    });
  }

  it('a fix with only one possible answer asks nothing', async () => {
    const { ui, calls } = editor();
    const only = { kind: 'fix-identity', role: 'author', registered: [PERSON.email] } as const;
    assert.deepEqual(await ask(only, ui), { person: PERSON });
    assert.deepEqual(await ask({ ...only, registered: [] }, ui), {});
    assert.deepEqual(await ask({ kind: 'keep-one-change-id', changeIds: [ID] }, ui), { keep: ID });
    assert.deepEqual(await ask({ kind: 'push-for-review', branch: 'stable/1' }, ui), { branch: 'stable/1' });
    assert.deepEqual(calls, []);
  });

  it('a fix uses what the server knows without asking', async () => {
    const { ui, calls } = editor();
    assert.deepEqual(await ask({ kind: 'sign-off' }, ui), { account: ['dev@example.org'] });
    assert.deepEqual(await ask({ kind: 'switch-to-https' }, ui), { webUrl: 'https://review.example.org/' });
    assert.deepEqual(await ask({ kind: 'switch-to-https' }, ui, { ...refused, server: undefined }), {});
    const hook = await ask({ kind: 'add-change-id' }, ui);
    assert.equal(await hook?.fetchHook?.(), '#!/bin/sh\n');
    assert.deepEqual(await ask({ kind: 'add-change-id' }, ui, { ...refused, server: undefined }), {});
    assert.deepEqual(calls, []);
  });

  it('fixing the project opens .gitreview if there is no remote yet', async () => {
    const { ui, calls } = editor('a/c');
    const target = { ...refused.plan.target, exists: false };
    assert.equal(
      await ask({ kind: 'choose-project' }, ui, { ...refused, plan: { ...refused.plan, target } }),
      undefined,
    );
    assert.deepEqual(calls, ['openFile: .gitreview']);
  });

  it('fixing a message without a summary adds one above', async () => {
    repository.commit(`Change-Id: ${ID}`);
    const plan = await repository.plan();
    const prepared = await prepareFix(repository.git, { kind: 'add-summary' }, plan, { summary: 'Fix' });
    assert.deepEqual(
      prepared?.texts.map(({ before, after }) => [before, after]),
      [[`Change-Id: ${ID}\n`, `Fix\n\nChange-Id: ${ID}\n`]],
    );
    repository.run('reset', '-q', '--hard', refused.plan.tip);
  });

  it("changing git's address is offered after commits were recreated with another one", async () => {
    const { prepareNext } = PUSH_FIXES['fix-identity'] as RepositoryFix<'fix-identity'>;
    assert.equal(
      (await prepareNext?.(repository.git, { person: PERSON }))?.title,
      'Commit as second@example.org in this repository from now on',
    );
    assert.equal(await prepareNext?.(repository.git, { person: { ...PERSON, email: 'DEV@example.org' } }), undefined);
  });

  const SHOWN: readonly (readonly [fix: PushFix, calls: string])[] = [
    [EACH['amend-first'][1], 'amend'],
    [EACH['commit-or-stash'][1], 'showSourceControl'],
    [EACH['show-output'][1], 'showOutput'],
    [EACH['ask-server'][1], 'askServer'],
    [EACH['forget-host-key'][1], 'copy: ssh-keygen -R "[review.example.org]:29418"'],
    [EACH['ask-for-rights'][1], 'openPage: https://review.example.org/admin/repos/a/b,general'],
    [EACH['open-project-page'][1], 'openPage: https://review.example.org/admin/repos/a/b,general'],
  ];
  async function show<K extends PushFixKind>(fix: PushFixOf<K>, ui: FixUi): Promise<NextPush | undefined> {
    const entry: FixEntry<K> = PUSH_FIXES[fix.kind];
    assert.equal(entry.reach, 'editor');
    return entry.show(ui, fix, refused);
  }
  for (const [fix, call] of SHOWN) {
    it(`the fix ${fix.kind} shows what it needs`, async () => {
      const { ui, calls } = editor();
      const next = await show(fix, ui);
      assert.deepEqual(calls, [call]);
      assert.deepEqual(next, fix.kind === 'ask-server' ? { request: { topic: 'asked' } } : undefined);
    });
  }
});
