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

/** A mirror of a repository, as far as its retirement shows. */
export interface MirrorRepository {
  /** Where it is now: GitHub leads on from where it was before it was transferred. */
  readonly owner: string;
  readonly name: string;
  /** Empty where it has none. */
  readonly description: string;
  readonly isArchived: boolean;
  readonly defaultBranch: string;
  /** Names of files and folders at the top of the default branch; none of an empty one. */
  readonly files: readonly string[];
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

/** The part of https://docs.github.com/en/rest/repos/repos that is read here. */
const RepositoryPayload = v.object({
  full_name: v.pipe(v.string(), v.maxLength(200)),
  description: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(10_000)))),
  archived: v.boolean(),
  default_branch: v.pipe(v.string(), v.maxLength(300)),
});
/** The part of https://docs.github.com/en/rest/repos/contents of a folder; of one file it is no list. */
const FolderPayload = v.pipe(v.array(v.object({ name: v.pipe(v.string(), v.maxLength(300)) })), v.maxLength(2000));

/** Reads what a Depends-On on GitHub needs, and the mirrors of repositories. Methods throw GitHubError. */
export class GitHubClient {
  constructor(private readonly options: GitHubOptions = {}) {}

  async pullRequest(owner: string, repository: string, number: number): Promise<PullRequest> {
    if (!isName(owner, repository) || !Number.isSafeInteger(number) || number < 1) {
      throw new GitHubError('not-found', 'That is not the address of a pull request.');
    }
    const parameters: Pull = { owner, repo: repository, pull_number: number };
    const answer = await this.ask('GET /repos/{owner}/{repo}/pulls/{pull_number}', parameters);
    const { title, state, merged, draft, base, user } = read(Payload, answer, 'a pull request');
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

  /** A repository, and what is at the top of its default branch. One that was transferred is found by its old name. */
  async repository(owner: string, name: string): Promise<MirrorRepository> {
    if (!isName(owner, name)) throw new GitHubError('not-found', 'That is not the address of a repository.');
    const asked: Repository = { owner, repo: name };
    const answer = await this.ask('GET /repos/{owner}/{repo}', asked);
    const { full_name, description, archived, default_branch } = read(RepositoryPayload, answer, 'a repository');
    const [ownerNow = '', nameNow = '', ...more] = full_name.split('/');
    if (!isName(ownerNow, nameNow) || more.length > 0) {
      throw new GitHubError('nonsense', 'What came from GitHub is not a repository.');
    }
    return {
      owner: ownerNow,
      name: nameNow,
      description: description ?? '',
      isArchived: archived,
      defaultBranch: default_branch,
      files: await this.topOf({ owner: ownerNow, repo: nameNow }),
    };
  }

  private async topOf({ owner, repo }: Repository): Promise<readonly string[]> {
    try {
      const answer = await this.ask('GET /repos/{owner}/{repo}/contents', { owner, repo });
      return read(FolderPayload, answer, 'a folder').map(({ name }) => name);
    } catch (error) {
      // A repository without any commit has no folder.
      if (error instanceof GitHubError && error.reason === 'not-found') return [];
      throw error;
    }
  }

  /** @param route of GitHub's own documentation; the parameters are checked by the callers */
  private async ask(route: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { token, baseUrl, timeoutMs = 15_000 } = this.options;
    const auth = await token?.();
    // The part of @octokit/rest that sends requests, loaded with the first one. The rest is a table of every endpoint of
    // GitHub, four times its size, and only few endpoints are requested here.
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
      const response: { data: unknown } = await octokit.request(route, { ...parameters, request });
      return response.data;
    } catch (error) {
      throw asGitHubError(error);
    }
  }
}

type Pull = RestEndpointMethodTypes['pulls']['get']['parameters'];
type Repository = RestEndpointMethodTypes['repos']['get']['parameters'];

const isName = (owner: string, repository: string): boolean => OWNER.test(owner) && REPOSITORY.test(repository);

function read<S extends v.GenericSchema>(schema: S, answer: unknown, what: string): v.InferOutput<S> {
  const payload = v.safeParse(schema, answer);
  if (payload.success) return payload.output;
  throw new GitHubError('nonsense', `What came from GitHub is not ${what}.`, {
    cause: new v.ValiError(payload.issues),
  });
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
    return new GitHubError('not-found', 'GitHub does not show that to everyone.', options);
  }
  return new GitHubError(
    status >= 500 ? 'server-error' : 'nonsense',
    `GitHub answered with status ${status}.`,
    options,
  );
}
