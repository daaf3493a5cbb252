import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { crc32, tableCrc32 } from '../../../../src/testing/subunit/crc32';
import type { DamageEvent, SubunitEvent } from '../../../../src/testing/subunit/event';
import { SubunitV2Decoder } from '../../../../src/testing/subunit/v2';
import { decode, fixture, fixturesEnding, plain, truth } from './decoding';
import { anyEvent, encode, number, sealed } from './encoding';

const FOO_EXISTS = Buffer.from('b329010c03666f6f08555f1b', 'hex'); // the example of subunit's README

describe('subunit v2', () => {
  for (const name of fixturesEnding('.subunit')) {
    it(`subunit v2 in ${name} is read as python-subunit does, however it is cut`, () => {
      const expected = truth(fixture(name.replace(/subunit$/, 'jsonl')).toString('utf8'));
      for (const size of [undefined, 1, 7, 1000]) {
        assert.deepEqual(plain(decode(new SubunitV2Decoder(), fixture(name), size)), expected);
      }
    });
  }

  it('subunit v2 is read from the example of the format', () => {
    assert.deepEqual(plain(decode(new SubunitV2Decoder(), FOO_EXISTS)), [{ id: 'foo', status: 'exists' }]);
  });

  it('subunit v2 events are the same when read back', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.integer({ min: 1, max: 400 }), (events, size) => {
        const stream = Buffer.concat(events.map(encode));
        assert.deepEqual(plain(decode(new SubunitV2Decoder(), stream, size)), plain(events));
      }),
    );
  });

  it('subunit v2 packets are found between any text without a bare signature', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), anyEvent)), (pairs) => {
        const stream = Buffer.concat(pairs.flatMap(([noise, event]) => [Buffer.from(noise, 'utf8'), encode(event)]));
        const events = decode(new SubunitV2Decoder(), stream);
        assert.deepEqual(plain(events.filter(({ kind }) => kind === 'status')), plain(pairs.map(([, event]) => event)));
        const text = events.flatMap((event) => (event.kind === 'text' ? [Buffer.from(event.bytes)] : []));
        assert.equal(
          Buffer.concat(text).toString('utf8'),
          Buffer.from(pairs.map(([noise]) => noise).join(''), 'utf8').toString('utf8'),
        );
      }),
    );
  });

  it('a changed byte of subunit v2 is never trusted', () => {
    const stream = fixture('fail.live.subunit');
    const known = new Set(statuses(decode(new SubunitV2Decoder(), stream)));
    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const flipped = Buffer.from(stream);
        flipped[at] = (flipped[at] ?? 0) ^ change;
        const events = decode(new SubunitV2Decoder(), flipped);
        assert.deepEqual(
          statuses(events).filter((status) => !known.has(status)),
          [],
        );
        assert.ok(events.some(({ kind }) => kind !== 'status'));
      }),
      { numRuns: 500 },
    );
  });

  it('the beginning of a subunit v2 packet is never trusted', () => {
    const stream = fixture('non-ascii.live.subunit');
    const whole = statuses(decode(new SubunitV2Decoder(), stream));
    for (let length = 0; length < stream.length; length++) {
      const events = decode(new SubunitV2Decoder(), stream.subarray(0, length));
      const got = statuses(events);
      assert.deepEqual(got, whole.slice(0, got.length));
      const damage = events.filter((event): event is DamageEvent => event.kind === 'damage');
      assert.ok(damage.length <= 1 && damage.every(({ reason }) => reason === 'truncated'));
    }
  });

  it('subunit v2 is read from any bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.uint8Array(), fc.constant(FOO_EXISTS), fc.constant(Buffer.of(0xb3)))),
        (parts) => {
          const stream = Buffer.concat(parts);
          const [one, another] = [decode(new SubunitV2Decoder(), stream), decode(new SubunitV2Decoder(), stream, 3)];
          assert.deepEqual(plain(one), plain(another));
        },
      ),
    );
  });

  it('subunit v2 is read on after a damaged packet', () => {
    const cases: [string, Buffer][] = [
      ['length', Buffer.from('b32901c000000000', 'hex')], // four octets of length: more than is allowed
      ['length', Buffer.from('b32901050000', 'hex')],
      ['checksum', Buffer.from('b329010c03666f6f08555f1c', 'hex')],
      ['version', sealed(0x1901, Buffer.from('03666f6f', 'hex'))],
      ['malformed', sealed(0x2901, Buffer.from('09666f6f', 'hex'))], // a text past the end
      ['malformed', sealed(0x2901, Buffer.from('0366006f', 'hex'))], // NUL
      ['malformed', sealed(0x2901, Buffer.from('03ff6f6f', 'hex'))], // not UTF-8
      ['malformed', sealed(0x2200, Buffer.from('0000', 'hex'))], // half a time
      ['malformed', sealed(0x2080, number(2 ** 29))], // more tags than bytes
    ];
    for (const [reason, bytes] of cases) {
      const events = decode(new SubunitV2Decoder(), Buffer.concat([bytes, Buffer.from('\n'), FOO_EXISTS]));
      assert.equal(events[0]?.kind === 'damage' && events[0].reason, reason);
      assert.deepEqual(plain(events).at(-1), { id: 'foo', status: 'exists' });
    }
  });

  it('a subunit v2 text may hold the replacement character itself', () => {
    const events = decode(new SubunitV2Decoder(), sealed(0x2901, Buffer.from('03efbfbd', 'hex')));
    assert.deepEqual(plain(events), [{ id: '\uFFFD', status: 'exists' }]);
  });

  it('subunit v2 is not copied for each byte that arrives', () => {
    const big = encode({
      id: 'x',
      status: 'fail',
      tags: [],
      runnable: true,
      eof: true,
      mime: undefined,
      route: undefined,
      micros: undefined,
      file: { name: 'log', bytes: new Uint8Array(4_000_000) },
    });
    // 200,000 pushes: copying the held bytes at each would move 400 GB.
    assert.equal(decode(new SubunitV2Decoder(), big, 20).length, 1);
  });
});

describe('CRC-32', () => {
  it('CRC-32 is the same by table and by zlib', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), fc.nat(9), (array, from) => {
        const bytes = Buffer.from(array);
        const to = Math.max(from, bytes.length);
        const part = Buffer.concat([bytes, Buffer.alloc(10)]);
        assert.equal(tableCrc32(part, from, to), crc32(part, from, to));
      }),
    );
    assert.equal(tableCrc32(Buffer.from('123456789'), 0, 9), 0xcbf43926); // the check value of the algorithm
  });
});

function statuses(events: readonly SubunitEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'status' && event.status ? [`${event.status} ${event.id}`] : []));
}
