/** A program in a terminal whose output is also kept, to tell why it failed. */
import { StringDecoder } from 'node:string_decoder';
import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import { runProcess } from '../../base/process';

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

/** As much of the output as is kept. */
const KEPT = 200_000;
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

  /**
   * @param prepare says what to run, when it is about to run; undefined where there is nothing, of which it has told
   * @param onLine hears each line without its end
   */
  constructor(
    private readonly prepare: () => Promise<Program | undefined>,
    private readonly onLine: (line: string) => void = () => undefined,
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
      const [onStdout, onStderr] = [this.reader(), this.reader()];
      const { exitCode, ended } = await runProcess(file, args, { cwd, env, signal, onStdout, onStderr, endLeftovers: true });
      if (ended === 'cancelled') this.write('\nCancelled.\n');
      return { exitCode, cancelled: ended === 'cancelled', output: this.output };
    } catch (error) {
      this.write(`${messageOf(error)}\n`);
      return { exitCode: 1, cancelled: false, output: this.output, problem: error };
    }
  }

  private reader(): (bytes: Buffer) => void {
    const decoder = new StringDecoder('utf8');
    let line = '';
    return (bytes) => {
      const text = decoder.write(bytes);
      this.write(text);
      const lines = (line + text).split(/\r?\n/);
      line = lines.pop()!.slice(-10_000);
      lines.forEach((each) => this.onLine(each));
    };
  }

  private write(text: string): void {
    this.output = (this.output + text).slice(-KEPT);
    this.written.fire(text.replace(/\r?\n/g, '\r\n'));
  }
}
