import { NAME } from '../../project/python/names';
import type { PythonText, Statement } from '../../project/python/text';
import { joinedLine } from './joinedLine';

/** One `name`, `a.b` or `name as alias` of an import statement. */
export interface ImportedName {
  /** As written: `a.b`, `path`. */
  readonly name: string;
  readonly alias: string | undefined;
  /** The name that the statement binds: the alias, the name, or the first part of `a.b`. */
  readonly binds: string;
}

export interface ImportStatement {
  /** `a.b`, `.`, `..c` of `from`; undefined for plain `import`. */
  readonly from: string | undefined;
  readonly names: readonly ImportedName[];
}

const TOKEN = new RegExp(`\\s*(${NAME}|[.,()*])`, 'uy');

/** Reads an import; undefined when the statement is anything else, `*` and several statements on a line included. */
export function readImport(python: PythonText, statement: Statement): ImportStatement | undefined {
  if (statement.hasSemicolon || statement.strings.length > 0) return undefined;
  const tokens = tokenize(joinedLine(python, statement));
  if (!tokens) return undefined;
  const from = tokens[0] === 'from' ? readModule(tokens, 1) : undefined;
  const keyword = from ? from.next : 0;
  if (tokens[keyword] !== 'import' || from?.module === '') return undefined;
  const listed = withoutParentheses(tokens.slice(keyword + 1), from !== undefined);
  const names = listed && readNames(listed, from !== undefined);
  return names && { from: from?.module, names };
}

function tokenize(line: string): string[] | undefined {
  const tokens: string[] = [];
  let at = 0;
  while (at < line.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(line);
    if (!match) return undefined;
    tokens.push(match[1] ?? '');
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function readModule(tokens: readonly string[], start: number): { module: string; next: number } {
  let next = start;
  let module = '';
  while (next < tokens.length && tokens[next] !== 'import') module += tokens[next++] ?? '';
  return { module, next };
}

function withoutParentheses(tokens: string[], allowed: boolean): string[] | undefined {
  if (tokens[0] !== '(') return tokens;
  if (!allowed || tokens.at(-1) !== ')') return undefined;
  const inner = tokens.slice(1, -1);
  return inner.at(-1) === ',' ? inner.slice(0, -1) : inner;
}

function readNames(tokens: readonly string[], fromModule: boolean): ImportedName[] | undefined {
  const names: ImportedName[] = [];
  for (const part of splitAt(tokens, ',')) {
    const as = part.indexOf('as');
    const alias = as === -1 ? undefined : part[as + 1];
    const named = as === -1 ? part : part.slice(0, as);
    const first = named[0];
    if (first === undefined || named.some((word) => '()*'.includes(word))) return undefined;
    if (as !== -1 && part.length !== as + 2) return undefined;
    if (fromModule && named.length > 1) return undefined;
    names.push({ name: named.join(''), alias, binds: alias ?? first });
  }
  return names.length > 0 ? names : undefined;
}

function splitAt(tokens: readonly string[], separator: string): string[][] {
  const parts: string[][] = [[]];
  for (const word of tokens) {
    if (word === separator) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

/** The statement that imports only `name`. */
export function importOf({ from }: ImportStatement, { name, alias }: ImportedName): string {
  const imported = alias === undefined ? name : `${name} as ${alias}`;
  return from === undefined ? `import ${imported}` : `from ${from} import ${imported}`;
}
