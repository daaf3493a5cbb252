import type * as vscode from 'vscode';
import { cancellable, signalOf } from '../../../base/editor/cancellation';
import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { plural } from '../../../base/words';
import { GerritClient } from '../../../gerrit';
import { tipNow } from '../../download/checkRebase';
import { type MadeMend, planAgain } from '../../push/fixes';
import type { OwnPushes } from '../../push/ownPushes';
import { type PushRequest, type PushResult, push } from '../../push/push';
import { type PushPlan, planPush } from '../../push/pushPlan';
import { GitError, PersonGit } from '../../repository/personGit';
import { readTarget } from '../../repository/readTarget';
import { pagesOf } from '../../repository/serverPages';
import type { ReviewTarget } from '../../repository/target';
import { QUIETLY } from '../../server/gitCredentials';
import { withPrivateChanges } from '../../server/privateChanges';
import type { MessageServices } from '../message/openMessage';
import type { Credentials, UsedPasswords } from '../server/credentials';
import { askOptions, confirmCommits, type PushDialogServices } from './pushDialog';

/** A push that was made, with all that showing its outcome needs. */
export interface MadePush {
  readonly root: string;
  readonly request: PushRequest;
  readonly result: PushResult;
  readonly passwords: UsedPasswords;
  readonly client: GerritClient | undefined;
  /** The same with credentials that are kept already. */
  readonly signedIn: () => Promise<GerritClient | undefined>;
  /** The same, where the person is asked for them; undefined when they do not say. */
  readonly asPerson: () => Promise<GerritClient | undefined>;
  readonly dialog: PushDialogServices;
}

interface Where extends Pick<MadePush, 'client' | 'signedIn' | 'asPerson' | 'dialog'> {
  readonly target: ReviewTarget;
  /** Who tells what commits become: it finds private changes too. */
  readonly planner: Pick<GerritClient, 'changesById'> | undefined;
}

export interface PushParts {
  readonly log: Log;
  readonly services: MessageServices;
  readonly credentials: Credentials;
  readonly ownPushes: OwnPushes;
}

/** Pushes for review: shows what will be sent, asks for options, pushes with progress. What came of it is for others to say. */
export class ReviewPushes {
  constructor(private readonly parts: PushParts) {}

  /** Asks the person; undefined when they thought better of it. Throws UserError `untrusted`, `nothing-to-push`, TargetError, GitError. */
  async ask(root: string): Promise<PushRequest | undefined> {
    const { target, planner, dialog } = await this.where(root);
    const fetched = await this.fetch(root, target);
    if (fetched === 'cancelled') return undefined;
    const plan = await planPush(new PersonGit(root), target, planner, fetched);
    assertNotEmpty(plan);
    const confirmed = await confirmCommits(plan);
    return (
      confirmed &&
      askOptions(confirmed, dialog, async (branch, before) => (await this.again(root, { branch }, before))?.plan)
    );
  }

  /**
   * The push after a mend, or for another branch: up to the commit that it went up to before. Commits that the person
   * has not seen are shown; undefined when they thought better of it.
   * @param anew of the mend that was made
   */
  async again(
    root: string,
    request: PushRequest,
    before: PushPlan,
    anew?: MadeMend['anew'],
  ): Promise<PushRequest | undefined> {
    const { target, planner } = await this.where(root, request);
    const fetched = target.branch === before.target.branch ? {} : await this.fetch(root, target);
    if (fetched === 'cancelled') return undefined;
    const { plan, isKnown } = await planAgain(new PersonGit(root), target, before, anew, {
      client: planner,
      tip: fetched.base,
    });
    assertNotEmpty(plan);
    const confirmed = isKnown ? plan : await confirmCommits(plan, true);
    return confirmed && { ...request, plan: confirmed };
  }

  /** Throws as `push` does; a push that does not succeed is a result. */
  async make(root: string, request: PushRequest, token?: vscode.CancellationToken): Promise<MadePush> {
    const { target, client, signedIn, asPerson, planner, dialog } = await this.where(root, request);
    const plan = request.plan ?? (await planPush(new PersonGit(root), target, planner));
    const session = await this.parts.credentials.begin(root, target, 'push');
    const signals = token ? [signalOf(token)] : [];
    const withdrawing = (signal: AbortSignal): AbortSignal => {
      const all = AbortSignal.any([signal, ...signals]);
      all.addEventListener('abort', () => session.withdraw(), { once: true });
      return all;
    };
    try {
      const result = await cancellable(
        `Pushing ${plural(plan.commits.length, 'commit')} to ${target.host ?? target.remote}`,
        (signal, report) =>
          push(
            root,
            { ...request, plan: { ...plan, target } },
            {
              ...(client ? { client, signedIn } : {}),
              askpass: session.askpass,
              signal: withdrawing(signal),
              onProgress: ({ phase, percent }) =>
                report({ message: percent === undefined ? phase : `${phase} (${percent}%)` }),
            },
          ),
      );
      await this.parts.ownPushes.keep(client?.webUrl, result);
      const { outcome, ref, changes, answer } = result;
      this.parts.log.info(
        `Push of ${plan.head} in ${root} to ${target.remote} ${ref}: ${outcome}, ${changes.length} changes. ${answer.remote.join(' | ')}`,
      );
      return { root, request, result, passwords: session.passwords, client, signedIn, asPerson, dialog };
    } finally {
      await session.end();
    }
  }

  /** Where a push goes, and the server there. Throws UserError `untrusted`, TargetError. */
  async where(root: string, { remote, branch }: PushRequest = {}): Promise<Where> {
    const { repositories, lookup } = this.parts.services;
    await repositories.git(root);
    const chosen = { ...(remote === undefined ? {} : { remote }), ...(branch === undefined ? {} : { branch }) };
    const target = await readTarget(new PersonGit(root), chosen);
    const { review, server: pages } = await repositories.facts(root);
    const webUrl = pagesOf(target, review && { host: review.host, pages });
    const client = webUrl === undefined ? undefined : new GerritClient({ webUrl });
    const branches = async (): Promise<string[]> => {
      if (!client || target.project === undefined) return [];
      return client.branches(target.project).catch(() => []);
    };
    const { credentials } = this.parts;
    const clientWith = async (find: Credentials['kept']): Promise<GerritClient | undefined> => {
      const found = webUrl === undefined ? undefined : await find(webUrl, root);
      return found && webUrl !== undefined
        ? new GerritClient({ webUrl, credentials: () => Promise.resolve(found) })
        : undefined;
    };
    const signedIn = (): Promise<GerritClient | undefined> => clientWith((...of) => credentials.kept(...of));
    const asPerson = (): Promise<GerritClient | undefined> => clientWith((...of) => credentials.ask(...of));
    const planner =
      client && this.parts.ownPushes.over({ ...withPrivateChanges({ client, signedIn }), webUrl: client.webUrl });
    return { target, client, signedIn, asPerson, planner, dialog: { lookup, server: webUrl, branches } };
  }

  /**
   * The tip of the branch as it is on the server now, so that what has merged is not taken for the person's. Nothing
   * where the server is away, or would have to be told who they are: then what was fetched last has to do.
   */
  private async fetch(root: string, target: ReviewTarget): Promise<{ base?: string } | 'cancelled'> {
    if (!target.exists) return {};
    const session = await this.parts.credentials.begin(root, target, 'fetch', { asks: false });
    try {
      const base = await cancellable(`Fetching ${target.branch} from ${target.host ?? target.remote}`, (signal) =>
        tipNow(new PersonGit(root, { env: QUIETLY, askpass: session.askpass, signal }), target),
      );
      return base === undefined ? {} : { base };
    } catch (error) {
      if (error instanceof GitError && error.reason === 'cancelled') return 'cancelled';
      throw error;
    } finally {
      await session.end();
    }
  }
}

function assertNotEmpty({ commits, target }: PushPlan): void {
  if (commits.length > 0) return;
  throw new UserError(
    'nothing-to-push',
    `There is no commit that ${target.remote}/${target.branch} has not. Commit first, then push.`,
  );
}
