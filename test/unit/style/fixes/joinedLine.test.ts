import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pythonText } from '../../../../src/project/python/text';
import { joinedLine } from '../../../../src/style/fixes/joinedLine';

const joined = (text: string) => {
  const python = pythonText(text);
  return python.statements.map((statement) => joinedLine(python, statement));
};

describe('joined lines', () => {
  it('lines are joined as in pycodestyle', () => {
    assert.deepEqual(joined('from a import (b,  # why\n    c as d,\n)\nx = [\n  1\n]\n'), [
      'from a import (b, c as d, )',
      'x = [1]',
    ]);
    assert.deepEqual(joined('from a import b, \\\n    c\ny = 1; z = 2\n'), ['from a import b, c', 'y = 1; z = 2']);
    assert.deepEqual(joined('x = f(\'# no\', """a\nb""")  # yes\n'), ['x = f(\'xxxx\', """xxx""")']);
  });
});
