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
export { addChangeId, hookWouldAdd, isAutosquash, isChangeId, newChangeId, type HookOptions } from './changeId';
export { editsFor, markReady, type ChangeEdit } from './changeEdits';
export { checkMessage } from './check';
export { complete, type CompleteOptions } from './complete';
export { prepareAmend, prepareReword } from './chainEdits';
export { amend, amendBelow, reword, type Amended, type AmendOptions } from './chains';
export {
  cherryPickChange,
  downloadChange,
  fetchPatchSet,
  finishBranch,
  patchSetOf,
  reviewBranch,
  type CherryPickOptions,
  type Downloaded,
} from './download';
export type { CheckContext, Finding, Fix, KnownChange, Severity } from './finding';
export {
  HookError,
  inspectHook,
  installHook,
  isOutdated,
  makeHookExecutable,
  type HookKind,
  type HookState,
  type Installed,
  type InstallOptions,
} from './hook';
export { launchpadBugs, type BugReference } from './launchpad';
export type { Mend, MendKind } from './mend';
export { MEND_REACH, mendRequest, personOf, planAgain, prepareMend, type MadeMend, type MendChoice, type MendReach, type PreparedMend } from './mends';
export { committedText, parseMessage, type CommitMessage, type Trailer } from './message';
export { changeIdOf, pendingCommits, readCommits, reviewBase, type PendingCommit } from './pendingCommits';
export { comparePatchSets, type DifferentFile, type PatchSetDiff } from './patchSetDiff';
export { GitError, PersonGit, type GitReason, type PersonGitOptions } from './personGit';
export { push, settle, type PushRequest, type PushResult, type PushServices, type ResultChange } from './push';
export type { PushAnswer, PushedChange, PushRemark } from './pushAnswer';
export { planPush, type Becomes, type PlannedCommit, type PushPlan } from './pushPlan';
export type { PushProgress } from './pushProgress';
export { reviewRef, type PushOptions } from './pushRef';
export { printable, TargetError, type TargetProblem } from './refNames';
export { checkRebase, type RebaseCheck } from './rebaseCheck';
export { readTarget, readTargetSources } from './readTarget';
export type { Rejection } from './rejections';
export { ReviewHookError } from './reviewHooks';
export { BACKUPS, rewrite, type CommitEdit, type Rewritten } from './rewrite';
export { addSignOff, isSignedBy, type Person } from './signOff';
export { signOffLikely } from './signOffPolicy';
export type { ReviewTarget } from './target';
export { applyEdits, type TextEdit } from './textEdit';
export { IMPACTS, trailerKind, TRAILERS, type TrailerKind, type ValueForm } from './trailers';
export { dependsOnUrl, OPENDEV_GERRIT, readDependency, zuulDependencies, type Dependency, type DependsOn } from './zuul';
