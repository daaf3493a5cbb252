/** unittest shortens what it compares to much less; a longer line is another message. */
const MAX_FIRST_LINE = 4096;

/** Two values that should have been equal, as Python wrote them. */
export interface Comparison {
  readonly expected: string;
  readonly actual: string;
}

/**
 * What an assertion compared, if its message says so. OpenStack writes `assertEqual(expected, observed)`
 * (testtools' signature), so the first of two values is the expected one.
 */
export function comparisonOf(exception: string, message: string): Comparison | undefined {
  if (/(^|\.)MismatchError$/.test(exception)) {
    return referenceAndActual(message) ?? notEqual(message);
  }
  if (/(^|\.)AssertionError$/.test(exception)) {
    return expectedCall(message) ?? whole(message) ?? notEqual(message);
  }
  return undefined;
}

/** testtools, values longer than a line (testtools/matchers/_basic.py): `!=:\nreference = ...\nactual    = ...`. */
function referenceAndActual(message: string): Comparison | undefined {
  const match = /^!=:\s*\nreference = (.*?)\nactual {4}= (.*?)(?:\n: .*)?$/s.exec(message);
  return match ? { expected: match[1] ?? '', actual: (match[2] ?? '').trimEnd() } : undefined;
}

/** unittest.mock */
function expectedCall(message: string): Comparison | undefined {
  const match = /^expected (?:call|await) not found\.\nExpected: (.*?)\n\s*Actual: (.*)$/s.exec(message);
  return match ? { expected: match[1] ?? '', actual: match[2] ?? '' } : undefined;
}

/**
 * unittest's assertEqual of long lists, dicts and texts: shortened values, and below them a difflib.ndiff of the whole.
 * Only where values are shortened: the diff of texts without a line end at their end runs two lines into one.
 */
function whole(message: string): Comparison | undefined {
  const lines = message.split('\n');
  const start = lines.findIndex((line, index) => index > 0 && /^[-+ ] /.test(line));
  if (start < 0 || !/\[\d+ chars\].* != | != .*\[\d+ chars\]/.test((lines[0] ?? '').slice(0, MAX_FIRST_LINE))) {
    return undefined;
  }
  const expected: string[] = [];
  const actual: string[] = [];
  for (const line of lines.slice(start)) {
    const value = line.slice(2);
    if (/^[- ] /.test(line)) {
      expected.push(value);
    }
    if (/^[+ ] /.test(line)) {
      actual.push(value);
    }
    if (!/^[-+? ] /.test(line) && line !== '') {
      break; // the message that the test gave: ` : words`
    }
  }
  return { expected: expected.join('\n'), actual: actual.join('\n') };
}

/** `A != B` or `A != B: words`; `!=` and `:` within quotes and brackets are part of a value. */
function notEqual(message: string): Comparison | undefined {
  const line = (message.split('\n')[0] ?? '').replace(/^(?:Lists|Tuples|Sequences) differ: /, '');
  const middle = outside(line, ' != ', 0);
  if (middle <= 0) {
    return undefined;
  }
  const colon = [outside(line, ': ', middle + 4), outside(line, ' : ', middle + 4)].filter((at) => at >= 0);
  return { expected: line.slice(0, middle), actual: line.slice(middle + 4, Math.min(line.length, ...colon)) };
}

/** The first place from `from` on where `wanted` stands outside of quotes and brackets, or -1. */
function outside(text: string, wanted: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote) {
      if (char === '\\') {
        at++;
      } else if (char === quote) {
        quote = '';
      }
    } else if (depth === 0 && text.startsWith(wanted, at)) {
      return at;
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if ('([{'.includes(char)) {
      depth++;
    } else if (')]}'.includes(char)) {
      depth--;
    }
  }
  return -1;
}
