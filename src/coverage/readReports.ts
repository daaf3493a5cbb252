import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { hasCode } from '../base/errors';
import type { CoverageReport } from './model';
import { unpack, type PackedReport } from './readers/packed';
import { ReportError, type ReportErrorReason } from './readers/reportError';

/** What the worker is given. */
export interface ReadRequest {
  readonly paths: readonly string[];
  readonly roots: readonly string[];
}

/** What the worker answers, once. */
export type ReadAnswer =
  | { readonly packed: PackedReport }
  | {
      readonly problem: {
        readonly reason: ReportErrorReason;
        readonly predicate: string;
        readonly path: string | undefined;
      };
    };

export interface ReadOptions {
  /** Ends the reading; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Absolute path of the bundled report.worker.ts, which lies beside the bundle. */
  readonly worker?: string;
  /** What parsing may take; a report that needs more is refused instead of taking the editor's memory. */
  readonly heapMb?: number;
}

/**
 * Reads coverage reports of one project and merges them into one, off the event loop: a worker for each call, so that
 * the memory that parsing takes is given back when it ends.
 * @param paths absolute paths of the report files, at least one
 * @param roots absolute paths of the workspace's folders: no file outside of them gets a path
 * @throws ReportError about the first report that cannot be read
 */
export function readReports(
  paths: readonly string[],
  roots: readonly string[],
  { signal, worker = join(__dirname, 'report.worker.js'), heapMb = 1024 }: ReadOptions = {},
): Promise<CoverageReport> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const thread = new Worker(worker, {
      workerData: { paths, roots } satisfies ReadRequest,
      // Nothing that this process was started with: loaders and inspectors cost the worker more than its work.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    const abort = (): void => {
      reject(signal?.reason as Error);
      void thread.terminate();
    };
    signal?.addEventListener('abort', abort, { once: true });
    thread.once('message', (answer: ReadAnswer) => {
      if ('packed' in answer) resolve(unpack(answer.packed));
      else reject(new ReportError(answer.problem.reason, answer.problem.predicate, answer.problem.path));
    });
    thread.once('error', (error) => {
      const isTooLarge = hasCode(error, 'ERR_WORKER_OUT_OF_MEMORY');
      reject(isTooLarge ? new ReportError('too-large', 'needs too much memory to be read', paths[0]) : error);
    });
    thread.once('exit', (code) => {
      signal?.removeEventListener('abort', abort);
      reject(new Error(`The worker that reads coverage reports ended with code ${code} and no answer.`));
    });
  });
}
