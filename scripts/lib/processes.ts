/** Running the tools that the scripts need. Whatever is started here ends with the script. */
import { type StdioOptions, spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { atExit } from './cleanup';

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Where its output goes: to this terminal, to whoever reads `Started.stdout`, or into an open file. */
  readonly output?: 'inherit' | 'pipe' | number;
}

export interface Started {
  /** Both undefined unless the output is piped. */
  readonly stdout: Readable | undefined;
  readonly stderr: Readable | undefined;
  /** The id of the group that it leads; undefined when it could not be started. */
  readonly group: number | undefined;
  /** Resolves with the exit code when the process is gone; 127 when there is no such program, 1 when a signal ended it. */
  readonly ended: Promise<number>;
  /**
   * Ends the process and all that it started, and waits until it is gone.
   * @param patienceMs how long it may take to end in its own way: 3000 by default
   */
  stop(patienceMs?: number): Promise<void>;
}

/**
 * Starts a process without input. It leads a group, so that one signal reaches all that it starts, and a guard ends the
 * group even when this process is killed and can do nothing about it.
 */
export function start(
  file: string,
  args: readonly string[],
  { output = 'inherit', cwd, env = process.env }: StartOptions = {},
): Started {
  const stdio: StdioOptions = ['pipe', output, output];
  const guard = join(__dirname, 'guard.mjs');
  const child = spawn(process.execPath, [guard, file, ...args], { cwd, env, stdio, detached: true });
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined) {
      signalGroup(child.pid, name);
    }
  };
  const forget = atExit(() => signal('SIGKILL'));
  const ended = new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', reject);
  });
  void ended.then(forget, forget);
  return {
    stdout: child.stdout ?? undefined,
    stderr: child.stderr ?? undefined,
    group: child.pid,
    ended,
    async stop(patienceMs = 3000) {
      signal('SIGTERM');
      const impatient = setTimeout(() => signal('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(impatient);
      // The leader is gone; what it left behind in its group follows.
      signal('SIGKILL');
    },
  };
}

export interface RunOptions extends Omit<StartOptions, 'output'> {
  /** A file that the output is appended to, instead of this terminal. */
  readonly log?: string;
}

/** Runs a tool to its end and gives its exit code, as `Started.ended` does. */
export async function run(
  file: string,
  args: readonly string[],
  { log, ...options }: RunOptions = {},
): Promise<number> {
  if (log === undefined) {
    return start(file, args, options).ended;
  }
  const output = openSync(log, 'a');
  try {
    return await start(file, args, { ...options, output }).ended;
  } finally {
    closeSync(output);
  }
}

/** The absolute path of a program on PATH. */
export function which(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** Whether a process with this id is there. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left, which is what was wanted.
  }
}
