/**
 * Prose that is made of what a plan says. A plan comes from anywhere: what is put into a message must not become a
 * second line, a comment or a trailer of it.
 */

import { meantTrailer, trailerKind } from '../../change';

/** Columns of a body line (contributor-guide, doc/source/common/git.rst); mailing lists wrap there too. */
const WIDTH = 72;

/** Nobody writes a longer name or sentence into a plan. */
const LONGEST_TEXT = 1000;

/** `Depends-On:`, `Change_Id:`: what git, Gerrit and Zuul take for a key; not within an address. */
const KEY = /(?<![\w/.@])([a-z][a-z0-9]*(?:[-_]+[a-z0-9]+)+[-_]*)[\s:=;]*[:=;]/gi;
/** A dependency is named by a trailer alone; in prose its key would look like one that Zuul does not read. */
const DEPENDENCY = /\bdepends?[ _-]?on[ :=;\u2013-]*(?=https?:|I[0-9a-f]{40}\b)/gi;
/** Launchpad's key needs no colon to be taken for one that is broken. */
const BUG = /(?<![\w/.@-])(?:[a-z]+-)+(bugs?)\b/gi;
/** A key that git knows needs no colon either, where a line is wrapped before it. */
const HYPHENATED = /(?<![\w/.@-])[a-z]+(?:-[a-z]+)+(?![\w-])/gi;
const FIRST_KEY = /^([a-z]+(?:[-_\s]+[a-z]+){0,3}[-_]*)\s*[:=;][\s:=;]*/i;
const KEEPS_BACK = /^(?:[#>|]|[-*+•]$|\(?[0-9a-zA-Z]{1,3}[.)]$|[A-Za-z0-9_-]+:)/;

/** One line without control characters and without anything that reads as a trailer. */
export function oneLine(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(DEPENDENCY, 'the change ')
    .replace(BUG, '$1')
    .replace(KEY, '$1 ')
    .replace(HYPHENATED, (word) => (trailerKind(word) === undefined ? word : word.replaceAll('-', ' ')))
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Characters as people count them, not UTF-16 units. */
export const length = (text: string): number => [...text].length;

/**
 * A paragraph as lines of at most WIDTH characters; only a word that is longer itself has a longer line, alone. A word
 * that means something at the start of a line (`#`, a dash, `Note:`) stays behind the one before it where both fit.
 * @param mark what the first line starts with, such as `- `; the others are set in as far
 */
export function wrap(text: string, mark = ''): string[] {
  const indent = ' '.repeat(mark.length);
  const lines: string[] = [];
  let line: string[] = [];
  const widthOf = (words: readonly string[]): number => mark.length + length(words.join(' '));
  for (const word of text.split(' ').filter(Boolean)) {
    if (line.length === 0 || widthOf([...line, word]) <= WIDTH) {
      line.push(word);
      continue;
    }
    const last = line.at(-1);
    const takesLast =
      KEEPS_BACK.test(word) &&
      last !== undefined &&
      line.length > 1 &&
      !KEEPS_BACK.test(last) &&
      widthOf([last, word]) <= WIDTH;
    lines.push((takesLast ? line.slice(0, -1) : line).join(' '));
    line = takesLast ? [last, word] : [word];
  }
  if (line.length > 0) lines.push(line.join(' '));
  return lines.map((content, at) => `${at === 0 ? mark : indent}${withoutKey(content)}`);
}

/** A line that would read as a key, even one that is misspelt, only because it was wrapped there. */
const withoutKey = (line: string): string =>
  line.replace(FIRST_KEY, (whole, name: string) => ((meantTrailer(name) ?? trailerKind(name)) ? `${name} ` : whole));

/** Paragraphs with an empty line between them; empty ones are left out. */
export const paragraphs = (blocks: readonly (readonly string[])[]): string =>
  blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');

/** `a`, `a and b`, `a, b and c`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
