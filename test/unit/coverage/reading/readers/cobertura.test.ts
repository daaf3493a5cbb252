import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { printedNames } from '../../../../../src/coverage/reading/printedNames';
import { readCobertura } from '../../../../../src/coverage/reading/readers/cobertura';
import { Unexpected } from '../../../../../src/coverage/reading/readers/coberturaLines';
import { readCoberturaByReference } from '../../../../../src/coverage/reading/readers/coberturaReference';
import { scanCobertura } from '../../../../../src/coverage/reading/readers/coberturaScan';
import type { ReadReport } from '../../../../../src/coverage/reading/readers/readReport';
import { ReportError, type ReportErrorReason } from '../../../../../src/coverage/reading/readers/reportError';
import { branchesOf } from '../../../../../src/coverage/report/coverageReport';
import { coberturaPairs, fixtures, reports, rowOf, rowsOf } from '../../samples';
import { reportTexts } from './coberturaTexts';

const MANY = 1000;
const small = readFileSync(join(fixtures, 'versions/7.15.4/unit.xml'));

/** What the scan says of bytes; undefined where it leaves them to the reference. */
function scanned(bytes: Buffer): ReadReport | undefined {
  try {
    return scanCobertura(bytes, MANY);
  } catch (error) {
    if (error instanceof Unexpected) return undefined;
    throw error;
  }
}

function referenced(bytes: Buffer): ReadReport {
  return readCoberturaByReference(bytes.toString('utf8'), MANY);
}

/** The report or, for what is refused, why. */
function outcome(bytes: Buffer): ReadReport | ReportErrorReason {
  try {
    return readCobertura(bytes);
  } catch (error) {
    if (error instanceof ReportError) return error.reason;
    throw error;
  }
}

function refuses(text: string | Buffer, reason: ReportErrorReason, predicate: RegExp): void {
  assert.throws(
    () => readCobertura(Buffer.from(text)),
    (error) => error instanceof ReportError && error.reason === reason && predicate.test(error.predicate),
    String(text).slice(0, 200),
  );
}

/** A report with these lines in one file `a.py`. */
function withLines(lines: string, before = '<?xml version="1.0" ?>'): Buffer {
  return Buffer.from(
    `${before}<coverage version="7.0" branch-rate="0"><sources><source>/r</source></sources>` +
      `<packages><package name="."><classes><class name="a" filename="a.py"><methods/><lines>${lines}</lines>` +
      '</class></classes></package></packages></coverage>',
  );
}

describe('Cobertura', () => {
  describe('as coverage.py writes it', () => {
    for (const { report, table } of coberturaPairs()) {
      it(`Cobertura counts what coverage report counted: ${report.split('/').slice(-2).join('/')}`, () => {
        const read = readCobertura(readFileSync(report));
        const names = printedNames(
          read.sources,
          read.files.map((file) => file.name),
        );
        const rows = rowsOf(readFileSync(table, 'utf8'));
        assert.equal(read.files.length, rows.size);
        read.files.forEach((file, i) => {
          assert.deepEqual(rowOf(file), rows.get(names[i]!.printed), names[i]!.printed);
        });
      });
    }

    it("Cobertura's version is read, and whether branches were measured", () => {
      const { toolVersion, hasBranches, format, sources } = readCobertura(small);
      assert.deepEqual(
        { toolVersion, hasBranches, format, sources },
        {
          toolVersion: '7.15.4',
          hasBranches: true,
          format: 'cobertura',
          sources: ['/home/stack/harbor'],
        },
      );
      assert.equal(readCobertura(readFileSync(join(fixtures, 'versions/7.15.4/unit-nobranch.xml'))).hasBranches, false);
      const without = withLines('<line number="1" hits="1"/>').toString().replace('-rate="0"', '-rate="1"');
      assert.equal(readCobertura(Buffer.from(without)).hasBranches, true, 'branches were measured, and there are none');
    });

    it("Cobertura's branches are all read", () => {
      const file = readCobertura(small).files.find(({ name }) => name === 'harbor/tide.py');
      assert.ok(file);
      const partly = [...branchesOf(file)].filter(({ total, taken }) => taken < total);
      assert.deepEqual(partly.slice(0, 3), [
        { line: 7, total: 2, taken: 1, missing: [10] },
        { line: 15, total: 2, taken: 1, missing: [16] },
        { line: 21, total: 2, taken: 1, missing: [22] },
      ]);
      assert.deepEqual(partly.find(({ line }) => line === 80)?.missing, ['exit', 81]);
    });
  });

  describe('scan and reference', () => {
    it('scan and reference agree on every sample, and the scan leaves none of coverage.py to the reference', () => {
      for (const path of reports('.xml')) {
        const bytes = readFileSync(path);
        const scan = scanned(bytes);
        assert.ok(scan, basename(path));
        assert.deepEqual(scan, referenced(bytes), basename(path));
      }
    });

    it('scan and reference agree on generated reports', () => {
      fc.assert(
        fc.property(reportTexts(), ({ text, model }) => {
          const bytes = Buffer.from(text);
          assert.deepEqual(summaryOf(referenced(bytes)), model);
          assert.deepEqual(scanned(bytes), referenced(bytes));
        }),
        { numRuns: 150 },
      );
    });

    it('scan and reference agree on whatever one wrong byte leaves readable, at every place', () => {
      const bytes = withLines(
        '\n\t\t\t\t\t\t<line number="1" hits="1"/>\n\t\t\t\t\t\t<line number="12" hits="0" branch="true" ' +
          'condition-coverage="50% (1/2)" missing-branches="exit,14"/>\n'.padEnd(300),
      );
      let accepted = 0;
      for (let at = 0; at < bytes.length; at++) {
        for (const byte of Buffer.from('"<>&;/= \t09a-!\x00\xe9', 'latin1')) {
          const broken = Buffer.from(bytes);
          broken[at] = byte;
          const scan = scanned(broken);
          if (!scan) continue;
          accepted++;
          assert.deepEqual(scan, referenced(broken), broken.toString());
        }
      }
      assert.ok(accepted > 100, 'names and numbers stay readable');
    });

    it('scan and reference agree on reports with several bytes changed, or refuse them', () => {
      const places = fc.array(fc.tuple(fc.nat(small.length - 1), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 3,
      });
      fc.assert(
        fc.property(places, (changes) => {
          const broken = Buffer.from(small);
          for (const [at, byte] of changes) broken[at] = byte;
          const scan = scanned(broken);
          const read = outcome(broken);
          if (scan && typeof read !== 'string') assert.deepEqual(scan, referenced(broken));
        }),
        { numRuns: 150 },
      );
    });

    it('scan and reference are both needed: the scan leaves odd things to the reference', () => {
      const branch = 'branch="true" condition-coverage="0% (0/3)" missing-branches="9,exit,4"';
      const texts = [
        withLines(`<line number="1" hits="1" ${branch}/>`).toString(),
        withLines('').toString().replace('filename=', 'filename="first.py" filename='),
        withLines('').toString().replace('<sources>', '<!-- a --b<sources>'),
        withLines('<line number="1" hits="1" hits="0"/>').toString(),
      ];
      for (const text of texts) assert.equal(scanned(Buffer.from(text)), undefined, text);
      const [file] = readCobertura(Buffer.from(texts[0]!)).files;
      assert.deepEqual([...branchesOf(file!)], [{ line: 1, total: 3, taken: 0, missing: ['exit', 4, 9] }]);
      refuses(texts[2]!, 'malformed', /well-formed/);
    });

    it('scan and reference agree on attributes in other orders and on branch="false"', () => {
      const bytes = withLines(
        '<line hits="3" number="1" branch="false"/>' +
          '<line missing-branches="4,7" branch="true" hits="1" condition-coverage="33% (1/3)" number="2" />',
      );
      const scan = scanned(bytes);
      assert.ok(scan);
      assert.deepEqual(scan, referenced(bytes));
      const [file] = scan.files;
      assert.ok(file);
      assert.deepEqual([...file.hits], [3, 1]);
      assert.deepEqual([...branchesOf(file)], [{ line: 2, total: 3, taken: 1, missing: [4, 7] }]);
    });
  });

  describe('of other generators', () => {
    it('Cobertura lines of a class count once, though its methods list them too', () => {
      const line = '<line number="2" hits="5"/>';
      const methods = `<methods><method name="m"><lines>${line}</lines></method></methods>`;
      const bytes = Buffer.from(withLines(line).toString().replace('<methods/>', methods));
      assert.equal(scanned(bytes), undefined);
      assert.deepEqual([...readCobertura(bytes).files[0]!.lines], [2]);
    });

    it('Cobertura lines are put in order, and duplicates joined', () => {
      const [file] = readCobertura(
        withLines('<line number="9" hits="0"/><line number="3" hits="2"/><line number="9" hits="1"/>'),
      ).files;
      assert.deepEqual([...file!.lines], [3, 9]);
      assert.deepEqual([...file!.hits], [2, 1]);
    });

    it('Cobertura is read with CDATA, comments between lines, single quotes and a byte order mark', () => {
      const bytes = Buffer.from(
        `\ufeff${withLines("<!-- a --><line number='1' hits='1'/>").toString().replace('/r<', '<![CDATA[/r&]]><')}`,
      );
      const { sources, files } = readCobertura(bytes);
      assert.deepEqual(sources, ['/r&']);
      assert.equal(files[0]!.lines.length, 1);
    });
  });

  describe('refuses', () => {
    it('Cobertura that ends at any byte before its last is refused', () => {
      const end = small.length - 1;
      assert.equal(String.fromCharCode(small[end]!), '\n');
      for (let length = 0; length < end; length++) {
        const part = small.subarray(0, length);
        assert.equal(outcome(part), 'truncated', `at byte ${length}`);
        assert.equal(scanned(part), undefined, `at byte ${length}`);
      }
      assert.deepEqual(outcome(small.subarray(0, end)), readCobertura(small));
    });

    it('Cobertura with a DTD is refused, wherever it declares entities', () => {
      const bomb = '<!DOCTYPE coverage [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
      refuses(withLines('&b;', `<?xml version="1.0" ?>\n${bomb}`), 'unsupported', /DOCTYPE/);
      refuses(withLines('', '<!doctype coverage SYSTEM "http://example.org/x.dtd">'), 'unsupported', /DOCTYPE/);
      refuses(withLines('', `<!-- ${' '.repeat(20_000)} -->${bomb}`), 'not-a-report', /first element/);
      refuses(withLines(`<line number="1" hits="1"/>${bomb}`), 'malformed', /well-formed/);
      refuses(withLines('<line number="&b;" hits="1"/>'), 'malformed', /well-formed/);
    });

    it('Cobertura in other encodings is refused', () => {
      refuses(Buffer.from(`\ufeff${small.toString()}`, 'utf16le'), 'unsupported', /UTF-16/);
      refuses(withLines('', '<?xml version="1.0" encoding="ISO-8859-1"?>'), 'unsupported', /ISO-8859-1/);
      assert.equal(readCobertura(withLines('', '<?xml version="1.0" encoding="UTF-8" ?>')).files.length, 1);
    });

    it('files other than Cobertura are refused', () => {
      refuses('<html><body>Not found</body></html>', 'not-a-report', /<coverage>/);
      refuses('<coverage generated="1"><project/></coverage>', 'not-a-report', /<packages>/);
      refuses('<coverages></coverages></coverage>', 'not-a-report', /<coverage>/);
    });

    it('two reports in one file are refused', () => {
      refuses(Buffer.concat([small, small]), 'malformed', /two reports/);
      refuses(`${small.toString()}junk`, 'malformed', /goes on/);
      assert.deepEqual(readCobertura(Buffer.from(`${small.toString()}<!-- by hand -->\n`)), readCobertura(small));
    });

    it('invalid lines in Cobertura are refused', () => {
      refuses(withLines('<line number="0" hits="1"/>'), 'malformed', /number="0"/);
      refuses(withLines('<line number="-3" hits="1"/>'), 'malformed', /number="-3"/);
      refuses(withLines('<line number="3000000000" hits="1"/>'), 'malformed', /number="3000000000"/);
      refuses(withLines('<line number="1"/>'), 'malformed', /hits=""/);
      const branch = '<line number="1" hits="1" branch="true" condition-coverage=';
      refuses(withLines(`${branch}"150% (3/2)"/>`), 'malformed', /condition-coverage/);
      refuses(withLines(`${branch}"50% (1/2)" missing-branches="2;3"/>`), 'malformed', /missing-branches/);
      refuses(withLines(`${branch}"50% (1/2)" missing-branches="0"/>`), 'malformed', /missing-branches="0"/);
    });

    it('Cobertura that is too large, too deep, or lists too many files is refused', () => {
      const limits = { bytes: 10_000, referenceBytes: 1000, files: 2 };
      const fails = (bytes: Buffer, reason: ReportErrorReason, predicate: RegExp): void => {
        assert.throws(
          () => readCobertura(bytes, limits),
          (error) => error instanceof ReportError && error.reason === reason && predicate.test(error.predicate),
        );
      };
      fails(withLines(' '.repeat(10_000)), 'too-large', /larger than/);
      fails(withLines(`<!-- x -->${' '.repeat(1000)}`), 'too-large', /form that coverage\.py writes/);
      fails(small, 'too-large', /more than 2 files/);
      const nested = `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`;
      refuses(withLines(nested), 'malformed', /deep/);
    });

    it('Cobertura that continues after a root element that ended at once is refused', () => {
      refuses('<coverage a="1"b="2"/></coverage>', 'malformed', /not well-formed/);
    });
  });
});

/** A report in the words of `reportTexts`. */
function summaryOf(report: ReadReport): unknown {
  return {
    sources: report.sources,
    files: report.files.map((file) => ({
      name: file.name,
      lines: [...file.lines].map((number, i) => ({ number, hits: file.hits[i]! })),
      branches: [...branchesOf(file)],
    })),
  };
}
