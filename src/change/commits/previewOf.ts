/** The lines that a text loses and gets, as `- ` and `+ `; lines that only moved are in both lists. */
export function previewOf(before: string, after: string): string[] {
  const [old, now] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')];
  let same = 0;
  while (same < Math.min(old.length, now.length) && old[same] === now[same]) same++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - same && old.at(-1 - end) === now.at(-1 - end)) end++;
  const middle = (lines: readonly string[]): readonly string[] => lines.slice(same, lines.length - end);
  return [...middle(old).map((line) => `- ${line}`), ...middle(now).map((line) => `+ ${line}`)];
}
