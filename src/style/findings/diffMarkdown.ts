/** A hunk of a formatter rarely has more; a file that it rewrites would fill the screen. */
const MOST_LINES = 40;
const LONGEST_LINE = 160;

/** A hunk of a unified diff as Markdown for a hover, cut where it is too long for one. */
export function diffMarkdown(diff: string): string {
  const lines = diff.split('\n');
  const shown = lines.slice(0, MOST_LINES).map((line) => {
    return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
  });
  // What the code itself has of backticks must not end the block.
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
  const block = `${fence}diff\n${shown.join('\n')}\n${fence}`;
  const left = lines.length - shown.length;
  if (left === 0) return block;
  return `${block}\n\n${left === 1 ? 'One more line' : `${left} more lines`}`;
}

function longestRun(line: string): number {
  return Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
}
