import { type HunkHeader, parseHunkHeader } from '../../../base/hunkHeader';
import type { Row } from '../../findings/finding';
import { type LineParser, relative } from './lineParser';

/**
 * Unified diffs of formatters: every hunk becomes a row with the hunk as its `diff`.
 *
 * A dry run (`autopep8 --diff`, `ruff format --diff`) leaves the file as it is, so the old side's numbers hold.
 * pre-commit's `--show-diff-on-failure` shows what has changed already: there the new side's do.
 *
 * @param side whose line numbers hold for the file on disk
 */
export function diffOutput(tool: string, side: 'old' | 'new' = 'old'): LineParser {
  let oldFile: string | undefined;
  let file: string | undefined;
  let hunk: Hunk | undefined;
  return {
    push(line) {
      if (hunk) {
        take(hunk, line);
        if (hunk.oldLeft > 0 || hunk.newLeft > 0) return [];
        const row = rowOf(tool, side, file ?? '', hunk);
        hunk = undefined;
        return [row];
      }
      const old = /^--- (.+?)(?:\t.*)?$/.exec(line);
      if (old) {
        oldFile = old[1];
        return [];
      }
      const now = /^\+\+\+ (.+?)(?:\t.*)?$/.exec(line);
      if (now && oldFile !== undefined) {
        file = fileOf(oldFile, now[1] ?? '');
        return [];
      }
      hunk = file === undefined ? undefined : opened(line);
      if (hunk || /^(?:diff --git |index [0-9a-f]+\.\.|(?:old|new) mode \d|\\ No newline)/.test(line)) return [];
      return undefined;
    },
    end() {
      const rows = hunk ? [rowOf(tool, side, file ?? '', hunk)] : [];
      hunk = undefined;
      return rows;
    },
  };
}

interface Hunk extends HunkHeader {
  readonly lines: string[];
  oldLeft: number;
  newLeft: number;
}

function opened(line: string): Hunk | undefined {
  const header = parseHunkHeader(line);
  return header && { ...header, lines: [line], oldLeft: header.oldCount, newLeft: header.newCount };
}

function take(hunk: Hunk, line: string): void {
  hunk.lines.push(line);
  if (line.startsWith('\\')) return;
  if (!line.startsWith('+')) hunk.oldLeft -= 1;
  if (!line.startsWith('-')) hunk.newLeft -= 1;
}

/** autopep8 calls the sides `original/x.py` and `fixed/x.py`, git `a/x.py` and `b/x.py`, ruff `x.py` both. */
function fileOf(oldSide: string, newSide: string): string {
  const named = newSide === '/dev/null' ? oldSide : newSide;
  const other = /^(?:fixed|original|[ab])\/(.+)$/.exec(named)?.[1];
  return relative(other !== undefined && (oldSide === '/dev/null' || oldSide !== newSide) ? other : named);
}

/** From the first changed line to the last one, on the side that the file has. */
function rowOf(tool: string, side: 'old' | 'new', file: string, hunk: Hunk): Row {
  const gone = side === 'old' ? '+' : '-';
  let at = side === 'old' ? hunk.oldStart : hunk.newStart;
  let first: number | undefined;
  let last = at;
  for (const line of hunk.lines.slice(1)) {
    const changed = line.startsWith('+') || line.startsWith('-');
    if (changed) first ??= at;
    if (line.startsWith(gone) || line.startsWith('\\')) continue;
    if (changed) last = at;
    at += 1;
  }
  const line = Math.max(first ?? at, 1);
  const message = side === 'old' ? `${tool} would change this` : `${tool} changed this`;
  // A row ends where its last changed line does; `end` is exclusive, and the next line's start may not exist.
  const end = last > line ? { end: { line: last, column: Number.MAX_SAFE_INTEGER } } : {};
  const diff = hunk.lines.join('\n');
  return { tool, file, line, column: 0, ...end, code: undefined, message, severity: 'information', diff };
}
