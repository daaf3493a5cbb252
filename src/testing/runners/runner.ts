import type { SubunitDecoder } from '../subunit/event';
import type { OptionNames, RunnerOptions } from './options';
import type { Selection } from './selection';

/**
 * A program that runs the tests of a project, and everything that differs from one such program to another. What they
 * share is in `testing/run`. A new runner is a file with one of these, and its line in `RUNNERS` (index.ts).
 */
export interface Runner {
  /** The name of its program, without the `.exe` of Windows. */
  readonly name: string;

  /** The file that only this runner reads, relative to the project: it marks a project of this runner. */
  readonly marker: string;
  /** The files that may say where the tests are; the first that does counts. */
  readonly settingsFiles: readonly SettingsFile[];
  /** The file that the option `--config` names; undefined for a runner without that option. */
  readonly settingsFile: ((file: string) => SettingsFile) | undefined;
  /**
   * Whether its command alone proves that the project is its own. Otherwise a command that names no test path counts
   * for a project that only has the marker of another runner.
   */
  readonly provesItself: boolean;
  /** Whether it lists tests although its settings do not name the folder that holds them. */
  readonly listsWithoutTestPath: boolean;
  /** The sentence on a settings file that does not name the folder of tests. */
  readonly noTestPath: (file: string) => string;

  /** How its command in a tox environment is read. */
  readonly options: OptionNames;

  readonly repository: {
    /** Name of the folder below the project in which it stores runs (see run/storedRun.ts). */
    readonly folder: string;
    /** Whether runs can be stored in another folder, which the arguments name. */
    readonly canBeElsewhere: boolean;
    /** Whether a run creates a missing repository. Lists never do. */
    readonly isMadeByRun: boolean;
  };

  /** Arguments of a run whose results come as the stream that `decoder` reads, on stdout. */
  readonly runArguments: (request: RunRequest) => string[];
  /**
   * Arguments that print the ids of all tests that the project's own command runs, for `listedIds`.
   * @param repository as in RunRequest; it has to exist, see `initArguments`
   */
  readonly listArguments: (repository?: string, options?: RunnerOptions) => string[];
  /** Arguments that create a repository. */
  readonly initArguments: (repository?: string) => string[];
  /**
   * The name by which the runner loads the selection and no other test module; undefined where it has to discover all
   * modules.
   */
  readonly nameToLoad: (selection: Selection) => string | undefined;
  /**
   * Arguments for the environment's Python that list the tests of the files of one name, such as `test_api.py`, as a
   * subunit v2 stream; undefined for a runner that only lists all tests.
   */
  readonly fileListArguments: ((topDir: string, testPath: string, fileName: string) => string[]) | undefined;
  /**
   * Arguments of the search, among what failed in the project's own repository, for the test that makes another fail;
   * undefined for a runner without such a search. It prints text for a person.
   */
  readonly isolationArguments: readonly string[] | undefined;
  /** Its commands that are offered as tasks. */
  readonly taskCommands: readonly string[];

  /** A reader of the results of one process. */
  readonly decoder: () => SubunitDecoder;
  /** The ids in the output of a list. */
  readonly listedIds: (stdout: string, options?: RunnerOptions) => string[];
  /** The output without what the runner prints on its own command, in which no error is found. */
  readonly withoutAnnouncement: (output: string) => string;
}

/** A file with settings of a runner, relative to the folder that the runner runs in. */
export interface SettingsFile {
  readonly file: string;
  /** Undefined where the text has no settings of this runner. */
  readonly settingsIn: (text: string) => LayoutSettings | undefined;
}

/** As they are written: either may hold variables of a shell. */
export interface LayoutSettings {
  readonly testPath?: string | undefined;
  readonly topDir?: string | undefined;
}

export interface RunRequest {
  readonly selection: Selection;
  /** Folder of a repository that is used instead of the project's own, where the runner's `canBeElsewhere` allows it. */
  readonly repository?: string | undefined;
  /** File with the ids, one a line; for selections that `nameToLoad` does not cover. */
  readonly loadList?: string | undefined;
  readonly untilFailure?: boolean | undefined;
  /** Those of the project's own command; the runner decides when absent. */
  readonly options?: RunnerOptions | undefined;
}
