import type { RestEndpointMethodTypes } from '@octokit/rest';
import * as v from 'valibot';
import { messageOf } from '../base/errors';
import { GitHubError } from './errors';

export interface PullRequest {
  readonly owner: string;
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly isDraft: boolean;
  /** The branch it would be merged into. */
  readonly branch: string;
  readonly author?: string;
}

export interface GitHubOptions {
  /** Asked for each request; without one GitHub answers 60 requests an hour. It goes to this server alone. */
  readonly token?: () => Promise<string | undefined>;
  /** `https://api.github.com` by default. */
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

/** GitHub's own names: they become a part of the address. */
const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/;
const REPOSITORY = /^(?!\.{1,2}$)[\w.-]{1,100}$/;

/** The part of https://docs.github.com/en/rest/pulls/pulls that is read here. */
const Payload = v.object({
  number: v.number(),
  title: v.pipe(v.string(), v.maxLength(10_000)),
  state: v.picklist(['open', 'closed']),
  merged: v.optional(v.boolean()),
  draft: v.optional(v.boolean()),
  base: v.object({ ref: v.string() }),
  user: v.optional(v.nullable(v.object({ login: v.string() }))),
});

/** Reads what a Depends-On on GitHub needs. Methods throw GitHubError. */
export class GitHubClient {
  constructor(private readonly options: GitHubOptions = {}) {}

  async pullRequest(owner: string, repository: string, number: number): Promise<PullRequest> {
    if (!OWNER.test(owner) || !REPOSITORY.test(repository) || !Number.isSafeInteger(number) || number < 1) {
      throw new GitHubError('not-found', 'That is not the address of a pull request.');
    }
    const payload = v.safeParse(Payload, await this.ask({ owner, repo: repository, pull_number: number }));
    if (!payload.success) {
      throw new GitHubError('nonsense', 'What came from GitHub is no pull request.', {
        cause: new v.ValiError(payload.issues),
      });
    }
    const { title, state, merged, draft, base, user } = payload.output;
    return {
      owner,
      repository,
      number,
      title,
      state: merged ? 'merged' : state,
      isDraft: draft ?? false,
      branch: base.ref,
      ...(user ? { author: user.login } : {}),
    };
  }

  private async ask(pull: RestEndpointMethodTypes['pulls']['get']['parameters']): Promise<unknown> {
    const { token, baseUrl, timeoutMs = 15_000 } = this.options;
    const auth = await token?.();
    // The part of @octokit/rest that sends requests, loaded with the first one. The rest is a table of every endpoint of
    // GitHub, four times its size, and only one endpoint is requested here.
    const { Octokit } = await import('@octokit/core');
    const octokit = new Octokit({
      ...(auth === undefined ? {} : { auth }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
      userAgent: 'openstack-contributor',
      // The library would print warnings of the server to the console of the editor.
      log: SILENT,
    });
    try {
      const request = { signal: AbortSignal.timeout(timeoutMs) };
      return (await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { ...pull, request })).data;
    } catch (error) {
      throw asGitHubError(error);
    }
  }
}

const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** What Octokit throws has the status and headers of the answer, and 500 where there was none. */
const Failure = v.object({
  status: v.number(),
  response: v.optional(v.object({ headers: v.record(v.string(), v.unknown()) })),
});

function asGitHubError(error: unknown): GitHubError {
  const failure = v.safeParse(Failure, error);
  const options = { cause: error };
  if (!failure.success || !failure.output.response) {
    return new GitHubError('offline', `GitHub cannot be reached: ${messageOf(error)}`, options);
  }
  const { status, response } = failure.output;
  // The secondary limit comes with retry-after, in seconds (docs.github.com, rate limits for the REST API).
  const wait = Number(response.headers['retry-after'] ?? NaN) * 1000;
  const reset = Number.isFinite(wait) ? Date.now() + wait : Number(response.headers['x-ratelimit-reset']) * 1000;
  if (
    status === 429 ||
    (status === 403 && (Number.isFinite(wait) || String(response.headers['x-ratelimit-remaining']) === '0'))
  ) {
    const words = 'GitHub answers no more for a while. Signed in, it answers more.';
    return new GitHubError('rate-limited', words, {
      ...options,
      ...(Number.isFinite(reset) ? { resetAt: reset } : {}),
    });
  }
  if (status === 401) return new GitHubError('sign-in', 'GitHub does not accept the sign-in.', options);
  if (status === 404 || status === 403 || status === 410) {
    return new GitHubError('not-found', 'GitHub shows no such pull request to everyone.', options);
  }
  return new GitHubError(
    status >= 500 ? 'server-error' : 'nonsense',
    `GitHub answered with status ${status}.`,
    options,
  );
}
