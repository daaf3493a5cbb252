import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { SubunitEvent } from '../../../../src/testing/subunit/event';
import { SubunitV1Decoder } from '../../../../src/testing/subunit/v1';
import { decode, fixture, fixturesEnding, plain, truth } from './decoding';

describe('subunit v1', () => {
  for (const name of fixturesEnding('.v1')) {
    it(`subunit v1 in ${name} is read as python-subunit does, however it is cut`, () => {
      const expected = truth(fixture(`${name}.jsonl`).toString('utf8'));
      for (const size of [undefined, 1, 7, 1000]) {
        assert.deepEqual(plain(read(fixture(name), size)), expected);
      }
    });
  }

  it('subunit v1 outcomes are read without and with a simple text', () => {
    const events = read('test: a\nsuccess: a\ntest: b\nskip: b [\nno qemu\n]\ntest: c\nerror: c [\n ] x\n]\n');
    assert.deepEqual(statuses(events), [
      'inprogress a',
      'success a',
      'inprogress b',
      'skip b',
      'inprogress c',
      'fail c',
    ]);
    assert.deepEqual(texts(events), { reason: 'no qemu\n', traceback: '] x\n' });
  });

  it('subunit v1 tags of a test end with it', () => {
    const events = read('tags: run\ntest: a\ntags: mine -run\nsuccess: a\ntest: b\nsuccess: b\n');
    assert.deepEqual(
      plain(events).flatMap(({ tags }) => (tags ? [tags] : [])),
      [['mine'], ['run']],
    );
  });

  it('subunit v1 chunks of an attachment are joined, whatever they hold', () => {
    const events = read(
      'test: a\nfailure: a [ multipart\nContent-Type: text/plain\nlog\n5\r\n]\nabc4\r\nd\n]\n0\r\n]\n',
    );
    assert.deepEqual(texts(events), { log: ']\nabcd\n]\n' });
    assert.deepEqual(statuses(events), ['inprogress a', 'fail a']);
  });

  it('text between subunit v1 is passed on in its place', () => {
    const events = read('hello\nsuccess: never started\ntest: a\ntest: b\nsuccess: b\nprogress: +3\nsuccess: a\nlast');
    assert.deepEqual(statuses(events), ['inprogress a', 'success a']);
    assert.equal(console(events), 'hello\nsuccess: never started\ntest: b\nsuccess: b\nlast');
  });

  it('subunit v1 after damage is not trusted', () => {
    const damaged = [
      'test: a\nfailure: a [ multipart\nno type\n',
      'test: a\nfailure: a [ multipart\nContent-Type: text/plain\nlog\nxyz\r\n',
      'time: soon\n',
      'test: \u00FF\n',
    ];
    for (const text of damaged) {
      const events = read(Buffer.from(`${text}test: z\nsuccess: z\n`, text.includes('\u00FF') ? 'latin1' : 'utf8'));
      assert.equal(events.at(-1)?.kind, 'damage', text);
      assert.ok(!statuses(events).includes('success z'));
    }
  });

  it('a beginning or a changed byte of subunit v1 never gives another outcome', () => {
    const stream = fixture('stestr-0.v1');
    const known = new Map(
      read(stream).flatMap((event) =>
        event.kind === 'status' && event.status && event.status !== 'inprogress' ? [[event.id, event.status]] : [],
      ),
    );
    const wrong = (events: SubunitEvent[]) =>
      events.filter(
        (event) =>
          event.kind === 'status' &&
          event.status &&
          event.status !== 'inprogress' &&
          known.get(event.id) !== event.status,
      );
    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const flipped = Buffer.from(stream);
        flipped[at] = (flipped[at] ?? 0) ^ change;
        assert.deepEqual(wrong(read(flipped)), []);
        assert.deepEqual(wrong(read(stream.subarray(0, at))), []);
      }),
      { numRuns: 500 },
    );
  });

  it('subunit v1 that ends within a test is reported', () => {
    const events = read('test: a\nfailure: a [ multipart\nContent-Type: text/plain\nlog\nFF\r\nabc');
    assert.equal(events.at(-1)?.kind === 'damage' && events.at(-1), events.at(-1));
    assert.deepEqual(statuses(events), ['inprogress a']);
  });

  it('subunit v1 is read from any bytes', () => {
    const line = fc.constantFrom(
      ...'test: a|success: a|failure: a [ multipart|failure: a [|]|Content-Type: a/b|name|3|abc|0|tags: x'.split('|'),
    );
    const ending = fc.constantFrom('\n', '\r\n', '');
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.tuple(line, ending).map((both) => Buffer.from(both.join(''))),
            fc.uint8Array(),
          ),
        ),
        (parts) => {
          const stream = Buffer.concat(parts);
          assert.deepEqual(plain(read(stream)), plain(read(stream, 2)));
        },
      ),
    );
  });
});

function read(stream: string | Uint8Array, size?: number): SubunitEvent[] {
  const bytes = typeof stream === 'string' ? Buffer.from(stream) : stream;
  return decode(new SubunitV1Decoder(), bytes, size ?? bytes.length);
}

function statuses(events: readonly SubunitEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'status' && event.status ? [`${event.status} ${event.id}`] : []));
}

function texts(events: readonly SubunitEvent[]): Record<string, string> {
  return Object.fromEntries(
    events.flatMap((event) =>
      event.kind === 'status' && event.file ? [[event.file.name, Buffer.from(event.file.bytes).toString('utf8')]] : [],
    ),
  );
}

function console(events: readonly SubunitEvent[]): string {
  return events.flatMap((event) => (event.kind === 'text' ? [Buffer.from(event.bytes).toString('utf8')] : [])).join('');
}
