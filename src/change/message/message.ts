import { type BlockItem, endOfMessage, findBlock, isBlank, type TrailerBlock } from './gitTrailers';
import { lineEndOf } from './textEdit';

/** A line that stays in the commit: its 0-based number in the document and its text without trailing spaces. */
export interface KeptLine {
  readonly line: number;
  readonly text: string;
}

/** A trailer as git reads it. */
type Trailer = BlockItem & { readonly key: string };

/**
 * A commit message as it stands in an editor, comments and scissors included.
 * `lines` is the document up to the scissors; `kept` is what git's clean-up leaves of it, which is what servers read.
 */
export interface CommitMessage {
  readonly text: string;
  readonly eol: '\n' | '\r\n';
  readonly comment: string;
  readonly lines: readonly string[];
  /** Whether the last of `lines` has a line end. */
  readonly endsWithLineEnd: boolean;
  readonly kept: readonly KeptLine[];
  readonly summary: KeptLine | undefined;
  /** Lines of `kept` after the first paragraph and before the trailer block, blank ones included. */
  readonly body: readonly KeptLine[];
  /** git's trailer block; none when the last paragraph is the title or has too many other lines. */
  readonly block: TrailerBlock | undefined;
  readonly trailers: readonly Trailer[];
  /** 0-based line before which git appends: what follows is comments and blank lines. */
  readonly end: number;
}

export interface ParseOptions {
  /** What begins a comment (`core.commentChar`); `false` for a message out of the history, where every line counts. */
  readonly comment?: string | false;
  /**
   * Whether comments stay in the commit, as with `commit.cleanup` of scissors, whitespace and verbatim. git and the hook
   * pass over them all the same where they look for trailers, and cut the text at the scissors.
   */
  readonly keepsComments?: boolean;
}

/** git's line that ends the message, behind the mark of a comment and a space. */
export const SCISSORS = '------------------------ >8 ------------------------';
/** No line starts with it, so nothing is a comment. */
const NO_COMMENT = '\0';

/** Never throws; any text is a message. */
export function parseMessage(text: string, options: ParseOptions = {}): CommitMessage {
  const comment = commentOf(options);
  const head = typedPart(text, options);
  const lines = head.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const endsWithLineEnd = lines.at(-1) === '';
  if (endsWithLineEnd) {
    lines.pop();
  }
  const end = endOfMessage(lines, comment);
  const block = findBlock(lines, end, comment);
  const kept = cleanUp(lines, options.keepsComments ? NO_COMMENT : comment);
  return {
    text,
    eol: lineEndOf(head),
    comment,
    lines,
    endsWithLineEnd,
    kept,
    summary: kept[0],
    body: bodyOf(kept, block),
    block,
    trailers: block?.items.filter(isTrailer) ?? [],
    end,
  };
}

const isTrailer = (item: BlockItem): item is Trailer => item.key !== undefined;

/** The message as git stores it: comments gone, blank lines single, no spaces at line ends. */
export function committedText(message: CommitMessage): string {
  return message.kept.map((line) => `${line.text}\n`).join('');
}

/** The lines of `kept` in runs without a blank line; the last one is what Gerrit calls the footer. */
export function paragraphs(kept: readonly KeptLine[]): KeptLine[][] {
  const found: KeptLine[][] = [];
  let current: KeptLine[] | undefined;
  for (const line of kept) {
    if (line.text === '') {
      current = undefined;
    } else if (current) {
      current.push(line);
    } else {
      found.push((current = [line]));
    }
  }
  return found;
}

/** What a person typed: the text before git's scissors line, below which `git commit -v` shows the diff. */
export const typedPart = (text: string, options: ParseOptions = {}): string =>
  text.slice(0, scissorsAt(text, commentOf(options)));

const commentOf = ({ comment }: ParseOptions): string => (comment === false ? NO_COMMENT : (comment ?? '#'));

/** Offset of git's scissors line, which must be a whole line; the text's length without one. */
function scissorsAt(text: string, comment: string): number {
  const line = `${comment} ${SCISSORS}\n`;
  if (text.startsWith(line)) {
    return 0;
  }
  const at = text.indexOf(`\n${line}`);
  return at < 0 ? text.length : at + 1;
}

/** What `git stripspace --strip-comments` does, with the line numbers kept. */
function cleanUp(lines: readonly string[], comment: string): KeptLine[] {
  const kept: KeptLine[] = [];
  let blank: KeptLine | undefined;
  for (const [line, raw] of lines.entries()) {
    if (raw.startsWith(comment)) {
      continue;
    }
    if (isBlank(raw)) {
      blank ??= { line, text: '' };
      continue;
    }
    if (blank && kept.length > 0) {
      kept.push(blank);
    }
    blank = undefined;
    kept.push({ line, text: withoutBlanksAtEnd(raw) });
  }
  return kept;
}

/** As `/[ \t\r]+$/` would cut it, which takes the square of the time where a line has many spaces inside. */
function withoutBlanksAtEnd(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line[end - 1]!)) end--;
  return line.slice(0, end);
}

function bodyOf(kept: readonly KeptLine[], block: TrailerBlock | undefined): KeptLine[] {
  const titleEnd = kept.findIndex((line) => line.text === '');
  if (titleEnd < 0) {
    return [];
  }
  const body = kept.slice(titleEnd + 1).filter((line) => !block || line.line < block.start);
  while (body.at(-1)?.text === '') {
    body.pop();
  }
  return body;
}
