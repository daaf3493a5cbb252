import { join } from 'node:path';
import { parseIni } from '../../base/ini';
import { parseToml } from '../../base/toml';
import type { ProjectFiles } from '../../project/files';
import { splitCommand } from '../../project/tox/toxText';
import { isTable } from '../../project/tox/toxToml';

const MAX_BYTES = 1 << 20;

/** Where pytest looks for its settings, the first file with a section of its own counts. Source: pytest, config/findpaths.py. */
const PLACES = [
  { file: 'pytest.ini', section: 'pytest' },
  { file: '.pytest.ini', section: 'pytest' },
  { file: 'pyproject.toml', section: undefined },
  { file: 'tox.ini', section: 'pytest' },
  { file: 'setup.cfg', section: 'tool:pytest' },
] as const;

/**
 * The options that a project gives to every pytest: `addopts` of its settings.
 * @throws UserError `too-big` when a file is larger than 1 MiB
 */
export async function pytestOptions(root: string, files: ProjectFiles): Promise<string[]> {
  for (const { file, section } of PLACES) {
    const text = await files.read(join(root, file), MAX_BYTES);
    if (text === undefined) continue;
    if (section === undefined) {
      const options = optionsOfToml(text);
      if (options) return options;
      continue;
    }
    const ini = parseIni(text, file);
    if (ini.has(section)) return splitCommand(ini.get(section, 'addopts') ?? '');
  }
  return [];
}

/** Undefined where the file has no settings of pytest. */
function optionsOfToml(text: string): string[] | undefined {
  const tool = parseToml(text)?.tool;
  const pytest = isTable(tool) && isTable(tool.pytest) ? tool.pytest : undefined;
  const settings = pytest && (isTable(pytest.ini_options) ? pytest.ini_options : pytest);
  const options = settings?.addopts;
  if (Array.isArray(options)) return options.filter((word): word is string => typeof word === 'string');
  return settings && (typeof options === 'string' ? splitCommand(options) : []);
}
