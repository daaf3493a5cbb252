/** What the process runner does, as far as asking tox needs it. */

interface RunOptions {
  /** Absolute path. */
  readonly cwd: string;
  /** The whole environment of the process; its own where it is left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface RunResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program without a shell, as `runProcess` of base does. Rejects when it cannot be started; when there is no
 * such program, with a `UserError` `no-program` or with Node's code `ENOENT`.
 */
export type Run = (file: string, args: readonly string[], options: RunOptions) => Promise<RunResult>;
