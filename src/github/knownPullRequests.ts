import type { GitHubClient, PullRequest } from './client';
import { GitHubError } from './errors';

/** GitHub answers 60 questions an hour without a sign-in, so an answer is used for a while. */
const FRESH_MS = 5 * 60_000;

type Known = { readonly at: number; readonly pull?: PullRequest };

/** Pull requests as GitHub told of them; asks again after five minutes, and not at all while it wants to be left alone. */
export class KnownPullRequests {
  private readonly known = new Map<string, Known>();
  private readonly running = new Map<string, Promise<Known>>();
  private leaveAloneUntil = 0;

  constructor(
    private readonly client: Pick<GitHubClient, 'pullRequest'>,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Undefined when nothing is known: GitHub is away, or shows no such pull request. What was known before stays.
   * @throws GitHubError `sign-in`, `nonsense`
   */
  async find(owner: string, repository: string, number: number): Promise<PullRequest | undefined> {
    const key = `${owner}/${repository}#${number}`;
    const known = this.known.get(key);
    if (known && (this.now() - known.at < FRESH_MS || this.now() < this.leaveAloneUntil)) return known.pull;
    if (this.now() < this.leaveAloneUntil) return undefined;
    const running =
      this.running.get(key) ?? this.ask(owner, repository, number, known?.pull).finally(() => this.running.delete(key));
    this.running.set(key, running);
    const found = await running;
    this.known.set(key, found);
    return found.pull;
  }

  /** After a sign-in GitHub answers again. */
  askAgain(): void {
    this.leaveAloneUntil = 0;
    this.known.clear();
  }

  private async ask(
    owner: string,
    repository: string,
    number: number,
    before: PullRequest | undefined,
  ): Promise<Known> {
    const at = this.now();
    try {
      return { at, pull: await this.client.pullRequest(owner, repository, number) };
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      if (error.reason === 'rate-limited') this.leaveAloneUntil = error.resetAt ?? at + FRESH_MS;
      if (error.reason === 'sign-in' || error.reason === 'nonsense') throw error;
      return { at, ...(before && error.reason !== 'not-found' ? { pull: before } : {}) };
    }
  }
}
