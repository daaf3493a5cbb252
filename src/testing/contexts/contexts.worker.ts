/** Reads coverage.py's data off the extension host's event loop; `ContextsWorker` is the other end. */
import { parentPort } from 'node:worker_threads';
import { messageOf, UserError } from '../../base/errors';
import { type ContextQuestion, ContextReader } from './contextReader';
import type { ContextsByFile, FileContexts } from './coverageData';

/** About the lines of one file, or about all files of a data file. */
export type WorkerQuestion = { readonly id: number } & ({ readonly one: ContextQuestion } | { readonly all: string });

export type WorkerAnswer =
  | { readonly id: number; readonly one: FileContexts | undefined }
  | { readonly id: number; readonly all: ContextsByFile }
  | { readonly id: number; readonly reason: string | undefined; readonly message: string };

const reader = new ContextReader();

// One after the other: two at once would read the data file twice.
let queue: Promise<void> = Promise.resolve();

parentPort?.on('message', (question: WorkerQuestion) => {
  queue = queue.then(async () => parentPort?.postMessage(await answer(question)));
});

async function answer(question: WorkerQuestion): Promise<WorkerAnswer> {
  const { id } = question;
  try {
    if ('all' in question) return { id, all: await reader.askAll(question.all) };
    return { id, one: await reader.ask(question.one) };
  } catch (error) {
    const reason = error instanceof UserError ? String(error.reason) : undefined;
    return { id, reason, message: messageOf(error) };
  }
}
