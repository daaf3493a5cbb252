/** The thread that reads reports: for each request one answer. It lives as long as its `ReportReader` wants it to. */
import { parentPort } from 'node:worker_threads';
import { buffersOf, pack } from './readers/packed';
import { ReportError } from './readers/reportError';
import { readReportFiles } from './readReportFiles';
import type { ReadAnswer, ReadRequest } from './reportReader';

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

parentPort?.on('message', answer);
