import { Answers, ofEach } from '../base/answers';
import { FRESH_MS } from '../base/freshness';
import { Patience } from '../base/patience';
import type { GitHubClient, PullRequest } from './client';
import { GitHubError } from './errors';

/** Pull requests as GitHub showed them: asked again after five minutes, and not while GitHub wants to be left alone. */
export class KnownPullRequests {
  private readonly patience: Patience;
  /** By owner, repository and number, each encoded, with slashes between. `missing`: GitHub shows no such one. */
  private readonly answers: Answers<string, PullRequest | 'missing'>;

  constructor(
    private readonly client: Pick<GitHubClient, 'pullRequest'>,
    now: () => number = Date.now,
  ) {
    this.patience = new Patience(rateLimitedUntil, now);
    const ask = ofEach((key: string) => this.patience.ask(() => this.ask(key)));
    this.answers = new Answers({ ask, freshMs: FRESH_MS.pullRequest, now });
  }

  /**
   * Undefined when nothing is known: GitHub is away, or shows no such pull request. What was known before stays.
   * @throws GitHubError `sign-in`, `nonsense`
   */
  async find(owner: string, repository: string, number: number): Promise<PullRequest | undefined> {
    const key = [owner, repository, number].map(encodeURIComponent).join('/');
    try {
      await this.answers.refresh([key]);
    } catch (error) {
      if (!(error instanceof GitHubError) || error.reason === 'sign-in' || error.reason === 'nonsense') throw error;
    }
    const known = this.answers.peek(key);
    return known === 'missing' ? undefined : known;
  }

  /** After a sign-in GitHub answers again. */
  askAgain(): void {
    this.patience.askAgain();
    this.answers.askAgain();
  }

  private async ask(key: string): Promise<PullRequest | 'missing'> {
    const [owner = '', repository = '', number] = key.split('/').map(decodeURIComponent);
    try {
      return await this.client.pullRequest(owner, repository, Number(number));
    } catch (error) {
      if (error instanceof GitHubError && error.reason === 'not-found') return 'missing';
      throw error;
    }
  }
}

function rateLimitedUntil(error: unknown, now: number): number | undefined {
  if (!(error instanceof GitHubError) || error.reason !== 'rate-limited') return undefined;
  return error.resetAt ?? now + FRESH_MS.pullRequest;
}
