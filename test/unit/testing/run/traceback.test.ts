import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { failingFrame, parseTraceback } from '../../../../src/testing/run/traceback';
import { ResultCollector } from '../../../../src/testing/subunit/resultCollector';
import { SubunitV2Decoder } from '../../../../src/testing/subunit/v2';
import { decode, fixture } from '../subunit/decoding';

const TEST_FILE = '/home/stack/lab/oslo_serialization/tests/lab/test_outcomes.py';

describe('a traceback', () => {
  it('a traceback of testtools has what was expected and where', () => {
    const traceback = parseTraceback(tracebackOf('FailTest.test_fail_assert_equal'));
    assert.equal(traceback.exception, 'testtools.matchers._impl.MismatchError');
    assert.equal(traceback.message, "{'a': 1} != {'a': 2}");
    assert.deepEqual([traceback.expected, traceback.actual], ["{'a': 1}", "{'a': 2}"]);
    assert.deepEqual(failingFrame(traceback, { file: TEST_FILE }), {
      file: TEST_FILE,
      line: 30,
      function: 'test_fail_assert_equal',
    });
    assert.equal(traceback.frames.length, 3);
  });

  it('a traceback of testtools with long values has them whole', () => {
    const traceback = parseTraceback(tracebackOf('FailTest.test_fail_long_message'));
    assert.deepEqual([traceback.expected, traceback.actual], [`'${'x'.repeat(300)}'`, `'${'y'.repeat(300)}'`]);
  });

  it('a chained traceback keeps its cause, and places the error at the last part', () => {
    const traceback = parseTraceback(tracebackOf('FailTest.test_error_chained'));
    assert.deepEqual([traceback.exception, traceback.message], ['RuntimeError', 'wrapped']);
    assert.deepEqual([traceback.cause?.exception, traceback.cause?.message], ['KeyError', "'missing'"]);
    assert.equal(failingFrame(traceback, { file: TEST_FILE })?.line, 45);
    assert.equal(traceback.cause?.frames[0]?.line, 43);
  });

  it('a traceback of an error in the code under test is placed at the call in the test', () => {
    const traceback = parseTraceback(tracebackOf('FailTest.test_error_in_code'));
    assert.equal(traceback.message, 'Expecting value: line 1 column 7 (char 6)');
    const module = 'oslo_serialization.tests.lab.test_outcomes';
    assert.equal(failingFrame(traceback, { module })?.line, 39);
    assert.equal(failingFrame(traceback, { module: 'other' })?.line, 284); // the project's code, not the library's
  });

  it('a traceback is read as a terminal of stestr shows it, without indentation', () => {
    const console = [
      '    Traceback (most recent call last):',
      '',
      '      File "/src/tests/test_x.py", line 43, in test_error_chained',
      "    {}['missing']",
      '    ~~^^^^^^^^^^^',
      '',
      "    KeyError: 'missing'",
      '',
      '    ',
      'The above exception was the direct cause of the following exception:',
      '',
      '',
      '    Traceback (most recent call last):',
      '',
      '      File "/src/tests/test_x.py", line 45, in test_error_chained',
      "    raise RuntimeError('wrapped') from exc",
      '',
      '    RuntimeError: wrapped',
      '',
      '',
    ].join('\n');
    const traceback = parseTraceback(console);
    assert.deepEqual(
      [traceback.exception, traceback.message, traceback.frames[0]?.line],
      ['RuntimeError', 'wrapped', 45],
    );
    assert.deepEqual([traceback.cause?.exception, traceback.cause?.message], ['KeyError', "'missing'"]);
  });

  it('a traceback is read if Python had no source to show', () => {
    const text =
      'Traceback (most recent call last):\n  File "<frozen zipimport>", line 3, in f\nsocket.timeout: timed out\n';
    assert.deepEqual(pick(text), ['socket.timeout', 'timed out']);
    assert.deepEqual(pick('Traceback:\n  File "a.py", line 3, in f\nKeyboardInterrupt\n'), [
      'KeyboardInterrupt',
      'KeyboardInterrupt',
    ]);
  });

  it('source in a traceback is distinguished from the exception by its indentation', () => {
    const text =
      'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    Timeout: float = read(\n' +
      '        key: value,\nValueError: no number\n';
    assert.deepEqual(pick(text), ['ValueError', 'no number']);
  });

  it("a traceback keeps all lines of the exception's message", () => {
    const text =
      'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    g()\nValueError: one\n  two\n\nthree\n';
    assert.deepEqual(pick(text), ['ValueError', 'one\n  two\n\nthree']);
  });

  it('a traceback of a module that cannot be imported has the place of the error', () => {
    const text =
      'ImportError: Failed to import test module: test_x\nTraceback (most recent call last):\n' +
      '  File "/usr/lib/python3.11/unittest/loader.py", line 162, in loadTestsFromName\n    module = __import__(module_name)\n' +
      '  File "/src/tests/test_x.py", line 3\n    def f(:\n          ^\nSyntaxError: invalid syntax\n';
    const traceback = parseTraceback(text);
    assert.deepEqual([traceback.exception, traceback.message], ['SyntaxError', 'invalid syntax']);
    assert.deepEqual(failingFrame(traceback, { module: 'tests.test_x' }), {
      file: '/src/tests/test_x.py',
      line: 3,
      function: '<module>',
    });
  });

  it('a traceback of an exception group is read through its margins', () => {
    const text =
      '  + Exception Group Traceback (most recent call last):\n  |   File "/src/test_x.py", line 9, in test\n' +
      '  |     raise ExceptionGroup("two", [ValueError(1)])\n  | ExceptionGroup: two (1 sub-exception)\n' +
      '  +-+---------------- 1 ----------------\n    | ValueError: 1\n    +------------------------------------\n';
    const traceback = parseTraceback(text);
    assert.equal(traceback.exception, 'ExceptionGroup');
    assert.match(traceback.message, /^two \(1 sub-exception\)/);
    assert.equal(traceback.frames[0]?.line, 9);
  });

  it('a text that is not a traceback is a message', () => {
    assert.deepEqual(parseTraceback('returncode 7'), {
      exception: '',
      message: 'returncode 7',
      frames: [],
      cause: undefined,
    });
    assert.deepEqual(parseTraceback(''), { exception: '', message: '', frames: [], cause: undefined });
  });

  const compared: [string, string, string, string][] = [
    ['AssertionError', "'a' != 'b'\n- a\n+ b\n", "'a'", "'b'"],
    ['AssertionError', '1 != 2', '1', '2'],
    ['AssertionError', '1 != 2 : the count', '1', '2'],
    [
      'AssertionError',
      'Lists differ: [1, 2] != [1, 3]\n\nFirst differing element 1:\n2\n3\n\n- [1, 2]\n?     ^\n\n+ [1, 3]\n?     ^\n : why',
      '[1, 2]',
      '[1, 3]',
    ],
    ['AssertionError', "'a\\nb' != 'a\\nc'\n  a\n- b+ c : why", "'a\\nb'", "'a\\nc'"],
    [
      'AssertionError',
      'Lists differ: [1, [9 chars]2] != [1, [9 chars]3]\n\nFirst differing element 5:\n2\n3\n\n  [1,\n-  2]\n?  ^\n\n+  3]\n?  ^\n : why',
      '[1,\n 2]',
      '[1,\n 3]',
    ],
    [
      'AssertionError',
      'Lists differ: [1, [9 chars]2] != [1, [9 chars]3]\n\nFirst differing element 5:\n2\n3\n\nDiff is 900 characters long. Set self.maxDiff to None to see it.',
      '[1, [9 chars]2]',
      '[1, [9 chars]3]',
    ],
    ['AssertionError', 'expected call not found.\nExpected: f(1)\n  Actual: f(2)', 'f(1)', 'f(2)'],
    ['testtools.matchers._impl.MismatchError', "'a != b' != 'c: d': message: more", "'a != b'", "'c: d'"],
    ['testtools.matchers._impl.MismatchError', '{\'a\': "it\\"s != x"} != {}', '{\'a\': "it\\"s != x"}', '{}'],
    [
      'testtools.matchers._impl.MismatchError',
      "!=:\nreference = {\n 'a': 1}\nactual    = {}\n: words",
      "{\n 'a': 1}",
      '{}',
    ],
  ];
  for (const [exception, message, expected, actual] of compared) {
    it(`both sides of a failed comparison are found: ${JSON.stringify(message).slice(0, 50)}`, () => {
      const traceback = parseTraceback(`Traceback:\n  File "t.py", line 1, in t\n    x\n${exception}: ${message}`);
      assert.deepEqual([traceback.expected, traceback.actual], [expected, actual]);
    });
  }

  it('a message without a comparison has no sides', () => {
    for (const message of ['1 unexpectedly found in (1, 3)', 'x != ', 'driver: a != b c', 'ValueError: 1 != 2']) {
      const traceback = parseTraceback(`Traceback:\n  File "t.py", line 1, in t\n    x\nValueError: ${message}`);
      assert.equal(traceback.expected, undefined, message);
    }
  });

  it('a traceback is read from any text, in linear time', () => {
    const piece = fc.constantFrom(
      'Traceback (most recent call last):',
      '  File "a.py", line 3, in f',
      '    x = 1',
      'E: x',
      '~~^',
      '',
      'During handling of the above exception, another exception occurred:',
      '[[[[\'"',
      ' != ',
      '- a',
      '+ b',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (lines) => {
        const traceback = parseTraceback(lines.join('\n'));
        assert.ok(traceback.frames.every(({ line }) => line >= 0));
      }),
    );
    parseTraceback(`AssertionError: ${'['.repeat(200_000)} != ${' '.repeat(200_000)}`);
  });
});

function pick(text: string): [string, string] {
  const { exception, message } = parseTraceback(text);
  return [exception, message];
}

function tracebackOf(test: string): string {
  const collector = new ResultCollector();
  decode(new SubunitV2Decoder(), fixture('fail.live.subunit')).forEach((event) => collector.add(event));
  const result = collector.results().find(({ id }) => id.endsWith(`.${test}`));
  return result?.attachments.find(({ name }) => name === 'traceback')?.text ?? '';
}
