import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { type CoverageConfig, DEFAULT_CONFIG, readCoverageConfig } from '../../../../src/coverage/find/coverageConfig';
import { projectFiles } from '../../project/memoryFiles';

function read(texts: Record<string, string>): Promise<CoverageConfig> {
  return readCoverageConfig('/p', projectFiles(texts));
}

const RC = `[run]
branch = True
source = cloudlet, other
parallel = yes
data_file = \${TMP-.}/data

[report]
precision = 2
skip_covered = on
skip_empty = 1
fail_under = 82.50
show_missing = true
sort = -Miss

[xml]
output = out/c.xml
[json]
output = out/c.json
[html]
directory = out/html
`;

const EXPECTED: CoverageConfig = {
  file: '.coveragerc',
  branch: true,
  parallel: true,
  relativeFiles: false,
  source: ['cloudlet', 'other'],
  saysWhatIsMeasured: true,
  dataFile: './data',
  xmlOutput: 'out/c.xml',
  jsonOutput: 'out/c.json',
  htmlDirectory: 'out/html',
  precision: 2,
  showMissing: true,
  skipCovered: true,
  skipEmpty: true,
  failUnder: 82.5,
  sort: '-Miss',
};

const TOML = `[run]
branch = true
source = ["cloudlet", "other"]
parallel = true
data_file = "./data"
[report]
precision = 2
skip_covered = true
skip_empty = true
fail_under = 82.5
show_missing = true
sort = "-Miss"
[xml]
output = "out/c.xml"
[json]
output = "out/c.json"
[html]
directory = "out/html"
`;

describe('coverage.py settings', () => {
  it("coverage.py's settings are those of .coveragerc", async () => {
    assert.deepEqual(await read({ '.coveragerc': RC }), EXPECTED);
  });

  it("coverage.py's settings may be in setup.cfg and tox.ini, with a prefix", async () => {
    const text = RC.replaceAll('[', '[coverage:').replaceAll('coverage:coverage:', '');
    for (const file of ['setup.cfg', 'tox.ini', '.coveragerc']) {
      assert.deepEqual(await read({ [file]: text }), { ...EXPECTED, file });
    }
    assert.deepEqual(await read({ 'setup.cfg': RC, 'tox.ini': RC }), DEFAULT_CONFIG);
  });

  it("coverage.py's settings may be in TOML", async () => {
    const prefixed = TOML.replaceAll(/^\[/gm, '[tool.coverage.');
    assert.deepEqual(await read({ 'pyproject.toml': prefixed }), { ...EXPECTED, file: 'pyproject.toml' });
    assert.deepEqual(await read({ '.coveragerc.toml': prefixed }), { ...EXPECTED, file: '.coveragerc.toml' });
    assert.deepEqual(await read({ '.coveragerc.toml': TOML }), { ...EXPECTED, file: '.coveragerc.toml' });
    assert.deepEqual(await read({ 'pyproject.toml': TOML }), DEFAULT_CONFIG);
  });

  it("coverage.py's settings come from the first file that has some", async () => {
    const toml = '[tool.coverage.report]\nprecision = 1\n';
    const ini = '[coverage:report]\nprecision = 3\n';
    assert.equal((await read({ 'pyproject.toml': toml, 'tox.ini': ini })).precision, 3);
    assert.equal((await read({ 'pyproject.toml': toml, 'tox.ini': '[tox]\n' })).precision, 1);
    // A file of coverage.py's own counts even when it is empty.
    assert.deepEqual(await read({ '.coveragerc': '', 'tox.ini': ini }), { ...DEFAULT_CONFIG, file: '.coveragerc' });
    assert.deepEqual(await read({}), DEFAULT_CONFIG);
  });

  it("coverage.py's settings have their defaults for invalid values", async () => {
    const text = '[run]\nbranch = perhaps\n[report]\nprecision = 12\nsort =\n[xml]\noutput = $HOME\n';
    assert.deepEqual(await read({ '.coveragerc': text }), { ...DEFAULT_CONFIG, file: '.coveragerc' });
    const broken = { 'pyproject.toml': '[tool.coverage.run]\nbranch = [\n' };
    assert.deepEqual(await read(broken), DEFAULT_CONFIG);
    const types = '[tool.coverage]\nrun = 3\n[tool.coverage.report]\nprecision = [2]\nsort = 5\n';
    assert.deepEqual(await read({ 'pyproject.toml': types }), { ...DEFAULT_CONFIG, file: 'pyproject.toml' });
  });

  it("coverage.py's settings are read from any text, or it is a UserError", async () => {
    const files = ['.coveragerc', '.coveragerc.toml', 'setup.cfg', 'tox.ini', 'pyproject.toml'];
    const text = fc.oneof(
      fc.string(),
      fc.mixedCase(fc.constantFrom(RC, TOML)).map((t) => t.slice(3)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), text, async (file, content) => {
        const { precision } = await read({ [file]: content });
        assert.ok(precision >= 0 && precision <= 9);
      }),
      { numRuns: 200 },
    );
    const big = read({ '.coveragerc': 'x'.repeat(2 << 20) });
    await assert.rejects(big, (error) => error instanceof UserError && error.reason === 'too-big');
  });
});
