import type { PreparedMend } from '../../commits/prepared';
import { prepareRebase } from '../../commits/rebase';
import { fetchBranch } from '../../download/download';
import type { Person } from '../../message/signOff';
import type { Mend } from '../../rejections/mend';
import { GitError, type PersonGit } from '../../repository/personGit';
import type { PushPlan } from '../pushPlan';
import { prepareIdentity, prepareMessages, prepareRenewal, prepareSquash } from './commits';
import { prepareHttps, prepareProject, prepareRemote, prepareUsername } from './remotes';

/** What the person was asked for, where a mend needs it. */
export interface MendChoice {
  /** Who commits and signs off; git's own user by default. For `fix-identity` one of the registered addresses. */
  readonly person?: Person;
  /** Addresses of the person's account: for `sign-off`, which leaves alone what is signed with one of them. */
  readonly account?: readonly string[];
  readonly keep?: string;
  readonly summary?: string;
  readonly username?: string;
  readonly project?: string;
  /** For `squash-or-renew`: renew by default. */
  readonly squash?: boolean;
  /** Address of the server's web pages, for `switch-to-https`. */
  readonly webUrl?: string;
}

/**
 * Makes a mend ready that works on the repository, for a push that was refused. Undefined for those that only change the
 * next request (`mendRequest`), need the editor (sign in, trust a host key) or are for the person to do: MEND_REACH tells which is which.
 * @throws GitError `nothing-to-do`, `changed-meanwhile`; TargetError for a choice that is no name
 */
export async function prepareMend(
  git: PersonGit,
  mend: Mend,
  plan: PushPlan,
  choice: MendChoice = {},
): Promise<PreparedMend | undefined> {
  const { tip, base, target, commits } = plan;
  if ((await git.head()) !== tip) {
    throw new GitError(
      'changed-meanwhile',
      'The branch has moved since the push. Push again to see what is wrong now.',
    );
  }
  const chain = { tip, commits };
  const person = choice.person ?? (await personOf(git));
  const options = { ...choice, person };
  switch (mend.kind) {
    case 'add-change-id':
    case 'sign-off':
    case 'move-change-id':
    case 'unfold-change-id':
    case 'keep-one-change-id':
    case 'new-change-id':
      return prepareMessages(git, chain, mend, options);
    case 'add-summary':
      return choice.summary ? prepareMessages(git, chain, mend, options) : undefined;
    case 'fix-identity':
      return prepareIdentity(
        git,
        chain,
        mend,
        choice.person ?? { name: person.name, email: mend.registered[0] ?? person.email },
      );
    case 'squash-or-renew':
      return choice.squash ? prepareSquash(git, chain) : prepareRenewal(git, chain, options);
    case 'rebase-merge-away':
    case 'rebase': {
      const onto = base ?? (await fetchBranch(git, target));
      const from = (await git.ask(['merge-base', tip, onto])) ?? onto;
      return prepareRebase(
        git,
        from,
        onto,
        mend.kind === 'rebase' ? 'Rebase onto the branch' : 'Rebase the merge away',
      );
    }
    case 'choose-project':
      return choice.project ? prepareProject(git, target, choice.project) : undefined;
    case 'set-username':
      return choice.username ? prepareUsername(git, target, choice.username) : undefined;
    case 'switch-to-https':
      return choice.webUrl ? prepareHttps(git, target, choice.webUrl, choice.username) : undefined;
    case 'configure-remote':
      return prepareRemote(git, target);
    default:
      return undefined;
  }
}

/** Who git takes for the committer. */
export async function personOf(git: PersonGit): Promise<Person> {
  const ident = await git.text(['var', 'GIT_COMMITTER_IDENT']);
  const [, name = '', email = ''] = /^(.*) <([^>]*)> \d+ [+-]\d+\s*$/.exec(ident) ?? [];
  return { name, email };
}

export type { MadeMend, PreparedMend } from '../../commits/prepared';
export { withHook } from './hook';
export { type NextPlan, planAgain } from './planAgain';
export { MEND_REACH, type MendReach } from './reach';
export { prepareEmail } from './remotes';
export { mendRequest } from './request';
