import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { readVarint } from '../../../../src/base/sqlite/record';
import { SqliteFile } from '../../../../src/base/sqlite/table';
import { CoverageData, linesOfBits } from '../../../../src/testing/contexts/coverageData';

const FIXTURES = path.join(__dirname, '../../../fixtures/testing/contexts');
const read = (name: string): Uint8Array => readFileSync(path.join(FIXTURES, name));
const json = <T>(name: string): T => JSON.parse(readFileSync(path.join(FIXTURES, name), 'utf8')) as T;

describe('CoverageData', () => {
  it('coverage data gives the contexts that coverage.py gives, line by line', () => {
    const data = new CoverageData(read('contexts.coverage'));
    const truth = json<Record<string, Record<string, string[]>>>('tests-of-line.json');
    assert.equal(data.hasArcs, true);
    assert.equal(data.contexts.length, 72);
    for (const [file, lines] of Object.entries(truth)) {
      const found = data.contextsOf(`/home/stack/oslo.serialization/${file}`);
      const sorted = [...found!.lines].map(([line, contexts]) => [String(line), [...contexts].sort()]);
      assert.deepEqual(Object.fromEntries(sorted), lines, file);
    }
  });

  it('coverage data is read without branches', () => {
    const data = new CoverageData(read('nobranch.coverage'));
    assert.equal(data.hasArcs, false);
    const truth = json<Record<string, number[]>>('nobranch-executed.json');
    let lines = 0;
    for (const [file, executed] of Object.entries(truth)) {
      const found = data.contextsOf(`/home/stack/oslo.serialization/${file}`)!;
      // coverage.py's report leaves out what it does not count as a statement, such as docstrings.
      assert.deepEqual(
        executed.filter((line) => !found.lines.has(line)),
        [],
        file,
      );
      lines += executed.length;
    }
    assert.equal(lines, 326);
  });

  it('coverage data gives the contexts of all files at once, as of each', () => {
    for (const name of ['contexts.coverage', 'nobranch.coverage']) {
      const data = new CoverageData(read(name));
      const { contexts, files } = data.contextsByFile();
      assert.deepEqual([...files.keys()], data.paths);
      for (const [file, indexes] of files) {
        const each = new Set([...data.contextsOf(file)!.lines.values()].flat());
        assert.deepEqual([...indexes].map((index) => contexts[index]).sort(), [...each].sort(), file);
      }
    }
  });

  it('coverage data has no contexts of an unknown file', () => {
    assert.equal(new CoverageData(read('contexts.coverage')).contextsOf('/home/other.py'), undefined);
  });

  it("a file that is not coverage.py's data is reported as such", () => {
    const reasonOf = (bytes: Uint8Array): string => {
      try {
        new CoverageData(bytes);
        return 'none';
      } catch (error) {
        return error instanceof UserError ? String(error.reason) : String(error);
      }
    };
    assert.equal(reasonOf(new Uint8Array()), 'not-sqlite');
    assert.equal(reasonOf(Buffer.from('!coverage.py: This is a private format')), 'not-sqlite');
    assert.equal(reasonOf(read('contexts.coverage').subarray(0, 4096)), 'damaged');
    const wal = Uint8Array.from(read('contexts.coverage'));
    wal[18] = 2;
    assert.equal(reasonOf(wal), 'unsupported');
    const schema = Buffer.from(read('contexts.coverage'));
    // page 2 holds the one row of coverage_schema; its last byte is the version
    assert.equal(schema[2 * 4096 - 1], 7);
    schema[2 * 4096 - 1] = 8;
    assert.equal(reasonOf(schema), 'other-schema');
    const renamed = Buffer.from(read('contexts.coverage'));
    renamed.write('xrc', renamed.indexOf('tablearcarc') + 'table'.length);
    assert.equal(reasonOf(renamed), 'not-coverage');
  });

  it('damaged coverage data ends with a UserError or an answer, whatever bytes are changed', () => {
    const whole = read('contexts.coverage');
    const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(change, fc.option(fc.nat(whole.length)), fc.boolean(), (changes, cut, headers) => {
        const bytes = Uint8Array.from(cut === null ? whole : whole.subarray(0, cut));
        // half of the time at the beginnings of pages, where the structure is
        for (const [at, value] of changes) bytes[headers ? Math.floor(at / 4096) * 4096 + (at % 40) : at] = value;
        try {
          const data = new CoverageData(bytes);
          for (const each of data.paths) data.contextsOf(each);
          data.contextsByFile();
        } catch (error) {
          assert.ok(error instanceof UserError, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('SqliteFile', () => {
  it('SQLite numbers of every length are read', () => {
    assert.deepEqual(readVarint(Uint8Array.of(0x7f), 0), { value: 127, end: 1 });
    assert.deepEqual(readVarint(Uint8Array.of(0x81, 0x00), 0), { value: 128, end: 2 });
    assert.deepEqual(readVarint(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x05), 0), {
      value: 5,
      end: 9,
    });
    assert.throws(() => readVarint(Uint8Array.of(0x81), 0), UserError);
  });

  it('SQLite tables that do not exist are missing', () => {
    const file = new SqliteFile(read('nobranch.coverage'));
    assert.equal(file.hasTable('arc'), true);
    assert.equal(file.hasTable('sqlite_autoindex_arc_1'), false);
    assert.throws(() => [...file.rows('nothing')], UserError);
  });

  it('SQLite pages are read once each, so that a damaged file cannot multiply its rows', () => {
    const bytes = Buffer.from(read('contexts.coverage'));
    const page = 10 * 4096; // the root of table arc, page 11: an interior page
    assert.equal(bytes[page], 5);
    const firstCell = page + bytes.readUInt16BE(page + 12);
    bytes.copy(bytes, page + 8, firstCell, firstCell + 4); // the last child is the first one now
    assert.throws(() => [...new SqliteFile(bytes).rows('arc')], { reason: 'damaged' });
  });

  it('bits of coverage data become lines', () => {
    assert.deepEqual(linesOfBits(Uint8Array.of(0b10, 0b10000001)), [1, 8, 15]);
  });
});
