/** What came of a request: the work's result, or nothing because a newer request took its place. */
export type Outcome<Result> = { readonly done: true; readonly result: Result } | { readonly done: false };

export interface QueueOptions<Request, Result> {
  /** Does the work. The signal fires when nobody wants the result any more. */
  readonly work: (request: Request, signal: AbortSignal) => Promise<Result>;
  /**
   * One request out of one that waits and a newer one; who asked for either then gets the result of both. Without it,
   * the newer one takes the other's place.
   */
  readonly merge?: (waiting: Request, newer: Request) => Request;
  /** Whether a newer request makes the running one pointless. Without it, every newer request does. */
  readonly supersedes?: (newer: Request, running: Request) => boolean;
  /**
   * Whether the work may take minutes. No other request waits for it: it is broken off, and started again behind them. Of
   * those that wait, the newest takes the place of the others. Without it, no work does.
   */
  readonly isLong?: (request: Request) => boolean;
}

/**
 * Runs one piece of work at a time per key, keeps at most one waiting, and one that takes long behind it, and drops
 * results that are stale: a person who saves ten times in a second gets the findings of the last text, after two runs
 * instead of ten.
 */
export class LatestQueue<Request, Result> {
  private readonly lanes = new Map<string, Lane<Request, Result>>();

  constructor(private readonly options: QueueOptions<Request, Result>) {}

  /** Rejects with what the work rejects with, unless a newer request has taken its place. */
  submit(key: string, request: Request): Promise<Outcome<Result>> {
    return new Promise((resolve, reject) => {
      const asked: Asked<Result> = { resolve, reject };
      const lane = this.lanes.get(key);
      if (!lane) {
        this.start(key, { request, asked: [asked] });
        return;
      }
      const isLong = this.isLong(request);
      if (isLong) {
        if (lane.behind) settle(lane.behind, { done: false });
        lane.behind = { request, asked: [asked] };
      } else {
        lane.waiting = this.join(lane.waiting, request, asked);
      }
      if (lane.stale) return;
      if (this.options.supersedes?.(request, lane.running.request) ?? true) {
        lane.stale = true;
        lane.abort.abort();
        settle(lane.running, { done: false });
      } else if (!isLong && this.isLong(lane.running.request)) {
        lane.isInterrupted = true;
        lane.abort.abort();
      }
    });
  }

  /** Ends what runs and forgets what waits, for one key or for all; their requests come to nothing. */
  cancel(key?: string): void {
    for (const [name, lane] of this.lanes) {
      if (key !== undefined && name !== key) continue;
      lane.stale = true;
      lane.abort.abort();
      for (const entry of [lane.running, lane.waiting, lane.behind]) if (entry) settle(entry, { done: false });
      lane.waiting = undefined;
      lane.behind = undefined;
    }
  }

  private isLong(request: Request): boolean {
    return this.options.isLong?.(request) ?? false;
  }

  private join(waiting: Entry<Request, Result> | undefined, request: Request, asked: Asked<Result>) {
    if (!waiting) return { request, asked: [asked] };
    const { merge } = this.options;
    if (merge) return { request: merge(waiting.request, request), asked: [...waiting.asked, asked] };
    settle(waiting, { done: false });
    return { request, asked: [asked] };
  }

  private start(key: string, running: Entry<Request, Result>, behind?: Entry<Request, Result>): void {
    const abort = new AbortController();
    const lane: Lane<Request, Result> = {
      running,
      abort,
      stale: false,
      isInterrupted: false,
      waiting: undefined,
      behind,
    };
    this.lanes.set(key, lane);
    void this.run(key, lane);
  }

  /** Never rejects. The next run starts only when this one's process has ended, aborted or not. */
  private async run(key: string, lane: Lane<Request, Result>): Promise<void> {
    const { request, asked } = lane.running;
    try {
      const result = await this.options.work(request, lane.abort.signal);
      if (!lane.stale && !lane.isInterrupted) settle(lane.running, { done: true, result });
    } catch (error) {
      if (!lane.stale && !lane.isInterrupted) for (const { reject } of asked) reject(error);
    }
    if (lane.isInterrupted && !lane.stale) {
      if (lane.behind) settle(lane.running, { done: false });
      else lane.behind = lane.running;
    }
    if (lane.waiting) this.start(key, lane.waiting, lane.behind);
    else if (lane.behind) this.start(key, lane.behind);
    else this.lanes.delete(key);
  }
}

interface Asked<Result> {
  readonly resolve: (outcome: Outcome<Result>) => void;
  readonly reject: (error: unknown) => void;
}

interface Entry<Request, Result> {
  readonly request: Request;
  readonly asked: readonly Asked<Result>[];
}

interface Lane<Request, Result> {
  readonly running: Entry<Request, Result>;
  readonly abort: AbortController;
  /** Nobody wants what the running work gives. */
  stale: boolean;
  /** The running work was broken off to be started again. */
  isInterrupted: boolean;
  waiting: Entry<Request, Result> | undefined;
  /** Long work, for when nothing else waits. */
  behind: Entry<Request, Result> | undefined;
}

function settle<Request, Result>(entry: Entry<Request, Result>, outcome: Outcome<Result>): void {
  for (const { resolve } of entry.asked) resolve(outcome);
}
