/**
 * Whether a name matches a pattern of Python's `fnmatch` on a POSIX system: `*` (a `/` too), `?`, `[a-z]`, `[!a-z]`.
 * Takes time proportional to the product of both lengths, whatever the pattern.
 * Source: CPython 3.11, Lib/fnmatch.py, translate.
 */
export function fnmatch(name: string, pattern: string): boolean {
  const tokens = tokensOf(pattern);
  const chars = [...name];
  let at = 0;
  let token = 0;
  /** Where the last star stands, and how far it has been tried. */
  let star = -1;
  let tried = 0;
  while (at < chars.length) {
    const next = tokens[token];
    if (next === '*') {
      star = token++;
      tried = at;
    } else if (next?.(chars[at]!)) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++tried;
    } else {
      return false;
    }
  }
  while (tokens[token] === '*') token++;
  return token === tokens.length;
}

type Token = '*' | ((char: string) => boolean);

function tokensOf(pattern: string): Token[] {
  const pieces = pattern.match(/\*+|\[!?\]?[^\]]*\]|[^]/gu) ?? [];
  return pieces.map((piece) => {
    if (piece.startsWith('*')) return '*';
    if (piece === '?') return () => true;
    return piece.length > 2 && piece.startsWith('[') ? setOf(piece.slice(1, -1)) : (char) => char === piece;
  });
}

function setOf(text: string): (char: string) => boolean {
  const isNegated = text.startsWith('!');
  const ranges = [...(isNegated ? text.slice(1) : text).matchAll(/([^])-([^])|([^])/gu)];
  const has = (char: string): boolean =>
    ranges.some(([, first, last, single]) =>
      single === undefined ? first! <= char && char <= last! : single === char,
    );
  return (char) => has(char) !== isNegated;
}
