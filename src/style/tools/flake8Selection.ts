/** Which files a flake8 looks at by itself. Source: flake8 7.3, discover_files.py, utils.py and options/config.py. */
import { basename, join, relative, resolve, sep } from 'node:path';
import { fnmatch } from '../../base/fnmatch';
import { lastValue, readArguments } from '../../base/options';
import { isInside } from '../../base/paths';
import type { ProjectFiles } from '../../project/files';
import type { CheckerCall } from './checkerCalls';
import { readFlake8Settings } from './flake8Config';

/** Source: flake8 7.3, defaults.py. */
const EXCLUDE = '.svn,CVS,.bzr,.hg,.git,__pycache__,.tox,.nox,.eggs,*.egg';

const SELECTING = new Set(['--config', '--append-config', '--exclude', '--extend-exclude', '--filename']);

/**
 * Whether a call of flake8 comes to a file, by the file's absolute path: it is in one of the folders that the command
 * names, has a name that flake8 is to look at, and neither it nor a folder on the way is excluded. A file that the
 * command names may have any name.
 *
 * @throws UserError `too-big` when a file of settings is larger than 1 MiB
 */
export async function readFlake8Selection(
  { folder, options, operands }: Pick<CheckerCall, 'folder' | 'options' | 'operands'>,
  files: ProjectFiles,
): Promise<(file: string) => boolean> {
  const args = readArguments(options, SELECTING);
  const settings = await readFlake8Settings(folder, files, {
    config: lastValue(args, '--config'),
    more: args.flatMap(({ option, value }) => (option === '--append-config' && value !== undefined ? [value] : [])),
    isIsolated: options.includes('--isolated'),
  });
  const patterns = (name: string, otherwise: string): { readonly list: string[]; readonly base: string } => {
    const given = lastValue(args, `--${name}`);
    const written = settings.value(name);
    if (given !== undefined) return { list: listOf(given), base: folder };
    return { list: listOf(written ?? otherwise), base: written === undefined ? folder : settings.folder };
  };
  const filename = patterns('filename', '*.py').list;
  const excluded = [patterns('exclude', EXCLUDE), patterns('extend-exclude', '')].flatMap(({ list, base }) =>
    list.map((pattern) => normalized(pattern, base)),
  );
  const isExcluded = (path: string, name = basename(path)): boolean =>
    excluded.some((pattern) => (name !== '.' && name !== '..' && fnmatch(name, pattern)) || fnmatch(path, pattern));
  const reaches = (operand: string, file: string): boolean => {
    const start = resolve(folder, operand);
    if (isExcluded(start, basename(operand))) return false;
    if (start === file) return true;
    if (!isInside(start, file)) return false;
    const below = relative(start, file).split(sep);
    const isKept = below.every((_, at) => !isExcluded(join(start, ...below.slice(0, at + 1))));
    // The path as flake8 comes to it: `./a.py` where it is told to look at `.`.
    const path = [operand.replace(/\/$/, ''), ...below].join('/');
    return isKept && (filename.length === 0 || filename.some((pattern) => fnmatch(path, pattern)));
  };
  const starts = operands.length > 0 ? operands : ['.'];
  return (file) => starts.some((operand) => reaches(operand, file));
}

function listOf(text: string): string[] {
  return text
    .split(/[,\s]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** A pattern with a `/` is a path from the folder of the settings; any other is a name that may be anywhere. */
function normalized(pattern: string, base: string): string {
  const path = pattern === '.' || pattern.includes('/') ? resolve(base, pattern) : pattern;
  return path.replace(/[\\/]+$/, '');
}
