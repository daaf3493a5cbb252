/** What a Gerrit server refuses, provoked for real: what has to be committed, the reason it is known by, and its fix. */
import assert from 'node:assert/strict';
import type { FixInput } from '../../../src/change/push/fixes';
import { type PushRequest, push } from '../../../src/change/push/push';
import type { PushFix } from '../../../src/change/rejections/pushFix';
import { ReviewRepository } from './reviewRepository';

export const SIGNED = 'Signed-off-by: Dev Example <dev@example.org>';
let ids = 0;
/** Each provocation has an id of its own, so that none is about another's change. */
const freshId = (): string => `I${(++ids).toString(16).padStart(40, 'a')}`;

export interface Provocation {
  /** Commits what the server will refuse. */
  readonly provoke: (repository: ReviewRepository) => Promise<unknown>;
  readonly request?: PushRequest;
  readonly reason: string;
  readonly kind: PushFix['kind'];
  readonly input?: FixInput;
  readonly project?: string;
}

/** Every refusal that a fix of ours brings to an accepted push. */
export const FIXED: Record<string, Provocation> = {
  'no Change-Id': {
    provoke: (r) => r.commit(`Add a thing\n\nWhy.\n\n${SIGNED}\n`),
    reason: 'missing-change-id',
    kind: 'add-change-id',
  },
  'no Change-Id in a chain': {
    provoke: async (r) => {
      await r.commit('Fine');
      await r.commit(`Not fine\n\n${SIGNED}\n`);
      await r.commit(`fixup! Fine\n\n${SIGNED}\n`);
      await r.commit('Fine too');
    },
    reason: 'missing-change-id',
    kind: 'add-change-id',
  },
  'no sign-off': {
    provoke: (r) => r.commit(`Add a thing\n\nChange-Id: ${freshId()}\n`),
    reason: 'missing-sign-off',
    kind: 'sign-off',
  },
  'a sign-off above the last paragraph': {
    provoke: (r) => r.commit(`Add a thing\n\n${SIGNED}\n\nCloses-Bug: #1\nChange-Id: ${freshId()}\n`),
    reason: 'missing-sign-off',
    kind: 'sign-off',
  },
  "somebody else's sign-off": {
    provoke: (r) => r.commit(`Add a thing\n\nChange-Id: ${freshId()}\nSigned-off-by: Other <other@example.org>\n`),
    reason: 'missing-sign-off',
    kind: 'sign-off',
  },
  'a malformed Change-Id': {
    provoke: (r) => r.commit(`Add a thing\n\nChange-Id: I123\n${SIGNED}\n`),
    reason: 'malformed-change-id',
    kind: 'new-change-id',
  },
  'a Change-Id with an indented line below': {
    provoke: (r) => r.commit(`Add a thing\n\nWhy.\n\n${SIGNED}\nChange-Id: ${freshId()}\n Implements: bp things\n`),
    reason: 'folded-change-id',
    kind: 'unfold-change-id',
  },
  'a Change-Id above the last paragraph': {
    provoke: (r) => r.commit(`Add a thing\n\nChange-Id: ${freshId()}\n\nCloses-Bug: #1\n${SIGNED}\n`),
    reason: 'change-id-outside',
    kind: 'move-change-id',
  },
  'two Change-Ids': {
    provoke: (r) => r.commit(`Add a thing\n\nChange-Id: ${freshId()}\nChange-Id: ${freshId()}\n${SIGNED}\n`),
    reason: 'several-change-ids',
    kind: 'keep-one-change-id',
  },
  'no summary': {
    provoke: (r) => r.commit(`Change-Id: ${freshId()}\n${SIGNED}\n`),
    reason: 'missing-summary',
    kind: 'add-summary',
    input: { summary: 'Add a thing' },
    project: 'openstack/project-config',
  },
  'the same Change-Id twice': {
    provoke: async (r) => {
      const message = `Add a thing\n\nChange-Id: ${freshId()}\n${SIGNED}\n`;
      await r.commit({ message, files: { 'a.txt': '1\n' } });
      await r.commit({ message, files: { 'b.txt': '2\n' } });
    },
    reason: 'repeated-change-id',
    kind: 'squash-or-renew',
  },
  'the same Change-Id twice, squashed': {
    provoke: async (r) => {
      const message = `Add a thing\n\nChange-Id: ${freshId()}\n${SIGNED}\n`;
      for (const name of ['a', 'b', 'c']) await r.commit({ message, files: { [`${name}.txt`]: '1\n' } });
    },
    reason: 'repeated-change-id',
    kind: 'squash-or-renew',
    input: { squash: true },
  },
  'a committer whose address is not registered': {
    provoke: async (r) => {
      await r.git('config', 'user.email', 'other@example.com');
      await r.commit('Add a thing');
      await r.commit('And another');
      await r.git('config', '--unset', 'user.email');
    },
    reason: 'unregistered-email',
    kind: 'fix-identity',
    input: { person: { name: 'Dev Example', email: 'dev.second@example.org' } },
  },
  'an author whose address is not registered': {
    provoke: (r) => r.commit({ message: 'Add a thing', author: 'Other <other@example.com>' }),
    reason: 'unregistered-email',
    kind: 'fix-identity',
    input: { person: { name: 'Dev Example', email: 'dev@example.org' } },
    project: 'openstack/strict',
  },
  'a merge': {
    provoke: async (r) => {
      await r.commit('On the branch');
      await r.git('checkout', '-q', '-b', 'side', 'HEAD~1');
      await r.commit('On the side');
      await r.git('checkout', '-q', 'work');
      await r.git('merge', '-q', '--no-ff', '-m', `Merge it\n\nChange-Id: ${freshId()}\n${SIGNED}`, 'side');
      await r.git('branch', '-q', '-D', 'side');
    },
    reason: 'merge-commit',
    kind: 'rebase-merge-away',
  },
  'an abandoned change': {
    provoke: async (r) => {
      await r.commit('To be abandoned');
      const { changes } = await push(r.root, {}, { env: r.env });
      await r.gerrit.rest('POST', `/changes/${changes[0]?.number}/abandon`, undefined, 'dev');
      await r.git('commit', '-q', '--amend', '--no-edit', '--date=2020-01-01T00:00:00');
    },
    reason: 'change-closed',
    kind: 'new-change-id',
  },
  'a merged change': {
    provoke: async (r) => {
      await r.commit('To be merged');
      const { changes } = await push(r.root, {}, { env: r.env });
      await r.gerrit.merge(changes[0]?.number ?? 0);
      await r.git('commit', '-q', '--amend', '--no-edit', '--date=2020-01-01T00:00:00');
    },
    reason: 'change-closed',
    kind: 'new-change-id',
  },
  'a change with too many patch sets': {
    provoke: async (r) => {
      await r.commit('Again and again');
      for (let day = 1; day <= 6; day++) {
        await r.git('commit', '-q', '--amend', '--no-edit', `--date=2020-01-0${day}T00:00:00`);
        assert.equal((await push(r.root, {}, { env: r.env })).outcome, 'accepted');
      }
      await r.git('commit', '-q', '--amend', '--no-edit', '--date=2020-01-07T00:00:00');
    },
    reason: 'too-many-patch-sets',
    kind: 'new-change-id',
  },
  'a patch set for the change of another person': {
    provoke: async (r) => {
      const theirs = await ReviewRepository.clone(r.gerrit, r.project, 'http', 'core');
      await theirs.commit('Theirs');
      const { changes } = await push(theirs.root, {}, { env: theirs.env });
      assert.equal(changes.length, 1);
      const change = await r.client.findChange({ number: changes[0]?.number ?? 0 });
      await r.git('fetch', '-q', 'gerrit', change.current?.ref ?? '');
      await r.git('cherry-pick', 'FETCH_HEAD');
      await r.git('commit', '-q', '--amend', '--reset-author', '--no-edit', '--signoff');
    },
    reason: 'not-your-change',
    kind: 'new-change-id',
    project: 'openstack/strict',
  },
  'a branch that is not there': {
    provoke: (r) => r.commit('Add a thing'),
    request: { branch: 'mastr' },
    reason: 'no-such-branch',
    kind: 'choose-branch',
    input: { branch: 'master' },
  },
  'a reviewer nobody knows': {
    provoke: (r) => r.commit('Add a thing'),
    request: { reviewers: ['nobody@nowhere.example', 'core'] },
    reason: 'unknown-reviewer',
    kind: 'choose-reviewer',
    input: { reviewer: '' },
  },
};

/** Refusals that only a person can fix. */
export const TOLD: Record<string, Provocation> = {
  'nothing new': { provoke: () => Promise.resolve(), reason: 'nothing-new', kind: 'amend-first' },
  'too many files': {
    provoke: (r) =>
      r.commit({
        message: 'Many',
        files: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`many/${at}.txt`, `${at}\n`])),
      }),
    reason: 'too-many-files',
    kind: 'split-change',
  },
  'a file that is too large': {
    provoke: (r) => r.commit({ message: 'Large', files: { 'large.txt': 'x'.repeat(5 << 20) } }),
    reason: 'too-large',
    kind: 'split-change',
  },
  'a retired project': {
    provoke: (r) => r.commit('Add a thing'),
    reason: 'read-only-project',
    kind: 'open-project-page',
    project: 'openstack/retired',
  },
  'a project that only a few may change': {
    provoke: (r) => r.commit('Add a thing'),
    reason: 'may-not-create-changes',
    kind: 'choose-branch',
    project: 'openstack/retired-tc',
  },
};
