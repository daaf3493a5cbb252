import fc from 'fast-check';
import { tableCrc32 } from '../../../../src/testing/subunit/crc32';
import type { StatusEvent, TestStatus } from '../../../../src/testing/subunit/event';

const STATUSES: (TestStatus | undefined)[] = [
  undefined,
  'exists',
  'inprogress',
  'success',
  'uxsuccess',
  'skip',
  'fail',
  'xfail',
];

/** One packet of subunit v2: written from the format's description, as a peer of the decoder. */
export function encode(event: Omit<StatusEvent, 'kind'>): Buffer {
  let flags = 0x2000 | STATUSES.indexOf(event.status);
  const body: Buffer[] = [];
  const field = (flag: number, present: boolean, ...bytes: Buffer[]) => {
    if (present) {
      flags |= flag;
      body.push(...bytes);
    }
  };
  const micros = event.micros ?? 0;
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(micros / 1e6));
  field(0x0200, event.micros !== undefined, seconds, number((micros % 1e6) * 1000));
  field(0x0800, event.id !== undefined, text(event.id));
  field(0x0080, event.tags.length > 0, number(event.tags.length), ...event.tags.map(text));
  field(0x0020, event.mime !== undefined, text(event.mime));
  const content = Buffer.from(event.file?.bytes ?? []);
  field(0x0040, event.file !== undefined, text(event.file?.name), number(content.length), content);
  field(0x0400, event.route !== undefined, text(event.route));
  field(0x0100, event.runnable);
  field(0x0010, event.eof);
  return sealed(flags, Buffer.concat(body));
}

/** A packet of these flags and this body, with the length and the checksum they need. */
export function sealed(flags: number, body: Buffer): Buffer {
  const rest = 1 + 2 + body.length + 4;
  const lengthBytes = rest + 1 < 64 ? 1 : rest + 2 < 16384 ? 2 : 3;
  const length = rest + lengthBytes;
  const header = Buffer.from([0xb3, flags >> 8, flags & 0xff]);
  const packet = Buffer.concat([header, number(length, lengthBytes), body]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(tableCrc32(packet, 0, packet.length));
  return Buffer.concat([packet, checksum]);
}

export function number(value: number, octets = value < 64 ? 1 : value < 16384 ? 2 : value < 4194304 ? 3 : 4): Buffer {
  const bytes = Buffer.alloc(octets);
  for (let i = octets - 1, left = value; i >= 0; i--, left = Math.floor(left / 256)) {
    bytes[i] = left % 256;
  }
  bytes[0] = (bytes[0] ?? 0) | ((octets - 1) << 6);
  return bytes;
}

function text(value = ''): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([number(bytes.length), bytes]);
}

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 90 })
  .filter((value) => !value.includes('\0') && Buffer.from(value, 'utf8').toString('utf8') === value);

export const anyEvent: fc.Arbitrary<StatusEvent> = fc.record({
  kind: fc.constant('status' as const),
  id: fc.option(word, { nil: undefined }),
  status: fc.constantFrom(...STATUSES),
  tags: fc.uniqueArray(word, { maxLength: 3 }),
  runnable: fc.boolean(),
  file: fc.option(fc.record({ name: word, bytes: fc.uint8Array({ maxLength: 300 }) }), { nil: undefined }),
  eof: fc.boolean(),
  mime: fc.option(word, { nil: undefined }),
  route: fc.option(word, { nil: undefined }),
  micros: fc.option(fc.integer({ min: 0, max: 4_000_000_000 * 1e6 }), { nil: undefined }),
});
