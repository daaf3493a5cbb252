import { without } from '../../../base/without';
import { branchName } from '../../repository/refNames';
import type { PushRequest } from '../push';
import type { FixGroup, FixInput, FixUi, RefusedPush } from './fix';

/** Fixes where the commits are right, and only the push has to be asked for in another way, or once more. */
export const REQUEST_FIXES = {
  'push-for-review': {
    button: ({ branch }) => (branch === undefined ? 'Push for Review…' : `Push for ${branch}`),
    reach: 'request',
    ask: (ui, { branch }, refused) => (branch === undefined ? askForBranch(ui, refused) : Promise.resolve({ branch })),
    request: (request, fix, input) => forBranch(request, input.branch ?? fix.branch),
  },
  'choose-branch': {
    button: 'Choose Branch…',
    reach: 'request',
    ask: (ui, _fix, refused) => askForBranch(ui, refused),
    request: (request, _fix, { branch }) => forBranch(request, branch),
  },
  'choose-reviewer': {
    button: 'Choose Someone Else…',
    reach: 'request',
    async ask(ui, { account }) {
      const reviewer = await ui.type({
        title: `Instead of ${account}`,
        prompt: 'An address or user name that Gerrit knows; empty leaves them out.',
      });
      return reviewer === undefined ? undefined : { reviewer };
    },
    request(request, { account }, input) {
      const reviewer = input.reviewer?.trim();
      if (reviewer === undefined) return undefined;
      const others = (list: readonly string[] = []): string[] =>
        list.flatMap((one) => (one !== account ? [one] : reviewer === '' ? [] : [reviewer]));
      return { ...request, reviewers: others(request.reviewers), cc: others(request.cc) };
    },
  },
  'drop-option': {
    button: ({ option }) => (fieldOf(option) ? 'Push Without It' : undefined),
    reach: 'request',
    request(request, { option }) {
      const field = fieldOf(option);
      return field && without(request, field);
    },
  },
  'push-again': { button: 'Push Again', reach: 'again' },
  'confirm-chain': { button: 'Push Again', reach: 'again' },
} satisfies FixGroup;

async function askForBranch(ui: FixUi, { request }: RefusedPush): Promise<FixInput | undefined> {
  const branch = await ui.pickBranch(request.branch ?? '');
  return branch === undefined ? undefined : { branch };
}

const forBranch = (request: PushRequest, branch: string | undefined): PushRequest | undefined =>
  branch === undefined ? undefined : { ...unplanned(request), branch: branchName(branch) };

/** What each option of a push is in the request. */
const FIELDS: Readonly<Record<string, keyof PushRequest>> = {
  topic: 'topic',
  r: 'reviewers',
  reviewer: 'reviewers',
  cc: 'cc',
  t: 'hashtags',
  hashtag: 'hashtags',
  wip: 'state',
  ready: 'state',
  private: 'visibility',
  'remove-private': 'visibility',
  m: 'message',
  message: 'message',
  notify: 'notify',
};

const fieldOf = (option: string | undefined): keyof PushRequest | undefined => FIELDS[option ?? ''];

/** For commits that have become others. */
export const unplanned = (request: PushRequest): PushRequest => without(request, 'plan');
