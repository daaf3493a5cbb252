/** A program in a terminal whose output is also kept, to tell why it failed. */
import { StringDecoder } from 'node:string_decoder';
import * as vscode from 'vscode';
import { messageOf } from '../errors';
import { runProcess } from '../process';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All variables of the process. */
  readonly env: NodeJS.ProcessEnv;
}

export interface ProgramResult {
  /** Null when it was cancelled, or a signal ended it. */
  readonly exitCode: number | null;
  readonly cancelled: boolean;
  /** The end of what it printed on both streams. */
  readonly output: string;
  /** Why it could not be started. */
  readonly problem?: unknown;
}

export interface TerminalListener {
  /** Hears each line without its end. */
  readonly onLine?: (line: string) => void;
  /** What to say when the program has come to its end by itself. */
  readonly summary?: (exitCode: number | null) => string;
}

/** As much of the output as is kept. */
const KEPT = 200_000;
/** What of a line without an end is kept. */
const LONGEST_LINE = 10_000;
/** VS Code hands lines to problem matchers in its own time, and stops when the terminal ends. */
const FLUSH_MS = 200;
/** What Ctrl+C sends. */
const INTERRUPT = '\x03';

/**
 * Runs when it is opened. Unlike a task of a shell it hands on exactly the variables that it is given, and closing it
 * or Ctrl+C ends all that the program started, its workers too. It is no terminal to the program: nothing can be typed.
 */
export class ProgramTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly closed = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.closed.event;
  readonly result: Promise<ProgramResult>;

  private readonly cancelled = new AbortController();
  private output = '';
  private opened = false;
  private finish: (result: ProgramResult) => void = () => undefined;

  /** @param prepare says what to run, when it is about to run; undefined where there is nothing, of which it has told */
  constructor(
    private readonly prepare: () => Promise<Program | undefined>,
    private readonly listener: TerminalListener = {},
  ) {
    this.result = new Promise((resolve) => (this.finish = resolve));
  }

  open(): void {
    this.opened = true;
    void this.run().then((result) => {
      this.finish(result);
      setTimeout(() => this.closed.fire(result.exitCode ?? 130), FLUSH_MS);
    });
  }

  close(): void {
    this.cancel();
  }

  handleInput(data: string): void {
    if (data === INTERRUPT) this.cancel();
  }

  cancel(): void {
    this.cancelled.abort();
    if (!this.opened) this.finish({ exitCode: null, cancelled: true, output: '' });
  }

  private async run(): Promise<ProgramResult> {
    try {
      const program = await this.prepare();
      if (!program) return { exitCode: 1, cancelled: false, output: this.output };
      this.write(`> ${[program.file, ...program.args].join(' ')}\n\n`);
      const { file, args, cwd, env } = program;
      const { signal } = this.cancelled;
      const [stdout, stderr] = [this.reader(), this.reader()];
      const readers = { onStdout: stdout.push, onStderr: stderr.push };
      const { exitCode, ended } = await runProcess(file, args, { cwd, env, signal, ...readers, endLeftovers: true });
      stdout.end();
      stderr.end();
      const last = ended === 'cancelled' ? 'Cancelled.' : this.listener.summary?.(exitCode);
      if (last !== undefined) this.write(`\n\x1b[1m${last}\x1b[0m\n`);
      return { exitCode, cancelled: ended === 'cancelled', output: this.output };
    } catch (error) {
      this.write(`${messageOf(error)}\n`);
      return { exitCode: 1, cancelled: false, output: this.output, problem: error };
    }
  }

  /** Shows what comes at once, and hands it on when a line is whole. */
  private reader(): { push: (bytes: Buffer) => void; end: () => void } {
    const decoder = new StringDecoder('utf8');
    let open = '';
    return {
      push: (bytes) => {
        const text = decoder.write(bytes);
        this.write(text);
        const lines = (open + text).split(/\r?\n/);
        open = lines.pop()!.slice(-LONGEST_LINE);
        lines.forEach((line) => this.listener.onLine?.(line));
      },
      end: () => {
        if (open !== '') this.listener.onLine?.(open);
      },
    };
  }

  private write(text: string): void {
    this.output = (this.output + text).slice(-KEPT);
    this.written.fire(text.replace(/\r?\n/g, '\r\n'));
  }
}

/**
 * Runs the terminal as a task of the folder, in a panel that shows it. Resolves when the task has ended as well: VS Code
 * keeps one execution for each definition, so that its end would be taken for that of a next task of the same kind.
 */
export async function runAsTask(
  terminal: ProgramTerminal,
  folder: vscode.WorkspaceFolder,
  definition: vscode.TaskDefinition,
  name: string,
): Promise<ProgramResult> {
  const execution = new vscode.CustomExecution(() => Promise.resolve(terminal));
  const task = new vscode.Task(definition, folder, name, 'OpenStack', execution, []);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  const started = await vscode.tasks.executeTask(task);
  let listener: vscode.Disposable | undefined;
  const ended = new Promise<void>((resolve) => {
    listener = vscode.tasks.onDidEndTask((event) => {
      if (event.execution === started) resolve();
    });
  });
  // A task that VS Code ended before its terminal was opened never runs.
  void ended.then(() => terminal.cancel());
  const result = await terminal.result;
  await ended;
  listener?.dispose();
  return result;
}
