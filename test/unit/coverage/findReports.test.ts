import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEFAULT_CONFIG } from '../../../src/coverage/coverageConfig';
import { findData, findReports, reportCandidates } from '../../../src/coverage/findReports';
import { readTox } from '../../../src/project/tox/readTox';
import { memoryFiles } from '../project/memoryFiles';

const USUAL = [
  'cover/coverage.xml',
  'coverage.xml',
  'cover/coverage.json',
  'coverage.json',
  'coverage/coverage-final.json',
].map((name) => `/p/${name}`);

/** Paths that the commands of a cover environment add in front of the usual ones. */
async function written(commands: string, more = ''): Promise<string[]> {
  const ini = `[testenv:cover]\n${more}\ncommands =\n  ${commands}\n`;
  const cover = (await readTox('/p', memoryFiles({ '/p/tox.ini': ini })))?.environment('cover');
  const config = { ...DEFAULT_CONFIG, xmlOutput: 'set/x.xml', jsonOutput: 'set/j.json', htmlDirectory: 'set/html' };
  return reportCandidates('/p', cover, config).flatMap(({ path, origin }) => (origin === 'tox' ? [path] : []));
}

describe('places of reports', () => {
  it('are the usual ones when the project says nothing', () => {
    assert.deepEqual(reportCandidates('/p', undefined).map(({ path }) => path), USUAL);
  });

  it('are what the cover environment writes, in every spelling', async () => {
    const spellings = ['-o a/b.xml', '-oa/b.xml', '--output=a/b.xml', '--output a/b.xml', '-o x.xml -i -o a/b.xml'];
    const programs = ['coverage', 'coverage3', 'python -m coverage', 'python3.11 -m coverage', '{envbindir}/coverage'];
    for (const options of spellings) {
      for (const program of programs) {
        assert.deepEqual(await written(`${program} xml ${options}`), ['/p/a/b.xml'], `${program} ${options}`);
      }
    }
    assert.deepEqual(await written('coverage json -o {toxinidir}/out.json --pretty-print'), ['/p/out.json']);
    assert.deepEqual(await written('coverage html -d out'), ['/p/out/coverage.xml', '/p/out/coverage.json']);
    assert.deepEqual(await written('coverage html --directory=out'), ['/p/out/coverage.xml', '/p/out/coverage.json']);
  });

  it('are those of the settings where the command names none', async () => {
    assert.deepEqual(await written('coverage xml'), ['/p/set/x.xml']);
    assert.deepEqual(await written('coverage json -q'), ['/p/set/j.json']);
    assert.deepEqual(await written('coverage html'), ['/p/set/html/coverage.xml', '/p/set/html/coverage.json']);
  });

  it('start from the folder that the commands run in', async () => {
    assert.deepEqual(await written('coverage xml -o c.xml', 'changedir = sub'), ['/p/sub/c.xml']);
  });

  it('are not where other commands write', async () => {
    for (const command of ['coverage run -o x.xml', 'mycoverage xml -o y.xml', 'coverage xml -o -', 'coverage']) {
      assert.deepEqual(await written(command), [], command);
    }
  });

  it('do not lie outside of the project when tox.ini says so', async () => {
    for (const path of ['../p2/c.xml', '/etc/passwd', 'a/../../x.xml', '..', '.', '{unknown}/x.xml', 'a\u0001b']) {
      assert.deepEqual(await written(`coverage xml -o ${path}`), [], path);
    }
    assert.deepEqual(await written('coverage xml -o c.xml', 'changedir = /somewhere'), []);
    assert.deepEqual(await written('coverage xml -o ..cover/c.xml'), ['/p/..cover/c.xml']);
  });

  it('come in the order tox, usual, setting, each once', async () => {
    const ini = '[testenv:cover]\ncommands =\n  coverage html -d cover\n  coverage xml -o cover/coverage.xml\n';
    const cover = (await readTox('/p', memoryFiles({ '/p/tox.ini': ini })))?.environment('cover');
    const setting = ['functional.xml', '/ci/coverage.xml', 'coverage.xml', ''];
    const candidates = reportCandidates('/p', cover, DEFAULT_CONFIG, setting);
    assert.deepEqual(
      candidates.map(({ path, origin }) => `${origin} ${path}`),
      [
        'tox /p/cover/coverage.xml',
        'tox /p/cover/coverage.json',
        'usual /p/coverage.xml',
        'usual /p/coverage.json',
        'usual /p/coverage/coverage-final.json',
        'setting /p/functional.xml',
        'setting /ci/coverage.xml',
      ],
    );
  });

  it('hold a report or not', async () => {
    const files = memoryFiles({ '/p/coverage.xml': '', '/p/cover/coverage.xml': '' }, { '/p/coverage.xml': 7 });
    assert.deepEqual(await findReports(reportCandidates('/p', undefined), files), [
      { path: '/p/cover/coverage.xml', origin: 'usual', writtenAt: 0 },
      { path: '/p/coverage.xml', origin: 'usual', writtenAt: 7 },
    ]);
  });
});

describe('coverage data', () => {
  it('is counted in the root only', async () => {
    const files = memoryFiles({
      '/p/.coverage': '',
      '/p/.coveragerc': '',
      '/p/.coverage.host.pid1.XabcdeX.H1': '',
      '/p/.coverage.host.pid2.XabcdeX.H2': '',
      '/p/sub/.coverage.host.pid3.XabcdeX.H3': '',
    });
    assert.deepEqual(await findData('/p', files), { combined: true, parts: 2 });
    assert.deepEqual(await findData('/q', files), { combined: false, parts: 0 });
  });

  it('is where the settings put it, inside of the project', async () => {
    const files = memoryFiles({ '/p/out/data': '', '/p/out/data.h.1': '', '/p/.coverage': '', '/q/data': '' });
    const at = (dataFile: string): Promise<object> => findData('/p', files, { ...DEFAULT_CONFIG, dataFile });
    assert.deepEqual(await at('out/data'), { combined: true, parts: 1 });
    assert.deepEqual(await at('../q/data'), { combined: true, parts: 0 });
  });
});
