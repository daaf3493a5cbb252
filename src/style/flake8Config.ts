import { join } from 'node:path';
import { parseIni } from '../base/ini';
import type { ProjectFiles } from '../project/files';

/** Where a project configures flake8. */
export interface Flake8Config {
  /** Relative to the root. */
  readonly file: string;
  /** 0-based line of the file that flake8 settings begin on. */
  readonly line: number;
  /** Undefined when the project leaves it to flake8, which takes 79. */
  readonly maxLineLength: number | undefined;
}

const MAX_BYTES = 1 << 20;

/**
 * The file that flake8 reads: the first of these with a section for it.
 * Source: flake8 7, flake8/options/config.py, _find_config_file.
 *
 * @throws UserError `too-big` when one of them is larger than 1 MiB
 */
export async function readFlake8Config(root: string, files: ProjectFiles): Promise<Flake8Config | undefined> {
  for (const file of ['setup.cfg', 'tox.ini', '.flake8']) {
    const text = await files.read(join(root, file), MAX_BYTES);
    if (text === undefined) continue;
    const ini = parseIni(text, file);
    if (!ini.has('flake8') && !ini.has('flake8:local-plugins')) continue;
    const length = Number(ini.get('flake8', 'max-line-length') ?? ini.get('flake8', 'max_line_length'));
    const line = text.split(/\r\n|\r|\n/).findIndex((words) => /^\[flake8(?::local-plugins)?\]/.test(words));
    const maxLineLength = Number.isInteger(length) && length > 0 ? length : undefined;
    return { file, line: Math.max(line, 0), maxLineLength };
  }
  return undefined;
}
