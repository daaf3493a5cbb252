import { UserError } from '../base/errors';

/**
 * - offline: no connection, or no answer in time
 * - not-found: there is no such thing, or it is not visible to us
 * - rate-limited: GitHub answers no more for a while; `resetAt` when it told
 * - sign-in: the token is not accepted
 * - server-error: it broke (5xx)
 * - nonsense: what came is no answer of GitHub
 */
export type GitHubReason = 'offline' | 'not-found' | 'rate-limited' | 'sign-in' | 'server-error' | 'nonsense';

export class GitHubError extends UserError<GitHubReason> {
  /** Milliseconds since the epoch. */
  readonly resetAt: number | undefined;

  constructor(reason: GitHubReason, message: string, options: { cause?: unknown; resetAt?: number } = {}) {
    super(reason, message, { cause: options.cause });
    this.resetAt = options.resetAt;
  }
}
