import type { PreparedEdit } from '../../commits/rewrite';
import type { PushFixKind, PushFixOf } from '../../rejections/pushFix';
import { GitError, type PersonGit } from '../../repository/personGit';
import type { PushRequest } from '../push';
import type { PushPlan } from '../pushPlan';
import { COMMIT_FIXES } from './commitFixes';
import { CONNECTION_FIXES } from './connectionFixes';
import type { FixEntry, FixInput } from './fix';
import { MESSAGE_FIXES } from './messageFixes';
import { REMOTE_FIXES } from './remoteFixes';
import { REQUEST_FIXES } from './requestFixes';

/** What the button of each kind of fix says, and what it does. A kind that is forgotten does not compile. */
export const PUSH_FIXES: { readonly [K in PushFixKind]: FixEntry<K> } = {
  ...MESSAGE_FIXES,
  ...COMMIT_FIXES,
  ...REQUEST_FIXES,
  ...REMOTE_FIXES,
  ...CONNECTION_FIXES,
};

/** What the button for a fix says; undefined for what no button can do. */
export function fixButton<K extends PushFixKind>(fix: PushFixOf<K>): string | undefined {
  const { button }: FixEntry<K> = PUSH_FIXES[fix.kind];
  return typeof button === 'function' ? button(fix) : button;
}

/**
 * Makes a fix ready that works on the repository, for a push that was refused. Undefined for fixes of another reach, and
 * where `input` lacks what the fix needs.
 * @throws GitError `nothing-to-do`, `changed-meanwhile`; TargetError for a chosen name that is none
 */
export async function prepareFix<K extends PushFixKind>(
  git: PersonGit,
  fix: PushFixOf<K>,
  plan: PushPlan,
  input: FixInput = {},
): Promise<PreparedEdit | undefined> {
  if ((await git.head()) !== plan.tip) {
    throw new GitError(
      'changed-meanwhile',
      'The branch has moved since the push. Push again to see what is wrong now.',
    );
  }
  const entry: FixEntry<K> = PUSH_FIXES[fix.kind];
  return entry.reach === 'repository' ? entry.prepare(git, fix, plan, input) : undefined;
}

/**
 * The push as it has to be asked for instead. Undefined for fixes of another reach, and where `input` lacks what the fix
 * needs.
 * @throws TargetError for a chosen name that is none
 */
export function fixRequest<K extends PushFixKind>(
  fix: PushFixOf<K>,
  request: PushRequest,
  input: FixInput = {},
): PushRequest | undefined {
  const entry: FixEntry<K> = PUSH_FIXES[fix.kind];
  return entry.reach === 'request' ? entry.request(request, fix, input) : undefined;
}

export type { FixEntry, FixInput, FixReach, FixUi, NextPush, RefusedPush, RepositoryFix } from './fix';
export { unplanned } from './requestFixes';
