/** What an environment of tox runs, as plain values: read from the project's files, or answered by tox itself. */

export interface ToxCommand {
  /** Program and arguments; `{posargs}` stands for its default. Never empty. */
  readonly args: readonly string[];
  /** 1-based line of tox's file that says so; undefined in a TOML file, and where tox answered. */
  readonly line?: number | undefined;
}

/** The settings of an environment, under tox's own names. */
export interface ToxEnvironment {
  readonly name: string;
  /** commands_pre, commands and commands_post, in the order in which they run. */
  readonly commands: readonly ToxCommand[];
  /** Variables that the environment sets. */
  readonly setEnv: Readonly<Record<string, string>>;
  /** Variables of the caller that it lets through: names, with `*` and `?` as wildcards. */
  readonly passEnv: readonly string[];
  /** Absolute path of the virtual environment; the folder need not exist. */
  readonly envDir: string;
  /** Absolute path of the folder that the commands run in. */
  readonly changeDir: string;
}

/** An environment that was read from the project's files: nothing was run. */
export interface ReadEnvironment extends ToxEnvironment {
  /** The file that describes it, relative to the root. */
  readonly file: string;
  /** Programs outside of the environment that the commands may run. */
  readonly allowlist: readonly string[];
  /** Whether all of it was understood; where not, only tox knows what it does. */
  readonly isCertain: boolean;
}

export interface ToxName {
  readonly name: string;
  /** Whether a bare `tox` runs it. */
  readonly isDefault: boolean;
}

/** Variables of the process that runs tox. */
export type ProcessVariables = Readonly<Record<string, string | undefined>>;

/** tox's settings of a project. */
export interface Tox {
  /** The file that they are in, relative to the root. */
  readonly file: string;
  /** All environments that the file names, without those that only tox or a plugin makes up; defaults first. */
  names(): ToxName[];
  /** An environment that the file names, or that tox makes of factors such as `py3`; undefined for any other. */
  environment(name: string): ReadEnvironment | undefined;
}

/** Defaults first, each name once. */
export function toxNames(defaults: readonly string[], others: readonly string[]): ToxName[] {
  const isDefault = new Set(defaults);
  return [...new Set([...defaults, ...others])].map((name) => ({ name, isDefault: isDefault.has(name) }));
}

/** Whether tox takes a part of a name for a version of Python. Source: tox 4, tox/tox_env/python/api.py, PY_FACTORS_RE. */
export function isPythonFactor(factor: string): boolean {
  return /^(?:(?:py|python|pypy|cpython|jython|graalpy|rustpython|ironpython)(?:\d(?:\.?\d+)*t?)?|\d\.\d+t?)$/.test(
    factor,
  );
}
