/** The options of a runner's command line that count, as the command of a tox environment names them. */

/** Words of the command line, as the project wrote them: each version of the runner has its own names for some. */
export interface RunnerOptions {
  /** Where the tests are and how they are grouped; for runs and lists. */
  readonly general: readonly string[];
  /** About workers and the order of tests; for runs. */
  readonly workers: readonly string[];
  /** What leaves tests out; for runs of all tests, and for lists. */
  readonly filters: readonly string[];
  /** Regular expressions of Python, any of which is in the id; for runs of all tests, and for lists. None: all tests. */
  readonly patterns: readonly string[];
}

export const NO_OPTIONS: RunnerOptions = { general: [], workers: [], filters: [], patterns: [] };

/** The names of a runner's options, old ones too, with their dashes. */
export interface OptionNames {
  /** These three as in `RunnerOptions`. */
  readonly general: readonly string[];
  readonly workers: readonly string[];
  readonly filters: readonly string[];
  /** A run with one of these does not run all tests. */
  readonly partial: readonly string[];
  /** Those of the `general` ones that name the folder of tests, the folder that dotted names start from, the settings. */
  readonly testPath: readonly string[];
  readonly topDir: readonly string[];
  readonly config: readonly string[];
  /** All options that take a value, those that count for nothing else included. */
  readonly withValue: ReadonlySet<string>;
}

export const NO_OPTION_NAMES: OptionNames = {
  ...{ general: [], workers: [], filters: [], partial: [] },
  ...{ testPath: [], topDir: [], config: [], withValue: new Set() },
};

/** Whether the options leave out tests that exist. */
export function isFiltered({ filters, patterns }: Pick<RunnerOptions, 'filters' | 'patterns'>): boolean {
  return filters.length + patterns.length > 0;
}
