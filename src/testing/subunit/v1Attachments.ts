import { DamagedPacket } from './packet';

/** An attachment of a v1 outcome, complete. */
export interface V1Attachment {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Buffer;
}

/** Reads what stands between ` [` and `]` behind an outcome. */
export interface V1AttachmentReader {
  /** How many bytes of content come next; 0 when a line does. */
  readonly contentBytes: number;
  content(piece: Buffer): void;
  /** A line with its end. Answers whether it was the last. Throws DamagedPacket. */
  line(line: Buffer): boolean;
  readonly attachments: readonly V1Attachment[];
}

const END = ']\n';

/** ` [`: one text up to `]`; a line of it that begins with `]` is written with a space before it. */
export class SimpleAttachment implements V1AttachmentReader {
  readonly contentBytes = 0;
  private readonly lines: Buffer[] = [];

  constructor(
    private readonly name: string,
    private readonly mime: string,
  ) {}

  content(): void {
    // This form has lines only.
  }

  line(line: Buffer): boolean {
    if (line.toString('latin1') === END) {
      return true;
    }
    this.lines.push(line.toString('latin1', 0, 2) === ' ]' ? line.subarray(1) : line);
    return false;
  }

  get attachments(): readonly V1Attachment[] {
    return [{ name: this.name, mime: this.mime, bytes: Buffer.concat(this.lines) }];
  }
}

/**
 * ` [ multipart`: for each attachment a `Content-Type:` line, its name, then chunks as in HTTP/1.1:
 * the length in hexadecimal with CR LF, that many bytes, until a chunk of length 0.
 */
export class MultipartAttachments implements V1AttachmentReader {
  contentBytes = 0;
  private readonly finished = new Map<string, V1Attachment>();
  private expects: 'type' | 'name' | 'chunk' = 'type';
  private mime = '';
  private name = '';
  private pieces: Buffer[] = [];

  content(piece: Buffer): void {
    this.pieces.push(piece);
    this.contentBytes -= piece.length;
  }

  line(line: Buffer): boolean {
    switch (this.expects) {
      case 'type':
        if (line.toString('latin1') === END) {
          return true;
        }
        this.mime = contentType(line);
        this.expects = 'name';
        return false;
      case 'name':
        this.name = line.toString('utf8', 0, line.length - 1);
        this.expects = 'chunk';
        return false;
      case 'chunk':
        this.contentBytes = chunkLength(line);
        if (this.contentBytes === 0) {
          this.finish();
        }
        return false;
    }
  }

  get attachments(): readonly V1Attachment[] {
    return [...this.finished.values()];
  }

  private finish(): void {
    this.finished.set(this.name, { name: this.name, mime: this.mime, bytes: Buffer.concat(this.pieces) });
    this.pieces = [];
    this.expects = 'type';
  }
}

function contentType(line: Buffer): string {
  const mime = /^Content-Type: ([^/]+\/[^/]+)\n$/.exec(line.toString('utf8'))?.[1];
  if (mime === undefined) {
    throw new DamagedPacket('malformed', 'An attachment begins without its content type.');
  }
  return mime;
}

function chunkLength(line: Buffer): number {
  const digits = /^([0-9A-Fa-f]{1,8})\r\n$/.exec(line.toString('latin1'))?.[1];
  if (digits === undefined) {
    throw new DamagedPacket('malformed', 'The length of a chunk of an attachment is no hexadecimal number.');
  }
  return parseInt(digits, 16);
}
