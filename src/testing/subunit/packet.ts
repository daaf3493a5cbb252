import { crc32 } from './crc32';
import type { DamageReason, StatusEvent, TestStatus } from './event';

/** The first byte of a packet. */
export const SIGNATURE = 0xb3;

/** Signature, flags and the longest length: always there, because a checksum follows the shortest of them. */
export const HEADER_BYTES = 6;

const CHECKSUM_BYTES = 4;
const VERSION_2 = 0x2;

const FLAG = {
  testId: 0x0800,
  route: 0x0400,
  timestamp: 0x0200,
  runnable: 0x0100,
  tags: 0x0080,
  file: 0x0040,
  mime: 0x0020,
  eof: 0x0010,
} as const;

/** By the low three bits of the flags. */
const STATUSES: readonly (TestStatus | undefined)[] = [
  undefined,
  'exists',
  'inprogress',
  'success',
  'uxsuccess',
  'skip',
  'fail',
  'xfail',
];

const NO_TAGS: readonly string[] = [];

/** Bytes that are no packet. Thrown and caught within this folder only. */
export class DamagedPacket extends Error {
  constructor(
    readonly reason: DamageReason,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Length in bytes of the packet whose HEADER_BYTES start at `start`, signature and checksum included.
 * @throws DamagedPacket with the reason `length`
 */
export function packetLength(bytes: Buffer, start: number): number {
  const first = bytes[start + 3] ?? 0;
  const second = bytes[start + 4] ?? 0;
  if (first >= 0xc0) {
    throw new DamagedPacket('length', 'A packet claims 4 MiB or more, which subunit forbids.');
  }
  const length =
    first < 0x40
      ? first
      : first < 0x80
        ? ((first & 0x3f) << 8) | second
        : ((first & 0x3f) << 16) | (second << 8) | (bytes[start + 5] ?? 0);
  if (length < HEADER_BYTES) {
    throw new DamagedPacket('length', `A packet claims to be ${length} bytes long, too short for a packet.`);
  }
  return length;
}

/**
 * Reads packets of one stream: keeps the last text of each field, because the packets of a stream repeat their test,
 * worker, attachment and type, and making strings is most of the work.
 * Format: README of https://github.com/testing-cabal/subunit and its python/subunit/v2.py.
 */
export class PacketReader {
  private readonly ids = new LastText();
  private readonly tagTexts = new LastText();
  private readonly mimes = new LastText();
  private readonly fileNames = new LastText();
  private readonly routes = new LastText();
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Of the fields: where the checksum begins. */
  private end = 0;

  /**
   * The packet of `length` bytes at `start`, all there.
   * @throws DamagedPacket
   */
  read(bytes: Buffer, start: number, length: number): StatusEvent {
    this.bytes = bytes;
    this.end = start + length - CHECKSUM_BYTES;
    this.verify(start);
    const flags = bytes.readUInt16BE(start + 1);
    if (flags >> 12 !== VERSION_2) {
      throw new DamagedPacket('version', `A packet of version ${flags >> 12}; only version 2 is known.`);
    }
    this.at = start + 3;
    this.number(); // the length, known already
    // The order of the fields is that of the format: evaluation order matters here.
    const micros = flags & FLAG.timestamp ? this.timestamp() : undefined;
    const id = flags & FLAG.testId ? this.text(this.ids) : undefined;
    const tags = flags & FLAG.tags ? this.tags() : NO_TAGS;
    const mime = flags & FLAG.mime ? this.text(this.mimes) : undefined;
    const file = flags & FLAG.file ? { name: this.text(this.fileNames), bytes: this.content() } : undefined;
    const route = flags & FLAG.route ? this.text(this.routes) : undefined;
    return {
      kind: 'status',
      id,
      status: STATUSES[flags & 0x7],
      tags,
      runnable: (flags & FLAG.runnable) !== 0,
      file,
      eof: (flags & FLAG.eof) !== 0,
      mime,
      route,
      micros,
    };
  }

  private verify(start: number): void {
    const claimed = this.bytes.readUInt32BE(this.end);
    const computed = crc32(this.bytes, start, this.end);
    if (claimed !== computed) {
      const both = `calculated 0x${computed.toString(16)}, stored 0x${claimed.toString(16)}`;
      throw new DamagedPacket('checksum', `Bad checksum: ${both}.`);
    }
  }

  /** A number whose first two bits say how many octets follow the first. */
  private number(): number {
    const first = this.bytes[this.at] ?? 0;
    const octets = (first >> 6) + 1;
    const from = this.take(octets);
    let value = first & 0x3f;
    for (let i = 1; i < octets; i++) {
      value = value * 256 + (this.bytes[from + i] ?? 0);
    }
    return value;
  }

  private timestamp(): number {
    const seconds = this.bytes.readUInt32BE(this.take(4));
    return seconds * 1_000_000 + Math.round(this.number() / 1000);
  }

  private tags(): readonly string[] {
    const count = this.number();
    if (count === 1) {
      return [this.text(this.tagTexts)];
    }
    const tags = new Set<string>();
    for (let left = count; left > 0; left--) {
      tags.add(this.text(this.tagTexts));
    }
    return [...tags];
  }

  private text(last: LastText): string {
    const length = this.number();
    const from = this.take(length);
    return last.read(this.bytes, from, this.at);
  }

  private content(): Uint8Array {
    const length = this.number();
    const from = this.take(length);
    return this.bytes.subarray(from, this.at);
  }

  /** Steps over `count` bytes and returns where they begin. */
  private take(count: number): number {
    const from = this.at;
    if (from + count > this.end) {
      throw new DamagedPacket('malformed', 'A field extends past the end of its packet.');
    }
    this.at = from + count;
    return from;
  }
}

/** Decodes texts, and knows the last one again by its bytes. */
class LastText {
  private bytes: Buffer = Buffer.alloc(0);
  private from = 0;
  private to = 0;
  private value = '';

  read(bytes: Buffer, from: number, to: number): string {
    if (!this.isSame(bytes, from, to)) {
      this.value = textOf(bytes, from, to);
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }
    return this.value;
  }

  /** From the end: that is where ids differ. */
  private isSame(bytes: Buffer, from: number, to: number): boolean {
    if (to - from !== this.to - this.from) {
      return false;
    }
    for (let at = to - 1, lastAt = this.to - 1; at >= from; at--, lastAt--) {
      if (bytes[at] !== this.bytes[lastAt]) {
        return false;
      }
    }
    return true;
  }
}

function textOf(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to);
  if (text.includes('\0')) {
    throw new DamagedPacket('malformed', 'A text in a packet contains a NUL.');
  }
  // Invalid bytes became U+FFFD: only a text that has one needs the exact, slower question.
  if (text.includes('\uFFFD') && !Buffer.from(text, 'utf8').equals(bytes.subarray(from, to))) {
    throw new DamagedPacket('malformed', 'A text in a packet is not UTF-8.');
  }
  return text;
}
