import { type CommitMessage, type KeptLine, paragraphs } from './message';
import { isPasted } from './pasted';
import { replaceAt, type TextEdit } from './textEdit';

/** Columns of a body line (contributor-guide, doc/source/common/git.rst). */
export const BODY_WIDTH = 72;

const LIST = /^(\s*)([-*+•]|\(?[0-9a-zA-Z]{1,3}[.)])\s+/;
/** A word that would mean something else at the start of a line: a comment, a list, a quotation, a trailer. */
const KEEPS_TO_ITS_LINE = /^([#>|]|[-*+•]$|\(?[0-9a-zA-Z]{1,3}[.)]$|[A-Za-z0-9-]+:)/;

/** Edits that wrap the over-long paragraphs of the body; lists keep their marks, code, tables and addresses stay. */
export function reflowBody(message: CommitMessage, width = BODY_WIDTH): TextEdit[] {
  return blocksOf(message.body).flatMap((block) => {
    const first = block[0];
    const last = block.at(-1);
    if (!first || !last || !block.some(({ text }) => isTooLong(text, width))) {
      return [];
    }
    const wrapped = wrap(
      block.map(({ text }) => text),
      width,
    ).join('\n');
    const end = message.lines[last.line]?.length ?? 0;
    return wrapped === block.map(({ text }) => text).join('\n')
      ? []
      : [replaceAt(first.line, 0, last.line, end, wrapped)];
  });
}

/** Lines of one paragraph or list entry, wrapped; the second line's indent is kept for those after it. */
export function wrap(lines: readonly string[], width = BODY_WIDTH): string[] {
  const first = lines[0] ?? '';
  const mark = LIST.exec(first)?.[0] ?? /^\s*/.exec(first)?.[0] ?? '';
  const indent = lines[1] === undefined ? ' '.repeat(mark.length) : (/^\s*/.exec(lines[1])?.[0] ?? '');
  const words = [first.slice(mark.length), ...lines.slice(1)].join(' ').split(/\s+/).filter(Boolean);
  const wrapped: string[] = [];
  let line = mark;
  let empty = true;
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    const together = next && KEEPS_TO_ITS_LINE.test(next) ? `${word} ${next}` : word;
    if (!empty && length(`${line} ${together}`) > width && !KEEPS_TO_ITS_LINE.test(word)) {
      wrapped.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...wrapped, line];
}

/** Whether wrapping could help: code, tables, quotations and a lone long word are left as they are. */
function isTooLong(text: string, width = BODY_WIDTH): boolean {
  return (
    length(text) > width &&
    !isPasted(text) &&
    /\S\s+\S/.test(text.replace(LIST, '').trim()) &&
    !endsInLongWord(text, width)
  );
}

/** Characters as people count them, not UTF-16 units. */
export const length = (text: string): number => (/^[\0-\x7f]*$/.test(text) ? text.length : [...text].length);

/** A line that is short up to an address which no line could hold. */
function endsInLongWord(text: string, width: number): boolean {
  const words = text.trim().split(/\s+/);
  const longest = Math.max(...words.map(length));
  return longest > width - 12 || (text.includes('://') && length(text.replace(/\S+:\/\/\S+/g, '').trim()) <= 4);
}

/** Body lines that are too long and could be wrapped. */
export function longLines({ body }: CommitMessage, width = BODY_WIDTH): KeptLine[] {
  const literal = literalLines(body);
  return body.filter((line) => !literal.has(line) && isTooLong(line.text, width));
}

/** The body in pieces that are wrapped alone: paragraphs, list entries; code and fenced lines are in none. */
function blocksOf(body: readonly KeptLine[]): KeptLine[][] {
  const blocks: KeptLine[][] = [];
  const literal = literalLines(body);
  let current: KeptLine[] | undefined;
  for (const line of body) {
    const starts = LIST.test(line.text);
    if (literal.has(line) || line.text === '' || isSpecial(line.text, current)) {
      current = undefined;
    } else if (current && !starts) {
      current.push(line);
    } else {
      blocks.push((current = [line]));
    }
  }
  return blocks;
}

/** Lines in fences, in pasted paragraphs, and those set in below a line that ends in a colon, as reStructuredText has its literal blocks. */
function literalLines(body: readonly KeptLine[]): Set<KeptLine> {
  const literal = new Set<KeptLine>(paragraphs(body).flatMap(pastedLines));
  let fenced = false;
  let announced = false;
  for (const [at, line] of body.entries()) {
    const fence = /^\s*(```|~~~)/.test(line.text);
    fenced = fence ? !fenced : fenced;
    const isSetIn = /^\s/.test(line.text) && !LIST.test(line.text);
    if (line.text !== '') announced = isSetIn && (announced || isAnnounced(body, at));
    if (fence || fenced || announced) literal.add(line);
  }
  return literal;
}

/** Whether the line above, or the paragraph above, ends in a colon. What goes on with a list entry is not announced by it. */
function isAnnounced(body: readonly KeptLine[], at: number): boolean {
  const above = body[at - 1]?.text ?? '';
  const announcing = above === '' ? body[at - 2]?.text : LIST.test(above) || /^\s/.test(above) ? undefined : above;
  return announcing?.endsWith(':') === true;
}

/** A command is followed by what it printed; where most lines of a paragraph were pasted, the others were too. */
function pastedLines(paragraph: readonly KeptLine[]): readonly KeptLine[] {
  const pasted = paragraph.filter(({ text }) => isPasted(text) && !LIST.test(text));
  if (pasted.length * 2 > paragraph.length) return paragraph;
  const command = paragraph.findIndex(({ text }) => /^\s*(\$ |Traceback \(most recent call last\):)/.test(text));
  return command < 0 ? pasted : [...pasted, ...paragraph.slice(command)];
}

/** Indented lines are code unless they go on with a list entry; trailers and quotations are never joined with others. */
function isSpecial(text: string, current: readonly KeptLine[] | undefined): boolean {
  const inList = current !== undefined && LIST.test(current[0]?.text ?? '');
  return (isPasted(text) && !(inList && /^ {4}/.test(text))) || /^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)+:/.test(text);
}
