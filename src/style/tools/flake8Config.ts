import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { type Ini, parseIni } from '../../base/ini';
import type { ProjectFiles } from '../../project/files';

/** Where a project configures flake8. */
export interface Flake8Config {
  /** Relative to the root. */
  readonly file: string;
  /** 0-based line of the file that flake8 settings begin on. */
  readonly line: number;
  /** Undefined when the project leaves it to flake8, which takes 79. */
  readonly maxLineLength: number | undefined;
}

/** What flake8 reads from files. */
export interface Flake8Settings {
  /** Absolute path of the folder that paths in the settings start from. */
  readonly folder: string;
  /** An option of `[flake8]`, by its name with hyphens. */
  readonly value: (option: string) => string | undefined;
}

/** The options of flake8 that say which files it reads; paths are relative to its folder. */
export interface Flake8Sources {
  readonly config?: string | undefined;
  readonly more?: readonly string[];
  readonly isIsolated?: boolean;
}

const MAX_BYTES = 1 << 20;

/**
 * The file that flake8 reads in a folder, or in the nearest one above that has one.
 *
 * @param root absolute path
 * @throws UserError `too-big` when one of them is larger than 1 MiB
 */
export async function readFlake8Config(root: string, files: ProjectFiles): Promise<Flake8Config | undefined> {
  const found = await findConfig(root, files);
  if (!found) return undefined;
  const length = Number(valueIn(found.ini, 'max-line-length'));
  const line = found.text.split(/\r\n|\r|\n/).findIndex((words) => /^\[flake8(?::local-plugins)?\]/.test(words));
  const maxLineLength = Number.isInteger(length) && length > 0 ? length : undefined;
  return { file: relative(root, found.path), line: Math.max(line, 0), maxLineLength };
}

/**
 * The settings that a flake8 in a folder reads. A file that is not there has none: flake8 itself says so.
 * Source: flake8 7.3, flake8/options/config.py, load_config.
 *
 * @param folder absolute path
 * @throws UserError `too-big`
 */
export async function readFlake8Settings(
  folder: string,
  files: ProjectFiles,
  { config, more = [], isIsolated = false }: Flake8Sources = {},
): Promise<Flake8Settings> {
  if (isIsolated) return { folder, value: () => undefined };
  const first =
    config === undefined ? await findConfig(folder, files) : await readConfig(resolve(folder, config), files);
  const others = await Promise.all(more.map((name) => readConfig(resolve(folder, name), files)));
  const inis = [first, ...others].flatMap((found) => found?.ini ?? []).reverse();
  return {
    folder: first ? dirname(first.path) : folder,
    value: (option) => inis.map((ini) => valueIn(ini, option)).find((value) => value !== undefined),
  };
}

/** flake8 takes an option in both spellings. */
function valueIn(ini: Ini, option: string): string | undefined {
  return ini.get('flake8', option) ?? ini.get('flake8', option.replaceAll('-', '_'));
}

interface ConfigFile {
  readonly path: string;
  readonly text: string;
  readonly ini: Ini;
}

async function readConfig(path: string, files: ProjectFiles): Promise<ConfigFile | undefined> {
  const text = await files.read(path, MAX_BYTES);
  return text === undefined ? undefined : { path, text, ini: parseIni(text, path) };
}

/**
 * The first file with a section for flake8, in the folder or above it; not in the person's home above it.
 * Source: flake8 7.3, flake8/options/config.py, _find_config_file.
 */
async function findConfig(start: string, files: ProjectFiles): Promise<ConfigFile | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    for (const name of ['setup.cfg', 'tox.ini', '.flake8']) {
      const found = await readConfig(join(folder, name), files);
      if (found && (found.ini.has('flake8') || found.ini.has('flake8:local-plugins'))) return found;
    }
    const above = dirname(folder);
    if (above === folder || above === homedir()) return undefined;
  }
}
