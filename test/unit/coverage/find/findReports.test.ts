import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CoverFiles, readCoverFiles } from '../../../../src/coverage/find/coverFiles';
import { findData, findReports, reportCandidates } from '../../../../src/coverage/find/findReports';
import { readTox } from '../../../../src/project/tox/readTox';
import { memoryFiles, projectFiles } from '../../project/memoryFiles';

const USUAL = [
  'cover/coverage.xml',
  'coverage.xml',
  'cover/coverage.json',
  'coverage.json',
  'coverage/coverage-final.json',
].map((name) => `/p/${name}`);

const SETTINGS = '[xml]\noutput = set/x.xml\n[json]\noutput = set/j.json\n[html]\ndirectory = set/html\n';

async function coverFiles(texts: Record<string, string>, process: Record<string, string> = {}): Promise<CoverFiles> {
  const files = projectFiles(texts);
  const cover = (await readTox('/p', files, process))?.environment('cover');
  return readCoverFiles('/p', cover, files, process);
}

/** Paths where the commands of a cover environment write. */
async function written(commands: string, more = '', texts: Record<string, string> = {}): Promise<readonly string[]> {
  const ini = `[testenv:cover]\n${more}\ncommands =\n  ${commands}\n`;
  return (await coverFiles({ 'tox.ini': ini, '.coveragerc': SETTINGS, ...texts })).reports;
}

describe('places of reports', () => {
  it('reports are in the usual places if the project names none', () => {
    assert.deepEqual(
      reportCandidates('/p').map(({ path }) => path),
      USUAL,
    );
  });

  it('reports are where the cover environment writes, in every spelling', async () => {
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

  it('reports are where the settings say if the command names none', async () => {
    assert.deepEqual(await written('coverage xml'), ['/p/set/x.xml']);
    assert.deepEqual(await written('coverage json -q'), ['/p/set/j.json']);
    assert.deepEqual(await written('coverage html'), ['/p/set/html/coverage.xml', '/p/set/html/coverage.json']);
  });

  it('report paths start from the folder that the commands run in', async () => {
    assert.deepEqual(await written('coverage xml -o c.xml', 'changedir = sub'), ['/p/sub/c.xml']);
  });

  it('report paths may be in variables that tox resolves, and behind wrappers of coverage', async () => {
    const setEnv = 'setenv =\n  REPORTS=build/{env:KIND:unit}';
    assert.deepEqual(await written('coverage xml -o {env:REPORTS}/c.xml', setEnv), ['/p/build/unit/c.xml']);
    assert.deepEqual(await written('bash -ec "coverage combine && coverage xml -o $REPORTS/c.xml"', setEnv), [
      '/p/build/unit/c.xml',
    ]);
    assert.deepEqual(await written("sh -c 'cd sub && coverage xml -o c.xml'"), ['/p/sub/c.xml']);
  });

  it('reports are where pytest-cov writes', async () => {
    const bash =
      'bash -ec "pytest --cov=lamp --cov-branch --cov-report=html:pages --cov-report=xml:r/c.xml {posargs:test/unit}"';
    assert.deepEqual(await written(bash), ['/p/pages/coverage.xml', '/p/pages/coverage.json', '/p/r/c.xml']);
    assert.deepEqual(await written('python -m pytest --cov --cov-report json:j.json --cov-report term'), ['/p/j.json']);
    assert.deepEqual(await written('pytest --cov=x --cov-report=xml'), ['/p/set/x.xml']);
    assert.deepEqual(
      await written('pytest --cov-report=xml:a --cov --cov-config=etc/c.ini --cov-report=json', '', {
        'etc/c.ini': '[json]\noutput = n.json\n',
      }),
      ['/p/a', '/p/n.json'],
    );
    assert.deepEqual(await written('pytest --junitxml=x.xml'), []);
    for (const [file, text] of [
      ['pytest.ini', '[pytest]\naddopts = --cov=x\n  --cov-report=xml:o.xml\n'],
      ['pyproject.toml', '[tool.pytest.ini_options]\naddopts = "--cov=x --cov-report=xml:o.xml"\n'],
      ['pyproject.toml', '[tool.pytest.ini_options]\naddopts = ["--cov=x", "--cov-report=xml:o.xml"]\n'],
      ['setup.cfg', '[tool:pytest]\naddopts = --cov=x --cov-report=xml:o.xml\n'],
    ] as const) {
      assert.deepEqual(await written('pytest test', '', { [file]: text }), ['/p/o.xml'], text);
    }
    assert.deepEqual(await written('pytest test', 'setenv = PYTEST_ADDOPTS=--cov --cov-report=xml:v.xml'), [
      '/p/v.xml',
    ]);
  });

  it('reports are where the settings of the environment say', async () => {
    const texts = { 'etc/coverage.ini': '[xml]\noutput = reports/unit.xml\n' };
    assert.deepEqual(await written('coverage xml', 'setenv = COVERAGE_RCFILE={toxinidir}/etc/coverage.ini', texts), [
      '/p/reports/unit.xml',
    ]);
    assert.deepEqual(await written('coverage xml --rcfile=etc/coverage.ini', '', texts), ['/p/reports/unit.xml']);
    assert.deepEqual(
      await written('coverage xml --rcfile etc/coverage.ini -q', 'setenv = COVERAGE_RCFILE=none', texts),
      ['/p/reports/unit.xml'],
    );
    assert.deepEqual(await written('env COVERAGE_RCFILE=etc/coverage.ini coverage xml', '', texts), [
      '/p/reports/unit.xml',
    ]);
    assert.deepEqual(
      await written('coverage xml', 'setenv = COVERAGE_RCFILE=/etc/shadow'),
      ['/p/coverage.xml'],
      'not read',
    );
  });

  it('reports are not looked for where other commands write', async () => {
    for (const command of ['coverage run -o x.xml', 'mycoverage xml -o y.xml', 'coverage xml -o -', 'coverage']) {
      assert.deepEqual(await written(command), [], command);
    }
  });

  it('reports outside of the project are ignored even if tox.ini names them', async () => {
    for (const path of ['../p2/c.xml', '/etc/passwd', 'a/../../x.xml', '..', '.', '{unknown}/x.xml', 'a\u0001b']) {
      assert.deepEqual(await written(`coverage xml -o ${path}`), [], path);
    }
    assert.deepEqual(await written('coverage xml -o c.xml', 'changedir = /somewhere'), []);
    assert.deepEqual(await written('coverage xml -o ..cover/c.xml'), ['/p/..cover/c.xml']);
  });

  it('report places come in the order tox, usual, setting, each once', async () => {
    const ini = '[testenv:cover]\ncommands =\n  coverage html -d cover\n  coverage xml -o cover/coverage.xml\n';
    const { reports } = await coverFiles({ 'tox.ini': ini });
    const setting = ['functional.xml', '/ci/coverage.xml', 'coverage.xml', ''];
    const candidates = reportCandidates('/p', reports, setting);
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

  it('a place holds a report or not', async () => {
    const files = memoryFiles({ '/p/coverage.xml': '', '/p/cover/coverage.xml': '' }, { '/p/coverage.xml': 7 });
    assert.deepEqual(await findReports(reportCandidates('/p'), files), [
      { path: '/p/cover/coverage.xml', origin: 'usual', writtenAt: 0 },
      { path: '/p/coverage.xml', origin: 'usual', writtenAt: 7 },
    ]);
  });
});

describe('coverage data', () => {
  it('coverage data is counted in the root only', async () => {
    const files = memoryFiles({
      '/p/.coverage': '',
      '/p/.coveragerc': '',
      '/p/.coverage.host.pid1.XabcdeX.H1': '',
      '/p/.coverage.host.pid2.XabcdeX.H2': '',
      '/p/sub/.coverage.host.pid3.XabcdeX.H3': '',
    });
    assert.deepEqual(await findData('/p/.coverage', files), { combined: true, parts: 2 });
    assert.deepEqual(await findData('/q/.coverage', files), { combined: false, parts: 0 });
  });

  it('coverage data is where the settings put it, inside the project', async () => {
    const dataFile = async (path: string): Promise<string> =>
      (await coverFiles({ '.coveragerc': `[run]\ndata_file = ${path}\n` })).dataFile;
    assert.equal(await dataFile('out/data'), '/p/out/data');
    assert.equal(await dataFile('../q/data'), '/p/.coverage');
    assert.deepEqual(await findData('/p/out/data', memoryFiles({ '/p/out/data': '', '/p/out/data.h.1': '' })), {
      combined: true,
      parts: 1,
    });
  });

  it('coverage data is where the cover environment says', async () => {
    const dataFile = async (settings: string, commands = 'coverage combine'): Promise<string> =>
      (
        await coverFiles({
          'tox.ini': `[testenv:cover]\n${settings}\ncommands = ${commands}\n`,
          '.coveragerc': '[run]\ndata_file = c\n',
        })
      ).dataFile;
    assert.equal(await dataFile(''), '/p/c');
    assert.equal(await dataFile('setenv = COVERAGE_FILE={toxinidir}/build/data'), '/p/build/data');
    assert.equal(await dataFile('setenv = COVERAGE_FILE=build/data', 'stestr run'), '/p/build/data');
    assert.equal(await dataFile('', 'coverage run --data-file=a -m x'), '/p/a');
    assert.equal(await dataFile('setenv = COVERAGE_FILE=b', 'coverage xml --data-file a'), '/p/a');
    assert.equal(await dataFile('setenv = COVERAGE_FILE=/etc/passwd'), '/p/.coverage');
  });

  it('coverage data may be named by variables that tox sets', async () => {
    const texts = {
      'tox.ini': '[testenv:cover]\ncommands = coverage xml\n',
      '.coveragerc': '[run]\ndata_file = .coverage.${TOX_ENV_NAME}-${OTHER-x}$$\n',
    };
    assert.equal((await coverFiles(texts)).dataFile, '/p/.coverage.cover-x$');
    assert.equal((await coverFiles(texts, { OTHER: 'mine' })).dataFile, '/p/.coverage.cover-mine$');
  });
});
