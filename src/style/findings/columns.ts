import type { ColumnUnit } from './finding';

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
