import type * as vscode from 'vscode';
import { cancellable, signalOf } from '../../../base/editor/cancellation';
import { showError } from '../../../base/editor/commands';
import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { plural } from '../../../base/words';
import type { GerritClient, Servers } from '../../../gerrit';
import { tipNow } from '../../download/checkRebase';
import type { NextPush } from '../../push/fixes';
import type { OwnPushes } from '../../push/ownPushes';
import { type PushRequest, type PushResult, push } from '../../push/push';
import { type PushPlan, planAgain, planPush } from '../../push/pushPlan';
import { GitError, PersonGit } from '../../repository/personGit';
import { readTarget } from '../../repository/readTarget';
import { pagesOf } from '../../repository/serverPages';
import type { ReviewTarget } from '../../repository/target';
import { QUIETLY } from '../../server/gitCredentials';
import { withPrivateChanges } from '../../server/privateChanges';
import type { MessageServices } from '../message/openMessage';
import type { Credentials } from '../server/credentials';
import type { MadePush } from './madePush';
import { PUSH_ACTIONS } from './pushActions';
import { askOptions, confirmCommits } from './pushDialog';
import type { PushOutcomes } from './pushOutcome';

interface Where extends Pick<MadePush, 'server' | 'signedIn' | 'asPerson' | 'dialog'> {
  readonly target: ReviewTarget;
  /** Who tells what commits become: it finds private changes too. */
  readonly planner: Pick<GerritClient, 'changesById'> | undefined;
}

export interface PushParts {
  readonly log: Log;
  readonly services: MessageServices;
  readonly servers: Servers;
  readonly credentials: Credentials;
  readonly ownPushes: OwnPushes;
  readonly outcomes: PushOutcomes;
  /** A push is over, and the server may have got something. */
  readonly onPushed: (root: string, result: PushResult) => void;
}

/** Pushes for review: shows what will be sent, asks for options, pushes with progress, and once more after a fix. */
export class ReviewPushes {
  constructor(private readonly parts: PushParts) {}

  /** Resolves when the push is over; what came of it is shown until the person answers. Throws as `ask` and `make` do. */
  async push(root: string): Promise<void> {
    const request = await this.ask(root);
    if (request) await this.makeAndShow(root, request);
  }

  private async makeAndShow(root: string, request: PushRequest): Promise<void> {
    const made = await this.make(root, request);
    // Nobody has to wait for an answer.
    void this.showAndContinue(made).catch((error: unknown) => showError(error, PUSH_ACTIONS));
  }

  private async showAndContinue(made: MadePush): Promise<void> {
    const next = await this.parts.outcomes.show(made);
    if (!next) return;
    const plan = next.request.plan ?? (await this.planAgain(made.root, next, made.result.plan));
    if (plan) await this.makeAndShow(made.root, { ...next.request, plan });
  }

  /** Asks the person; undefined when they thought better of it. Throws UserError `untrusted`, `nothing-to-push`, TargetError, GitError. */
  private async ask(root: string): Promise<PushRequest | undefined> {
    const { target, planner, dialog } = await this.where(root);
    const fetched = await this.fetch(root, target);
    if (fetched === 'cancelled') return undefined;
    const plan = await planPush(new PersonGit(root), target, planner, fetched);
    assertNotEmpty(plan);
    const confirmed = await confirmCommits(plan);
    return (
      confirmed &&
      askOptions(confirmed, dialog, (branch, before) => this.planAgain(root, { request: { branch } }, before))
    );
  }

  /**
   * The plan up to the commit that `before` went up to; commits that the person has not seen are shown. Undefined when they
   * thought better of it.
   */
  private async planAgain(
    root: string,
    { request, recreated }: NextPush,
    before: PushPlan,
  ): Promise<PushPlan | undefined> {
    const { target, planner } = await this.where(root, request);
    const fetched = target.branch === before.target.branch ? {} : await this.fetch(root, target);
    if (fetched === 'cancelled') return undefined;
    const { plan, isKnown } = await planAgain(new PersonGit(root), target, before, recreated, {
      client: planner,
      tip: fetched.base,
    });
    assertNotEmpty(plan);
    return isKnown ? plan : confirmCommits(plan, true);
  }

  /** Throws as `push` does; a push that does not succeed is a result. */
  async make(root: string, request: PushRequest, token?: vscode.CancellationToken): Promise<MadePush> {
    const { target, server, signedIn, asPerson, planner, dialog } = await this.where(root, request);
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
              ...(server ? { client: server.direct, signedIn } : {}),
              askpass: session.askpass,
              signal: withdrawing(signal),
              onProgress: ({ phase, percent }) =>
                report({ message: percent === undefined ? phase : `${phase} (${percent}%)` }),
            },
          ),
      );
      await this.parts.ownPushes.keep(server?.webUrl, result);
      this.parts.onPushed(root, result);
      const { outcome, ref, changes, answer } = result;
      this.parts.log.info(
        `Push of ${plan.head} in ${root} to ${target.remote} ${ref}: ${outcome}, ${changes.length} changes. ${answer.remote.join(' | ')}`,
      );
      return { root, request, result, passwords: session.passwords, server, signedIn, asPerson, dialog };
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
    const server = webUrl === undefined ? undefined : this.parts.servers.of(webUrl);
    const branches = async (): Promise<readonly string[]> =>
      (target.project === undefined ? undefined : await server?.branches(target.project)) ?? [];
    const { credentials, ownPushes } = this.parts;
    const signedIn = async (): Promise<GerritClient | undefined> => {
      const found = server && (await credentials.kept(server.webUrl, root));
      return found && server.client.as(found);
    };
    const asPerson = async (): Promise<GerritClient | undefined> => {
      const found = server && (await credentials.ask(server.webUrl, root));
      server?.client.askAgain();
      return found && server.client.as(found);
    };
    const planner =
      server && ownPushes.over({ ...withPrivateChanges({ client: server.direct, signedIn }), webUrl: server.webUrl });
    return { target, server, signedIn, asPerson, planner, dialog: { lookup, server: webUrl, branches } };
  }

  /**
   * The tip of the review branch as it is on the server now. Undefined when the person cancelled it.
   * @param quiet never asks for a password
   * @throws UserError `no-remote`, `not-fetched`, `untrusted`, TargetError
   */
  async freshBranch(
    root: string,
    quiet = false,
  ): Promise<{ readonly commit: string; readonly branch: string } | undefined> {
    const { target } = await this.where(root);
    const { branch, remote, host } = target;
    if (!target.exists) {
      throw new UserError('no-remote', `${root} has no remote ${remote} yet. Set it up for Gerrit, then try again.`, {
        actionArgs: [{ rootUri: { fsPath: root, scheme: 'file', path: root } }],
      });
    }
    const fetched = await this.fetch(root, target, !quiet);
    if (fetched === 'cancelled') return undefined;
    if (fetched.base !== undefined) return { commit: fetched.base, branch };
    throw new UserError(
      'not-fetched',
      `${branch} could not be fetched from ${host ?? remote}, and what was fetched before may be old. Try again when the server is there.`,
    );
  }

  /**
   * The tip of the branch as it is on the server now, so that what has merged is not taken for the person's. Nothing
   * where the server is away, or would have to be told who they are: then what was fetched last has to do.
   */
  private async fetch(root: string, target: ReviewTarget, asks = false): Promise<{ base?: string } | 'cancelled'> {
    if (!target.exists) return {};
    const session = await this.parts.credentials.begin(root, target, 'fetch', { asks });
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
    `Every commit is already on ${target.remote}/${target.branch}. Commit first, then push.`,
  );
}
