/** How a project lays out its tests, read from the file that its runner reads. Nothing is run. */
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { parseIni } from '../../base/ini';
import { type ProjectFiles } from '../../project/files';
import { isTable } from '../../project/tox/toxToml';
import { layoutOf, type LayoutProblem, type StestrSettings, type TestLayout } from './modules';

export interface ProjectLayout {
  /** testr where only `.testr.conf` is there. */
  readonly runner: 'stestr' | 'testr';
  /** The file that says so, relative to the root. */
  readonly file: string;
  readonly layout: TestLayout | LayoutProblem;
}

/** Files that decide the layout: a change of one of them means to read it again. */
export const LAYOUT_FILES = ['.stestr.conf', 'pyproject.toml', 'tox.ini', '.testr.conf'];

const MAX_BYTES = 1 << 20;

/**
 * Undefined for a folder whose tests neither stestr nor testr runs.
 * Source of the order: stestr config_file.py, TestrConf.load_from_file.
 * @throws UserError `too-big` when a file is larger than 1 MiB
 */
export async function readLayout(
  root: string,
  files: ProjectFiles,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<ProjectLayout | undefined> {
  for (const [file, settingsIn] of READERS) {
    const text = await files.read(join(root, file), MAX_BYTES);
    const settings = text === undefined ? undefined : settingsIn(text);
    if (!settings) continue;
    const runner = file === '.testr.conf' ? 'testr' : 'stestr';
    return { runner, file, layout: layoutOf(root, settings, env) };
  }
  return undefined;
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
  try {
    const { tool } = parseToml(text.replace(/^\uFEFF/, ''));
    const settings = isTable(tool) ? tool.stestr : undefined;
    if (!isTable(settings)) return undefined;
    const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
    return { testPath: textOf(settings.test_path), topDir: textOf(settings.top_dir) };
  } catch {
    return undefined; // stestr will say what is wrong with it; without it there are no settings
  }
}

/** `python -m subunit.run discover -t ./ ./nova/tests $LISTOPT $IDOPTION`, as every project wrote it. */
function testrSettings(text: string): StestrSettings {
  const command = parseIni(text, '.testr.conf').get('DEFAULT', 'test_command') ?? '';
  const [, topDir, testPath] = /\bdiscover\s+(?:-s\s+)?-t\s+(\S+)\s+(\S+)/.exec(command) ?? [];
  return { testPath, topDir };
}
