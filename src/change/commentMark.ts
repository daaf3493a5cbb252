/** What begins a comment in a message: `core.commentString`, else `core.commentChar`, else `#` (git-config(1)). */
export function commentMark(config: ReadonlyMap<string, string>, text: string): string {
  const set = config.get('core.commentstring') ?? config.get('core.commentchar') ?? '#';
  return set === 'auto' ? chosenByGit(text) : set || '#';
}

/** With `auto` git takes the first of these that begins no line of the message, and writes its advice with it. */
function chosenByGit(text: string): string {
  const advice = /^([#;@!$%^&|:]) (?:Please enter the commit message|-{24} >8 -{24}|On branch |Changes to be committed)/m.exec(text);
  return advice?.[1] ?? '#';
}

/**
 * The author that git names in its advice, `# Author:    Name <name@example.org>`, when it is not who commits; the word
 * is that of the person's language. Source: git, builtin/commit.c, prepare_to_commit.
 */
export function authorInAdvice(text: string, mark: string): string | undefined {
  const advice = text.split('\n').find((line) => line.startsWith(`${mark} `) && /^[^\s:<]+: +[^<>]*<[^<>\s]+@[^<>\s]+>$/.test(line.slice(mark.length + 1)));
  return advice?.slice(advice.lastIndexOf('<') + 1, -1);
}
