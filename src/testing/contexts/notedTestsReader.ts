/** Keeps what the runs of each root noted in memory; their data is read by the worker, each once. */
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import type { ContextsWorker } from './contextsWorker';
import type { ContextsByFile } from './coverageData';
import type { NotedRun, NotedRuns } from './notedRuns';
import { NotedTests, type TestsByContext } from './notedTests';

export class NotedTestsReader {
  private readonly known = new Map<string, NotedTests | undefined>();
  /** The contexts of each data file of a root, by its path and when it was written. */
  private readonly read = new Map<string, Map<string, Promise<ContextsByFile | undefined>>>();

  /** @param testsOf the tests of a root now */
  constructor(
    private readonly runs: Pick<NotedRuns, 'of'>,
    private readonly worker: Pick<ContextsWorker, 'askAll'>,
    private readonly testsOf: (root: string) => Promise<TestsByContext>,
    private readonly log: Log,
  ) {}

  /** What was known when it was last asked for; undefined where no run noted anything, or nobody asked. */
  now(root: string): NotedTests | undefined {
    return this.known.get(root);
  }

  /** Undefined where no run noted anything. */
  async of(root: string): Promise<NotedTests | undefined> {
    const before = this.read.get(root);
    const read: typeof before = new Map();
    const noted = (await this.runs.of(root)).map((run) => {
      const key = `${run.path}\n${run.measuredAt}`;
      const contexts = before?.get(key) ?? this.contextsOf(run, () => read.delete(key));
      read.set(key, contexts);
      return { ran: run.ran, contexts };
    });
    this.read.set(root, read);
    const files = await Promise.all(noted.map(async ({ ran, contexts }) => ({ ran, contexts: await contexts })));
    const hasContexts = files.some(({ contexts }) => contexts !== undefined);
    const tests = hasContexts ? new NotedTests(root, files, await this.testsOf(root)) : undefined;
    this.known.set(root, tests);
    return tests;
  }

  private async contextsOf({ path }: NotedRun, forget: () => void): Promise<ContextsByFile | undefined> {
    try {
      return await this.worker.askAll(path);
    } catch (error) {
      const isAboutData = error instanceof UserError && error.reason !== 'stopped';
      if (!isAboutData) forget();
      if (!(error instanceof UserError)) throw error;
      this.log.debug(`${path}: ${error.message}`);
      return undefined;
    }
  }
}
