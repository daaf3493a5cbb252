import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../scripts/lib/removeFolder';
import { runProcess } from '../src/base/process';
import { ResultCollector } from '../src/testing/subunit/resultCollector';
import { SubunitV2Decoder } from '../src/testing/subunit/v2';
import { stestrBin } from '../test/tools/stestrLab';
import { encode } from '../test/unit/testing/subunit/encoding';

const TESTS = 18_000;
const CHUNK = 65_536;
const GOAL = 10;
/** Each side gets as many: the best time is the one that the machine's other work disturbed least. */
const ROUNDS = 7;

/** Decodes with python-subunit and does nothing with the events: prints the best time, in seconds, and the count. */
const PYTHON_DECODES = `import sys, time, subunit, testtools
class Count(testtools.StreamResult):
    events = 0
    def status(self, *args, **kwargs):
        self.events += 1
best = None
for _ in range(${ROUNDS}):
    result = Count()
    start = time.process_time()
    with open(sys.argv[1], 'rb') as source:
        subunit.ByteStreamToStreamResult(source, non_subunit_name='stdout').run(result)
    taken = time.process_time() - start
    best = taken if best is None else min(best, taken)
print(best, result.events)
`;

export const bench = {
  name: `subunit v2: a stream of ${TESTS} tests against python-subunit`,
  async run(): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'subunit-bench-'));
    try {
      const file = join(folder, 'stream');
      await writeFile(file, stream());
      const python = join(await stestrBin(), 'python');
      const { stdout, stderr } = await runProcess(python, ['-c', PYTHON_DECODES, file], { cwd: folder });
      const [theirSeconds = Number.NaN, theirEvents = 0] = stdout.trim().split(' ').map(Number);
      const bytes = await readFile(file);
      const decoding = best(() => decoded(bytes));
      const collecting = best(() => collected(bytes));
      if (decoding.count !== theirEvents || collecting.count !== TESTS) {
        throw new Error(`other events than python-subunit: ${decoding.count} and ${theirEvents} ${stderr}`);
      }
      const ratio = theirSeconds / decoding.seconds;
      return [
        `${TESTS} tests, ${theirEvents} events, ${(bytes.length / 1e6).toFixed(1)} MB`,
        `python-subunit ${ms(theirSeconds)}; ours ${ms(decoding.seconds)}, with results of each test ${ms(collecting.seconds)}`,
        `${ratio.toFixed(1)} times as fast (goal ${GOAL}): ${ratio >= GOAL ? 'met' : 'MISSED'}`,
      ];
    } finally {
      removeFolder(folder);
    }
  },
};

/** As stestr sends it: `exists` first, then start, three empty attachments, one log, end. */
function stream(): Buffer {
  const packets: Buffer[] = [];
  const common = {
    tags: ['worker-0'],
    runnable: true,
    eof: false,
    mime: undefined,
    file: undefined,
    route: '0',
  } as const;
  const id = (test: number) =>
    `project.tests.unit.area_${test % 40}.test_module_${test % 400}.SomeTestCase.test_case_${test}`;
  for (let test = 0; test < TESTS; test++) {
    packets.push(encode({ ...common, id: id(test), status: 'exists', micros: 1.7e15 + test }));
  }
  for (let test = 0; test < TESTS; test++) {
    const micros = 1.7e15 + test * 1000;
    packets.push(encode({ ...common, id: id(test), status: 'inprogress', micros }));
    for (const [name, text] of [
      ["pythonlogging:''", ` INFO [driver] ${'x'.repeat(test % 200)}\n`],
      ['stdout', ''],
      ['stderr', ''],
    ] as const) {
      const file = { name, bytes: Buffer.from(text) };
      packets.push(
        encode({
          ...common,
          id: id(test),
          status: undefined,
          micros: micros + 500,
          file,
          eof: true,
          mime: 'text/plain; charset="utf8"',
        }),
      );
    }
    packets.push(encode({ ...common, id: id(test), status: test % 100 ? 'success' : 'fail', micros: micros + 900 }));
  }
  return Buffer.concat(packets);
}

function decoded(bytes: Buffer): number {
  const decoder = new SubunitV2Decoder();
  let events = 0;
  for (let at = 0; at < bytes.length; at += CHUNK) {
    events += decoder.push(bytes.subarray(at, at + CHUNK)).length;
  }
  return events + decoder.end().length;
}

function collected(bytes: Buffer): number {
  const decoder = new SubunitV2Decoder();
  const collector = new ResultCollector();
  for (let at = 0; at < bytes.length; at += CHUNK) {
    decoder.push(bytes.subarray(at, at + CHUNK)).forEach((event) => collector.add(event));
  }
  collector.finish('ended');
  return collector.results().length;
}

/** The best time of the processor, as of Python: other work on the machine would count in a clock's. */
function best(work: () => number): { seconds: number; count: number } {
  let seconds = Infinity;
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    count = work();
    const { user, system } = process.cpuUsage(start);
    seconds = Math.min(seconds, (user + system) / 1e6);
  }
  return { seconds, count };
}

function ms(seconds: number): string {
  return `${(seconds * 1000).toFixed(0)} ms`;
}
