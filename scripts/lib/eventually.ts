/** Waiting for what an editor does in its own time. */
import { inspect } from 'node:util';

const POLL_MS = 50;

/** A wait that ends well costs nothing, and a machine that has much to do at once is no reason to fail. */
const PATIENCE_MS = 45_000;

/**
 * Asks again and again until `fits` the answer, and gives that answer. An error says what was waited for and what the
 * last answer was.
 */
export async function eventually<T>(
  what: string,
  ask: () => T | PromiseLike<T>,
  fits: (answer: T) => boolean,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`${what} did not come within ${timeoutMs / 1000} s; the last answer was ${inspect(answer)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
