/** The description of a project in gerrit/projects.yaml, with another prefix and folded as the file's own bot folds it. */
import type { Chunk } from '../lines/items';
import type { Lines } from '../lines/lines';

export type Prefix = 'RETIRED' | 'DEPRECATED';

/** The head of a text in lines of its own: `>-`, `|2`, `>2-`. */
export const BLOCK_SCALAR = /^[|>](?:[-+]?[1-9]?|[1-9][-+])(?: +#.*)?$/;

/**
 * The columns that a line may have. tools/normalize_projects_yaml.py writes 80 with ruamel.yaml, and takes the first two
 * away; held against ruamel.yaml 0.19.1 on all entries of the real file.
 */
const COLUMNS = 78;
const CONTINUATION = '    ';
const HEAD = '  description: ';

/**
 * The lines of the key with `RETIRED, ` or `DEPRECATED, ` before the text, in the style that it has. As they are where the
 * text says so already; `DEPRECATED, ` gives way to `RETIRED, `.
 * @throws EditRefused for a style that nobody here uses, such as an anchor, or a comment between its lines
 */
export function prefixedDescription(file: Lines, chunk: Chunk, prefix: Prefix): string[] {
  const lines = file.lines.slice(chunk.from, chunk.to);
  const { value } = chunk;
  if (BLOCK_SCALAR.test(value)) return prefixedBlock(file, chunk, prefix);
  if (/^[&*!%@`{[|>]/.test(value)) throw file.refused(chunk.from, 'this description is not written as all others here');
  const parts = [value, ...lines.slice(1).map((line) => line.trim())];
  if (parts.slice(1).includes('')) throw file.refused(chunk.from, 'there is an empty line in this description');
  // The text can start below its key.
  const whole = (value === '' ? parts.slice(1) : parts).join(' ');
  const quote = /^['"]/.exec(whole)?.[0];
  const comment = quote === undefined ? commentAfter(file, chunk, parts) : '';
  const text =
    quote === undefined ? whole.slice(0, whole.length - comment.length) : unquoted(file, chunk, whole, quote);
  // In text without quotes this would be a key, once it comes to another line.
  if (quote === undefined && /:(?:\s|$)/.test(text)) {
    throw file.refused(chunk.from, 'a colon ends a word of this description, which has no quotes');
  }
  const wanted = withPrefix(text, prefix);
  if (wanted === text) return [...lines];
  const words = wanted.split(' ');
  if (quote !== undefined) return foldQuoted(words, quote);
  const folded = foldPlain(words);
  return [...folded.slice(0, -1), `${folded.at(-1) ?? ''}${comment}`];
}

function withPrefix(text: string, prefix: Prefix): string {
  if (/^RETIRED\b/.test(text)) return text;
  const [, was = '', rest = ''] = /^(DEPRECATED\b[,:]? *)?(.*)$/s.exec(text) ?? [];
  if (was !== '' && prefix === 'DEPRECATED') return text;
  return rest === '' ? prefix : `${prefix}, ${rest}`;
}

/** The comment behind the last line of plain text, with the spaces before it. */
function commentAfter(file: Lines, { from }: Chunk, parts: readonly string[]): string {
  const at = parts.findIndex((part, index) => index > 0 && part.startsWith('#'));
  const commented = at < 0 ? parts.findIndex((part) => part.includes(' #')) : at;
  if (commented < 0) return '';
  if (at >= 0 || commented < parts.length - 1) {
    throw file.refused(from + commented, 'a comment stands in this description');
  }
  const last = parts[commented] ?? '';
  let start = last.indexOf(' #');
  while (last[start - 1] === ' ') start--;
  return last.slice(start);
}

/** What is between the quotes, as it is escaped. */
function unquoted(file: Lines, { from }: Chunk, whole: string, quote: string): string {
  const text = whole.slice(1, -1);
  const odd = quote === "'" ? text.replaceAll("''", '').includes("'") : /["\\]/.test(text);
  if (whole.length < 2 || !whole.endsWith(quote) || odd) {
    throw file.refused(from, 'the quotes of this description are not as in all others here');
  }
  return text;
}

/** Words as long as they fit; a longer one stands alone. */
function foldPlain(words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = HEAD.trimEnd();
  for (const word of words) {
    if (line.length + 1 + word.length > COLUMNS && line !== HEAD.trimEnd() && line !== CONTINUATION.slice(1)) {
      lines.push(line);
      line = CONTINUATION.slice(1);
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** A line ends at the first space behind the columns. */
function foldQuoted(words: readonly string[], quote: string): string[] {
  const lines: string[] = [];
  let line = `${HEAD}${quote}`;
  for (const [index, word] of words.entries()) {
    if (index > 0) {
      if (line.length > COLUMNS) {
        lines.push(line);
        line = CONTINUATION;
      } else {
        line += ' ';
      }
    }
    line += word;
  }
  return [...lines, `${line}${quote}`];
}

/** A block keeps its lines: only its first one gets the prefix. */
function prefixedBlock(file: Lines, { from, to }: Chunk, prefix: Prefix): string[] {
  const lines = file.lines.slice(from, to);
  const first = lines.findIndex((line, index) => index > 0 && line.trim() !== '');
  const text = lines[first];
  if (text === undefined) throw file.refused(from, 'this description has no text');
  const indent = text.slice(0, text.length - text.trimStart().length);
  const wanted = `${indent}${withPrefix(text.trimStart(), prefix)}`;
  return lines.map((line, index) => (index === first ? wanted : line));
}
