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

export { prepareAmend, prepareReword } from './chainEdits';
export { type Amended, type AmendOptions, amend, amendBelow, reword } from './chains';
export { type ChangeEdit, editsFor, markReady } from './changeEdits';
export { addChangeId, type HookOptions, hookWouldAdd, isAutosquash, isChangeId, newChangeId } from './changeId';
export { checkMessage } from './check';
export { type CompleteOptions, complete } from './complete';
export {
  type CherryPickOptions,
  cherryPickChange,
  type Downloaded,
  downloadChange,
  fetchPatchSet,
  finishBranch,
  patchSetOf,
  reviewBranch,
} from './download';
export type { CheckContext, Finding, Fix, KnownChange, Severity } from './finding';
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
} from './hook';
export { type BugReference, launchpadBugs } from './launchpad';
export type { Mend, MendKind } from './mend';
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
} from './mends';
export { type CommitMessage, committedText, parseMessage, type Trailer } from './message';
export { comparePatchSets, type DifferentFile, type PatchSetDiff } from './patchSetDiff';
export { changeIdOf, type PendingCommit, pendingCommits, readCommits, reviewBase } from './pendingCommits';
export { GitError, type GitReason, PersonGit, type PersonGitOptions } from './personGit';
export { type PushRequest, type PushResult, type PushServices, push, type ResultChange, settle } from './push';
export type { PushAnswer, PushedChange, PushRemark } from './pushAnswer';
export { type Becomes, type PlannedCommit, type PushPlan, planPush } from './pushPlan';
export type { PushProgress } from './pushProgress';
export { type PushOptions, reviewRef } from './pushRef';
export { readTarget, readTargetSources } from './readTarget';
export { checkRebase, type RebaseCheck } from './rebaseCheck';
export { printable, TargetError, type TargetProblem } from './refNames';
export type { Rejection } from './rejections';
export { ReviewHookError } from './reviewHooks';
export { BACKUPS, type CommitEdit, type Rewritten, rewrite } from './rewrite';
export { addSignOff, isSignedBy, type Person } from './signOff';
export { signOffLikely } from './signOffPolicy';
export type { ReviewTarget } from './target';
export { applyEdits, type TextEdit } from './textEdit';
export { IMPACTS, TRAILERS, type TrailerKind, trailerKind, type ValueForm } from './trailers';
export {
  type Dependency,
  type DependsOn,
  dependsOnUrl,
  OPENDEV_GERRIT,
  readDependency,
  zuulDependencies,
} from './zuul';
