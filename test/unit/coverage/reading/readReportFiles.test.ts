import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import type { FileReads } from '../../../../src/base/readFile';
import { pack, unpack } from '../../../../src/coverage/reading/readers/packed';
import { ReportError, type ReportErrorReason } from '../../../../src/coverage/reading/readers/reportError';
import { readReport, readReportFiles, readWhole } from '../../../../src/coverage/reading/readReportFiles';
import { missingLines, totalCounts } from '../../../../src/coverage/report/coverageReport';
import { fixtures, rowOf, rowsOf, versions } from '../samples';

const project = join(fixtures, 'versions/project');

describe('reading report files', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'));
  });

  after(() => removeFolder(folder));

  function refuses(path: string, reason: ReportErrorReason, words = /./): void {
    assert.throws(
      () => readReportFiles([path], [folder]),
      (error) => {
        assert.ok(error instanceof ReportError, String(error));
        assert.deepEqual([error.reason, error.path], [reason, path]);
        assert.ok(error.message.startsWith(`The coverage report ${path} `), error.message);
        assert.match(error.message, words);
        return true;
      },
    );
  }

  it('files of a report from another machine are found, in any format and with any sources', () => {
    const ways = ['coverage', 'source-package', 'other-folder', 'relative-files'].map((name) => `${name}.xml`);
    for (const version of versions) {
      for (const name of [...ways, 'coverage.json']) {
        const report = readReportFiles([join(fixtures, 'versions', version, name)], [project]);
        assert.deepEqual(report.unresolved, [], `${version} ${name}`);
        for (const file of report.files) assert.equal(file.path, join(project, file.name));
      }
    }
  });

  it('docstrings are not counted if the text exists', () => {
    for (const version of versions.filter((each) => each !== '5.5')) {
      const report = readReportFiles([join(fixtures, 'versions', version, 'coverage.json')], [project]);
      const rows = rowsOf(readFileSync(join(fixtures, 'versions', version, 'report.txt'), 'utf8'));
      for (const file of report.files) assert.deepEqual(rowOf(file), rows.get(file.name), `${version} ${file.name}`);
    }
  });

  it('files that do not exist here are reported', () => {
    const report = readReportFiles([join(fixtures, 'versions/7.15.4/two-sources.xml')], [project]);
    const name = '.tox/cover/lib/buoy/__init__.py';
    assert.deepEqual(report.unresolved, [{ name, reason: 'missing', candidates: [] }]);
    assert.equal(report.files.length, 9);
  });

  it('a report that lacks lines which its header counts is reported, and tied to the file with its statements', async () => {
    const root = join(folder, 'plugins');
    await mkdir(join(root, 'modules'), { recursive: true });
    await mkdir(join(root, 'action'));
    await writeFile(join(root, 'modules/deploy.py'), 'import os\n\ndef deploy():\n    return os.sep\n');
    await writeFile(join(root, 'action/deploy.py'), 'import os\nimport sys\n\n\ndef deploy():\n    return sys\n');
    const write = async (name: string, counted: number): Promise<string> => {
      const lines = [1, 3, 4].map((line) => `<line number="${line}" hits="1"/>`).join('');
      await writeFile(
        join(root, name),
        `<coverage lines-valid="${counted}" branch-rate="0"><sources><source>${root}/modules</source><source>${root}/action</source></sources>` +
          `<packages><package name="."><classes><class filename="deploy.py"><lines>${lines}</lines></class></classes></package></packages></coverage>`,
      );
      return join(root, name);
    };
    const report = readReportFiles([await write('lacking.xml', 7)], [root]);
    assert.deepEqual([report.incomplete, report.unresolved], [{ listed: 3, counted: 7 }, []]);
    assert.equal(report.files[0]?.path, join(root, 'modules/deploy.py'));
    assert.equal(readReportFiles([await write('whole.xml', 3)], [root]).incomplete, undefined);
    const merged = readReportFiles(
      ['lacking.xml', 'whole.xml'].map((name) => join(root, name)),
      [root],
    );
    assert.deepEqual(merged.incomplete, { listed: 3, counted: 7 }, 'of the one that lacks some');
    // A text that moved since: its lines fit neither of the two.
    for (const name of ['modules', 'action']) await writeFile(join(root, name, 'deploy.py'), 'x = (\n1,\n2,\n3)\n');
    const [unresolved] = readReportFiles([join(root, 'lacking.xml')], [root]).unresolved;
    assert.equal(unresolved?.reason, 'ambiguous');
  });

  it("counts are those of the JSON's summary if docstrings cannot be distinguished from statements", async () => {
    const summary = {
      covered_lines: 2,
      missing_lines: 1,
      num_branches: 4,
      num_partial_branches: 1,
      missing_branches: 2,
    };
    const file = { executed_lines: [1, 2, 3], missing_lines: [4], excluded_lines: [], summary };
    const path = join(folder, 'summary.json');
    await writeFile(
      path,
      JSON.stringify({ meta: { version: '7.6.12', branch_coverage: true }, files: { 'gone.py': file } }),
    );
    const report = readReportFiles([path], [folder]);
    const expected = { statements: 3, missed: 1, branches: 4, partialBranches: 1, missedBranches: 2 };
    assert.deepEqual(totalCounts(report.files), expected);
    assert.deepEqual(totalCounts(unpack(pack(report)).files), expected, 'on its way from the worker');
  });

  it('the time when a report was written is read', async () => {
    const path = join(folder, 'dated.xml');
    await writeFile(path, readFileSync(join(fixtures, 'versions/7.15.4/unit.xml')));
    await utimes(path, 1_700_000_000, 1_700_000_000);
    const { writtenAt, sources } = readReportFiles([path], [folder]);
    assert.deepEqual({ writtenAt, sources }, { writtenAt: 1_700_000_000_000, sources: [path] });
  });

  it("an older report's data of a file that changed since is left out", async () => {
    const root = join(folder, 'changed');
    await mkdir(join(root, 'pkg'), { recursive: true });
    const measure = (hits: 0 | 1): string =>
      `<coverage branch-rate="0"><sources><source>${root}</source></sources><packages><package name="pkg"><classes>` +
      `<class filename="pkg/a.py"><lines><line number="1" hits="1"/><line number="2" hits="${hits}"/></lines></class>` +
      '</classes></package></packages></coverage>';
    const at = async (name: string, text: string, seconds: number): Promise<string> => {
      await writeFile(join(root, name), text);
      await utimes(join(root, name), seconds, seconds);
      return join(root, name);
    };
    const reports = [await at('unit.xml', measure(1), 1000), await at('functional.xml', measure(0), 3000)];
    const missing = async (modified: number): Promise<number[]> => {
      await at('pkg/a.py', 'a = 1\nb = 2\n', modified);
      return missingLines(readReportFiles(reports, [root]).files[0]!);
    };
    assert.deepEqual(await missing(500), []);
    assert.deepEqual(await missing(2000), [2]);
  });

  it('paths stay under a root that is a symbolic link', async () => {
    const real = join(folder, 'real');
    const link = join(folder, 'link');
    await mkdir(real);
    await writeFile(join(real, 'a.py'), '');
    await symlink(real, link);
    const measured = { executed_lines: [], missing_lines: [1], excluded_lines: [], summary: { covered_lines: 0 } };
    const report = {
      meta: { version: '7.0', branch_coverage: false },
      files: { [join(real, 'a.py')]: measured },
    };
    await writeFile(join(real, 'coverage.json'), JSON.stringify(report));
    const [file] = readReportFiles([join(link, 'coverage.json')], [link]).files;
    assert.deepEqual([file?.name, file?.path], ['a.py', join(link, 'a.py')]);
  });

  it('a file that is not a report is refused by name', async () => {
    const write = async (name: string, text: string): Promise<string> => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    refuses(join(folder, 'none.xml'), 'unreadable');
    refuses(folder, 'unreadable');
    refuses(await write('empty.xml', ''), 'truncated');
    refuses(await write('blank.xml', '\ufeff \n'), 'truncated');
    refuses(
      await write('tox.ini', '[tox]\n'),
      'not-a-report',
      /is neither .* Open what "coverage xml" or "coverage json" writes\.$/,
    );
    refuses(await write('cut.xml', '<?xml version="1.0" ?>\n<coverage>'), 'truncated');
    const good = join(fixtures, 'versions/7.15.4/unit.xml');
    assert.throws(() => readReportFiles([good, join(folder, 'none.xml')], []), { path: join(folder, 'none.xml') });
  });

  it('files that are often mistaken for a report are refused by name', async () => {
    const write = async (name: string, text: string): Promise<string> => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    for (const start of ['TN:\nSF:a.py\n', 'SF:a.py\nDA:1,1\n']) {
      refuses(
        await write('coverage.lcov', start),
        'lcov',
        /is in the lcov format.*Make one with "coverage xml" or "coverage json"\.$/,
      );
    }
    for (const start of ['SQLite format 3\0', "!coverage.py: This is a private format, don't read it directly!{}"]) {
      refuses(
        await write('.coverage', start),
        'coverage-data',
        /holds the measurements of a run, not the report of them\. Make the report with "coverage xml"\.$/,
      );
    }
    for (const start of ['<!DOCTYPE html>\n<html>', '<html lang="en">']) {
      refuses(await write('index.html', start), 'not-a-report', /is a web page/);
    }
  });

  it('UTF-16 is refused as such', () => {
    for (const text of ['<coverage/>', '{}']) {
      const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
      assert.throws(
        () => readReport(bytes),
        (error) => error instanceof ReportError && error.reason === 'unsupported',
      );
    }
  });

  describe('that is being written', () => {
    /** A file that says these sizes and times when asked, one after the other, and gives three bytes at a time. */
    function changing(text: string, ...stats: readonly [size: number, mtimeMs: number][]): FileReads {
      const bytes = Buffer.from(text);
      const left = [...stats];
      return {
        openSync: () => 1,
        fstatSync: () => {
          const [size, mtimeMs] = left.shift()!;
          return { size, mtimeMs, isFile: () => true };
        },
        readSync: (_, buffer, offset, length, position) =>
          bytes.copy(buffer, offset, position, position + Math.min(length, 3)),
        closeSync: () => left.push([-1, -1]),
      };
    }

    function isNoticed(file: FileReads): void {
      assert.throws(
        () => readWhole('', file),
        (error) => error instanceof ReportError && error.reason === 'being-written',
      );
    }

    it('a report that is being written is noticed by its size or its time', () => {
      isNoticed(changing('12345678', [8, 1], [9, 1]));
      isNoticed(changing('12345678', [8, 1], [8, 2]));
      isNoticed(changing('1234', [8, 1], [4, 1]));
      isNoticed(changing('1234', [8, 1], [8, 1]));
    });

    it('a report that is complete is read in any number of pieces', () => {
      const { bytes, writtenAt } = readWhole('', changing('12345678', [8, 5], [8, 5]));
      assert.deepEqual([bytes.toString(), writtenAt], ['12345678', 5]);
    });
  });
});
