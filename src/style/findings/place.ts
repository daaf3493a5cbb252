import type { ColumnUnit, Range, Row } from './finding';

/**
 * Where a row stands in its file.
 *
 * Most tools give the place where something starts, some (docstring checks, licence checks) only a line. From the text
 * there, this makes what a person expects to see underlined: the name, the run of spaces, the rest of a line that is
 * too long.
 *
 * @param lines the text the tool saw, without line ends; undefined when it cannot be read. Then the range is empty.
 */
export function place(row: Row, lines: readonly string[] | undefined): Range {
  const line = Math.max(row.line - 1, 0);
  const text = lines?.[line];
  if (text === undefined) {
    const character = row.line === 0 ? 0 : (row.column ?? 0);
    return { start: { line, character }, end: { line, character } };
  }
  const column = row.column === undefined ? undefined : utf16Column(text, row.column, row.unit ?? 'characters');
  const end = row.end && endOf(row, row.end, lines ?? []);
  if (column !== undefined && end && (end.line > line || end.character > column)) {
    return { start: { line, character: column }, end };
  }
  const [from, to] = column === undefined ? trimmed(text) : spanOf(row, text, column);
  return { start: { line, character: from }, end: { line, character: to } };
}

type Span = readonly [from: number, to: number];

function endOf(row: Row, end: { line: number; column: number }, lines: readonly string[]) {
  const text = lines[end.line - 1];
  if (text === undefined) return undefined;
  return { line: end.line - 1, character: utf16Column(text, end.column, row.unit ?? 'characters') };
}

/** Codes whose column is where the trouble starts, and it lasts to the end of the line. */
const toLineEnd = /^(?:E501|W505|W291|W293|W391|E26[1256]|D001|D002)$/;
/** Indentation: the column is where it ends. */
const indentation = /^(?:E10[12]|E11[1-7]|W191|D003)$/;
/** The column is of no use: always 0 or 1, or one more than where it starts. */
const wholeLine = /^(?:H10[234]|H202|H40[1-5])$/;
const importStatement = /^(?:F403|H216|H30[1346]|E40[12])$/;
/** Checks of pyflakes and mccabe that quote the name they mean. */
const quotesName = /^(?:F|C901)/;

function spanOf(row: Row, text: string, column: number): Span {
  const code = row.code ?? '';
  if (toLineEnd.test(code)) return column < text.length ? [column, text.length] : [0, text.length];
  if (indentation.test(code)) return [0, Math.max(indentOf(text), Math.min(column, 1))];
  if (wholeLine.test(code) || importStatement.test(code)) return trimmed(text);
  // hacking points at the colon of `except:`.
  if (code === 'H201') return [indentOf(text), Math.min(column + 1, text.length)];
  if (quotesName.test(code)) {
    const name = nameIn(row.message);
    const at = name === undefined ? undefined : lastWord(text, name, column);
    if (at !== undefined && name !== undefined) return [at, at + name.length];
  }
  if (column < indentOf(text) && !code.startsWith('E')) return trimmed(text);
  return (row.unit === 'bytes' ? stringAt(text, column) : undefined) ?? tokenAt(text, column);
}

const stringStart = /[A-Za-z]{0,2}("{3}|'{3}|["'])/y;

/** The string that starts at a column of the syntax tree, up to where it or its line ends. */
function stringAt(text: string, column: number): Span | undefined {
  stringStart.lastIndex = column;
  const quotes = stringStart.exec(text)?.[1];
  if (quotes === undefined) return undefined;
  let to = stringStart.lastIndex;
  while (to < text.length && !text.startsWith(quotes, to)) to += text[to] === '\\' ? 2 : 1;
  return [column, Math.min(to + quotes.length, text.length)];
}

/** The name that pyflakes means by `'os.path as p' imported but unused`: the one that the statement binds. */
function nameIn(message: string): string | undefined {
  const quoted = /'([^']{1,300})'/.exec(message)?.[1];
  return quoted?.split(/ as |\./).at(-1);
}

/** An import binds the last of its words, `from path import path`; anything else starts with the column. */
function lastWord(text: string, word: string, from: number): number | undefined {
  const isImport = /^\s*(?:from|import)\b/.test(text);
  let at = text.indexOf(word, from);
  let found: number | undefined;
  while (at !== -1) {
    if (!isWord(text[at - 1]) && !isWord(text[at + word.length])) {
      found = at;
      if (!isImport) break;
    }
    at = text.indexOf(word, at + 1);
  }
  return found;
}

/** The identifier, the run of spaces or the run of operator characters that is at `column`. */
function tokenAt(text: string, column: number): Span {
  if (column >= text.length) return text.length === 0 ? [0, 0] : [text.length - 1, text.length];
  for (const belongs of [isWord, isBlank, isOperator]) {
    if (!belongs(text[column])) continue;
    let from = column;
    let to = column + 1;
    while (belongs === isWord && from > 0 && isWord(text[from - 1])) from -= 1;
    while (to < text.length && belongs(text[to])) to += 1;
    return [from, to];
  }
  if (text[column] === '\\') return [column, Math.min(column + 2, text.length)];
  return [column, column + ((text.codePointAt(column) ?? 0) > 0xffff ? 2 : 1)];
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}\p{M}_]/u.test(character);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function isOperator(character: string | undefined): boolean {
  return character !== undefined && '=<>!+-*/%&|^~@:'.includes(character);
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function trimmed(text: string): Span {
  const end = text.trimEnd().length;
  return end === 0 ? [0, text.length] : [indentOf(text), end];
}

const nonAscii = /[^\0-\x7f]/;

/** The UTF-16 index in `line` of a 0-based column of a tool, at most the line's length. */
export function utf16Column(line: string, column: number, unit: ColumnUnit): number {
  if (!nonAscii.test(line)) return Math.min(column, line.length);
  let index = 0;
  let counted = 0;
  for (const character of line) {
    if (counted >= column) break;
    counted += unit === 'characters' ? 1 : utf8Length(character);
    index += character.length;
  }
  return index;
}

function utf8Length(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}
