import * as vscode from 'vscode';
import { registerCommand } from '../../base/editor/commands';
import { setStatusBarMessage } from '../../base/editor/statusItems';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { GitHubClient, type MirrorRepository } from '../client';
import { GitHubError } from '../errors';
import { KnownPullRequests } from '../knownPullRequests';

/** What a pull request is, and where it stands in words; undefined when it is not known. */
export type DescribePullRequest = (pull: {
  readonly owner: string;
  readonly repository: string;
  readonly number: number;
}) => Promise<{ readonly title: string; readonly words: string; readonly isSettled: boolean } | undefined>;

/** A repository as GitHub shows it now; undefined when there is none. Throws GitHubError. */
export type FindMirror = (owner: string, name: string) => Promise<MirrorRepository | undefined>;

/** Builds the feature. Nobody is asked to sign in: a session that VS Code has is used, and the command makes one. */
export function activateGitHub(log: Log): vscode.Disposable & {
  readonly describePullRequest: DescribePullRequest;
  readonly mirror: FindMirror;
} {
  const client = new GitHubClient({ token });
  const pulls = new KnownPullRequests(client);
  const signIn = registerCommand(log, 'openstackContributor.github.signIn', async () => {
    const session = await vscode.authentication.getSession('github', [], { createIfNone: true });
    pulls.askAgain();
    setStatusBarMessage(`Signed in to GitHub as ${session.account.label}`, 6000);
  });
  return {
    dispose: () => void signIn.dispose(),
    async mirror(owner, name) {
      try {
        return await client.repository(owner, name);
      } catch (error) {
        if (error instanceof GitHubError && error.reason === 'not-found') return undefined;
        throw error;
      }
    },
    async describePullRequest({ owner, repository, number }) {
      // In Restricted Mode the repository must not say whom this machine talks to.
      if (!vscode.workspace.isTrusted) return undefined;
      try {
        const found = await pulls.find(owner, repository, number);
        return (
          found && {
            title: found.title,
            words: found.isDraft && found.state === 'open' ? 'draft' : found.state,
            isSettled: found.state !== 'open',
          }
        );
      } catch (error) {
        log.info(`${owner}/${repository}#${number} is not known: ${messageOf(error)}`);
        return undefined;
      }
    },
  };
}

async function token(): Promise<string | undefined> {
  try {
    return (await vscode.authentication.getSession('github', [], { silent: true }))?.accessToken;
  } catch {
    return undefined; // an editor without the GitHub sign-in
  }
}
