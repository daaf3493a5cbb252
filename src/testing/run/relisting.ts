/** When the tests of one root are listed: one listing at a time, again after files were written, and not beside a run. */
import { coalesce, debounce } from '../../base/coalesce';
import { UserError } from '../../base/errors';
import type { TestList } from './runnerWords';

export interface ListingSteps {
  /** Lists all tests. `since` comes to hold the files that are written meanwhile, whose new text the list may not know. */
  all(signal: AbortSignal, since: ReadonlySet<string>): Promise<TestList>;
  /** Lists again what these files may have changed. */
  changed(files: ReadonlySet<string>, signal: AbortSignal, since: ReadonlySet<string>): Promise<void>;
  /** Resolves when no run of the root goes on. */
  idle(): Promise<void>;
  /** Takes what kept `changed` from its end. */
  onError(error: unknown): void;
}

/** How long writing must rest: a checkout of another branch writes many files. */
const WRITING_MS = 1000;

export class Relisting {
  /** Files that were written since the last listing began. */
  private written = new Set<string>();
  private current:
    | { readonly cancelled: AbortController; readonly isBehind: boolean; readonly over: Promise<unknown> }
    | undefined;
  private latest: Promise<TestList> | undefined;
  private isOver = false;
  private readonly soon: { (): void; cancel(): void };

  constructor(private readonly steps: ListingSteps) {
    this.soon = debounce(() => void this.again().catch((error: unknown) => this.steps.onError(error)), WRITING_MS);
  }

  /**
   * Lists all tests now. A listing under way is given up, because it may not know what was written since; who waits for
   * it gets the answer of this one.
   * @throws what `all` throws, or UserError `stopped`
   */
  list(): Promise<TestList> {
    this.soon.cancel();
    this.current?.cancelled.abort();
    const made = this.next(false, (signal) => this.steps.all(signal, (this.written = new Set())));
    const answer = made.then((list): TestList | Promise<TestList> => {
      if (list) return list;
      if (this.isOver || !this.latest) {
        throw new UserError('stopped', 'The tests were not listed: the folder was closed.');
      }
      return this.latest;
    });
    this.latest = answer;
    return answer;
  }

  /** A file was written, made or deleted: what it changes is listed soon. */
  touch(file: string): void {
    this.written.add(file);
    this.soon();
  }

  /** A run begins: what is listed behind the person's back waits for its end. */
  pause(): void {
    if (!this.current?.isBehind) return;
    this.current.cancelled.abort();
    this.soon();
  }

  dispose(): void {
    this.isOver = true;
    this.soon.cancel();
    this.current?.cancelled.abort();
  }

  private readonly again = coalesce(async () => {
    let before: typeof this.current;
    do {
      before = this.current;
      await before?.over;
      await this.steps.idle();
    } while (before !== this.current);
    await this.next(true, (signal) => this.listWritten(signal));
  });

  private async listWritten(signal: AbortSignal): Promise<void> {
    const files = this.written;
    if (files.size === 0) return;
    this.written = new Set();
    try {
      await this.steps.changed(files, signal, this.written);
    } finally {
      if (signal.aborted) for (const file of files) this.written.add(file);
    }
  }

  /** Makes a listing after the one before it is over. Gives nothing for one that was given up. */
  private next<T>(isBehind: boolean, make: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const before = this.current?.over;
    const cancelled = new AbortController();
    const isGivenUp = (): boolean => cancelled.signal.aborted;
    const made = (async () => {
      await before;
      if (isGivenUp()) return undefined;
      try {
        const result = await make(cancelled.signal);
        return isGivenUp() ? undefined : result;
      } catch (error) {
        if (isGivenUp()) return undefined; // the words of what was ended are nobody's concern
        throw error;
      }
    })();
    const over = made.catch(() => undefined); // the failure belongs to who asked for that listing
    this.current = { cancelled, isBehind, over };
    return made;
  }
}
