/**
 * An edit in the text of a YAML file, whose other lines stay byte for byte: the library would write the whole file in its
 * own layout, and drop the comments of what goes. A comment within lines that go is kept as a line of its own.
 */
import type { Document } from 'yaml';
import { hasItems, isPair, keyOf, type Span, spanOf } from './planPlaces';
import type { ValuePath } from './planRules';
import { type ValueEdit, withEdit } from './valueEdits';
import { itemLines, keyLines } from './yamlLines';

type SetEdit = Extract<ValueEdit, { kind: 'set' }>;

/** @param document of this text, without errors, anchors and aliases */
export async function editYaml(text: string, document: Document.Parsed, edit: ValueEdit): Promise<string> {
  const editor = new Editor(text, document, await commentsOf(text));
  return editor.edited(edit);
}

class Editor {
  private readonly lineEnd: string;

  constructor(
    private readonly text: string,
    private readonly document: Document.Parsed,
    private readonly comments: readonly Span[],
  ) {
    this.lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  }

  edited(edit: ValueEdit): string {
    const flow = this.flowAbove(edit.path);
    if (flow) return this.editedFlow(flow, edit);
    const holder = this.document.getIn(edit.path, true);
    if (!hasItems(holder)) return this.text;
    if (edit.kind === 'set') return this.withKey(holder.items, edit);
    return edit.kind === 'insert'
      ? this.withItem(holder, edit.at, edit.value)
      : this.withoutItem(holder.items[edit.at]);
  }

  /** The outermost part in brackets or braces that holds the place; it is written again as a whole. */
  private flowAbove(path: ValuePath): ValuePath | undefined {
    for (let length = 0; length <= path.length; length++) {
      const node = this.document.getIn(path.slice(0, length), true);
      if (hasItems(node) && node.flow) return path.slice(0, length);
    }
    return undefined;
  }

  private editedFlow(path: ValuePath, edit: ValueEdit): string {
    const node = this.document.getIn(path, true);
    const place = spanOf(node);
    const old = valueAt(this.document.toJS(), path);
    const now = withEdit(old, edit, edit.path.slice(path.length));
    const key = path.at(-1);
    const holder = this.document.getIn(path.slice(0, -1), true);
    if (path.length > 0 && typeof key === 'string' && hasItems(holder)) {
      return this.withKey(holder.items, { kind: 'set', path: path.slice(0, -1), key, value: now, follows: [] });
    }
    if (!place) return this.text;
    // A JSON text on one line is YAML too.
    const lines = this.commentsIn(place).map((comment) => `${comment}${this.lineEnd}`);
    const start = this.lineStart(place.from);
    const indent = ' '.repeat(path.length === 0 ? 0 : this.columnOf(place.from));
    return this.replaced(
      start,
      place.to,
      `${lines.map((line) => indent + line).join('')}${this.text.slice(start, place.from)}${JSON.stringify(now)}`,
    );
  }

  private withKey(pairs: readonly unknown[], edit: SetEdit): string {
    const index = pairs.findIndex((pair) => keyOf(pair) === edit.key);
    const pair = pairs[index];
    if (!pair) return edit.value === undefined ? this.text : this.withNewKey(pairs, edit);
    const key = isPair(pair) ? spanOf(pair.key) : undefined;
    if (!key) return this.text;
    const end = this.lineEndOf(lastOf(pair) ?? key.to);
    const column = this.columnOf(key.from);
    const start = this.lineStart(key.from);
    const isFirstOfItem = this.text.slice(start, key.from).trim() !== '';
    const region = { from: key.from, to: end };
    if (edit.value !== undefined) {
      const lines = keyLines(edit.key, edit.value, column);
      return this.replaced(key.from, end, this.joined(this.besideFirst(region, lines, column)).slice(column));
    }
    const comments = this.commentsIn(region);
    if (!isFirstOfItem) {
      return this.replaced(start, end, this.joined(comments.map((line) => ' '.repeat(column) + line)));
    }
    // The key after it moves up to the dash.
    const next = pairs[index + 1];
    const nextKey = isPair(next) ? spanOf(next.key) : undefined;
    if (!nextKey) return this.text;
    const dash = this.text.slice(start, key.from);
    const indent = ' '.repeat(dash.length - dash.trimStart().length);
    const kept = this.commentsIn({ from: key.from, to: nextKey.from }).map((line) => indent + line);
    return this.replaced(start, nextKey.from, `${this.joined(kept)}${dash}`);
  }

  /** A comment beside the key stays there, the others follow. */
  private besideFirst(region: Span, lines: readonly string[], column: number): string[] {
    const [first = '', ...others] = lines;
    const firstEnd = this.lineEndOf(region.from + 1);
    const beside = this.commentsIn({ from: region.from, to: firstEnd });
    const below = this.commentsIn({ from: firstEnd, to: region.to });
    const spaces = /[ \t]*(?=#)/.exec(this.text.slice(this.contentEnd(region.from, firstEnd), firstEnd))?.[0] ?? ' ';
    const head = beside.length === 0 ? first : `${first}${spaces === '' ? ' ' : spaces}${beside.join(' ')}`;
    return [head, ...others, ...below.map((line) => ' '.repeat(column) + line)];
  }

  private contentEnd(from: number, to: number): number {
    const comment = this.comments.find((span) => span.from >= from && span.from < to);
    return comment ? from + this.text.slice(from, comment.from).trimEnd().length : to;
  }

  private withNewKey(pairs: readonly unknown[], edit: SetEdit): string {
    const first = pairs[0];
    const key = isPair(first) ? spanOf(first.key) : undefined;
    if (!key) return this.text;
    const lines = keyLines(edit.key, edit.value, this.columnOf(key.from));
    const before = pairs.findLast((pair) => edit.follows.includes(String(keyOf(pair)))) ?? pairs.at(-1);
    const at = this.lineEndOf(lastOf(before) ?? key.to);
    return this.replaced(at, at, this.joined(lines));
  }

  private withItem(list: { readonly items: readonly unknown[] }, at: number, value: unknown): string {
    const start = spanOf(list)?.from ?? 0;
    const lines = this.joined(itemLines(value, this.columnOf(start)));
    const place = at === 0 ? this.lineStart(start) : this.lineEndOf(lastOf(list.items[at - 1]) ?? start);
    return this.replaced(place, place, lines);
  }

  private withoutItem(item: unknown): string {
    const span = spanOf(item);
    if (!span) return this.text;
    const start = this.lineStart(this.text.lastIndexOf('-', span.from - 1));
    const end = this.lineEndOf(lastOf(item) ?? span.to);
    const indent = ' '.repeat(this.text.slice(start).search(/\S/));
    return this.replaced(
      start,
      end,
      this.joined(this.commentsIn({ from: start, to: end }).map((line) => indent + line)),
    );
  }

  private commentsIn({ from, to }: Span): string[] {
    return this.comments
      .filter((span) => span.from >= from && span.to <= to)
      .map((span) => this.text.slice(span.from, span.to).trimEnd());
  }

  private joined(lines: readonly string[]): string {
    return lines.map((line) => `${line}${this.lineEnd}`).join('');
  }

  private replaced(from: number, to: number, by: string): string {
    const before = this.text.slice(0, from);
    // The last line of a file may have no end.
    const joint = by !== '' && from === this.text.length && before !== '' && !before.endsWith('\n') ? this.lineEnd : '';
    return `${before}${joint}${by}${this.text.slice(to)}`;
  }

  private lineStart(at: number): number {
    return at === 0 ? 0 : this.text.lastIndexOf('\n', at - 1) + 1;
  }

  /** After the end of the line that a value ends in. A block of text ends after its line. */
  private lineEndOf(at: number): number {
    let last = at;
    while (last > 0 && /\s/.test(this.text.charAt(last - 1))) last--;
    const end = this.text.indexOf('\n', last);
    return end < 0 ? this.text.length : end + 1;
  }

  private columnOf(at: number): number {
    return at - this.lineStart(at);
  }
}

/** Where a node or a pair ends: a block's own range has the comments and empty lines that follow it. */
function lastOf(part: unknown): number | undefined {
  if (isPair(part)) return lastOf(part.value) ?? spanOf(part.key)?.to;
  if (hasItems(part) && !part.flow) return lastOf(part.items.at(-1));
  const span = spanOf(part);
  return span && span.to > span.from ? span.to : undefined;
}

const valueAt = (value: unknown, [first, ...rest]: ValuePath): unknown =>
  first === undefined || typeof value !== 'object' || value === null
    ? value
    : valueAt((value as Readonly<Record<string | number, unknown>>)[first], rest);

/** The lexer marks the start of documents and scalars with characters that are not in the text. */
const DOCUMENT_MARK = '\u0002';
const ERROR_MARK = '\u0018';
const SCALAR_MARK = '\u001f';

export async function commentsOf(text: string): Promise<Span[]> {
  const { Lexer } = await import('../../base/yamlLibrary');
  const found: Span[] = [];
  let at = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === DOCUMENT_MARK || lexeme === ERROR_MARK) continue;
    if (lexeme === SCALAR_MARK) {
      isScalar = true;
      continue;
    }
    if (lexeme.startsWith('#') && !isScalar) found.push({ from: at, to: at + lexeme.length });
    at += lexeme.length;
    isScalar = false;
  }
  return found;
}
