import assert from 'node:assert/strict';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { runProcess } from '../../src/base/process';
import type { SubunitDecoder } from '../../src/testing/subunit/event';
import { SubunitV1Decoder } from '../../src/testing/subunit/v1';
import { SubunitV2Decoder } from '../../src/testing/subunit/v2';
import { decode, fixture, plain, type TrueEvent, truth } from '../unit/testing/subunit/decoding';
import { stestrBin } from './stestrLab';

/**
 * Reads every stream named in argv with python-subunit; prints a JSON list of events for each, `null` where Python
 * ended in an exception. A pipe would be read another way: python-subunit joins text by `select`.
 */
const PYTHON_READS = `import base64, io, json, sys
import subunit, subunit.v2, testtools

class Dump(testtools.StreamResult):
    def __init__(self):
        self.events = []
    def status(self, test_id=None, test_status=None, test_tags=None, runnable=True, file_name=None, file_bytes=None,
               eof=False, mime_type=None, route_code=None, timestamp=None):
        event = {'id': test_id, 'status': test_status, 'tags': sorted(test_tags or ()) or None,
                 'runnable': None if runnable else False, 'file': file_name, 'eof': eof or None, 'mime': mime_type,
                 'route': route_code, 'time': timestamp and timestamp.isoformat()}
        if file_name is not None:
            event['base64'] = base64.b64encode(bytes(file_bytes)).decode()
        self.events.append({k: v for k, v in event.items() if v is not None})

for name in sys.argv[1:]:
    dump = Dump()
    try:
        source = open(name, 'rb')
        if name.endswith('.v1'):
            # as stestr does for 'last --subunit'
            v2 = io.BytesIO()
            result = testtools.ExtendedToStreamDecorator(subunit.v2.StreamResultToBytes(v2))
            result.startTestRun()
            subunit.ProtocolTestCase(source, passthrough=io.BytesIO()).run(result)
            result.stopTestRun()
            source = open(name + '.v2', 'w+b')
            source.write(v2.getvalue())
            source.seek(0)
        subunit.ByteStreamToStreamResult(source, non_subunit_name='stdout').run(dump)
        print(json.dumps(dump.events))
    except Exception:
        print('null')
`;

/** A stream of this many tests in each outcome, written by python-subunit itself. */
const PYTHON_WRITES = `import datetime, random, sys
import subunit.v2
rng = random.Random(7)
out = subunit.v2.StreamResultToBytes(open(sys.argv[1], 'wb'))
for i in range(400):
    stamp = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    stamp += datetime.timedelta(microseconds=rng.randrange(10**12))
    name = rng.choice([None, 'traceback', 'pythonlogging:\\'\\'', '\\u6709 %d' % i])
    size = rng.choice([0, 5, 70, 17000, 70000])
    out.status(test_id=rng.choice([None, 'pkg.mod.C.test_%d(%s)' % (i, '\\u00e4' * rng.randrange(80))]),
               test_status=rng.choice([None, 'exists', 'inprogress', 'success', 'uxsuccess', 'skip', 'fail', 'xfail']),
               test_tags=rng.choice([None, {'worker-0'}, {'worker-1', 'b'}]), runnable=rng.random() < .9,
               file_name=name,
               file_bytes=None if name is None else rng.randbytes(size), eof=rng.random() < .5,
               mime_type=rng.choice([None, 'text/plain; charset="utf8"']), route_code=rng.choice([None, '0', '1/2']),
               timestamp=rng.choice([None, stamp]))
`;

describe('subunit against python-subunit', function () {
  this.timeout(300_000);
  let python: string;
  let folder: string;
  before(async () => {
    python = join(await stestrBin(), 'python');
    folder = await mkdtemp(join(tmpdir(), 'subunit-'));
  });
  after(() => removeFolder(folder));

  /** What Python reads from each stream; undefined where it ended in an exception. */
  async function pythonReads(streams: readonly Uint8Array[], ending: string): Promise<(TrueEvent[] | undefined)[]> {
    const names = await Promise.all(
      streams.map(async (stream, index) => {
        const name = join(folder, `${index}${ending}`);
        await writeFile(name, stream);
        return name;
      }),
    );
    const { stdout, stderr, exitCode } = await runProcess(python, ['-c', PYTHON_READS, ...names], {
      cwd: folder,
      maxOutputBytes: 1 << 28,
    });
    assert.equal(exitCode, 0, stderr);
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => {
        const events = JSON.parse(line) as object[] | null;
        return events ? truth(events.map((event) => JSON.stringify(event)).join('\n')) : undefined;
      });
  }

  it('subunit is read as python-subunit writes it', async () => {
    const name = join(folder, 'written');
    assert.equal((await runProcess(python, ['-c', PYTHON_WRITES, name], { cwd: folder })).exitCode, 0);
    const { stdout } = await runProcess(python, ['-c', PYTHON_READS, name], { cwd: folder, maxOutputBytes: 1 << 28 });
    const events = (JSON.parse(stdout) as object[]).map((event) => JSON.stringify(event)).join('\n');
    assert.deepEqual(plain(decode(new SubunitV2Decoder(), await readFile(name), 1000)), truth(events));
  });

  it('damaged streams and noise are read as python-subunit does', async () => {
    const random = generator(11);
    const base = fixture('scenarios.live.subunit');
    const streams: Buffer[] = [];
    for (let i = 0; i < 400; i++) {
      const stream = Buffer.from(base);
      for (let flips = random(4); flips > 0; flips--) {
        stream[random(stream.length)] = random(256);
      }
      const cut = random(4) === 0 ? random(stream.length) : stream.length;
      const noise = Buffer.from(Array.from({ length: random(60) }, () => INTERESTING[random(INTERESTING.length)] ?? 0));
      streams.push(Buffer.concat([noise, stream.subarray(0, cut), noise]));
    }
    const python = await pythonReads(streams, '.subunit');
    let compared = 0;
    streams.forEach((stream, index) => {
      const ours = plain(decode(new SubunitV2Decoder(), stream, 1 + (index % 500)));
      const theirs = python[index];
      // Where Python reads to the end after a length below the header's, or raises, there is nothing to compare.
      if (theirs && !claimsTooLittle(stream)) {
        compared++;
        assert.deepEqual(ours, theirs, `stream ${index}`);
      }
    });
    console.log(`      ${compared} of ${streams.length} streams compared; in the others Python has no answer`);
    assert.ok(compared > 300);
  });

  it('changed v1 files are read as python-subunit does, until it gives up', async () => {
    const random = generator(5);
    const base = fixture('stestr-0.v1');
    const streams = Array.from({ length: 200 }, (_, index) => {
      const stream = Buffer.from(base);
      if (index > 0) {
        stream[random(stream.length)] = random(256);
      }
      return stream;
    });
    const outcomes = (events: TrueEvent[]) =>
      events.flatMap(({ id, status }) => (status && status !== 'inprogress' ? [`${status} ${id}`] : []));
    const python = await pythonReads(streams, '.v1');
    let compared = 0;
    streams.forEach((stream, index) => {
      const theirs = python[index];
      const ours = plain(decode(new SubunitV1Decoder() satisfies SubunitDecoder, stream, 100));
      if (theirs) {
        compared++;
        // Where the file ends within a test, Python adds a failure of it; we tell damage, and the collector errs it.
        const broken = ours.some(({ damage }) => damage);
        assert.deepEqual(outcomes(ours), outcomes(theirs).slice(0, broken ? -1 : undefined), `file ${index}`);
      }
    });
    console.log(`      ${compared} of ${streams.length} files compared; in the others Python ended in an exception`);
    assert.ok(compared > 50);
  });
});

/** Bytes that make and break UTF-8, lines and packets. */
const INTERESTING = [
  0x0a, 0x0d, 0x20, 0x41, 0x80, 0x9f, 0xa0, 0xb2, 0xb4, 0xbf, 0xc1, 0xc2, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0xff,
];

/** Whether a packet of the stream, however found, could claim fewer bytes than its header has. */
function claimsTooLittle(stream: Buffer): boolean {
  return decode(new SubunitV2Decoder(), stream).some(
    (event) => event.kind === 'damage' && event.reason === 'length' && event.message.includes('too short'),
  );
}

/** Numbers below a limit, the same in every run (a linear congruential generator). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
