/** The repositories of a step, checked, because they come from a file that a person keeps. */
import { type EditInput, EditRefused } from './lines/edit';

/** As Gerrit names a project: a namespace and a name. */
const REPOSITORY = /^[A-Za-z0-9][\w.-]{0,63}\/[A-Za-z0-9][\w.+-]{0,127}$/;

/**
 * The repositories that the step is about, sorted, each once.
 * @param path of the file that is edited, for the error
 * @throws EditRefused for what is not the name of a repository
 */
export function retiredRepositories(input: EditInput, path: string): readonly string[] {
  const repositories = input.params.repositories ?? input.repositories;
  const wrong = repositories.find((repository) => !REPOSITORY.test(repository));
  if (wrong !== undefined) {
    const shown = JSON.stringify(wrong.slice(0, 80));
    throw new EditRefused('not-as-expected', path, undefined, `${shown} is not the name of a repository`);
  }
  return [...new Set(repositories)].sort();
}
