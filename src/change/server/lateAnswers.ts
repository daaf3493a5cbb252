import { setTimeout as sleep } from 'node:timers/promises';

/** How long a list that has something to show waits for a server; the server is asked when typing has rested for 200 ms. */
const SOON_MS = 400;

interface Answer<T> {
  readonly scope: string;
  readonly typed: string;
  readonly items: readonly T[];
}

/** Answers of a server to what is typed, key by key: one that comes late is there for the next key. */
export class LateAnswers<T> {
  private last: Answer<T> | undefined;

  /**
   * @param scope what else the answer depends on, such as the server
   * @param waits whether there is nothing else to show: then the answer is waited for
   * @param cancelled by a next key; a question whose list was shown without it goes on
   * @param ask never throws
   */
  async of(
    scope: string,
    typed: string,
    waits: boolean,
    cancelled: AbortSignal,
    ask: (signal: AbortSignal) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    const stop = new AbortController();
    const forward = (): void => stop.abort();
    cancelled.addEventListener('abort', forward, { once: true });
    const answer = ask(stop.signal).then((items) => {
      if (!stop.signal.aborted) this.last = { scope, typed, items };
      return items;
    });
    if (waits) return answer;
    const over = new AbortController();
    const late = sleep(SOON_MS, undefined, { signal: over.signal }).then(
      () => {
        cancelled.removeEventListener('abort', forward);
        return this.fitting(scope, typed);
      },
      () => [],
    );
    return Promise.race([answer, late]).finally(() => over.abort());
  }

  /** What was found for the first letters of it: the editor leaves out what does not fit any more. */
  private fitting(scope: string, typed: string): readonly T[] {
    const { last } = this;
    return last?.scope === scope && typed.startsWith(last.typed) ? last.items : [];
  }
}
