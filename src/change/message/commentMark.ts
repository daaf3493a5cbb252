import { type ParseOptions, SCISSORS } from './message';

/** How git will read a message that is typed in its editor. */
export type CleanUp = Required<ParseOptions>;

/** What `git commit` makes of the text in its editor: which lines are comments, and whether they stay. */
export function cleanUpOf(config: ReadonlyMap<string, string>, text: string): CleanUp {
  const comment = commentMark(config, text);
  return {
    comment,
    keepsComments:
      keepsByAdvice(text, comment) ??
      ['scissors', 'whitespace', 'verbatim'].includes(config.get('commit.cleanup') ?? ''),
  };
}

/**
 * What git's own advice in the text says, which is right where an option of the command, or a rebase, overrides
 * `commit.cleanup`. With `scissors` the advice stands below the scissors; with `--verbose` only the diff does. The
 * sentences are read in English alone. Source: git, builtin/commit.c, prepare_to_commit, and wt-status.c.
 */
function keepsByAdvice(text: string, mark: string): boolean | undefined {
  const [above = '', below] = text.split(`${mark} ${SCISSORS}\n`, 2);
  const advice = above.split('\n').filter((line) => line.startsWith(mark));
  if (advice.some((line) => line.includes(`'${mark}' will be ignored`))) return false;
  if (advice.some((line) => line.includes(`'${mark}' will be kept`))) return true;
  const belowScissors = (below ?? '').split('\n');
  const end = belowScissors.findIndex((line) => !line.startsWith(mark));
  return belowScissors.slice(0, end < 0 ? undefined : end).includes(mark) ? true : undefined;
}

/** What begins a comment in a message: `core.commentString`, else `core.commentChar`, else `#` (git-config(1)). */
export function commentMark(config: ReadonlyMap<string, string>, text: string): string {
  const set = config.get('core.commentstring') ?? config.get('core.commentchar') ?? '#';
  return set === 'auto' ? chosenByGit(text) : set || '#';
}

/** With `auto` git takes the first of these that begins no line of the message, and writes its advice with it. */
function chosenByGit(text: string): string {
  const advice =
    /^([#;@!$%^&|:]) (?:Please enter the commit message|-{24} >8 -{24}|On branch |Changes to be committed)/m.exec(text);
  return advice?.[1] ?? '#';
}

/**
 * The author that git names in its advice, `# Author:    Name <name@example.org>`, when it is not who commits; the word
 * is that of the person's language. Source: git, builtin/commit.c, prepare_to_commit.
 */
export function authorInAdvice(text: string, mark: string): string | undefined {
  const advice = text
    .split('\n')
    .find(
      (line) =>
        line.startsWith(`${mark} `) && /^[^\s:<]+: +[^<>]*<[^<>\s]+@[^<>\s]+>$/.test(line.slice(mark.length + 1)),
    );
  return advice?.slice(advice.lastIndexOf('<') + 1, -1);
}
