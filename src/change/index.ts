/**
 * The door to commit messages, pushes and what comes after them.
 *
 * Messages (text alone, no git): `checkMessage`, `complete`, `TRAILERS`, `zuulDependencies`, `launchpadBugs`.
 *
 * Pushing (a PersonGit on a folder the person trusts):
 *
 *     const git = new PersonGit(root, { askpass });
 *     const plan = await planPush(git, await readTarget(git), client);        // shown before
 *     const result = await push(root, { plan, state: 'wip' }, { client, askpass, signal, onProgress });
 *     result.outcome;                                                         // accepted, refused, failed, cancelled, unknown
 *     const [mend] = result.answer.rejections[0].mends;
 *     const prepared = await prepareMend(git, mend, result.plan, choice);     // preview, then prepared.make()
 *     const { plan, isKnown } = await planAgain(git, target, result.plan, made.anew);  // shown when not known
 *     const request = mendRequest(mend, request, choice);                     // or another request
 *
 * A refused push is a result, never an error. Every function that changes commits keeps what was there under
 * `refs/openstack-contributor/backup/` and in ORIG_HEAD, and says so.
 */

export { prepareAmend, prepareReword } from './commits/chainEdits';
export { type Amended, type AmendOptions, amend, amendBelow, reword } from './commits/chains';
export { changeIdOf, type PendingCommit, pendingCommits, readCommits, reviewBase } from './commits/pendingCommits';
export { BACKUPS, type CommitEdit, type Rewritten, rewrite } from './commits/rewrite';
export { checkRebase, type RebaseCheck } from './download/checkRebase';
export {
  type CherryPickOptions,
  cherryPickChange,
  type Downloaded,
  downloadChange,
  fetchPatchSet,
  finishBranch,
  patchSetOf,
  reviewBranch,
} from './download/download';
export { comparePatchSets, type DifferentFile, type PatchSetDiff } from './download/patchSetDiff';
export { addChangeId, type HookOptions, hookWouldAdd, isAutosquash, isChangeId, newChangeId } from './message/changeId';
export { type CompleteOptions, complete } from './message/complete';
export type { CheckContext, Finding, Fix, KnownChange, Severity } from './message/finding';
export { type BugReference, launchpadBugs } from './message/launchpad';
export { type CommitMessage, committedText, parseMessage, type Trailer } from './message/message';
export { checkMessage } from './message/rules/checkMessage';
export { addSignOff, isSignedBy, type Person } from './message/signOff';
export { signOffLikely } from './message/signOffPolicy';
export { applyEdits, type TextEdit } from './message/textEdit';
export { IMPACTS, TRAILERS, type TrailerKind, trailerKind, type ValueForm } from './message/trailers';
export {
  type Dependency,
  type DependsOn,
  dependsOnUrl,
  OPENDEV_GERRIT,
  readDependency,
  zuulDependencies,
} from './message/zuul';
export { type ChangeEdit, editsFor, markReady } from './push/changeEdits';
export {
  type MadeMend,
  MEND_REACH,
  type MendChoice,
  type MendReach,
  mendRequest,
  type PreparedMend,
  personOf,
  planAgain,
  prepareMend,
} from './push/fixes';
export { type PushRequest, type PushResult, type PushServices, push, type ResultChange, settle } from './push/push';
export type { PushAnswer, PushedChange, PushRemark } from './push/pushAnswer';
export { type Becomes, type PlannedCommit, type PushPlan, planPush } from './push/pushPlan';
export type { PushProgress } from './push/pushProgress';
export { type PushOptions, reviewRef } from './push/pushRef';
export { ReviewHookError } from './push/runReviewHooks';
export type { Mend, MendKind } from './rejections/mend';
export type { Rejection } from './rejections/recogniseRejections';
export {
  HookError,
  type HookKind,
  type HookState,
  type Installed,
  type InstallOptions,
  inspectHook,
  installHook,
  isOutdated,
  makeHookExecutable,
} from './repository/installHook';
export { GitError, type GitReason, PersonGit, type PersonGitOptions } from './repository/personGit';
export { readTarget, readTargetSources } from './repository/readTarget';
export { printable, TargetError, type TargetProblem } from './repository/refNames';
export type { ReviewTarget } from './repository/target';
