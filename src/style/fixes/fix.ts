import { lineEnd, type PythonText } from '../../project/python/text';
import type { Finding, TextEdit } from '../findings/finding';

/** A change of the text that ends a finding. */
export interface Fix {
  /** As a menu shows it. */
  readonly title: string;
  /** The codes that it answers. */
  readonly code: string;
  readonly edits: readonly TextEdit[];
  /** `noqa` hides the finding instead of ending it; it stands last. */
  readonly kind: 'fix' | 'noqa';
}

/** What a fix works on. */
export interface Problem {
  readonly finding: Pick<Finding, 'code' | 'message' | 'range'>;
  readonly python: PythonText;
  /** The longest line that the project allows; no fix makes a longer one. flake8's default is 79. */
  readonly maxLineLength: number;
}

/** An edit by offsets, which is how fixes find their places. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export function toEdit(python: PythonText, { from, to, text }: Replacement): TextEdit {
  return { range: { start: positionAt(python, from), end: positionAt(python, to) }, text };
}

export function apply(text: string, replacements: readonly Replacement[]): string {
  let result = text;
  for (const { from, to, text: replacement } of [...replacements].sort((a, b) => b.from - a.from)) {
    result = result.slice(0, from) + replacement + result.slice(to);
  }
  return result;
}

/** Whether a replacement leaves every line that it writes within the project's limit. */
export function fits({ python: { text }, maxLineLength }: Problem, { from, to, text: written }: Replacement): boolean {
  const before = /[^\r\n]*$/.exec(text.slice(Math.max(from - maxLineLength - 1, 0), from))?.[0] ?? '';
  const after = /^[^\r\n]*/.exec(text.slice(to, to + maxLineLength + 1))?.[0] ?? '';
  return (before + written + after).split(/\r\n|\r|\n/).every((line) => [...line].length <= maxLineLength);
}

export function offsetAt(python: PythonText, position: { line: number; character: number }): number {
  const start = python.lineStarts[position.line];
  if (start === undefined) return python.text.length;
  return Math.min(start + position.character, lineEnd(python, position.line));
}

function positionAt(python: PythonText, offset: number) {
  const { lineStarts } = python;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  // Behind the last line end there is one more line, which holds no text.
  const start = lineStarts[low] ?? 0;
  if (offset > start && offset === python.text.length && /[\r\n]$/.test(python.text)) {
    return { line: lineStarts.length, character: 0 };
  }
  return { line: low, character: offset - start };
}
