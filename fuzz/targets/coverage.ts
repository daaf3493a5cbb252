/** Reports of coverage, and what is kept of them. */
import assert from 'node:assert/strict';
import { parseAddedLines } from '../../src/base/addedLines';
import { isInside } from '../../src/base/paths';
import { readCoverageConfig } from '../../src/coverage/find/coverageConfig';
import { readCoberturaByReference } from '../../src/coverage/reading/readers/coberturaReference';
import { readReport } from '../../src/coverage/reading/readReportFiles';
import { resolveNames } from '../../src/coverage/reading/resolve';
import { decodeSnapshot, encodeSnapshot, snapshotOf } from '../../src/coverage/report/snapshot';
import { reportOf } from '../../test/unit/coverage/reportOf';
import { inProject, type Targets, text } from './target';
import { INI } from './words';

const XML = [
  '<?xml version="1.0" ?>',
  '<coverage version="7.5" branches-valid="0" branch-rate="0">',
  '<sources><source>',
  '/p/src',
  '</source></sources>',
  '<packages>',
  '<package name="a">',
  '<classes>',
  '<class filename="a.py" name="a.py">',
  '<methods/>',
  '<lines>',
  '<line number="1" hits="1"/>',
  '<line number="2" hits="0" branch="true" condition-coverage="50% (1/2)" missing-branches="exit"/>',
  '</lines>',
  '</class>',
  '</classes>',
  '</package>',
  '</packages>',
  '</coverage>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&amp;',
  '&#0;',
  '<!DOCTYPE a>',
  '/>',
  ' a="1"',
  '<?',
  '?>',
];

/** The invariants of names in a report: no file outside of the project gets a path. */
function checkNames(input: Buffer): void {
  const { sources, files } = readReport(input);
  const disk = { roots: ['/p'], exists: () => true, realPath: (path: string) => path };
  for (const { path } of resolveNames({ directory: '/p/cover', sources, names: files.map(({ name }) => name) }, disk)) {
    assert.ok(path === undefined || isInside('/p', path), `${path} is outside of the project`);
    assert.ok(!path?.split('/').includes('..'), `${path} goes up`);
  }
}

function snapshotSample(): string {
  const report = reportOf({
    'a.py': { lines: [1, 2, 9], missing: [2] },
    'b/ä.py': { lines: [1], branches: [{ line: 1, total: 2, taken: 1, missing: ['exit'] }] },
  });
  return Buffer.concat(encodeSnapshot(snapshotOf(report, () => Uint32Array.of(1, 2, 3), 'tree'))).toString('latin1');
}

export const COVERAGE: Targets = {
  report: { files: /coverage.*\.(?:xml|json)$/, words: XML, read: checkNames },
  'report of Cobertura by the reference': {
    files: /coverage.*\.xml$/,
    words: XML,
    read: text((content) => readCoberturaByReference(content, 1000)),
  },
  'report in JSON': {
    files: /coverage.*\.json$/,
    words: [
      '{',
      '}',
      '"files":',
      '"a.py":',
      '"executed_lines":',
      '[1,2]',
      '"missing_lines":',
      '"summary":',
      '"meta":{"version":"7.5"}',
      '"statementMap":',
      '"s":',
      '"0":',
      '"start":{"line":1,"column":0}',
      ',',
      ':',
      '[',
      ']',
      '-1',
      '"path":"/p/a.js"',
      '"totals":{}',
    ],
    read: checkNames,
  },
  snapshot: {
    samples: [snapshotSample()],
    read: (input) => {
      const snapshot = decodeSnapshot(input);
      assert.deepEqual(decodeSnapshot(Buffer.concat(encodeSnapshot(snapshot))), snapshot);
    },
  },
  '.coveragerc': {
    files: /coveragerc$/,
    words: INI,
    read: inProject('.coveragerc', (files) => readCoverageConfig('/p', files)),
  },
  diff: {
    samples: [
      'diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,3 @@ def f():\n-a\n+b\n+c\n@@ -9 +10 @@\n-x\n+y\n',
      '+++ "b/\\303\\244.py"\n@@ -0,0 +1 @@\n+a\n',
    ],
    words: [
      '+++ b/a.py\n',
      '--- a/a.py\n',
      '@@ -1,2 +1,3 @@\n',
      '@@ -0,0 +1,999999999 @@\n',
      '+x\n',
      '-y\n',
      '+++ "b/\\303"\t\n',
      '+++ /dev/null\n',
      'rename to b\n',
    ],
    read: text((content) => parseAddedLines(content)),
  },
};
