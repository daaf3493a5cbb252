/** Asks the worker that reads contexts; starts it when it is first needed, and ends it when nobody asks any more. */
import { Worker } from 'node:worker_threads';
import { UserError } from '../../base/errors';
import type { ContextQuestion } from './contextReader';
import type { WorkerAnswer, WorkerQuestion } from './contexts.worker';
import type { ContextsByFile, FileContexts } from './coverageData';

/** The data file stays in the worker's memory this long after the last question. */
const IDLE_MS = 60_000;

interface Pending {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (error: Error) => void;
}

export class ContextsWorker {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private nextId = 0;
  private idle: NodeJS.Timeout | undefined;

  /** `script`: absolute path of the bundled contexts.worker.js. */
  constructor(private readonly script: string) {}

  /**
   * Undefined when the data does not have the file. Rejects with a `UserError`, its reason a `CoverageDataProblem`,
   * `too-big`, `no-contexts`, `unreadable` (no such data file, or no right to read it) or `stopped`.
   */
  async ask(question: ContextQuestion): Promise<FileContexts | undefined> {
    const answer = await this.post({ id: this.nextId++, one: question });
    return 'one' in answer ? answer.one : undefined;
  }

  /** What ran anything of each file of coverage.py's data, by its absolute path. Rejects as `ask`. */
  async askAll(dataFile: string): Promise<ContextsByFile> {
    const answer = await this.post({ id: this.nextId++, all: dataFile });
    return 'all' in answer ? answer.all : { contexts: [], files: new Map() };
  }

  dispose(): void {
    clearTimeout(this.idle);
    const worker = this.worker;
    this.worker = undefined;
    void worker?.terminate();
    this.rejectAll('The reading of the coverage data was stopped.');
  }

  private post(question: WorkerQuestion): Promise<WorkerAnswer> {
    clearTimeout(this.idle);
    const worker = (this.worker ??= this.start());
    return new Promise((resolve, reject) => {
      this.pending.set(question.id, { resolve, reject });
      worker.postMessage(question);
    });
  }

  private start(): Worker {
    const worker = new Worker(this.script);
    worker.unref(); // never keeps the process alive
    worker.on('message', (answer: WorkerAnswer) => this.settle(answer));
    const gone = (why: string): void => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.rejectAll(`The reading of the coverage data stopped: ${why}`);
    };
    worker.on('error', (error) => gone(error.message));
    worker.on('exit', (code) => gone(`the worker ended with ${code}.`));
    return worker;
  }

  private settle(answer: WorkerAnswer): void {
    const pending = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if ('message' in answer) pending?.reject(new UserError(answer.reason ?? 'unreadable', answer.message));
    else pending?.resolve(answer);
    if (this.pending.size === 0) this.idle = setTimeout(() => this.dispose(), IDLE_MS).unref();
  }

  private rejectAll(message: string): void {
    for (const { reject } of this.pending.values()) reject(new UserError('stopped', message));
    this.pending.clear();
  }
}
