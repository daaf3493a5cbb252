/** What `coverage json` and `coverage xml` leave to be found out, in projects that coverage.py of several versions measures. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { DEFAULT_CONFIG } from '../../src/coverage/find/coverageConfig';
import { readReportFiles } from '../../src/coverage/reading/readReportFiles';
import {
  type CoverageReport,
  countsOf,
  missingLines,
  percentOf,
  totalCounts,
} from '../../src/coverage/report/coverageReport';
import { reportTable } from '../../src/coverage/table/table';
import { coverageVersion, tools } from './lab';
import { run } from './lib/run';

const folders: string[] = [];
process.once('exit', () => folders.forEach((folder) => removeFolder(folder)));

/** A folder with these files, by their paths, and `python -m coverage` of a version in it. */
async function projectOf(
  version: string,
  files: Readonly<Record<string, string>>,
): Promise<{ root: string; coverage: (...args: string[]) => Promise<string> }> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'measured-')));
  folders.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const env = { PYTHONPATH: await coverageVersion(version) };
  const python = join(await tools(), 'python');
  return { root, coverage: (...args) => run(python, ['-m', 'coverage', ...args], { cwd: root, env }) };
}

/** Docstrings of every kind, and strings that look like some. Each function runs once, but those called `unused`. */
const SHAPES = `#!/usr/bin/python
# Why.
"""The module
of two lines."""
import functools

"""not a docstring"""


def plain():
    """doc"""


def only(): "doc"


def short(): "doc"; return 1


def raw():
    r'''doc'''
    return 1


def joined():
    "a" \\
        u"b"
    "not a docstring"


def bracketed():
    ("doc"
     "of parts")
    return 1


def data():
    b"not a docstring"
    return 1


def formatted(x=1):
    f"{x} is not a docstring"
    return 1


def used(): return "text".upper()


@functools.wraps(plain)
@functools.lru_cache
def decorated(a={1: 2},
              b=lambda: 1) -> "x: y":
    """doc
    of lines"""
    if a:
        "not a docstring"
        return 1
    else:
        """nor this"""


def unused():
    """doc"""
    return 1


async def waits():
    """doc"""
    return 1


class Documented:
    """doc"""
    x = 1
    """about x"""
    y: int = 2
    'about y'

    def method(self):
        """doc"""

        def inner():
            '''doc'''
            return 1

        return inner()

    class Inner:
        # Why.
        "doc"

    def pragma(self):  # pragma: no cover
        """doc"""
        return 1


class Line: "doc"


class Lines(
        Documented): "doc"


class Bytes:
    b"not a docstring"


class Bracketed:
    ("doc")
    z = 1


class Excluded:  # pragma: no cover
    """doc"""
    x = 1


if __name__:
    "not a docstring"
    for function in (plain, only, short, raw, joined, bracketed, data, formatted, used, decorated):
        function()
    Documented().method()
    try:
        waits().send(None)
    except StopIteration:
        "not a docstring"
`;

/** The first writes docstrings that it finds among tokens, the second those of the syntax tree, the last none. */
const VERSIONS = ['7.2.7', '7.6.12', '7.17.5'];

for (const version of VERSIONS) {
  describe(`docstrings in what coverage.py ${version} measured`, () => {
    let root: string;
    let table: string;
    let reports: { json: CoverageReport; xml: CoverageReport };

    before(async () => {
      const licensed = SHAPES.replace('#!/usr/bin/python\n# Why.\n', '');
      const project = await projectOf(version, {
        'lib/shapes.py': SHAPES,
        'lib/first.py': licensed,
        'lib/empty.py': '',
        'lib/words.py': '"""doc"""\n',
        'main.py': 'import runpy\nfor name in "shapes", "first", "empty", "words": runpy.run_module("lib." + name)\n',
      });
      root = project.root;
      await project.coverage('run', '--branch', '--source', 'lib', 'main.py');
      await project.coverage('json', '-o', 'coverage.json');
      await project.coverage('xml', '-o', 'coverage.xml');
      table = await project.coverage('report', '-m');
      const read = (name: string): CoverageReport => readReportFiles([join(root, name)], [root]);
      reports = { json: read('coverage.json'), xml: read('coverage.xml') };
    });

    it('docstrings are not statements, as in the XML of the same data', () => {
      const statements = ({ files }: CoverageReport): unknown =>
        Object.fromEntries(
          files.map(({ name, lines, hits }) => [name, Array.from(lines, (line, i) => `${line}:${hits[i]}`)]),
        );
      assert.deepEqual(statements(reports.json), statements(reports.xml));
    });

    it('docstrings count as in coverage report', () => {
      assert.equal(reportTable(reports.json, DEFAULT_CONFIG).text, table);
    });

    it('docstrings are not counted either if the text has changed, or is missing', () => {
      const { totals } = JSON.parse(readFileSync(join(root, 'coverage.json'), 'utf8')) as {
        totals: { num_statements: number; percent_covered: number };
      };
      const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
      folders.push(elsewhere);
      writeFileSync(join(root, 'lib/shapes.py'), `"""Another."""\n${SHAPES}\n"""text"""\n`);
      for (const folder of [root, elsewhere]) {
        const report = readReportFiles([join(root, 'coverage.json')], [folder]);
        const counts = totalCounts(report.files);
        assert.equal(counts.statements, totals.num_statements);
        assert.ok(Math.abs(percentOf(counts) - totals.percent_covered) < 1e-9);
        assert.deepEqual(report.files.map(missingLines), reports.json.files.map(missingLines));
      }
    });
  });
}

describe('two files of one name below two sources', () => {
  const MODULE = 'import os\n\n\ndef deploy():\n    host = os.sep\n    return host\n';
  const ACTION =
    'import os\nimport sys\n\n\ndef deploy(force):\n    if force:\n        return sys.path\n    return os.sep\n';

  it("two files of one name are one in coverage.py's XML, which is reported, and tied to the file with its statements", async () => {
    const { root, coverage } = await projectOf('7.17.5', {
      '.coveragerc': '[run]\nsource = plugins/modules,plugins/action\n',
      'plugins/modules/deploy.py': MODULE,
      'plugins/action/deploy.py': ACTION,
      'main.py': 'import runpy\nfor path in "modules", "action": runpy.run_path("plugins/" + path + "/deploy.py")\n',
    });
    await coverage('run', 'main.py');
    await coverage('xml', '-o', 'coverage.xml');
    await coverage('json', '-o', 'coverage.json');
    const read = (name: string): CoverageReport => readReportFiles([join(root, name)], [root]);

    const json = read('coverage.json');
    assert.equal(json.incomplete, undefined);
    assert.equal(reportTable(json, DEFAULT_CONFIG).text, await coverage('report', '-m'));

    const xml = read('coverage.xml');
    const [file, ...others] = xml.files;
    assert.deepEqual([others, xml.unresolved], [[], []]);
    const listed = countsOf(file!).statements;
    assert.deepEqual(xml.incomplete, { listed, counted: totalCounts(json.files).statements });
    const same = json.files.find(({ path }) => path === file!.path)!;
    assert.deepEqual([...file!.lines], [...same.lines]);
  });
});
