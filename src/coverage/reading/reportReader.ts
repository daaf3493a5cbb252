import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/emitter';
import { hasCode } from '../../base/errors';
import { OneAtATime } from '../../base/oneAtATime';
import type { CoverageReport } from '../report/coverageReport';
import { type PackedReport, unpack } from './readers/packed';
import { ReportError, type ReportErrorReason } from './readers/reportError';

/** What the worker is given. */
export interface ReadRequest {
  readonly paths: readonly string[];
  readonly roots: readonly string[];
}

/** What the worker answers, once for each request. */
export type ReadAnswer =
  | { readonly packed: PackedReport }
  | {
      readonly problem: {
        readonly reason: ReportErrorReason;
        readonly predicate: string;
        readonly path: string | undefined;
      };
    };

export interface ReaderOptions {
  /** Absolute path of the bundled report.worker.ts, which lies beside the bundle. */
  readonly worker?: string;
  /** What parsing may take; a report that needs more is refused instead of taking the editor's memory. */
  readonly heapMb?: number;
  /** How long a worker that has read something is kept. */
  readonly keptMs?: number;
}

/** The signal of a reading that nobody ends. */
const NEVER = new AbortController().signal;

/**
 * Reads coverage reports off the event loop, one after the other. A worker stands ready, because starting one takes
 * longer than reading the report of nova; after a while without work it is replaced by a new one, which gives back the
 * memory that parsing took.
 */
export class ReportReader implements Disposable {
  private ready: Worker | undefined;
  private readonly turns = new OneAtATime();
  private rest: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(private readonly options: ReaderOptions = {}) {}

  /** Starts the worker, so that the first report does not wait for it. */
  prepare(): void {
    if (!this.disposed) this.ready ??= this.start();
  }

  /**
   * Reads the reports of one project and merges them into one.
   * @param paths absolute paths of the report files, at least one
   * @param roots absolute paths of the workspace's folders: no file outside of them gets a path
   * @param signal ends the reading; the promise is rejected with the signal's reason
   * @throws ReportError about the first report that cannot be read
   */
  async read(paths: readonly string[], roots: readonly string[], signal = NEVER): Promise<CoverageReport> {
    const report = await this.turns.run('', signal, () => this.readNow({ paths, roots }, signal));
    if (!report) throw signal.reason as Error; // aborted before its turn
    return report;
  }

  private async readNow(request: ReadRequest, signal: AbortSignal): Promise<CoverageReport> {
    clearTimeout(this.rest);
    this.prepare();
    const worker = this.ready;
    if (!worker) throw new Error('The reader of coverage reports was closed.');
    try {
      return await ask(worker, request, signal);
    } finally {
      this.rest = setTimeout(() => this.renew(), this.options.keptMs ?? 60_000).unref();
    }
  }

  private start(): Worker {
    const worker = new Worker(this.options.worker ?? join(__dirname, 'report.worker.js'), {
      // Nothing that this process was started with: loaders and inspectors cost the worker more than its work.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.options.heapMb ?? 1024 },
    });
    worker.unref();
    // One that fails while it stands ready is not reported: the next reading starts another.
    const forget = (): void => {
      if (this.ready === worker) this.ready = undefined;
    };
    worker.once('error', forget).once('exit', forget);
    return worker;
  }

  private renew(): void {
    void this.ready?.terminate();
    this.ready = undefined;
    this.prepare();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.rest);
    void this.ready?.terminate();
    this.ready = undefined;
  }
}

function ask(worker: Worker, request: ReadRequest, signal: AbortSignal): Promise<CoverageReport> {
  return new Promise((resolve, reject) => {
    const settle = (action: () => void): void => {
      worker.off('message', answered).off('error', failed).off('exit', ended);
      worker.unref();
      signal.removeEventListener('abort', abort);
      action();
    };
    const answered = (answer: ReadAnswer): void => {
      if ('packed' in answer) {
        settle(() => resolve(unpack(answer.packed)));
      } else {
        const { reason, predicate, path } = answer.problem;
        settle(() => reject(new ReportError(reason, predicate, path)));
      }
    };
    const failed = (error: Error): void => {
      const isTooLarge = hasCode(error, 'ERR_WORKER_OUT_OF_MEMORY');
      const why = isTooLarge
        ? new ReportError('too-large', 'needs too much memory to be read', request.paths[0])
        : error;
      settle(() => reject(why));
    };
    const ended = (code: number): void => {
      settle(() => reject(new Error(`The worker that reads coverage reports ended with code ${code} and no answer.`)));
    };
    const abort = (): void => {
      void worker.terminate();
      settle(() => reject(signal.reason as Error));
    };
    worker.on('message', answered).on('error', failed).on('exit', ended);
    signal.addEventListener('abort', abort, { once: true });
    worker.ref(); // a process that only waits for the answer must not end before it
    worker.postMessage(request);
  });
}
