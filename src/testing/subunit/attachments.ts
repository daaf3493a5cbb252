import type { FilePiece } from './event';

/** Something a test left behind: its traceback, log, captured output, skip reason, or a file of its own. */
export interface Attachment {
  readonly name: string;
  readonly mime: string;
  /** Undefined when the content is not text. */
  readonly text: string | undefined;
  /** How many bytes the test attached. */
  readonly size: number;
  readonly bytes: Uint8Array;
  /** Only the first MAX_ATTACHMENT_BYTES were kept. */
  readonly cut: boolean;
}

/** What is kept of one attachment. A log of more is read in a file, not in an editor's view of a test. */
export const MAX_ATTACHMENT_BYTES = 4 * 1024 * 1024;

interface Joined {
  mime: string | undefined;
  readonly pieces: Uint8Array[];
  /** Bytes in `pieces`, and bytes that came. */
  kept: number;
  size: number;
}

/** Joins the pieces of the attachments of one test, in the order in which they began. */
export class AttachmentJoiner {
  private readonly joined = new Map<string, Joined>();

  add(file: FilePiece, mime: string | undefined): void {
    let entry = this.joined.get(file.name);
    if (!entry) {
      entry = { mime, pieces: [], kept: 0, size: 0 };
      this.joined.set(file.name, entry);
    }
    entry.mime ??= mime;
    entry.size += file.bytes.length;
    const piece = file.bytes.slice(0, MAX_ATTACHMENT_BYTES - entry.kept); // a copy: the view is of a whole chunk
    if (piece.length > 0) {
      entry.pieces.push(new Uint8Array(piece));
      entry.kept += piece.length;
    }
  }

  /** All that have content: empty ones say only that nothing was captured. */
  finish(): Attachment[] {
    return [...this.joined]
      .filter(([, entry]) => entry.size > 0)
      .map(([name, { mime = 'application/octet-stream', pieces, kept, size }]) => {
        const bytes = Buffer.concat(pieces);
        return { name, mime, bytes, text: textOf(bytes, mime), size, cut: kept < size };
      });
  }
}

/**
 * The text of an attachment. Two spellings are met: `text/plain; charset="utf8"` in live streams and
 * `text/x-traceback;charset=utf8,language=python` in those that were stored as v1.
 */
function textOf(bytes: Buffer, mime: string): string | undefined {
  if (!/^(text\/|application\/json\b)/i.test(mime)) {
    return undefined;
  }
  const charset = /charset="?([^",;\s]+)/i.exec(mime)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) {
      return new TextDecoder().decode(bytes); // a charset nobody knows
    }
    throw error;
  }
}

/**
 * Whether an attachment says why a test failed: `traceback`, `traceback-1` of a cleanup, `traceback [item] (i=1)` of a
 * subTest.
 */
export function isTraceback(attachment: Attachment): boolean {
  return /^traceback\b/.test(attachment.name) && attachment.text !== undefined;
}
