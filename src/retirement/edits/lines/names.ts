/** Names of repositories in text. */
import type { Note } from './edit';
import type { Lines } from './lines';

/** `openstack` of `openstack/venus`. */
export const namespaceOf = (repository: string): string => repository.split('/')[0] ?? '';

/** `venus` of `openstack/venus`. */
export const baseNameOf = (repository: string): string => repository.slice(repository.indexOf('/') + 1);

const NAME = /[A-Za-z0-9][\w.-]*\/[\w.-]*\w/g;

/**
 * The comments of a file that name a repository: prose, which a program leaves alone and a person looks at.
 * `openstack/venus` is not in a comment about `openstack/venus-dashboard`.
 */
export function commentNotes({ path, lines }: Lines, repositories: ReadonlySet<string>): Note[] {
  return lines.flatMap((text, line): Note[] => {
    const at = text.indexOf('#');
    if (at < 0) return [];
    const named = (text.slice(at).match(NAME) ?? []).filter((name) => repositories.has(name));
    return named.map((name) => ({ path, line: line + 1, text: `A comment names ${name}` }));
  });
}

/** Patterns of repositories, as they stand in configurations of Zuul and gerritbot. */
const PATTERN = /^\^?(?:[\w/-]|\\[.-]|\.\*|\.|\([\w/.|-]+\))+\$?$/;
const MAX_STARS = 3;

/**
 * Whether a pattern such as `^openstack/monasca-.*` matches a repository from its first character on; undefined for one
 * that has more than groups of words and a few `.*`: it may have been written to take minutes.
 */
export function matcherOf(pattern: string): ((repository: string) => boolean) | undefined {
  if (pattern.length > 300 || !PATTERN.test(pattern)) return undefined;
  if ((pattern.match(/\.\*/g) ?? []).length > MAX_STARS) return undefined;
  const expression = new RegExp(`^(?:${pattern.replace(/^\^/, '')})`);
  return (repository) => repository.length <= 200 && expression.test(repository);
}
