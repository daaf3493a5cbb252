/** What test runners write and read. */
import assert from 'node:assert/strict';
import { SqliteFile } from '../../src/base/sqlite/table';
import { CoverageData } from '../../src/testing/contexts/coverageData';
import { readLayout } from '../../src/testing/layout/readLayout';
import { importProblems, lastWords } from '../../src/testing/run/runnerWords';
import { parseTraceback } from '../../src/testing/run/traceback';
import { RUNNERS } from '../../src/testing/runners';
import { ResultCollector } from '../../src/testing/subunit/resultCollector';
import { SubunitV1Decoder } from '../../src/testing/subunit/v1';
import { SubunitV2Decoder } from '../../src/testing/subunit/v2';
import type { Random } from '../random';
import { inProject, type Targets, text } from './target';
import { INI } from './words';

/** Through a decoder in pieces of any size, and into results. */
function decoded(decoder: SubunitV1Decoder | SubunitV2Decoder, input: Buffer, random: Random): unknown {
  const collector = new ResultCollector({});
  for (let at = 0; at < input.length; ) {
    const size = 1 + random.below(random.once(2) ? 16 : 65_536);
    decoder.push(input.subarray(at, at + size)).forEach((event) => collector.add(event));
    at += size;
  }
  decoder.end().forEach((event) => collector.add(event));
  collector.finish('ended');
  return collector.results();
}

export const TESTING: Targets = {
  'subunit v2': { files: /\.subunit$/, read: (input, random) => decoded(new SubunitV2Decoder(), input, random) },
  'subunit v1': {
    files: /\.v1$/,
    words: [
      'test: a.b\n',
      'success: a.b\n',
      'failure: a.b [ multipart\n',
      'Content-Type: text/plain;charset=utf8\n',
      'traceback\n',
      '5\r\n',
      '0\r\n',
      ']\n',
      'time: 2024-01-01 00:00:00Z\n',
      'tags: worker-0\n',
      'skip: a [\n',
      'progress: +1\n',
      'error: ',
    ],
    read: (input, random) => decoded(new SubunitV1Decoder(), input, random),
  },
  SQLite: {
    files: /\.coverage$/,
    read: (input) => {
      const file = new SqliteFile(input);
      for (const table of ['file', 'context', 'arc', 'line_bits', 'meta']) {
        if (file.hasTable(table)) for (const row of file.rows(table)) assert.ok(row.values);
      }
      const data = new CoverageData(input);
      data.contextsByFile();
      for (const path of data.paths) data.contextsOf(path);
    },
  },
  '.stestr.conf': {
    files: /stestr\.conf$/,
    words: INI,
    read: inProject('.stestr.conf', (files) => readLayout('/p', files)),
  },
  '.testr.conf': {
    samples: [
      '[DEFAULT]\ntest_command=OS_STDOUT=1 ${PYTHON:-python} -m subunit.run discover -t ./ ./nova/tests $LISTOPT $IDOPTION\n',
    ],
    words: INI,
    read: inProject('.testr.conf', (files) => readLayout('/p', files)),
  },
  traceback: {
    samples: [
      'Traceback (most recent call last):\n  File "/p/a.py", line 3, in test_a\n    self.assertEqual(1, 2)\n    ^^^^^\nAssertionError: 1 != 2\n',
    ],
    words: [
      'Traceback (most recent call last):\n',
      '  File "/p/a.py", line 3, in f\n',
      '    code\n',
      '    ^^^^\n',
      'ValueError: x\n',
      '\nDuring handling of the above exception, another exception occurred:\n\n',
      '  [Previous line repeated 9 more times]\n',
      '  + Exception Group Traceback (most recent call last):\n',
      '  | ',
      '!=',
      'testtools.matchers._impl.MismatchError: ',
      'reference = ',
      'actual    = ',
    ],
    read: text((content) => parseTraceback(content)),
  },
  "a runner's words": {
    files: /fixtures\/(?:subunit|testing)\/.*(?:txt|list|log)$/,
    words: [
      'a.b.TestC.test_d\n',
      'Non-zero exit code (2) from test listing.\n',
      'Failed to import test module: a.b\n',
      'ImportError: No module named x\n',
      'import errors:\n',
      '=====\n',
      'error: testr failed (3)\n',
      "The test run didn't actually run any tests\n",
      '[',
      ']',
      '(',
      ')',
      '-'.repeat(40),
    ],
    read: text((content) => [RUNNERS.testr.listedIds(content), importProblems(content), lastWords(content, content)]),
  },
};
