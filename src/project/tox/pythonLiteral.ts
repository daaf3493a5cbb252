/** Reads what Python's `repr` writes for strings and for lists, tuples, sets and dicts of them: the output of tox 3. */

export type PythonLiteral = string | PythonLiteral[] | ReadonlyMap<string, PythonLiteral>;

/** Undefined for anything else, and for a text with something behind the literal. */
export function parsePythonLiteral(text: string): PythonLiteral | undefined {
  const reader = new LiteralReader(text);
  const value = reader.value();
  return reader.atEnd() ? value : undefined;
}

/** Deeper nesting than any configuration has; a text of a million brackets must not overflow the stack. */
const MAX_DEPTH = 20;

class LiteralReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    return this.text.slice(this.at).trim() === '';
  }

  value(): PythonLiteral | undefined {
    this.skipBlanks();
    const char = this.text[this.at];
    if (char === "'" || char === '"') return this.string(char);
    if (char === '[') return this.items(']');
    if (char === '(') return this.items(')');
    if (char === '{') return this.items('}');
    return this.bare();
  }

  /** None, True, 3.5: kept as written. */
  private bare(): string | undefined {
    const word = /^[\w.+-]+/.exec(this.text.slice(this.at, this.at + 100))?.[0];
    this.at += word?.length ?? 0;
    return word;
  }

  /** A list, a set, or with colons a dict. */
  private items(close: string): PythonLiteral | undefined {
    if (++this.depth > MAX_DEPTH) return undefined;
    this.at++;
    const items: PythonLiteral[] = [];
    const entries = new Map<string, PythonLiteral>();
    for (this.skipBlanks(); this.text[this.at] !== close; this.skipBlanks()) {
      const item = this.value();
      if (item === undefined) return undefined;
      this.skipBlanks();
      if (this.text[this.at] === ':' && typeof item === 'string') {
        this.at++;
        const value = this.value();
        if (value === undefined) return undefined;
        entries.set(item, value);
      } else {
        items.push(item);
      }
      this.skipBlanks();
      if (this.text[this.at] === ',') this.at++;
      else if (this.text[this.at] !== close) return undefined;
    }
    this.at++;
    this.depth--;
    return entries.size > 0 ? entries : items;
  }

  private string(quote: string): string | undefined {
    let out = '';
    for (this.at++; this.at < this.text.length; this.at++) {
      const char = this.text[this.at]!;
      if (char === quote) {
        this.at++;
        return out;
      }
      out += char === '\\' ? this.escape() : char;
    }
    return undefined;
  }

  private escape(): string {
    const code = this.text[++this.at] ?? '';
    const simple: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
    const digits = { x: 2, u: 4, U: 8 }[code];
    if (digits === undefined) return simple[code] ?? code;
    const number = this.text.slice(this.at + 1, this.at + 1 + digits);
    this.at += digits;
    const point = /^[0-9a-f]+$/i.test(number) ? parseInt(number, 16) : Infinity;
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }
}
