import { UserError } from '../base/errors';

/**
 * - offline: no connection, no such host; the server was not asked
 * - timeout: it did not answer in time
 * - not-found: there is no such thing, or it is not visible to us
 * - sign-in: it wants to know who asks, or did not accept the credentials
 * - forbidden: it knows who asks, and says no
 * - conflict: the thing is not in a state for this, such as a closed change
 * - bad-request: it does not understand the question, such as an operator it does not know
 * - rate-limited: we ask too often; `retryAfterSeconds` when it told
 * - server-error: it broke (5xx)
 * - nonsense: what came is no answer of Gerrit, as from a proxy's sign-in page
 * - too-big: more than is reasonable
 * - cancelled: the caller did not want the answer any more
 */
export type GerritReason =
  | 'offline'
  | 'timeout'
  | 'not-found'
  | 'sign-in'
  | 'forbidden'
  | 'conflict'
  | 'bad-request'
  | 'rate-limited'
  | 'server-error'
  | 'nonsense'
  | 'too-big'
  | 'cancelled';

export class GerritError extends UserError<GerritReason> {
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: GerritReason, message: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(reason, message, { cause: options.cause });
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Whether an error only says that the server is out of reach now: views show what they have, with its age. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof GerritError && ['offline', 'timeout', 'rate-limited', 'server-error'].includes(error.reason);
