import type { ProjectFiles } from '../files';
import { readTox } from './readTox';
import type { ProcessVariables, ToxEnvironment } from './tox';

/**
 * What an environment runs, as cheaply as it is certain: what the project's files say, or tox's own answer where only
 * tox can tell. Undefined when there is no such environment.
 *
 * @param process variables of the process that would run tox
 * @param ask for tox's answer
 */
export async function environmentOf(
  root: string,
  name: string,
  files: ProjectFiles,
  process: ProcessVariables,
  ask: (root: string, name: string) => Promise<ToxEnvironment | undefined>,
): Promise<ToxEnvironment | undefined> {
  const read = (await readTox(root, files, process))?.environment(name);
  return read && !read.isCertain ? ask(root, name) : read;
}
