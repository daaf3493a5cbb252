import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { hasCode, messageOf, UserError } from './errors';
import { lostInterpreter } from './programs';

export interface ProcessOptions {
  readonly cwd: string;
  /** The whole environment; this process's own when absent. */
  readonly env?: NodeJS.ProcessEnv;
  /** Aborting it ends the process and all that it started, within `endWithinMs`. */
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** How long a cancelled process has between SIGINT and being gone: 2000 by default. */
  readonly endWithinMs?: number;
  /** Takes stdout as it comes; `stdout` of the result stays empty then. A view: copy what is kept. */
  readonly onStdout?: (bytes: Buffer) => void;
  readonly onStderr?: (bytes: Buffer) => void;
  /** Written to stdin, which is empty otherwise. */
  readonly input?: string | Uint8Array;
  /** How much of each stream is kept, its beginning: 16 MiB by default. */
  readonly maxOutputBytes?: number;
  /**
   * End what is left in the process's group once the process itself is over.
   * For runs whose workers must not outlive them; not for git, whose helpers stay on purpose.
   */
  readonly endLeftovers?: boolean;
}

export interface ProcessResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it ended: by itself (or by someone else's signal), or because we ended it. */
  readonly ended: 'byItself' | 'cancelled' | 'timeout';
  readonly stdout: string;
  readonly stderr: string;
  /** A stream was longer than `maxOutputBytes`; the text is its beginning. */
  readonly truncated: boolean;
  readonly seconds: number;
}

type ProcessErrorReason =
  | 'no-program'
  | 'no-interpreter'
  | 'no-folder'
  | 'not-executable'
  | 'bad-arguments'
  | 'not-started';

const DEFAULT_MAX_OUTPUT = 16 * 1024 * 1024;
const DEFAULT_END_WITHIN_MS = 2000;
/** The part of that time that is kept for what follows SIGKILL. */
const AFTER_KILL_MS = 400;
/** How long the output of a program that is over may be silent before it is taken as complete. */
const QUIET_MS = 1000;

/**
 * Runs a program, never a shell. Exit codes other than 0 are results, not errors.
 * @throws UserError with a ProcessErrorReason when the program could not be started
 */
export async function runProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  if (options.signal?.aborted) {
    return {
      exitCode: null,
      signal: null,
      ended: 'cancelled',
      stdout: '',
      stderr: '',
      truncated: false,
      seconds: 0,
    };
  }
  if (!(await isFolder(options.cwd))) {
    throw new UserError<ProcessErrorReason>('no-folder', `There is no folder ${options.cwd} to run ${file} in.`);
  }
  return new RunningProcess(file, args, options).result;
}

class RunningProcess {
  readonly result: Promise<ProcessResult>;

  private readonly started = performance.now();
  private readonly stdout: KeptText;
  private readonly stderr: KeptText;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly child: ChildProcess;
  private ended: ProcessResult['ended'] = 'byItself';
  /** Runs while the program is over and its output is not; every byte winds it up again. */
  private quiet: NodeJS.Timeout | undefined;
  private finished = false;
  private resolve: (result: ProcessResult) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;
  private readonly cancel = () => this.end('cancelled');

  constructor(
    private readonly file: string,
    args: readonly string[],
    private readonly options: ProcessOptions,
  ) {
    this.stdout = new KeptText(options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT);
    this.stderr = new KeptText(options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT);
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.child = start(file, args, options);
    this.listen();
  }

  private listen(): void {
    const { child, options } = this;
    child.stdout?.on('data', options.onStdout ?? ((bytes: Buffer) => this.stdout.add(bytes)));
    child.stderr?.on('data', options.onStderr ?? ((bytes: Buffer) => this.stderr.add(bytes)));
    child.stdout?.on('data', () => this.quiet?.refresh());
    child.stderr?.on('data', () => this.quiet?.refresh());
    // A program that ends before it has read its input breaks the pipe; its exit code tells what matters.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
    child.on('error', (error) => this.failed(error));
    child.on('exit', () => this.exited());
    child.on('close', () => this.finish());
    options.signal?.addEventListener('abort', this.cancel, { once: true });
    if (options.timeoutMs !== undefined) {
      this.timers.push(setTimeout(() => this.end('timeout'), options.timeoutMs));
    }
  }

  /** SIGINT to all, as Ctrl+C in a terminal: stestr and tox write down what they have; then SIGKILL to what is left. */
  private end(why: 'cancelled' | 'timeout'): void {
    if (this.ended !== 'byItself') {
      return;
    }
    this.ended = why;
    const patience = Math.max(0, (this.options.endWithinMs ?? DEFAULT_END_WITHIN_MS) - AFTER_KILL_MS);
    signalGroup(this.child, 'SIGINT');
    this.timers.push(
      setTimeout(() => signalGroup(this.child, 'SIGKILL'), patience),
      // Something that left the group may hold the pipes open for ever.
      setTimeout(() => this.finish(), patience + AFTER_KILL_MS),
    );
  }

  /** The program is over; grandchildren that ignored SIGINT, or hold its pipes open, may not be. */
  private exited(): void {
    if (this.ended !== 'byItself' || this.options.endLeftovers) {
      signalGroup(this.child, 'SIGKILL');
    }
    this.quiet = setTimeout(() => this.finish(), QUIET_MS);
  }

  private finish(): void {
    if (this.finished) {
      return;
    }
    this.finished = true;
    this.release();
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
    this.resolve({
      exitCode: this.child.exitCode,
      signal: this.child.signalCode,
      ended: this.ended,
      stdout: this.stdout.end(),
      stderr: this.stderr.end(),
      truncated: this.stdout.truncated || this.stderr.truncated,
      seconds: (performance.now() - this.started) / 1000,
    });
  }

  private failed(error: Error): void {
    if (this.child.pid === undefined) {
      this.finished = true; // its streams close all the same
      this.release();
      void whyNotStarted(this.file, error).then(this.reject);
    }
  }

  private release(): void {
    this.options.signal?.removeEventListener('abort', this.cancel);
    [...this.timers, this.quiet].forEach((timer) => clearTimeout(timer));
  }
}

function start(file: string, args: readonly string[], options: ProcessOptions): ChildProcess {
  const spawnOptions: SpawnOptions = {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: 'pipe',
    // A process group of its own. On Windows it would open a console, and taskkill finds the tree without it.
    detached: process.platform !== 'win32',
    windowsHide: true,
    shell: false,
  };
  try {
    return spawn(file, args, spawnOptions);
  } catch (error) {
    throw startError(file, error);
  }
}

/** The system says ENOENT of a script too, when it is what runs the script that is not there. Never rejects. */
async function whyNotStarted(file: string, error: Error): Promise<UserError<ProcessErrorReason>> {
  const lost = hasCode(error, 'ENOENT') && isAbsolute(file) ? await lostInterpreter(file) : undefined;
  if (lost === undefined) return startError(file, error);
  const words = `${file} asks for ${lost}, which is not there: its environment was moved, or its Python was removed. Recreate the environment.`;
  return new UserError('no-interpreter', words, { cause: error });
}

function startError(file: string, error: unknown): UserError<ProcessErrorReason> {
  if (hasCode(error, 'ENOENT')) {
    return new UserError('no-program', `The program ${file} was not found.`, { cause: error });
  }
  if (hasCode(error, 'EACCES', 'EPERM', 'ENOEXEC')) {
    return new UserError('not-executable', `${file} is not a program that may be run.`, { cause: error });
  }
  if (hasCode(error, 'E2BIG', 'ERR_INVALID_ARG_VALUE', 'ENAMETOOLONG')) {
    return new UserError('bad-arguments', `${file} cannot be given these arguments: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return new UserError('not-started', `${file} could not be started: ${messageOf(error)}`, { cause: error });
}

/** Signals the process and all it started, except what made itself a group of its own. */
function signalGroup(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): void {
  if (child.pid === undefined) {
    return;
  }
  if (process.platform === 'win32') {
    // Windows has no SIGINT for another console: the tree is ended at once.
    const taskkill = spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' });
    taskkill.on('error', () => child.kill());
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: nobody is left, which was the aim. EPERM: what macOS says of a group of which only the dead are left.
    if (!hasCode(error, 'ESRCH', 'EPERM')) {
      throw error;
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE')) {
      return false;
    }
    throw error;
  }
}

/** The beginning of a stream as text, decoded across the borders of chunks. */
class KeptText {
  truncated = false;
  private readonly decoder = new StringDecoder('utf8');
  private text = '';
  private kept = 0;

  constructor(private readonly maxBytes: number) {}

  add(bytes: Buffer): void {
    const room = this.maxBytes - this.kept;
    this.truncated ||= bytes.length > room;
    this.text += this.decoder.write(bytes.subarray(0, room));
    this.kept += Math.min(bytes.length, room);
  }

  end(): string {
    // What a cut left of a character is nothing the program wrote.
    return this.truncated ? this.text : this.text + this.decoder.end();
  }
}
