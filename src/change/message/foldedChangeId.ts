import { isChangeId } from './changeId';
import type { CommitMessage } from './message';
import { replaceColumns, type TextEdit } from './textEdit';

/**
 * The lines that Gerrit joins to a whole Change-Id because they begin with a space, and then refuses the commit with
 * `invalid Change-Id` (3.13.5; servers of 2017 took it, as nova's a718bcc7a shows). 0-based; empty for any other line.
 */
export function foldedOnto({ kept }: Pick<CommitMessage, 'kept'>, idLine: number): number[] {
  const at = kept.findIndex(({ line }) => line === idLine);
  const [, id = ''] = /^change-id: *(\S+) *$/i.exec(kept[at]?.text ?? '') ?? [];
  if (!isChangeId(id)) return [];
  const end = kept.findIndex(({ text }, index) => index > at && !/^ +\S/.test(text));
  return kept.slice(at + 1, end < 0 ? undefined : end).map(({ line }) => line);
}

/** Each line without the spaces it begins with: what was meant as a trailer is one then. */
export const unfold = ({ lines }: Pick<CommitMessage, 'lines'>, folded: readonly number[]): TextEdit[] =>
  folded.map((line) => replaceColumns(line, 0, /^ */.exec(lines[line] ?? '')?.[0].length ?? 0, ''));
