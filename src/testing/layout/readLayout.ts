/** How a project lays out its tests: what the command that runs them says, and the file that its runner reads. Nothing is run. */
import { resolve } from 'node:path';
import { parseIni } from '../../base/ini';
import { parseToml } from '../../base/toml';
import { type ProjectFiles } from '../../project/files';
import type { ShellVariables } from '../../project/shellWords';
import { isTable } from '../../project/tox/toxToml';
import { type LayoutProblem, layoutOf, type StestrSettings, type TestLayout, unknownLayout } from './modules';
import type { TestCommand } from './testCommand';

export interface ProjectLayout {
  /** testr where only `.testr.conf` is there. */
  readonly runner: 'stestr' | 'testr';
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

/** Files that decide the layout: a change of one of them means to read it again. */
export const LAYOUT_FILES = ['.stestr.conf', 'pyproject.toml', 'tox.ini', 'tox.toml', 'setup.cfg', '.testr.conf'];

const MAX_BYTES = 1 << 20;

/**
 * Undefined for a folder whose tests neither stestr nor testr runs. Options of the command go before the file.
 * Source of the order: stestr config_file.py, TestrConf.load_from_file.
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
  const own = command?.runner === 'pytest' ? undefined : command;
  const folder = own?.folder ?? root;
  for (const [file, settingsIn] of readersFor(own)) {
    const text = await files.read(resolve(folder, file), MAX_BYTES);
    const settings = text === undefined ? undefined : settingsIn(text);
    if (!settings) continue;
    const runner = file === '.testr.conf' ? 'testr' : 'stestr';
    return layoutFrom({ runner, file, folder }, runner === 'stestr' ? withOptions(settings, own) : settings, root, env);
  }
  if (own?.testPath === undefined) return undefined;
  return layoutFrom({ runner: 'stestr', file: 'tox.ini', folder }, withOptions({}, own), root, env);
}

function readersFor(command: LayoutCommand | undefined): typeof READERS {
  if (command?.config !== undefined) return [readerOf(command.config)];
  const isFor = (file: string): boolean => (command?.runner === 'testr') === (file === '.testr.conf');
  const isClear = command?.runner === 'testr' || command?.testPath !== undefined;
  return isClear ? READERS.filter(([file]) => isFor(file)) : READERS;
}

function layoutFrom(
  where: Pick<ProjectLayout, 'runner' | 'file' | 'folder'>,
  settings: StestrSettings,
  root: string,
  env: ShellVariables,
): ProjectLayout {
  const layout = layoutOf(root, settings, env, where.folder);
  if (!('reason' in layout)) return { ...where, layout, problem: undefined };
  return { ...where, layout: unknownLayout(root, settings, env, where.folder), problem: layout };
}

function withOptions({ testPath, topDir }: StestrSettings, command: LayoutCommand | undefined): StestrSettings {
  return { testPath: command?.testPath ?? testPath, topDir: command?.topDir ?? topDir };
}

/** For the file that `--config` names. */
function readerOf(file: string): readonly [file: string, settingsIn: Reader] {
  return [file, file.toLowerCase().endsWith('.toml') ? tomlSettings : (text) => iniSettings(text, file, 'DEFAULT')];
}

type Reader = (text: string) => StestrSettings | undefined;

const READERS: readonly (readonly [file: string, settingsIn: Reader])[] = [
  ['.stestr.conf', (text) => iniSettings(text, '.stestr.conf', 'DEFAULT') ?? {}],
  ['pyproject.toml', tomlSettings],
  ['tox.ini', (text) => iniSettings(text, 'tox.ini', 'stestr')],
  ['.testr.conf', testrSettings],
];

function iniSettings(text: string, file: string, section: string): StestrSettings | undefined {
  const ini = parseIni(text, file);
  if (section !== 'DEFAULT' && !ini.has(section)) return undefined;
  return { testPath: ini.get(section, 'test_path'), topDir: ini.get(section, 'top_dir') };
}

function tomlSettings(text: string): StestrSettings | undefined {
  const tool = parseToml(text)?.tool;
  const settings = isTable(tool) ? tool.stestr : undefined;
  if (!isTable(settings)) return undefined;
  const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { testPath: textOf(settings.test_path), topDir: textOf(settings.top_dir) };
}

/** `python -m subunit.run discover -t ./ ./nova/tests $LISTOPT $IDOPTION`, as every project wrote it. */
function testrSettings(text: string): StestrSettings {
  const command = parseIni(text, '.testr.conf').get('DEFAULT', 'test_command') ?? '';
  const [, topDir, testPath] = /\bdiscover\s+(?:-s\s+)?-t\s+(\S+)\s+(\S+)/.exec(command) ?? [];
  return { testPath, topDir };
}
