/** The thread that reads reports: one request in `workerData`, one answer, then it ends and its memory is free. */
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, pack } from './readers/packed';
import { ReportError } from './readers/reportError';
import { readReportFiles } from './readReportFiles';
import type { ReadAnswer, ReadRequest } from './readReports';

function answer({ paths, roots }: ReadRequest): void {
  try {
    const packed = pack(readReportFiles(paths, roots));
    parentPort?.postMessage({ packed } satisfies ReadAnswer, buffersOf(packed));
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    const { reason, predicate, path } = error;
    parentPort?.postMessage({ problem: { reason, predicate, path } } satisfies ReadAnswer);
  }
}

answer(workerData as ReadRequest);
