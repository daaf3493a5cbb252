import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { type CoverageConfig, readCoverageConfig } from '../../src/coverage/find/coverageConfig';
import { surveyFolder } from '../../src/coverage/find/surveyFolder';
import { readReportFiles } from '../../src/coverage/reading/readReportFiles';
import { type CoverageReport } from '../../src/coverage/report/coverageReport';
import { reportTable } from '../../src/coverage/table/table';
import { diskFiles } from '../../src/project/files';
import { readTox } from '../../src/project/tox/readTox';
import { copyOfSample, coverageVersion, project, SAMPLE, tools, tox } from './lab';
import { run } from './lib/run';

/** The report that is found in a project, as the extension finds it. */
async function foundReport(root: string): Promise<{ report: CoverageReport; config: CoverageConfig }> {
  const cover = (await readTox(root, diskFiles))?.environment('cover');
  const { config, reports } = await surveyFolder({ root, cover }, diskFiles);
  const [found] = reports;
  assert.ok(found, `tox -e cover left no report in ${root}`);
  return { report: readReportFiles([found], [root]), config };
}

describe('table of a real run', () => {
  it('the table of oslo.serialization equals coverage report -m', async () => {
    const root = await project('oslo.serialization', '5.11.0');
    await tox(root, 'cover');
    const { report, config } = await foundReport(root);
    const expected = await run(join(root, '.tox/cover/bin/coverage'), ['report', '-m'], { cwd: root });
    assert.equal(reportTable(report, config).text, expected);
  });

  it("the table of oslo.serialization equals coverage report -m when made of an old version's JSON", async () => {
    const root = await project('oslo.serialization', '5.11.0');
    await tox(root, 'cover');
    const folder = mkdtempSync(join(tmpdir(), 'measured-'));
    process.once('exit', () => removeFolder(folder));
    const env = { PYTHONPATH: await coverageVersion('7.6.12'), COVERAGE_FILE: join(folder, '.coverage') };
    const python = join(root, '.tox/cover/bin/python');
    const coverage = (...args: string[]): Promise<string> =>
      run(python, ['-m', 'coverage', ...args], { cwd: root, env });
    await coverage('run', '-m', 'testtools.run', 'discover', '-s', 'oslo_serialization/tests', '-t', '.');
    await coverage('json', '-o', join(folder, 'coverage.json'));
    await coverage('xml', '-o', join(folder, 'coverage.xml'));
    const [json, xml] = ['coverage.json', 'coverage.xml'].map((name) => readReportFiles([join(folder, name)], [root]));
    assert.equal(json!.toolVersion, '7.6.12');
    assert.equal(reportTable(json!, await readCoverageConfig(root, diskFiles)).text, await coverage('report', '-m'));
    const statements = ({ files }: CoverageReport): unknown =>
      new Map(files.map(({ name, lines }) => [name, [...lines]]));
    assert.deepEqual(statements(json!), statements(xml!));
  });

  it('the table of the sample equals coverage report -m, and the report in git is up to date', async () => {
    const root = await copyOfSample();
    // The linters as well: the sample shows what a project of OpenStack is.
    await tox(root, 'cover', 'pep8');
    const { report, config } = await foundReport(root);
    const expected = await run(join(root, '.tox/cover/bin/coverage'), ['report', '-m'], { cwd: root });
    assert.equal(reportTable(report, config).text, expected);

    const withoutTime = (folder: string): string =>
      readFileSync(join(folder, 'cover/coverage.xml'), 'utf8').replace(/ timestamp="\d+"/, '');
    assert.equal(withoutTime(SAMPLE), withoutTime(root));
  });
});

/** Not 5.5: on a newer Python than it knows it finds statements at line 0. Its tables are in test/fixtures/coverage. */
const VERSIONS = ['6.5.0', '7.2.7', '7.6.12', '7.15.4'];

const OPTIONS: readonly (readonly [option: string, config: Partial<CoverageConfig>])[] = [
  ['--precision=0', {}],
  ['--precision=2', { precision: 2 }],
  ['--precision=9', { precision: 9 }],
  ['--skip-covered', { skipCovered: true }],
  ['--skip-empty', { skipEmpty: true }],
  ['--sort=-cover', { sort: '-cover' }],
  ['--sort=brpart', { sort: 'brpart' }],
  ['--sort=-Name', { sort: '-Name' }],
];

for (const version of VERSIONS) {
  describe(`table of the sample measured by coverage.py ${version}`, () => {
    let root: string;
    let coverage: (...args: string[]) => Promise<string>;

    before(async () => {
      root = await copyOfSample();
      const env = { PYTHONPATH: await coverageVersion(version) };
      const python = join(await tools(), 'python');
      coverage = (...args) => run(python, ['-m', 'coverage', ...args], { cwd: root, env });
      await coverage('run', '-m', 'testtools.run', 'discover', '-s', 'cloudlet/tests/unit', '-t', '.');
      await coverage('xml', '-o', 'cover/coverage.xml');
      await coverage('json', '-o', 'cover/coverage.json');
    });

    for (const [option, change] of OPTIONS) {
      it(`the table of the sample equals coverage report -m ${option}`, async () => {
        const { report, config } = await foundReport(root);
        assert.equal(report.toolVersion, version);
        assert.equal(reportTable(report, { ...config, ...change }).text, await coverage('report', '-m', option));
      });
    }

    for (const [least, precision] of [
      [95, 0],
      [95.5, 1],
      [100, 2],
    ] as const) {
      it(`the table ends with the failure of a total under ${least}, at precision ${precision}`, async () => {
        const { report, config } = await foundReport(root);
        const said: unknown = await coverage('report', '-m', `--precision=${precision}`, `--fail-under=${least}`).catch(
          (error: Error) => error.cause,
        );
        const { code, stdout } = said as { code: number; stdout: string };
        assert.equal(code, 2);
        assert.equal(reportTable(report, { ...config, precision, failUnder: least }).text, stdout);
      });
    }

    it('a report under fail_under is written, and is no failure where that is requested', async () => {
      const settings = join(root, 'fail-under.ini');
      // The section of the report stands last.
      writeFileSync(settings, `${readFileSync(join(root, '.coveragerc'), 'utf8')}fail_under = 99\n`);
      const args = ['xml', `--rcfile=${settings}`, '-o', 'under.xml'];
      await assert.rejects(coverage(...args), /total of 7\d is less than fail-under=99/);
      await coverage(...args, '--fail-under=0');
      assert.ok(readFileSync(join(root, 'under.xml'), 'utf8').includes('<coverage '));
    });

    it('the table made of the JSON equals coverage report -m', async () => {
      const report = readReportFiles([join(root, 'cover/coverage.json')], [root]);
      const config = await readCoverageConfig(root, diskFiles);
      assert.equal(reportTable(report, config).text, await coverage('report', '-m'));
    });
  });
}
