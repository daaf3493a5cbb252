import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { printedNames } from '../../../../src/coverage/reading/printedNames';
import { readCobertura } from '../../../../src/coverage/reading/readers/cobertura';
import { coberturaPairs, rowsOf } from '../samples';

function printed(sources: readonly string[], ...names: readonly string[]): string[] {
  return printedNames(sources, names).map((name) => name.printed);
}

describe('names as coverage report prints them', () => {
  it("printed names of every sample are coverage.py's", () => {
    for (const { report, table } of coberturaPairs()) {
      const { sources, files } = readCobertura(readFileSync(report));
      const names = printed(sources, ...files.map((file) => file.name));
      assert.deepEqual(names.sort(), [...rowsOf(readFileSync(table, 'utf8')).keys()].sort(), report);
    }
  });

  it('printed names start at the folder above a source that is a package', () => {
    const names = ['oslo_log/__init__.py', 'oslo_log/a/b.py'];
    assert.deepEqual(printed(['/h/oslo/oslo_log'], '__init__.py', 'a/b.py'), names);
    assert.deepEqual(printed(['/h/oslo'], 'oslo_log/__init__.py', 'setup.py'), ['oslo_log/__init__.py', 'setup.py']);
    assert.deepEqual(printed(['C:\\h\\oslo\\oslo_log'], '__init__.py', 'a\\b.py'), names);
  });

  it('printed names start at the outer of two sources, whichever has the file', () => {
    const sources = ['/h/oslo', '/h/oslo/oslo_log'];
    const names = ['__init__.py', 'a/__init__.py', 'a/b.py', '.tox/lib/x/__init__.py', 'tools/c.py'];
    assert.deepEqual(printed(sources, ...names), [
      'oslo_log/__init__.py',
      'oslo_log/a/__init__.py',
      'oslo_log/a/b.py',
      '.tox/lib/x/__init__.py',
      'tools/c.py',
    ]);
    assert.deepEqual(printed(sources.reverse(), 'oslo_log/__init__.py'), ['oslo_log/__init__.py']);
  });

  it('printed names stay as they are if nothing is known', () => {
    assert.deepEqual(printed([], 'nova/a.py', '/h/nova/b.py'), ['nova/a.py', '/h/nova/b.py']);
    assert.deepEqual(printed([''], '/h/nova/b.py'), ['/h/nova/b.py']);
    assert.deepEqual(printed(['/h/a', '/h/b'], '__init__.py'), ['__init__.py']);
    assert.deepEqual(printed(['src'], 'nova/a.py'), ['src/nova/a.py']);
  });
});
