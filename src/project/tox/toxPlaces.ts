/** What tox itself replaces in its settings: folders of the project and of the environment, and arguments. */
import { dirname, join, sep } from 'node:path';

/** Where a setting is read for. */
export interface Place {
  /** Absolute path of the project. */
  readonly root: string;
  /** Name of the environment. */
  readonly name: string;
  /** Absolute path of the folder that holds the environments, where the project moves it. */
  readonly workFolder?: string;
}

/** Absolute path of the environment, where the project does not move it. */
export function environmentFolderOf(place: Place): string {
  return join(place.workFolder ?? join(place.root, '.tox'), place.name);
}

/**
 * What `{reference}` stands for, apart from references to other settings; undefined when tox would not know it either.
 * Arguments are those of `tox -e NAME` alone, and a variable of the process that will run tox is not known here: both
 * stand for their default.
 *
 * Source: tox 4, tox/config/sets.py and tox/tox_env/python/api.py.
 */
export function placeOf(reference: string, place: Place): string | undefined {
  const [key, ...rest] = reference.split(':');
  if (reference === ':') return ':';
  if (key === 'posargs') return rest.join(':');
  if (key === 'env') return rest.slice(1).join(':');
  if (rest.length > 0) return undefined;
  const found = folderOf(key, place);
  // A command line is split as by a POSIX shell, to which the separator of Windows means something else.
  return found?.replaceAll(sep, '/');
}

function folderOf(key: string | undefined, place: Place): string | undefined {
  const environment = environmentFolderOf(place);
  switch (key) {
    case '/':
      return '/';
    case 'toxinidir':
    case 'tox_root':
      return place.root;
    case 'toxworkdir':
    case 'work_dir':
      return dirname(environment);
    case 'envname':
    case 'env_name':
      return place.name;
    case 'envdir':
    case 'env_dir':
      return environment;
    case 'envtmpdir':
    case 'env_tmp_dir':
      return join(environment, 'tmp');
    case 'envlogdir':
    case 'env_log_dir':
      return join(environment, 'log');
    case 'envbindir':
    case 'env_bin_dir':
      return join(environment, 'bin');
    case 'envpython':
    case 'env_python':
      return join(environment, 'bin', 'python');
    default:
      return undefined;
  }
}
