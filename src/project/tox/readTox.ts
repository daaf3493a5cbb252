/**
 * Reads tox's settings from the project's files, without running anything.
 * Source of the order: tox 4, tox/config/source/discover.py.
 */
import { join } from 'node:path';
import { parseIni } from '../../base/ini';
import { parseToml } from '../../base/toml';
import { type ProjectFiles } from '../files';
import { type ProcessVariables, type Tox } from './tox';
import { IniTox } from './toxIni';
import { isTable, TomlTox } from './toxToml';

const MAX_BYTES = 1 << 20;

/**
 * The first of tox's files that configures tox: tox.ini, setup.cfg, pyproject.toml, tox.toml. Undefined when none does;
 * a TOML file that does not parse is passed over.
 *
 * @param root absolute path of the project
 * @param process variables of the process that would run tox, which settings may refer to
 * @throws UserError `too-big` when a file is larger than 1 MiB
 */
export async function readTox(
  root: string,
  files: ProjectFiles,
  process: ProcessVariables = {},
): Promise<Tox | undefined> {
  const read = (name: string): Promise<string | undefined> => files.read(join(root, name), MAX_BYTES);

  const toxIni = await read('tox.ini');
  if (toxIni !== undefined) return new IniTox(root, 'tox.ini', parseIni(toxIni, 'tox.ini'), process);

  const setupCfg = parseIni((await read('setup.cfg')) ?? '', 'setup.cfg');
  if (setupCfg.has('tox:tox')) return new IniTox(root, 'setup.cfg', setupCfg, process, 'tox:tox');

  const tool = tableOf(await read('pyproject.toml')).tool;
  const table = isTable(tool) && isTable(tool.tox) ? tool.tox : {};
  const { legacy_tox_ini: legacy, ...native } = table;
  if (Object.keys(native).length > 0) return new TomlTox(root, 'pyproject.toml', native, ['tool', 'tox'], process);
  if (typeof legacy === 'string') {
    return new IniTox(root, 'pyproject.toml', parseIni(legacy, 'pyproject.toml'), process);
  }

  const toxToml = await read('tox.toml');
  return toxToml === undefined ? undefined : new TomlTox(root, 'tox.toml', tableOf(toxToml), [], process);
}

/** The table that a TOML text describes; empty when it does not parse. */
function tableOf(text: string | undefined): Record<string, unknown> {
  return text === undefined ? {} : (parseToml(text) ?? {});
}
