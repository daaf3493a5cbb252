/** How a project lays out its tests: what the command that runs them says, and the file that its runner reads. Nothing is run. */
import { resolve } from 'node:path';
import { type ProjectFiles } from '../../project/files';
import type { ShellVariables } from '../../project/shellWords';
import { RUNNER_NAMES, RUNNERS, type RunnerName } from '../runners';
import type { LayoutSettings, SettingsFile } from '../runners/runner';
import { type LayoutProblem, layoutOf, type TestLayout, unknownLayout } from './modules';
import { hasRunner, type TestCommand } from './testCommand';

export interface ProjectLayout {
  /** testr where only `.testr.conf` is there. */
  readonly runner: RunnerName;
  /** The file that says so, relative to the root; that of tox where the command alone says it. */
  readonly file: string;
  /** Absolute path of the folder that the runner runs in. */
  readonly folder: string;
  readonly layout: TestLayout;
  /** Why the files alone do not say where the tests are: `layout` has no `testPath` then. */
  readonly problem: LayoutProblem | undefined;
}

/** What the command that runs the tests says of them. */
export type LayoutCommand = Pick<TestCommand, 'runner' | 'testPath' | 'topDir' | 'config' | 'folder'>;

interface RunnerFile extends SettingsFile {
  readonly runner: RunnerName;
}

const FILES: RunnerFile[] = RUNNER_NAMES.flatMap((runner) =>
  RUNNERS[runner].settingsFiles.map((each) => ({ runner, ...each })),
);

/** Files that decide the layout: a change of one of them means to read it again. */
export const LAYOUT_FILES = [
  ...new Set([...FILES.map(({ file }) => file), 'pyproject.toml', 'tox.ini', 'tox.toml', 'setup.cfg']),
];

const MAX_BYTES = 1 << 20;

/**
 * Undefined for a folder whose tests no runner of `RUNNERS` runs. Options of the command go before the file.
 * @param env variables of the process that runs the tests
 * @param command that of the environment in which they run; undefined where none is known
 * @throws UserError `too-big` when a file is larger than 1 MiB
 */
export async function readLayout(
  root: string,
  files: ProjectFiles,
  env: ShellVariables = {},
  command?: LayoutCommand,
): Promise<ProjectLayout | undefined> {
  const own = command && hasRunner(command) ? command : undefined;
  const folder = own?.folder ?? root;
  for (const { runner, file, settingsIn } of settingsFiles(own)) {
    const text = await files.read(resolve(folder, file), MAX_BYTES);
    const settings = text === undefined ? undefined : settingsIn(text);
    if (!settings) continue;
    const options = own?.runner === runner ? own : undefined;
    return layoutFrom({ runner, file, folder }, withOptions(settings, options), root, env);
  }
  if (own?.testPath === undefined) return undefined;
  return layoutFrom({ runner: own.runner, file: 'tox.ini', folder }, withOptions({}, own), root, env);
}

/** The files to read, in their order. */
function settingsFiles(command: (LayoutCommand & { readonly runner: RunnerName }) | undefined): RunnerFile[] {
  if (!command) return FILES;
  const { settingsFile, provesItself } = RUNNERS[command.runner];
  if (command.config !== undefined && settingsFile) {
    return [{ runner: command.runner, ...settingsFile(command.config) }];
  }
  const isCertain = provesItself || command.testPath !== undefined;
  return isCertain ? FILES.filter(({ runner }) => runner === command.runner) : FILES;
}

function layoutFrom(
  where: Pick<ProjectLayout, 'runner' | 'file' | 'folder'>,
  settings: LayoutSettings,
  root: string,
  env: ShellVariables,
): ProjectLayout {
  const layout = layoutOf(root, settings, env, where.folder);
  if (!('reason' in layout)) return { ...where, layout, problem: undefined };
  return { ...where, layout: unknownLayout(root, settings, env, where.folder), problem: layout };
}

function withOptions({ testPath, topDir }: LayoutSettings, command: LayoutCommand | undefined): LayoutSettings {
  return { testPath: command?.testPath ?? testPath, topDir: command?.topDir ?? topDir };
}
