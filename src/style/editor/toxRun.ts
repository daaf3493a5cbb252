import { StringDecoder } from 'node:string_decoder';
import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { messageOf } from '../../base/errors';
import { runProcess, type ProcessResult } from '../../base/process';
import { TOX_TASK } from '../../project/editor/toxTask';

export interface ToxRun {
  readonly folder: vscode.WorkspaceFolder;
  readonly environment: string;
  /** Options of tox beside the environment: `--notest`. */
  readonly options?: readonly string[];
  /** Takes each line as tox wrote it, without its line end. */
  readonly onLine?: (line: string) => void;
  /** What to say in the terminal when tox is over. */
  readonly summary?: (result: ProcessResult) => string | Promise<string>;
}

/**
 * Runs an environment of tox as a task, whose terminal shows what tox writes while it does; Ctrl+C there, closing it
 * and "Terminate Task" end tox and all that it started. Resolves when it is over.
 *
 * @throws UserError with a `ProcessErrorReason` when tox could not be started
 */
export async function runTox(run: ToxRun): Promise<ProcessResult> {
  const { folder, environment, options = [] } = run;
  const terminal = new ToxTerminal(run);
  const task = new vscode.Task(
    { type: TOX_TASK, environment },
    folder,
    ['tox', '-e', environment, ...options].join(' '),
    'OpenStack',
    new vscode.CustomExecution(() => Promise.resolve(terminal)),
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  const execution = await vscode.tasks.executeTask(task);
  // A task that VS Code ended before its terminal was opened never runs.
  const ended = vscode.tasks.onDidEndTask((event) => {
    if (event.execution === execution) terminal.close();
  });
  return terminal.result.finally(() => void ended.dispose());
}

const NEVER_RAN: ProcessResult = {
  exitCode: null, signal: null, ended: 'cancelled', stdout: '', stderr: '', truncated: false, seconds: 0,
};

/** A terminal that shows the output of tox, and hands it on line by line. */
class ToxTerminal implements vscode.Pseudoterminal {
  readonly result: Promise<ProcessResult>;
  private readonly written = new vscode.EventEmitter<string>();
  private readonly closed = new vscode.EventEmitter<number>();
  private readonly cancelled = new AbortController();
  private opened = false;
  private settle: { resolve: (result: ProcessResult) => void; reject: (error: unknown) => void };

  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.closed.event;

  constructor(private readonly run: ToxRun) {
    this.settle = { resolve: () => undefined, reject: () => undefined };
    this.result = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
  }

  open(): void {
    this.opened = true;
    void this.start();
  }

  close(): void {
    this.cancelled.abort();
    if (!this.opened) this.settle.resolve(NEVER_RAN);
  }

  handleInput(keys: string): void {
    if (keys.includes('\x03')) this.cancelled.abort();
  }

  private async start(): Promise<void> {
    const { folder, environment, options = [], summary } = this.run;
    const args = ['-e', environment, ...options];
    const program = setting('tox.path');
    this.say(`> ${program} ${args.join(' ')}\n\n`);
    const out = this.lines();
    const errors = this.lines();
    try {
      const result = await runProcess(program, args, {
        cwd: folder.uri.fsPath,
        env: { ...process.env, TOX_COLORED: 'yes', PYTHONIOENCODING: 'utf-8' },
        signal: this.cancelled.signal,
        onStdout: out.push,
        onStderr: errors.push,
        endLeftovers: true,
      });
      out.end();
      errors.end();
      const words = result.ended === 'cancelled' ? 'Cancelled.' : await summary?.(result);
      if (words) this.say(`\n\x1b[1m${words}\x1b[0m\n`);
      this.settle.resolve(result);
      this.closed.fire(result.exitCode ?? 1);
    } catch (error) {
      this.say(`${messageOf(error)}\n`);
      this.settle.reject(error);
      this.closed.fire(1);
    }
  }

  /** Shows what comes at once, and hands it on when a line is whole. */
  private lines(): { push: (bytes: Buffer) => void; end: () => void } {
    const decoder = new StringDecoder('utf8');
    let open = '';
    return {
      push: (bytes) => {
        const text = decoder.write(bytes);
        this.say(text);
        const lines = (open + text).split(/\r?\n/);
        open = lines.pop() ?? '';
        for (const line of lines) this.run.onLine?.(line);
      },
      end: () => {
        if (open !== '') this.run.onLine?.(open);
      },
    };
  }

  /** A terminal wants a carriage return before each line feed. */
  private say(text: string): void {
    this.written.fire(text.replace(/\r?\n/g, '\r\n'));
  }
}
