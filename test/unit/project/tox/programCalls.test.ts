import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { programCalls } from '../../../../src/project/tox/programCalls';
import { splitCommand } from '../../../../src/project/tox/toxText';

/** `program args`, with the folder where it is another one, and the variables that the command itself sets. */
function calls(line: string, setEnv: Record<string, string> = {}): string[] {
  const environment = {
    name: 'cover',
    commands: [{ args: splitCommand(line) }],
    setEnv,
    passEnv: [],
    envDir: '/p/.tox/cover',
    changeDir: '/p',
  };
  return programCalls(environment).map(({ program, args, folder, variables }) => {
    const own = Object.entries(variables)
      .filter(([name, value]) => setEnv[name] !== value)
      .map(([name, value]) => `${name}=${value ?? ''}`);
    return [...own, program, ...args].join(' ') + (folder === '/p' ? '' : ` in ${folder}`);
  });
}

describe('programs that a command of tox starts', () => {
  for (const [what, line, expected] of [
    ['a program', 'coverage xml -o x.xml', ['coverage xml -o x.xml']],
    ['a program by its path and version', '/p/.tox/cover/bin/coverage3.11 html', ['coverage html']],
    ['a module of Python', 'python3 -m coverage xml', ['coverage xml']],
    ['a module of a package', 'python -W ignore -m stestr.cli run', ['stestr run']],
    ['a script', 'python tools/x.py -m y', ['python tools/x.py -m y']],
    ['a text of Python', 'python -c "import x" -m', ['python -c import x -m']],
    ['what env runs', 'env -u A B=1 C=2 stestr run', ['B=1 C=2 stestr run']],
    [
      'what is measured',
      'coverage run --source x -p -m pytest a',
      ['coverage run --source x -p -m pytest a', 'pytest a'],
    ],
    ['a program that is measured', 'coverage run --branch tool.py', ['coverage run --branch tool.py', 'tool.py']],
    [
      'a line for a shell',
      'bash -ec "pytest --cov=lamp --cov-report=xml:r/c.xml test/unit"',
      ['pytest --cov=lamp --cov-report=xml:r/c.xml test/unit'],
    ],
    [
      'a list in a shell',
      `sh -c 'cd src && A=1 stestr run; coverage combine || true'`,
      ['A=1 stestr run in /p/src', 'coverage combine in /p/src', 'true in /p/src'],
    ],
    [
      'options of a shell',
      `bash -o pipefail -c 'stestr last --subunit | subunit-trace > out 2>&1'`,
      ['stestr last --subunit', 'subunit-trace'],
    ],
    ['what a shell exports', `sh -c 'export A=1; stestr run'`, ['A=1 stestr run']],
    ['quotes in a shell', `sh -c "flake8 --filename '*.py x' \\"a b\\""`, ['flake8 --filename *.py x a b']],
    ['a script for a shell', 'bash tools/x.sh -c y', ['bash tools/x.sh -c y']],
    ['what a server is started for', 'pifpaf -e LAMP run redis -- stestr run', ['stestr run']],
    [
      'xargs',
      `sh -c 'find . -name "*.sh" -print0 | xargs -0 -n1 -P 4 --max-chars 100 bashate -v'`,
      ['find . -name *.sh -print0', 'bashate -v'],
    ],
    ['xargs with its options in one word', 'xargs -0I {} flake8 --select H {}', ['flake8 --select H {}']],
    ['a module with another name than its program', 'python -m pre_commit run -a', ['pre-commit run -a']],
    ['the old name of pytest', 'py.test lamp', ['pytest lamp']],
    ['a wrapper in a wrapper', `timeout 60 nice env A=1 sh -c "python -m stestr run"`, ['A=1 stestr run']],
  ] as const) {
    it(`the programs of a tox command are those of ${what}`, () => assert.deepEqual(calls(line), expected));
  }

  it("programs of a tox command see the environment's variables in a line for a shell", () => {
    const setEnv = { OUT: 'build', EMPTY: '' };
    assert.deepEqual(calls(`sh -c 'coverage xml -o $OUT/\${NAME:-x}.xml "\${EMPTY:-e}" \${EMPTY-e}.'`, setEnv), [
      'coverage xml -o build/x.xml e .',
    ]);
  });

  it('programs of a tox command are not guessed if only a shell can know them', () => {
    for (const line of [
      'for x in a; do stestr run; done',
      'if a; then stestr run; fi',
      '$(tool) run',
      'stestr run `a`',
      'f() { stestr; }',
    ]) {
      assert.deepEqual(calls(`sh -c '${line}'`), [], line);
    }
    assert.deepEqual(calls(`sh -c 'stestr run $(pwd); coverage xml'`), ['coverage xml']);
    assert.deepEqual(calls(`sh -c 'stestr run \${X##*/}; coverage xml'`), ['coverage xml']);
  });

  it('programs of a tox command are read within limits, in shells in shells and hostile lines', () => {
    const deep = Array.from({ length: 50 }, () => 'env').join(' ');
    assert.deepEqual(calls(`${deep} stestr run`), []);
    for (const line of [
      'sh -c',
      "sh -c '",
      `sh -c "${'('.repeat(50_000)}"`,
      'env',
      'timeout',
      'coverage run',
      'python -m',
    ]) {
      assert.doesNotThrow(() => calls(line), line.slice(0, 20));
    }
  });
});
