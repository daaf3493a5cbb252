import type { Repository } from '../../base/git';

/**
 * What lies at the top of a clone and is not in git, such as `.tox`: it stays when the repository is emptied, and is in no
 * change. Names of files and folders, sorted.
 */
export async function looseFiles(repository: Repository): Promise<string[]> {
  const args = ['status', '--porcelain=v1', '-z', '--ignored=traditional', '--untracked-files=normal', '--no-renames'];
  const entries = (await repository.run(args)).split('\0');
  const names = entries.flatMap((entry) =>
    /^(?:\?\?|!!) /.test(entry) ? [entry.slice(3).split('/', 1)[0] ?? ''] : [],
  );
  return [...new Set(names)].sort();
}
