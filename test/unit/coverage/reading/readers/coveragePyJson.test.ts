import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { printedNames } from '../../../../../src/coverage/reading/printedNames';
import { readCobertura } from '../../../../../src/coverage/reading/readers/cobertura';
import { readCoveragePyJson } from '../../../../../src/coverage/reading/readers/coveragePyJson';
import { withoutDocstrings } from '../../../../../src/coverage/reading/readers/docstrings';
import type { ReadFile, ReadReport } from '../../../../../src/coverage/reading/readers/readReport';
import { ReportError } from '../../../../../src/coverage/reading/readers/reportError';
import { branchesOf } from '../../../../../src/coverage/report/coverageReport';
import { fixtures, rowOf, rowsOf, versions } from '../../samples';

function read(path: string): ReadReport {
  return readCoveragePyJson(JSON.parse(readFileSync(join(fixtures, path), 'utf8')), 100);
}

function sourceOf(file: ReadFile): string {
  return readFileSync(join(fixtures, 'versions/project', file.name), 'utf8');
}

function statementsOf(file: ReadFile): unknown {
  return { name: file.name, lines: [...file.lines], hits: [...file.hits] };
}

describe("coverage.py's JSON", () => {
  for (const version of versions) {
    for (const kind of ['', '-nobranch']) {
      it(`coverage.py's JSON ${version}${kind} equals its XML, once docstrings are known from the text`, () => {
        const json = read(`versions/${version}/coverage${kind}.json`);
        const files = json.files.map((file) => withoutDocstrings(file, sourceOf(file), version));
        const xml = readCobertura(readFileSync(join(fixtures, `versions/${version}/coverage${kind}.xml`)));
        const names = printedNames(
          xml.sources,
          xml.files.map((file) => file.name),
        );
        const expected = xml.files.map((file, i) => ({ ...file, name: names[i]!.printed }));
        const byName = (a: ReadFile, b: ReadFile): number => (a.name < b.name ? -1 : 1);
        assert.deepEqual(files.sort(byName).map(statementsOf), expected.sort(byName).map(statementsOf));
        // Version 5.5 counts branches by file only.
        if (version === '5.5') return assert.equal(json.hasBranches, false);
        assert.equal(json.hasBranches, xml.hasBranches);
        assert.deepEqual(
          files.map((file) => [...branchesOf(file)]),
          expected.map((file) => [...branchesOf(file)]),
        );
      });
    }
  }

  it("coverage.py's JSON counts what coverage report counted", () => {
    const { files, toolVersion } = read('oslo.serialization/coverage.json');
    const rows = rowsOf(readFileSync(join(fixtures, 'oslo.serialization/report.txt'), 'utf8'));
    assert.equal(toolVersion, '7.15.4');
    assert.equal(files.length, rows.size);
    for (const file of files) {
      assert.deepEqual(rowOf(file), rows.get(file.name), file.name);
    }
  });

  it("coverage.py's JSON keeps possible docstrings, and needs no text if nothing ran", () => {
    const file = read('versions/7.6.1/coverage.json').files.find(({ name }) => name === 'harbor/tide.py');
    assert.ok(file);
    assert.equal(file.docstrings, 2);
    assert.equal(withoutDocstrings(file, 'import os\n', '7.6.1').lines.length, file.lines.length);
    const strings = '"text"\n'.repeat(200);
    assert.equal(withoutDocstrings(file, strings, '7.6.1').lines.length, file.lines.length, 'the text is another one');
    const empty = read('versions/5.5/coverage.json').files.find(({ name }) => name === 'harbor/__init__.py');
    assert.equal(empty?.lines.length, 0);
  });

  describe('with docstrings among the executed lines', () => {
    /** What is left of lines that all ran, of which some are docstrings. */
    const left = (text: string, docstrings: number, version: string): number[] => {
      const lines = Uint32Array.from(text.split('\n').flatMap((line, i) => (line.trim() ? [i + 1] : [])));
      const file = { name: 'a.py', lines, hits: lines.map(() => 1), branches: new Int32Array(), docstrings };
      return [...withoutDocstrings(file, text, version).lines];
    };

    it('the first statement of a class counts as a docstring, unlike text after an attribute', () => {
      const text = 'class A:\n    """doc"""\n    x = 1\n    """about x"""\n';
      assert.deepEqual(left(text, 1, '7.6.12'), [1, 3, 4]);
      assert.deepEqual(left(text, 1, '7.2.7'), [1, 3, 4]);
    });

    it('docstrings are what the version took for them', () => {
      const text = '# why\n"""doc"""\nif x:\n    "text"\n';
      assert.deepEqual(left(text, 1, '7.5.2'), [1, 3, 4]);
      for (const version of ['7.5.1', '7.4.4', '6.5.0']) assert.deepEqual(left(text, 1, version), [1, 2, 3], version);
      assert.deepEqual(left('b"bytes".hex()\nx = 1\n', 1, '6.5.0'), [2]);
      assert.deepEqual(left('\n"""not the first token"""\n', 1, '6.5.0'), [2]);
    });

    it('all lines stay if the text has another number of docstrings', () => {
      assert.deepEqual(left('"""doc"""\nx = 1\n', 2, '7.6.12'), [1, 2]);
    });
  });

  it("coverage.py's JSON gives the counts of coverage report, whatever its lines say", () => {
    for (const version of versions) {
      const rows = rowsOf(readFileSync(join(fixtures, `versions/${version}/report.txt`), 'utf8'));
      for (const { name, counts } of read(`versions/${version}/coverage.json`).files) {
        const { statements, missed, branches, partialBranches } = counts!;
        assert.deepEqual({ statements, missed, branches, partialBranches }, rows.get(name), `${version} ${name}`);
      }
    }
  });

  it("coverage.py's JSON is read with contexts", () => {
    assert.deepEqual(
      new Map(read('versions/7.15.4/contexts.json').files.map((file) => [file.name, rowOf(file)])),
      rowsOf(readFileSync(join(fixtures, 'versions/7.15.4/report-unit.txt'), 'utf8')),
    );
  });

  it("coverage.py's JSON names functions if the report has their lines", () => {
    const file = read('versions/7.15.4/coverage.json').files.find(({ name }) => name === 'harbor/tide.py');
    assert.ok(file?.functions);
    assert.deepEqual(file.functions.slice(0, 3), [
      { name: 'level', line: 6, hits: 1 },
      { name: 'warn', line: 14, hits: 1 },
      { name: 'drain', line: 19, hits: 1 },
    ]);
    assert.equal(file.functions.find(({ name }) => name === 'Gauge.reset')?.hits, 0);
    assert.ok(!file.functions.some(({ name }) => name === '' || name === 'debug'), 'outside, and excluded');
    assert.deepEqual(read('versions/7.6.1/coverage.json').files[0]?.functions, []);
  });

  it('invalid JSON of coverage.py is reported with what is invalid', () => {
    const broken = {
      meta: { format: 3, version: '7.0', branch_coverage: false },
      files: {
        'a.py': { executed_lines: [1, 'x'], missing_lines: [], excluded_lines: [], summary: { covered_lines: 1 } },
      },
    };
    assert.throws(
      () => readCoveragePyJson(broken, 10),
      (error) => error instanceof ReportError && error.reason === 'malformed' && /a\.py.*"x"/.test(error.predicate),
    );
    assert.throws(
      () => readCoveragePyJson({ meta: { ...broken.meta, format: 4 }, files: {} }, 10),
      (error) => error instanceof ReportError && error.reason === 'unsupported',
    );
  });
});
