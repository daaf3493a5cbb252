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
