/** Reads coverage.py's data off the extension host's event loop; `ContextsWorker` is the other end. */
import { parentPort } from 'node:worker_threads';
import { messageOf, UserError } from '../../base/errors';
import { ContextReader, type ContextQuestion } from './contextReader';
import type { FileContexts } from './coverageData';

export interface WorkerQuestion extends ContextQuestion {
  readonly id: number;
}

export type WorkerAnswer =
  | { readonly id: number; readonly found: FileContexts | undefined }
  | { readonly id: number; readonly reason: string | undefined; readonly message: string };

const reader = new ContextReader();

// One after the other: two at once would read the data file twice.
let queue: Promise<void> = Promise.resolve();

parentPort?.on('message', (question: WorkerQuestion) => {
  queue = queue.then(async () => parentPort?.postMessage(await answer(question)));
});

async function answer(question: WorkerQuestion): Promise<WorkerAnswer> {
  try {
    return { id: question.id, found: await reader.ask(question) };
  } catch (error) {
    const reason = error instanceof UserError ? String(error.reason) : undefined;
    return { id: question.id, reason, message: messageOf(error) };
  }
}
