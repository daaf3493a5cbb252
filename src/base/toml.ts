/**
 * TOML of a repository, which is hostile input: the library calls itself for each level and takes the square of the time
 * for keys of many parts, so a text is looked at before it is parsed.
 */
import { parse } from 'smol-toml';

export type TomlTable = Readonly<Record<string, unknown>>;

/** What callers let a file have. The largest pyproject.toml of an OpenStack project has some 20 KB. */
export const MAX_TOML_BYTES = 256 << 10;

/** Parts of one dotted key; people write three or four. */
const MOST_PARTS = 256;
/** Levels of arrays and inline tables, over lines. */
const MOST_LEVELS = 64;

/**
 * The table that a text describes; undefined when it does not parse, or is larger or deeper than what a person writes.
 * The tool that owns the file will say what is wrong with it.
 */
export function parseToml(text: string): TomlTable | undefined {
  if (text.length > MAX_TOML_BYTES || isTooDeep(text)) return undefined;
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined; // a syntax error, the only kind that the library throws for a text within the bounds
  }
}

/** Counts what opens a level, in strings and comments too: none of them has as many. */
function isTooDeep(text: string): boolean {
  let levels = 0;
  let parts = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '[' || char === '{') {
      levels += 1;
    } else if (char === ']' || char === '}') {
      levels -= 1;
    } else if (char === '.') {
      parts = text[i - 1] === '.' ? 0 : parts + 1;
    } // not in a key: a ruler in a comment, an ellipsis
    else if (char === '\n' || char === '=' || char === ',') {
      parts = 0;
    }
    if (levels > MOST_LEVELS || parts > MOST_PARTS) return true;
  }
  return false;
}
