/** Values of a plan as lines of YAML: blocks of keys, short lists on one line, quotes only where they are needed. */

/** Longest list that stands on one line, in characters. */
const WIDTH = 100;

/**
 * The lines of a key with its value, the first with the key.
 * @param value made of mappings, lists and scalars; not undefined
 * @param indent spaces before the key
 */
export function keyLines(key: string, value: unknown, indent = 0): string[] {
  const head = `${' '.repeat(indent)}${scalarText(key)}:`;
  const inline = inlineText(value, WIDTH - head.length);
  return inline === undefined ? [head, ...blockLines(value, indent + 2)] : [`${head} ${inline}`];
}

/** The lines of a list's item. */
export function itemLines(value: unknown, indent: number): string[] {
  const space = ' '.repeat(indent);
  const inline = inlineText(value, Number.POSITIVE_INFINITY);
  if (inline !== undefined) return [`${space}- ${inline}`];
  const [first = '', ...others] = blockLines(value, indent + 2);
  return [`${space}- ${first.slice(indent + 2)}`, ...others];
}

function blockLines(value: unknown, indent: number): string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => itemLines(item, indent));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, of]: [string, unknown]) =>
    of === undefined ? [] : keyLines(key, of, indent),
  );
}

/** A scalar, an empty collection, or a list of scalars that fits; undefined for what takes lines of its own. */
function inlineText(value: unknown, width: number): string | undefined {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.some((item) => typeof item === 'object' && item !== null)) return undefined;
    const text = `[${value.map((item: unknown) => scalarText(item)).join(', ')}]`;
    return text.length <= width ? text : undefined;
  }
  if (typeof value !== 'object' || value === null) return scalarText(value);
  return Object.values(value).every((of) => of === undefined) ? '{}' : undefined;
}

/** A scalar that every YAML reads alike, on one line, also within brackets. */
function scalarText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  if (isPlain(value)) return value;
  // Escapes keep on one line, and whole, what is not printable or half a pair.
  return /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(value)
    ? `'${value.replaceAll("'", "''")}'`
    : JSON.stringify(value);
}

const WORDS = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
const isPlain = (text: string): boolean =>
  (/^[A-Za-z](?:[\w./+@()-]| (?=[\w./+@(-]))*$/.test(text) && !WORDS.test(text) && !text.includes(' -')) ||
  // The colon of an address is none of a key: no space follows.
  /^https:\/\/[\w./+@~%=&?-]+$/.test(text);
