/** Lets jobs that share something run one after the other. */
export class OneAtATime {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs the job when all that came before it under this name are over. The job cannot be given up. */
  inTurn<Result>(name: string, job: () => Promise<Result>): Promise<Result> {
    const turn = Promise.resolve(this.last.get(name)).then(job);
    const settled = turn.catch(() => undefined); // the failure belongs to the caller that asked for that job
    this.last.set(name, settled);
    return turn;
  }

  /**
   * Runs the job when all that came before it under this name are over.
   * @returns undefined when the signal was aborted before its turn; from then on the job itself has to heed it
   */
  run<Result>(name: string, signal: AbortSignal, job: () => Promise<Result>): Promise<Result | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const giveUp = (): void => resolve(undefined);
      signal.addEventListener('abort', giveUp, { once: true });
      this.inTurn(name, async () => {
        signal.removeEventListener('abort', giveUp);
        return signal.aborted ? undefined : job();
      }).then(resolve, reject);
    });
  }

  /** Resolves when no job of that name goes on or waits. */
  async idle(name: string): Promise<void> {
    for (let last: Promise<unknown> | undefined; last !== this.last.get(name); await last) last = this.last.get(name);
  }
}
