import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fnmatch } from '../../../src/base/fnmatch';

describe('matching names', () => {
  it("names match as in Python's fnmatch", () => {
    const matching = [
      ['a.py', '*.py'],
      ['x/a.py', '*.py'],
      ['bin/a', 'bin/*'],
      ['a', '*'],
      ['', '*'],
      ['', ''],
      ['ab', 'a?'],
      ['a😀', 'a?'],
      ['a1', 'a[0-9]'],
      ['ab', 'a[!0-9]'],
      ['a]', 'a[]]'],
      ['a[', 'a['],
      ['a-', 'a[b-]'],
      ['x.egg-info', '*.egg-info'],
      ['aXbXc', 'a*b*c'],
      ['a.b', 'a.b'],
      ['[x', '[x'],
      ['a\nb', 'a*'],
    ];
    for (const [name, pattern] of matching) assert.ok(fnmatch(name!, pattern!), `${name} ${pattern}`);
    const others = [
      ['a.pyc', '*.py'],
      ['./bin/a', 'bin/*'],
      ['abc', 'a?'],
      ['aa', 'a[0-9]'],
      ['a1', 'a[!0-9]'],
      ['', '?'],
      ['axb', 'a.b'],
      ['A', 'a'],
    ];
    for (const [name, pattern] of others) assert.ok(!fnmatch(name!, pattern!), `${name} ${pattern}`);
  });

  it('patterns made to take long end quickly', () => {
    assert.equal(fnmatch('a'.repeat(2000), `${'*a'.repeat(200)}*b`), false);
  });
});
