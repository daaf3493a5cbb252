/** The folders that tox itself replaces in its settings. */
import { join, sep } from 'node:path';
import { programOf, programsFolder } from '../virtualEnvironment';

/** Where a setting is read for. */
export interface Place {
  /** Absolute path of the project. */
  readonly root: string;
  /** Name of the environment; undefined for tox's own settings. */
  readonly name: string | undefined;
  /** Absolute path of the folder that holds the environments, where the project moves it. */
  readonly workDir?: string | undefined;
  /** Absolute path of the environment, where the project moves it. */
  readonly envDir?: string | undefined;
}

/** Absolute path of the folder that holds the environments. */
function workDirOf(place: Place): string {
  return place.workDir ?? join(place.root, '.tox');
}

/** Absolute path of the environment. */
export function envDirOf(place: Place): string {
  return place.envDir ?? join(workDirOf(place), place.name ?? '');
}

/**
 * What `{reference}` stands for where it is one of tox's folders, or the environment's name; undefined for all else.
 * Source: tox 4, tox/config/sets.py, tox/tox_env/api.py and tox/tox_env/python/api.py.
 */
export function placeOf(reference: string, place: Place): string | undefined {
  if (reference === ':') return process.platform === 'win32' ? ';' : ':';
  // A command line is split as by a POSIX shell, to which the separator of Windows means something else.
  return folderOf(reference, place)?.replaceAll(sep, '/');
}

function folderOf(reference: string, place: Place): string | undefined {
  switch (reference) {
    case '/':
      return '/';
    case 'toxinidir':
    case 'tox_root':
    case 'setupdir':
    case 'package_root':
      return place.root;
    case 'toxworkdir':
    case 'work_dir':
      return workDirOf(place);
    case 'temp_dir':
      return join(workDirOf(place), '.tmp');
    default:
      return place.name === undefined ? undefined : folderOfEnvironment(reference, place, place.name);
  }
}

/** The folders for temporary files and logs do not move with the environment. */
function folderOfEnvironment(reference: string, place: Place, name: string): string | undefined {
  switch (reference) {
    case 'envname':
    case 'env_name':
      return name;
    case 'envdir':
    case 'env_dir':
      return envDirOf(place);
    case 'envtmpdir':
    case 'env_tmp_dir':
      return join(workDirOf(place), name, 'tmp');
    case 'envlogdir':
    case 'env_log_dir':
      return join(workDirOf(place), name, 'log');
    case 'envbindir':
    case 'env_bin_dir':
      return programsFolder(envDirOf(place));
    case 'envpython':
    case 'env_python':
      return programOf(envDirOf(place), 'python');
    default:
      return undefined;
  }
}

/** What tox exports to the commands of an environment. Source: tox 4, tox/tox_env/api.py and python/api.py, _exported_set_env. */
export function exportedVariables(place: Place): Record<string, string> {
  return {
    TOX_ENV_NAME: place.name ?? '',
    TOX_WORK_DIR: workDirOf(place),
    TOX_ENV_DIR: envDirOf(place),
    VIRTUAL_ENV: envDirOf(place),
  };
}
