import { UNKNOWN } from '../../base/lines';
import { LineTracker, type TextChange } from '../../base/lineTracker';
import type { Finding, Range, ToolFix } from './finding';

/**
 * The findings of one check of a file, followed through the edits of its document.
 *
 * A check says something about the text that it read. A finding moves with its lines, and is not claimed any more once
 * one of them is edited; undo brings it back.
 */
export class FollowedFindings {
  private tracker: LineTracker | undefined;
  /** What holds in the text as it was saved last, while it is in an editor. */
  private saved: readonly Finding[] | undefined;

  /** @param checked the lines that the check read, where those are not what is on disk */
  constructor(
    private findings: readonly Finding[],
    readonly checked?: readonly string[],
  ) {}

  /** Those that `isGone` says nothing of, followed as before; undefined when none is left. */
  without(isGone: (finding: Finding) => boolean): FollowedFindings | undefined {
    const left = this.findings.filter((finding) => !isGone(finding));
    if (left.length === 0) return undefined;
    const others = new FollowedFindings(left, this.checked);
    others.tracker = this.tracker;
    others.saved = this.saved?.filter((finding) => !isGone(finding));
    return others;
  }

  /**
   * From here on the text is in an editor. What is followed already knows better how it came to be as it is now.
   * @param onDisk the lines of the file, which the check read
   * @param present the lines in the editor now
   */
  open(onDisk: readonly string[], present: readonly string[]): void {
    this.tracker ??= new LineTracker(this.checked ?? onDisk, present, (line) => line);
  }

  apply(changes: Iterable<TextChange>): void {
    this.tracker?.apply(changes);
  }

  /** The text in the editor is what is on disk now. */
  save(): void {
    if (this.tracker) this.saved = this.present();
  }

  /** The editor is closed: what is on disk counts again. */
  close(): void {
    this.findings = this.saved ?? this.findings;
    this.saved = undefined;
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
    return this.findings.flatMap(({ fix, ...finding }) => {
      const range = moved(finding.range, now);
      if (!range) return [];
      const ownFix = fix && movedFix(fix, now);
      return [{ ...finding, range, ...(ownFix && { fix: ownFix }) }];
    });
  }
}

/** Where lines of the text that was checked are now. */
type Lines = ReadonlyMap<number, number>;

/** Undefined when a line of it was edited, or something came between. */
function moved({ start, end }: Range, now: Lines): Range | undefined {
  const first = now.get(start.line);
  if (first === undefined) return undefined;
  // What ends before the first character of a line does not hold any of it.
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  for (let line = start.line; line <= last; line++) {
    if (now.get(line) !== first + line - start.line) return undefined;
  }
  const by = first - start.line;
  return { start: { ...start, line: first }, end: { ...end, line: end.line + by } };
}

/** A tool's edits are for the text that it read: all of them still fit, or none is of use. */
function movedFix({ title, edits }: ToolFix, now: Lines): ToolFix | undefined {
  const present = edits.flatMap(({ range, text }) => {
    const place = moved(range, now);
    return place ? [{ range: place, text }] : [];
  });
  return present.length === edits.length ? { title, edits: present } : undefined;
}
