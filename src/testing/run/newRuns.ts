import { debounce } from '../../base/coalesce';
import { lastRunNumber } from './storedRun';

/** The runner writes the run, its times and its failures; this is after the last of them. */
const WRITING_MS = 400;

/** Finds the runs that a terminal adds to a repository of the runner, and leaves out those of the Testing view. */
export class NewRuns {
  /** Number of the last run that is shown already. */
  private last = -1;
  /** Whether a run of the view is being written. */
  private isHeld = false;
  private readonly soon: { (): void; cancel(): void };

  /**
   * @param repository absolute path of a `.stestr` or `.testrepository` folder, which may be missing
   * @param show takes the number of a run that is new
   * @param onError takes what `show` throws
   */
  constructor(
    private readonly repository: string,
    private readonly show: (run: number) => Promise<void>,
    onError: (error: unknown) => void,
  ) {
    this.soon = debounce(() => void this.look().catch(onError), WRITING_MS);
  }

  /** A file of the repository was written: what is new is shown once writing rests. */
  touch(): void {
    this.soon();
  }

  /** From now on only later runs are new. */
  async markShown(): Promise<void> {
    this.last = (await lastRunNumber(this.repository)) ?? this.last;
  }

  /** Leaves out what this run of the view writes. */
  async hold<T>(run: () => Promise<T>): Promise<T> {
    this.isHeld = true;
    try {
      return await run();
    } finally {
      this.isHeld = false;
      await this.markShown();
    }
  }

  private async look(): Promise<void> {
    if (this.isHeld) return;
    const run = await lastRunNumber(this.repository);
    if (run === undefined || run <= this.last) return;
    this.last = run; // before it is shown: another look may follow meanwhile
    await this.show(run);
  }

  dispose(): void {
    this.soon.cancel();
  }
}
