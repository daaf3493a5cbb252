import { LineTracker, type TextChange } from '../base/lineTracker';
import { UNKNOWN } from '../base/lines';
import type { Finding } from './finding';

/**
 * The findings of one check of a file, followed through the edits of its document.
 *
 * A check says something about the text that it read. A finding moves with its lines, and is not claimed any more once
 * one of them is edited; undo brings it back.
 */
export class FollowedFindings {
  private tracker: LineTracker | undefined;

  constructor(readonly findings: readonly Finding[]) {}

  /**
   * From here on the text is in an editor.
   * @param checked the lines that the check read
   * @param present the lines in the editor now
   */
  open(checked: readonly string[], present: readonly string[]): void {
    this.tracker = new LineTracker(checked, present, (line) => line);
  }

  apply(changes: Iterable<TextChange>): void {
    this.tracker?.apply(changes);
  }

  /** The editor is closed: what is on disk counts again. */
  close(): void {
    this.tracker = undefined;
  }

  /** Those that still hold, with their ranges in the present text. */
  present(): Finding[] {
    const { tracker } = this;
    if (!tracker) return [...this.findings];
    const now = new Map<number, number>();
    tracker.alignment().forEach((origin, line) => {
      if (origin !== UNKNOWN) now.set(origin, line);
    });
    return this.findings.flatMap((finding) => {
      const { start, end } = finding.range;
      const first = now.get(start.line);
      const last = now.get(end.line);
      if (first === undefined || last === undefined || last - first !== end.line - start.line) return [];
      for (let line = start.line; line <= end.line; line++) {
        if (now.get(line) !== first + line - start.line) return [];
      }
      return [{ ...finding, range: { start: { ...start, line: first }, end: { ...end, line: last } } }];
    });
  }
}
