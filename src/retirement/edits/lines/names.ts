/** Names of repositories in text. */
import type { Note } from './edit';
import type { Lines } from './lines';

/** `openstack` of `openstack/venus`. */
export const namespaceOf = (repository: string): string => repository.split('/')[0] ?? '';

/** `venus` of `openstack/venus`. */
export const baseNameOf = (repository: string): string => repository.slice(repository.indexOf('/') + 1);

/** The names of repositories in a line; of an address the last two parts are one. */
function namesIn(text: string): string[] {
  return text.split(/[^\w./-]+/).flatMap((word) => {
    if (word.length > MAX_WORD || !word.includes('/')) return [];
    const name = word
      .replace(/[./]+$/, '')
      .split('/')
      .slice(-2);
    return name.join('/').replace(/\.git$/, '');
  });
}

/** Longer than the address of a repository is. */
const MAX_WORD = 300;

/**
 * Refuses what is left of a repository that retires outside of comments: it stands there in a form that no rule knows.
 * @param isKnown whether a line, 0-based, was understood
 */
export function checkNoneLeft(
  file: Lines,
  repositories: ReadonlySet<string>,
  isKnown: (line: number) => boolean,
): void {
  for (const [line, text] of file.lines.entries()) {
    if (!text.includes('/') || isKnown(line)) continue;
    const found = tokensOf(text).find((token) => repositories.has(token));
    if (found !== undefined) throw file.refused(line, `${found} is not written as all others here`);
  }
}

/** What stands between spaces, quotes and brackets before a comment; an address is one token. */
function tokensOf(text: string): string[] {
  const comment = /(?:^|\s)#/.exec(text)?.index ?? text.length;
  return text
    .slice(0, comment)
    .split(/[\s"'[\]{},]+/)
    .map((token) => token.replace(/:$/, ''));
}

/**
 * The comments of a file that name a repository: prose, which a program leaves alone and a person looks at.
 * `openstack/venus` is not in a comment about `openstack/venus-dashboard`.
 */
export function commentNotes({ path, lines }: Lines, repositories: ReadonlySet<string>): Note[] {
  return lines.flatMap((text, line): Note[] => {
    const at = text.indexOf('#');
    if (at < 0) return [];
    const named = namesIn(text.slice(at)).filter((name) => repositories.has(name));
    return named.map((name) => ({ path, line: line + 1, text: `A comment names ${name}` }));
  });
}

/** Patterns of repositories, as they stand in configurations of Zuul and gerritbot. */
const PATTERN = /^\^?(?:[\w/-]|\\[.-]|\.\*|\.|\([\w/.|-]+\))+\$?$/;
const MAX_STARS = 2;

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
