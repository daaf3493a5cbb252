import { CharacterBoundary } from './characterBoundary';
import type { DamageEvent, SubunitDecoder, SubunitEvent } from './event';
import { DamagedPacket, HEADER_BYTES, PacketReader, packetLength, SIGNATURE } from './packet';

/**
 * Decodes subunit v2 as it arrives, as python-subunit's `ByteStreamToStreamResult` with `non_subunit_name` does:
 * text between packets is passed on, a damaged packet is told once and reading goes on behind it.
 * Where Python ends in an exception (a field past the end, a length below the header's), this tells damage.
 */
export class SubunitV2Decoder implements SubunitDecoder {
  private readonly packets = new PacketReader();
  private readonly character = new CharacterBoundary();
  /** The beginning of a packet, joined only when enough is there: tiny chunks cost no copies. */
  private held: Buffer[] = [];
  private heldBytes = 0;
  private neededBytes = 1;

  push(chunk: Uint8Array): SubunitEvent[] {
    const events: SubunitEvent[] = [];
    this.held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.heldBytes += chunk.byteLength;
    if (this.heldBytes >= this.neededBytes) {
      const bytes = this.held.length === 1 ? (this.held[0] ?? Buffer.alloc(0)) : Buffer.concat(this.held);
      const used = this.read(bytes, events);
      const rest = bytes.subarray(used);
      this.held = rest.length > 0 ? [rest] : [];
      this.heldBytes = rest.length;
    }
    return events;
  }

  end(): SubunitEvent[] {
    if (this.heldBytes === 0) {
      return [];
    }
    const bytes = Buffer.concat(this.held);
    const message = `The stream ended within a packet: ${bytes.length} bytes came of ${this.neededBytes} or more.`;
    this.held = [];
    this.heldBytes = 0;
    this.neededBytes = 1;
    return [{ kind: 'damage', reason: 'truncated', message, bytes }];
  }

  /** Reads all that is whole; returns how many bytes that was. What is left begins with a signature. */
  private read(bytes: Buffer, events: SubunitEvent[]): number {
    this.neededBytes = 1;
    let at = 0;
    while (at < bytes.length) {
      if (!this.packetBegins(bytes, at)) {
        const start = at;
        do {
          this.character.step(bytes[at] ?? 0);
          at++;
        } while (at < bytes.length && !this.packetBegins(bytes, at));
        events.push({ kind: 'text', bytes: bytes.subarray(start, at) });
        continue;
      }
      const length = this.wholePacket(bytes, at, events);
      if (at + length > bytes.length) {
        this.neededBytes = length;
        break;
      }
      at += length;
    }
    return at;
  }

  private packetBegins(bytes: Buffer, at: number): boolean {
    return bytes[at] === SIGNATURE && !this.character.inside;
  }

  /** Tells the packet at `at` if it is whole. Returns how many bytes it takes: more than there are when it is not. */
  private wholePacket(bytes: Buffer, at: number, events: SubunitEvent[]): number {
    if (at + HEADER_BYTES > bytes.length) {
      return HEADER_BYTES;
    }
    let length = HEADER_BYTES;
    try {
      length = packetLength(bytes, at);
      if (at + length <= bytes.length) {
        events.push(this.packets.read(bytes, at, length));
      }
    } catch (error) {
      events.push(damage(error, bytes.subarray(at, at + length)));
    }
    return length;
  }
}

function damage(error: unknown, bytes: Uint8Array): DamageEvent {
  if (!(error instanceof DamagedPacket)) {
    throw error;
  }
  return { kind: 'damage', reason: error.reason, message: error.message, bytes };
}
