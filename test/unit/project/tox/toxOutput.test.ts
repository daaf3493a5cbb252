import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parsePythonLiteral } from '../../../../src/project/tox/pythonLiteral';
import { parseToxJson, parseToxList, parseToxText } from '../../../../src/project/tox/toxOutput';

const fixture = (name: string): string =>
  readFileSync(path.join(__dirname, '../../../fixtures/testing/tox', name), 'utf8');
const ROOT = '/home/stack/project';

describe('the JSON of tox', () => {
  it("tox 4's JSON for magnum is read", () => {
    const found = parseToxJson(fixture('tox4-config.json'), '/home/stack/magnum')!;
    assert.deepEqual(
      found.map((each) => each.name),
      ['cover', 'py3', 'pep8'],
    );
    assert.deepEqual(found[0]!.commands, [{ args: ['/home/stack/magnum/tools/cover.sh'] }]);
    assert.equal(found[0]!.setEnv.PYTHON, 'coverage run --source magnum --parallel-mode');
    assert.equal(found[1]!.envDir, '/home/stack/magnum/.tox/py3');
    assert.equal(found[1]!.changeDir, '/home/stack/magnum', 'not asked for: the root');
    assert.ok(found[1]!.passEnv.includes('OS_TEST_*'));
  });

  it("tox's JSON is read after lines about the installation of another tox", () => {
    const found = parseToxJson(`.tox: create environment\nproxy {x}\n${fixture('tox4-config.json')}`, ROOT);
    assert.equal(found?.length, 3);
  });

  it('other output has no JSON of tox', () => {
    for (const text of ['', '{', 'tox 3', '{"env": 3}', '{"env": {"py3": {"commands": "x"}}}', 'null']) {
      assert.equal(parseToxJson(text, ROOT), undefined, text);
    }
  });
});

describe('the text of tox', () => {
  it("tox 4's text has the same as its JSON", () => {
    const [text] = parseToxText(fixture('tox4-config.txt'), ROOT);
    const [json] = parseToxJson(fixture('tox4-config-probe.json'), ROOT)!;
    const steady = (each: typeof text): unknown => ({ ...each, setEnv: { ...each!.setEnv, PYTHONHASHSEED: '' } });
    assert.deepEqual(steady(text), steady(json));
    assert.equal(text!.setEnv.QUOTE, `it's "so"`);
  });

  it("tox 3's text is read, with folders filled in and other substitutions left out", () => {
    const found = parseToxText(fixture('tox3-showconfig.txt'), ROOT);
    assert.deepEqual(
      found.map((each) => each.name),
      ['py3', 'a-x'],
    );
    const [py3] = found;
    assert.deepEqual(py3!.commands, [{ args: ['python', '-c', 'print("hi there")'] }, { args: ['stestr', 'run'] }]);
    assert.equal(py3!.setEnv.OS_TEST_PATH, `${ROOT}/x`);
    assert.equal(py3!.setEnv.QUOTE, `it's "so"`);
    assert.equal('HOMED' in py3!.setEnv, false);
    assert.equal(py3!.envDir, `${ROOT}/.tox/py3`);
    assert.equal(py3!.changeDir, ROOT);
    assert.ok(py3!.passEnv.includes('PATH'));
  });

  it('other output has no text of tox', () => {
    assert.deepEqual(parseToxText('ERROR: x\n[testenv:a]\n[testenv]\n', ROOT), []);
  });
});

describe('the list of tox', () => {
  it('lists of tox 4 and tox 3 are read', () => {
    const magnum = parseToxList(fixture('tox4-list.txt'));
    assert.equal(magnum.length, 17);
    assert.deepEqual(
      magnum.filter((each) => each.isDefault).map((each) => each.name),
      ['py3', 'pep8'],
    );
    assert.deepEqual(parseToxList(fixture('tox3-list.txt')), [
      { name: 'py3', description: 'unit tests', isDefault: true },
      { name: 'a-x', description: 'unit tests', isDefault: true },
      { name: 'b-x', description: 'unit tests', isDefault: true },
      { name: 'extra', description: 'unit tests', isDefault: false },
    ]);
  });
});

describe('literals of Python', () => {
  it('Python strings, lists, sets and dicts are read', () => {
    assert.deepEqual(parsePythonLiteral(`["a", 'it\\'s', '\\x41\\u00e9\\n']`), ['a', "it's", 'Aé\n']);
    assert.deepEqual(parsePythonLiteral(`{'a', 'b'}`), ['a', 'b']);
    assert.deepEqual(
      parsePythonLiteral(`{'a': ['x'], 'b': None}`),
      new Map<string, unknown>([
        ['a', ['x']],
        ['b', 'None'],
      ]),
    );
    assert.deepEqual(parsePythonLiteral('()'), []);
    assert.equal(parsePythonLiteral(`['a' 'b']`), undefined);
    assert.equal(parsePythonLiteral(`'a`), undefined);
    assert.deepEqual(parsePythonLiteral(`['\\x-1', '\\u+0a1', '\\xzz']`), ['\ufffd', '\ufffd', '\ufffd']);
    assert.equal(parsePythonLiteral('['.repeat(100_000)), undefined);
  });

  it('Python literals are the same when read back, and reading ends for any text', () => {
    const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        assert.deepEqual(parsePythonLiteral(`[${words.map(quote).join(', ')}]`), words);
      }),
    );
    const noise = fc
      .array(fc.constantFrom('[', ']', '{', '}', ':', ',', "'", '"', '\\', 'x', 'u', '\\U', ' ', '1'))
      .map((all) => all.join(''));
    fc.assert(fc.property(noise, (text) => void parsePythonLiteral(text)));
  });
});
