/** The part of a process runner that this feature needs. It rejects when the program cannot be started. */
export type Run = (file: string, args: readonly string[], options: RunOptions) => Promise<RunResult>;

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to the program's standard input, which is then closed. */
  readonly input?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface RunResult {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to call a program: `.tox/pep8/bin/flake8`, or `python` with `-m flake8`. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}
