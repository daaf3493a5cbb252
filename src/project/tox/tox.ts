/**
 * What tox would run, as plain values. Only what the extension asks about: the commands of an environment and where
 * they run.
 */

export interface ToxCommand {
  /** Program and arguments; `{posargs}` stands for its default. Never empty. */
  readonly args: readonly string[];
  /** 1-based line of tox's file that says so; undefined in a TOML file. */
  readonly line: number | undefined;
}

export interface ToxEnvironment {
  readonly name: string;
  /** The file that describes it, relative to the root. */
  readonly file: string;
  /** commands_pre, commands and commands_post, in the order in which they run. */
  readonly commands: readonly ToxCommand[];
  /** Programs outside of the environment that the commands may run. */
  readonly allowlist: readonly string[];
  /** Variables that the environment sets. */
  readonly variables: ReadonlyMap<string, string>;
  /** Absolute path of the folder that the commands run in. */
  readonly folder: string;
  /** Absolute path of the virtual environment. */
  readonly environmentFolder: string;
}

export interface ToxName {
  readonly name: string;
  /** Whether a bare `tox` runs it. */
  readonly isDefault: boolean;
}

/** tox's settings of a project. */
export interface Tox {
  /** The file that they are in, relative to the root. */
  readonly file: string;
  /** All environments that the file names, without those that only tox or a plugin makes up; defaults first. */
  names(): ToxName[];
  /** An environment that the file names; undefined when it does not. */
  environment(name: string): ToxEnvironment | undefined;
}

/** Defaults first, each name once. */
export function toxNames(defaults: readonly string[], others: readonly string[]): ToxName[] {
  const isDefault = new Set(defaults);
  return [...new Set([...defaults, ...others])].map((name) => ({ name, isDefault: isDefault.has(name) }));
}
