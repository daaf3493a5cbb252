import { StringDecoder } from 'node:string_decoder';
import type { GerritClient } from '../../gerrit';
import type { Rejection } from '../rejections/recogniseRejections';
import { GitError, PersonGit } from '../repository/personGit';
import { readTarget } from '../repository/readTarget';
import { gitArgument } from '../repository/target';
import type { ChangeSources } from '../server/privateChanges';
import { type PushAnswer, type PushedChange, readPushAnswer } from './pushAnswer';
import { runPrePushHook, runReviewHooks } from './pushHooks';
import { type PushPlan, planPush } from './pushPlan';
import { type PushProgress, progressReader, sentOf } from './pushProgress';
import { type PushOptions, reviewRefspec } from './pushRef';
import { askWhatArrived } from './pushResolve';

export interface PushRequest extends PushOptions {
  /** Other than what `.gitreview` and git's configuration say. */
  readonly remote?: string;
  readonly branch?: string;
  /** What the person was shown; made again when missing. A HEAD that has moved since is not pushed. */
  readonly plan?: PushPlan;
  /** Leave out git-review's pre-review and post-review hooks. */
  readonly withoutHooks?: boolean;
}

export interface PushServices {
  /** Of the server that the target is on: settles what a cut connection left open. */
  readonly client?: Pick<GerritClient, 'changesById'>;
  /** The same with credentials that are there already, if any: only with them private changes can be asked for. */
  readonly signedIn?: ChangeSources['signedIn'];
  /** Over the environment of this process; hooks get it too. */
  readonly env?: NodeJS.ProcessEnv;
  /** How git asks for passwords: for git alone, no hook gets it. */
  readonly askpass?: NodeJS.ProcessEnv;
  /** Ends git and all that it started; what the server made by then is asked for. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PushProgress) => void;
  /** How long a server is given to finish what it had received when the connection ended: 3000 by default. */
  readonly settleMs?: number;
}

/** A change as the server made or updated it. */
export interface ResultChange extends PushedChange {
  readonly changeId?: string;
  readonly commit?: string;
  /** Of the commit that was pushed; missing when the server was not asked. */
  readonly patchSet?: number;
}

/**
 * - accepted: the server said so, in its answer or when it was asked afterwards (`settled`)
 * - refused: it said no, and nothing was made
 * - failed: it was never reached, did not let us in, or (`settled`) says that nothing arrived of what was only half sent
 * - cancelled: the person stopped it before anything was sent, or (`settled`) the server says that nothing arrived
 * - unknown: the connection ended before the answer, and the server could not be asked, or has nothing of it yet
 */
export interface PushResult {
  readonly outcome: 'accepted' | 'refused' | 'failed' | 'cancelled' | 'unknown';
  /** Whether the outcome is what the server said when it was asked after the connection had ended. */
  readonly settled: boolean;
  readonly plan: PushPlan;
  /** What was pushed to, with all options, such as `refs/for/master%wip`. */
  readonly ref: string;
  /** Base first. Those that did not change are not among them. */
  readonly changes: readonly ResultChange[];
  /** All that was said, with the rejections and their fixes. */
  readonly answer: PushAnswer;
  /** Of git alone. */
  readonly seconds: number;
  /** What the post-review hook complained about. */
  readonly hookFailed?: string;
}

/**
 * Pushes HEAD for review.
 * @param root absolute path of the working tree; one the person trusts
 * @throws TargetError (names), GitError (`changed-meanwhile`, `git-failed`), ReviewHookError (pre-review),
 *   UserError of the process runner (no git). A push that does not succeed is a result, not an error.
 */
export async function push(root: string, request: PushRequest = {}, services: PushServices = {}): Promise<PushResult> {
  const git = new PersonGit(root, {
    ...(services.env ? { env: services.env } : {}),
    ...(services.signal ? { signal: services.signal } : {}),
    askpass: services.askpass,
  });
  const { remote, branch } = request;
  const chosen = { ...(remote === undefined ? {} : { remote }), ...(branch === undefined ? {} : { branch }) };
  const plan = request.plan ?? (await planPush(git, await readTarget(git, chosen)));
  const refspec = reviewRefspec(plan.head, plan.target.branch, request);
  const ref = refspec.slice(refspec.indexOf(':') + 1);
  const stopped = await runHooksBefore(git, plan, refspec, request, services);
  if (stopped === 'cancelled') {
    return { outcome: 'cancelled', settled: false, plan, ref, changes: [], answer: NOTHING_SAID, seconds: 0 };
  }
  const sent = stopped ? hookStopped(stopped) : await send(git, plan, refspec, services);
  const hookFailed = request.withoutHooks ? undefined : await postReview(git, services);
  return { ...sent, plan, ref, ...(hookFailed === undefined ? {} : { hookFailed }) };
}

const NOTHING_SAID: PushAnswer = {
  outcome: 'failed',
  changes: [],
  remarks: [],
  lostVotes: [],
  refs: [],
  rejections: [],
  remote: [],
  local: [],
};

type Sent = Pick<PushResult, 'outcome' | 'settled' | 'changes' | 'answer' | 'seconds'>;

const hookStopped = (rejection: Rejection): Sent => ({
  outcome: 'failed',
  settled: false,
  changes: [],
  answer: { ...NOTHING_SAID, rejections: [rejection] },
  seconds: 0,
});

async function send(git: PersonGit, plan: PushPlan, refspec: string, services: PushServices): Promise<Sent> {
  const { text, seconds, cancelled } = await runPush(git, plan, refspec, services.onProgress);
  const answer = readPushAnswer(text);
  return { ...(await judge(plan, answer, { cancelled, sent: sentOf(text.stderr) }, services)), answer, seconds };
}

/** The pre-review hooks, then git's pre-push: each may take minutes of tests. Gives why one stops the push. */
async function runHooksBefore(
  git: PersonGit,
  { target }: PushPlan,
  refspec: string,
  { withoutHooks }: PushRequest,
  { env, signal }: PushServices,
): Promise<Rejection | 'cancelled' | undefined> {
  try {
    if (!withoutHooks) await runReviewHooks(git, 'pre', env, signal);
    return await runPrePushHook(git, target, refspec);
  } catch (error) {
    if (error instanceof GitError && error.reason === 'cancelled') return 'cancelled';
    throw error;
  }
}

async function runPush(git: PersonGit, { target }: PushPlan, refspec: string, onProgress?: PushServices['onProgress']) {
  const decoder = new StringDecoder('utf8');
  const read = progressReader(onProgress ?? (() => undefined));
  let stderr = '';
  // Its hook has run.
  const args = ['push', '--no-verify', '--no-follow-tags', '--porcelain', '--progress', gitArgument(target), refspec];
  const { stdout, exitCode, seconds, ended } = await git.run(args, {
    onStderr: (bytes) => {
      const text = decoder.write(bytes);
      if (stderr.length < MOST_OUTPUT) stderr += text;
      read(text);
    },
  });
  stderr += decoder.end();
  return {
    text: { stdout, stderr, ...(exitCode === null ? {} : { exitCode }) },
    seconds,
    cancelled: ended !== 'byItself',
  };
}

/** No server says more in an answer; progress of hours is dropped. */
const MOST_OUTPUT = 4 * 1024 * 1024;

async function judge(
  plan: PushPlan,
  answer: PushAnswer,
  { cancelled, sent }: { readonly cancelled: boolean; readonly sent: ReturnType<typeof sentOf> },
  { client, signedIn, settleMs = 3000 }: PushServices,
): Promise<Pick<PushResult, 'outcome' | 'settled' | 'changes'>> {
  const { outcome } = answer;
  // What was sent may have arrived, whatever git says of the answer.
  const isOpen = outcome === 'unknown' || (outcome === 'failed' && (cancelled || sent !== 'nothing'));
  if (!isOpen) {
    return { outcome, settled: false, changes: answer.changes.map((change) => withCommit(change, plan)) };
  }
  const arrived = client && (await askWhatArrived({ client, ...(signedIn ? { signedIn } : {}) }, plan, settleMs));
  if (arrived && arrived.length > 0) return { outcome: 'accepted', settled: true, changes: arrived };
  // A server that got everything may still check it, however long that takes.
  if (sent === 'all' || (sent === 'some' && !arrived)) return { outcome: 'unknown', settled: false, changes: [] };
  return { outcome: cancelled ? 'cancelled' : 'failed', settled: arrived !== undefined, changes: [] };
}

/** Asks the server once more what became of a push that nobody knew of. */
export async function settle(
  result: PushResult,
  { client, signedIn, settleMs = 3000 }: PushServices,
): Promise<PushResult> {
  if (!client) return result;
  const arrived = await askWhatArrived({ client, ...(signedIn ? { signedIn } : {}) }, result.plan, settleMs);
  return arrived && arrived.length > 0 ? { ...result, outcome: 'accepted', settled: true, changes: arrived } : result;
}

/** The commit that a line of the answer is about, where exactly one has its subject. */
function withCommit(change: PushedChange, { commits }: PushPlan): ResultChange {
  const start = change.subject.replace(/\.\.\.$/, '');
  const fitting = commits.filter(({ subject }) =>
    start === change.subject ? subject === start : subject.startsWith(start),
  );
  const [only] = fitting.length === 1 ? fitting : commits.length === 1 ? commits : [];
  const before = only?.change?.current?.number;
  const patchSet = change.isNew ? 1 : before === undefined ? undefined : before + 1;
  return {
    ...change,
    ...(only ? { commit: only.commit, ...(only.changeId ? { changeId: only.changeId } : {}) } : {}),
    ...(patchSet === undefined ? {} : { patchSet }),
  };
}

/** git-review runs it whatever the push said; what it complains about does not undo a push. */
async function postReview(git: PersonGit, { env, signal }: PushServices): Promise<string | undefined> {
  if (signal?.aborted) return undefined;
  try {
    await runReviewHooks(git, 'post', env, signal);
    return undefined;
  } catch (error) {
    if (error instanceof GitError && error.reason === 'cancelled') return undefined;
    return error instanceof Error ? error.message : String(error);
  }
}
