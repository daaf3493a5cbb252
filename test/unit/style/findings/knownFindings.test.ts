import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Finding } from '../../../../src/style/findings/finding';
import { type Finder, KnownFindings } from '../../../../src/style/findings/knownFindings';

const finding = (file: string, tool: string, code: string, line = 0): Finding => ({
  file,
  tool,
  code,
  range: { start: { line, character: 0 }, end: { line, character: 1 } },
  message: code,
  severity: 'warning',
});
const check = (...tools: string[]): Finder => ({ by: 'check', tools });
const pep8 = (...tools: string[]): Finder => ({ by: 'pep8', looked: (tool) => tools.includes(tool) });
const shown = (known: KnownFindings, file: string): string[] =>
  known
    .in(file)
    .flatMap((one) => one.present())
    .map(({ tool, code, range }) => `${range.start.line} ${tool} ${code}`);

describe('the findings that are known', () => {
  it("a check replaces its tools' findings in its files, and nothing else", () => {
    const known = new KnownFindings();
    const all = ['/r/a.py', '/r/b.py'].flatMap((file) => [
      finding(file, 'flake8', 'F401'),
      finding(file, 'mypy', 'arg'),
      finding(file, 'ruff', 'format'),
    ]);
    known.replace(pep8('flake8', 'mypy', 'ruff'), { root: '/r' }, all);
    known.replace(check('flake8', 'ruff'), { root: '/r', files: ['/r/a.py'] }, [
      finding('/r/a.py', 'flake8', 'H301', 3),
    ]);
    assert.deepEqual(shown(known, '/r/a.py'), ['0 mypy arg', '0 ruff format', '3 flake8 H301']);
    assert.deepEqual(shown(known, '/r/b.py'), ['0 flake8 F401', '0 mypy arg', '0 ruff format']);
    known.replace(check('flake8'), { root: '/r', files: ['/r/a.py'] }, []);
    assert.deepEqual(shown(known, '/r/a.py'), ['0 mypy arg', '0 ruff format']);
  });

  it('findings that no tool of a pep8 run checked again stay, whoever found them', () => {
    const known = new KnownFindings();
    known.replace(pep8('flake8', 'doc8'), { root: '/r' }, [
      finding('/r/a.rst', 'doc8', 'D001'),
      finding('/r/b.py', 'mypy', 'x'),
    ]);
    known.replace(check('flake8'), { root: '/r', files: ['/r/b.py'] }, [finding('/r/b.py', 'flake8', 'F401')]);
    known.replace(pep8(), { root: '/r' }, []);
    assert.deepEqual(shown(known, '/r/a.rst'), ['0 doc8 D001']);
    assert.deepEqual(shown(known, '/r/b.py'), ['0 mypy x', '0 flake8 F401']);
    known.replace(pep8('doc8'), { root: '/r' }, [finding('/r/a.rst', 'doc8', 'D002', 4)]);
    assert.deepEqual(shown(known, '/r/a.rst'), ['4 doc8 D002']);
    assert.deepEqual(shown(known, '/r/b.py'), ['0 mypy x', '0 flake8 F401']);
    known.replace(pep8('doc8', 'flake8'), { root: '/r' }, []);
    assert.deepEqual(shown(known, '/r/a.rst'), []);
    assert.equal(known.rootOf('/r/a.rst'), undefined);
    assert.deepEqual(shown(known, '/r/b.py'), ['0 mypy x']);
  });

  it('findings of files that were saved during a check stay', () => {
    const known = new KnownFindings();
    known.replace(check('flake8'), { root: '/r' }, [
      finding('/r/a.py', 'flake8', 'F401'),
      finding('/r/b.py', 'flake8', 'F401'),
    ]);
    const saved = new Set(['/r/a.py', '/r/c.py']);
    const found = ['/r/a.py', '/r/b.py', '/r/c.py'].map((file) => finding(file, 'flake8', 'H301', 7));
    assert.deepEqual([...known.replace(pep8('flake8'), { root: '/r', saved }, found)], ['/r/b.py']);
    const all = ['/r/a.py', '/r/b.py', '/r/c.py'].map((file) => shown(known, file));
    assert.deepEqual(all, [['0 flake8 F401'], ['7 flake8 H301'], []]);
  });

  it('findings of one file from two roots are shown once', () => {
    const known = new KnownFindings();
    const file = '/r/inner/a.py';
    known.replace(check('flake8'), { root: '/r/inner' }, [finding(file, 'flake8', 'F401')]);
    known.replace(check('flake8'), { root: '/r' }, [finding(file, 'flake8', 'F401')]);
    assert.deepEqual(shown(known, file), ['0 flake8 F401']);
    assert.equal(known.rootOf(file), '/r/inner');
  });

  it('findings that a newer check leaves are still followed', () => {
    const known = new KnownFindings();
    const file = '/r/a.py';
    known.replace(pep8('flake8', 'mypy'), { root: '/r' }, [
      finding(file, 'flake8', 'F401', 1),
      finding(file, 'mypy', 'x', 2),
    ]);
    const typed = { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0, text: 'new\n' };
    for (const one of known.in(file)) {
      one.open(['a', 'b', 'c'], ['a', 'b', 'c']);
      one.apply([typed]);
    }
    const now = ['new', 'a', 'b', 'c'];
    known.replace(check('flake8'), { root: '/r', files: [file] }, [finding(file, 'flake8', 'F401', 2)]);
    for (const one of known.in(file)) one.open(now, now);
    assert.deepEqual(shown(known, file), ['3 mypy x', '2 flake8 F401']);
  });

  it('findings in a text that was never saved go with its editor', () => {
    const known = new KnownFindings();
    const file = '/r/a.py';
    known.replace(pep8('mypy'), { root: '/r' }, [finding(file, 'mypy', 'x', 1)]);
    known.replace(check('flake8'), { root: '/r', files: [file] }, [finding(file, 'flake8', 'F401', 1)], 'new\na\nb');
    for (const one of known.in(file)) one.open(['a', 'b'], ['new', 'a', 'b']);
    assert.deepEqual(shown(known, file), ['2 mypy x', '1 flake8 F401'], 'each by the text that it is about');
    known.close(file);
    assert.deepEqual(shown(known, file), ['1 mypy x']);
  });

  it('findings of a root are forgotten, without those of another one within', () => {
    const known = new KnownFindings();
    known.replace(check('flake8'), { root: '/r/inner' }, [finding('/r/inner/a.py', 'flake8', 'F401')]);
    known.replace(check('flake8'), { root: '/r' }, [finding('/r/b.py', 'flake8', 'F401')]);
    assert.deepEqual(known.forgetRoot('/r'), ['/r/b.py']);
    assert.deepEqual([known.rootOf('/r/b.py'), known.rootOf('/r/inner/a.py')], [undefined, '/r/inner']);
  });

  it('findings of a file, or of a folder with everything in it, are forgotten', () => {
    const known = new KnownFindings();
    const files = ['/r/a.py', '/r/doc/b.rst', '/r/doc/c.rst', '/r/document.rst'];
    known.replace(
      pep8(),
      { root: '/r' },
      files.map((file) => finding(file, 'doc8', 'D001')),
    );
    assert.deepEqual(known.forget('/r/doc'), ['/r/doc/b.rst', '/r/doc/c.rst']);
    assert.deepEqual(known.forget('/r/a.py'), ['/r/a.py']);
    assert.deepEqual(
      files.filter((file) => known.rootOf(file) !== undefined),
      ['/r/document.rst'],
    );
  });
});
