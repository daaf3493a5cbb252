/** The description of a project in gerrit/projects.yaml, with another prefix and folded as the file's own bot folds it. */
import type { Chunk } from '../lines/items';
import type { Lines } from '../lines/lines';

export type Prefix = 'RETIRED' | 'DEPRECATED';

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
 * @throws EditRefused for a style that nobody here uses, such as an anchor
 */
export function prefixedDescription(file: Lines, chunk: Chunk, prefix: Prefix): string[] {
  const lines = file.lines.slice(chunk.from, chunk.to);
  const { value } = chunk;
  if (/^[|>][-+]?\d?(?: *#.*)?$/.test(value)) return prefixedBlock(file, chunk, prefix);
  if (/^[&*!%@`{[]/.test(value)) throw file.refused(chunk.from, 'this description is not written as all others here');
  const quote = /^['"]/.exec(value)?.[0];
  const parts = [value, ...lines.slice(1).map((line) => line.trim())];
  if (parts.slice(1).includes('')) throw file.refused(chunk.from, 'there is an empty line in this description');
  const text = quote === undefined ? parts.join(' ') : unquoted(file, chunk, parts, quote);
  const wanted = withPrefix(text, prefix);
  if (wanted === text) return [...lines];
  // Written where the file's own key stands, which may have another column.
  const words = wanted.split(' ');
  return quote === undefined ? foldPlain(words) : foldQuoted(words, quote);
}

function withPrefix(text: string, prefix: Prefix): string {
  if (/^RETIRED\b/.test(text)) return text;
  const [, was = '', rest = ''] = /^(DEPRECATED\b[,:]? *)?(.*)$/s.exec(text) ?? [];
  if (was !== '' && prefix === 'DEPRECATED') return text;
  return rest === '' ? prefix : `${prefix}, ${rest}`;
}

/** What is between the quotes, as it is escaped. */
function unquoted(file: Lines, { from }: Chunk, parts: readonly string[], quote: string): string {
  const whole = parts.join(' ');
  const inner = quote === "'" ? /^'((?:[^']|'')*)'$/ : /^"([^"\\]*)"$/;
  const text = inner.exec(whole)?.[1];
  if (text === undefined) throw file.refused(from, 'the quotes of this description are not as in all others here');
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
