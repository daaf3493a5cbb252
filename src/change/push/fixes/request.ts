import type { Mend } from '../../rejections/mend';
import { branchName } from '../../repository/refNames';
import type { PushRequest } from '../push';

/**
 * The push as it has to be asked for instead, where the commits are well and only the request was not; undefined for
 * mends of another kind, or when the person has still to choose. An empty choice leaves a reviewer out. The plan stays, but for another branch: there the
 * commits may be others, so it is for `planAgain` to look.
 */
export function mendRequest(mend: Mend, request: PushRequest, choice?: string): PushRequest | undefined {
  switch (mend.kind) {
    case 'push-for-review':
    case 'choose-branch': {
      const branch = choice ?? (mend.kind === 'push-for-review' ? mend.branch : undefined);
      return branch === undefined ? undefined : { ...without(request, 'plan'), branch: branchName(branch) };
    }
    case 'choose-reviewer': {
      const replacement = choice?.trim();
      if (replacement === undefined) return undefined;
      const others = (list: readonly string[] = []): string[] =>
        list.flatMap((account) => (account !== mend.account ? [account] : replacement === '' ? [] : [replacement]));
      return { ...request, reviewers: others(request.reviewers), cc: others(request.cc) };
    }
    case 'drop-option':
      return withoutOption(request, mend.option);
    default:
      return undefined;
  }
}

const OPTIONS: Readonly<Record<string, keyof PushRequest>> = {
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

function withoutOption(request: PushRequest, option: string | undefined): PushRequest | undefined {
  const dropped = OPTIONS[option ?? ''];
  if (!dropped) return undefined;
  return without(request, dropped);
}

const without = (request: PushRequest, dropped: keyof PushRequest): PushRequest =>
  Object.fromEntries(Object.entries(request).filter(([key]) => key !== dropped));
