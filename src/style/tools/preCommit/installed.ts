/** What pre-commit has installed on this machine. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../base/errors';
import { isExecutable, namesIn } from '../../../base/programs';
import { readFile } from '../../../base/readFile';
import { SqliteFile } from '../../../base/sqlite/table';
import { programOf } from '../../../project/virtualEnvironment';
import type { Hook } from './hooks';

/** A row for each repository that was ever used here; a megabyte is thousands of them. */
const MAX_BYTES = 16 << 20;

/**
 * The program `name` of the environment that pre-commit made for a hook; undefined as long as it made none.
 *
 * Its store (4.7: store.py, languages/python.py) is a folder with `db.db`, whose table `repos(repo, ref, path)` says
 * where a repository is, and `py_env-VERSION` in there is the environment. The first column is the repository's URL,
 * with `:` and the additional dependencies, joined by commas, where a hook has some; `local` stands for all local hooks.
 */
export async function installedProgram(
  hook: Hook,
  name: string,
  variables: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  for (const store of storesOf(variables)) {
    for (const folder of await foldersOf(hook, join(store, 'db.db'))) {
      const environments = (await namesIn(folder))
        .filter((each) => each.startsWith('py_env-'))
        .sort()
        .reverse();
      for (const environment of environments) {
        const file = programOf(join(folder, environment), name, platform);
        if (await isExecutable(file)) return file;
      }
    }
  }
  return undefined;
}

/** tox hands PRE_COMMIT_HOME on only where a project says so, so the usual places count too. */
function storesOf({ PRE_COMMIT_HOME, XDG_CACHE_HOME }: NodeJS.ProcessEnv): string[] {
  const caches = [XDG_CACHE_HOME, join(homedir(), '.cache')].filter((each) => each !== undefined && each !== '');
  const own = PRE_COMMIT_HOME === undefined || PRE_COMMIT_HOME === '' ? [] : [PRE_COMMIT_HOME];
  return [...new Set([...own, ...caches.map((cache) => join(cache!, 'pre-commit'))])];
}

async function foldersOf(hook: Hook, database: string): Promise<string[]> {
  const { repo, rev, dependencies } = hook;
  const key = dependencies && dependencies.length > 0 ? `${repo}:${dependencies.join(',')}` : repo;
  const folders: string[] = [];
  for (const [name, ref, path] of await rowsOf(database)) {
    if (typeof name !== 'string' || typeof path !== 'string') continue;
    // Where the hook leaves its dependencies to its repository, we have not read what that says.
    const isIts = name === key || (dependencies === undefined && name.startsWith(`${repo}:`));
    if (isIts && (repo === 'local' || ref === rev)) folders.push(path);
  }
  return folders;
}

/** Nothing where pre-commit was never used, or has written what we cannot read. */
async function rowsOf(database: string): Promise<unknown[][]> {
  try {
    const content = await readFile(database, MAX_BYTES);
    const tables = content && new SqliteFile(content.bytes);
    return tables?.hasTable('repos') ? [...tables.rows('repos')].map(({ values }) => values) : [];
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
