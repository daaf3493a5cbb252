import { insertTrailer } from './changeId';
import { type CommitMessage, paragraphs } from './message';
import { deleteLines, insertLines, type TextEdit } from './textEdit';

/** Edits that move trailers at these lines (0-based) into the block, before Change-Id and sign-offs, in their order. */
export function moveIntoBlock(message: CommitMessage, trailers: readonly number[]): TextEdit[] {
  const lines = trailers.flatMap((line) => withFolded(message, line));
  const text = lines.map((line) => message.lines[line]?.trimEnd() ?? '').join('\n');
  const last = message.trailers.find(({ key }) => /^(change-id|signed-off-by)$/i.test(key));
  return [...removeLines(message, lines), insertTrailer(message, text, last?.first)];
}

/** A trailer's line and the indented ones that continue it. */
function withFolded(message: CommitMessage, trailer: number): number[] {
  const lines = [trailer];
  for (let line = trailer + 1; /^[ \t]+\S/.test(message.lines[line] ?? ''); line++) {
    lines.push(line);
  }
  return lines;
}

/** Edits that take lines out, and the blank lines below where a whole paragraph goes; those at the message's end stay. */
export function removeLines(message: CommitMessage, lines: readonly number[]): TextEdit[] {
  const gone = new Set(lines);
  const whole = paragraphs(message.kept).filter((paragraph) => paragraph.every(({ line }) => gone.has(line)));
  for (const paragraph of whole) {
    for (
      let below = (paragraph.at(-1)?.line ?? 0) + 1;
      below < message.end && message.lines[below]?.trim() === '';
      below++
    ) {
      gone.add(below);
    }
  }
  return runs([...gone].sort((a, b) => a - b)).map(([first, last]) => deleteLines(first, last));
}

/** Edits that put these lines of a paragraph into one of their own above it. */
export function moveAbove(message: CommitMessage, lines: readonly number[]): TextEdit[] {
  const first = lines[0] ?? 0;
  const paragraph = paragraphs(message.kept).find((all) => all.some(({ line }) => line === first));
  const moved = lines.map((line) => message.lines[line] ?? '');
  return [
    insertLines(paragraph?.[0]?.line ?? first, `${moved.join('\n')}\n`),
    ...runs(lines).map(([from, to]) => deleteLines(from, to)),
  ];
}

function runs(lines: readonly number[]): [first: number, last: number][] {
  const found: [number, number][] = [];
  for (const line of lines) {
    const current = found.at(-1);
    if (current?.[1] === line - 1) {
      current[1] = line;
    } else {
      found.push([line, line]);
    }
  }
  return found;
}
