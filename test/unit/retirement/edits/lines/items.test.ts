import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EditRefused } from '../../../../../src/retirement/edits/lines/edit';
import {
  checkLineByLine,
  checkUntied,
  chunksOf,
  columnOf,
  itemsOf,
  plainValue,
  rangesOf,
  withoutEntries,
} from '../../../../../src/retirement/edits/lines/items';
import { Lines } from '../../../../../src/retirement/edits/lines/lines';

const file = (...lines: string[]): Lines => new Lines('a.yaml', lines.map((line) => `${line}\n`).join(''));
const at = (line: number) => (error: unknown) => error instanceof EditRefused && error.line === line;

describe('items of a list at the top of a file', () => {
  it('an item has its deeper lines and the comments above, not the empty lines after it', () => {
    const items = itemsOf(file('# head', '', '- a:', '    b', '', '# about c', '- c', '', '- d'));
    assert.deepEqual(items, [
      { top: 2, start: 2, end: 4 },
      { top: 5, start: 6, end: 7 },
      { top: 8, start: 8, end: 9 },
    ]);
  });

  it('an empty line or a comment at the margin does not cut an item in two', () => {
    assert.deepEqual(itemsOf(file('- a:', '# why', '', '    b: c', '# about d', '- d')), [
      { top: 0, start: 0, end: 4 },
      { top: 4, start: 5, end: 6 },
    ]);
  });

  it('the comment at the head of a file is not about its first item', () => {
    assert.equal(itemsOf(file('# This file is sorted', '- a'))[0]?.top, 1);
    assert.equal(itemsOf(file('---', '# about a', '- a'))[0]?.top, 1);
  });

  it('a file without an item has none', () => {
    assert.deepEqual(itemsOf(file()), []);
    assert.deepEqual(itemsOf(file('---', '# nothing', 'a: b')), []);
  });
});

describe('keys of a mapping', () => {
  const keysOf = (lines: string[], column = 2) => chunksOf(file(...lines), 0, lines.length, column);

  it('a key has its value, its deeper lines, and comments and empty lines between them', () => {
    const chunks = keysOf(['  a: 1  # one', '  b:', '', '    - x', '  # in b', '    - y', '  # alone', '  c:']);
    assert.deepEqual(chunks, [
      { key: 'a', value: '1  # one', from: 0, to: 1 },
      { key: 'b', value: '', from: 1, to: 6 },
      { key: undefined, value: '', from: 6, to: 7 },
      { key: 'c', value: '', from: 7, to: 8 },
    ]);
  });

  it('a list may start at the column of its key, also behind a comment', () => {
    const chunks = keysOf(['  a:', '  - x', '  # about y', '  - y', '  -', '  b: 1']);
    assert.deepEqual(
      chunks.map(({ key, from, to }) => [key, from, to]),
      [
        ['a', 0, 5],
        ['b', 5, 6],
      ],
    );
  });

  it('keys in quotes, with spaces, and named after repositories are read; a comment is no value', () => {
    const chunks = keysOf(['  "a b": 1', "  'openstack/x':", '  __proto__: 2', '  c: # why']);
    assert.deepEqual(
      chunks.map(({ key, value }) => [key, value]),
      [
        ['a b', '1'],
        ['openstack/x', ''],
        ['__proto__', '2'],
        ['c', ''],
      ],
    );
  });

  it('what is no key is refused with its line', () => {
    assert.throws(() => keysOf(['  a: 1', ' b: 2']), at(2));
    assert.throws(() => keysOf(['  a: 1', '  <<: *b']), at(2));
    assert.throws(() => keysOf(['    a: 1']), at(1));
    assert.throws(() => keysOf(['  a: 1', '  b: 2', '  a: 3']), at(3));
    assert.doesNotThrow(() => chunksOf(file('  a: 1', '  a: 2'), 0, 2, 2, true));
  });

  const refusesAll = (check: typeof checkUntied, cases: readonly [string[], number][]): void => {
    for (const [lines, line] of cases) {
      const chunks = keysOf(lines);
      const checked = (): void => {
        check(file(...lines), chunks);
      };
      assert.throws(checked, at(line), lines.join('\n'));
    }
  };

  it('an anchor, an alias and a merge tie an entry to others, and none is seen in prose', () => {
    refusesAll(checkUntied, [
      [['  a: &x'], 1],
      [['  a:', '    - *x'], 2],
      [['  a:', '    b: *x'], 2],
      [['  a:', '    <<: *x'], 2],
    ]);
    const prose = ['  description: *nix & friends', '  mission: >', '    &c', '  a: b & c', '  c: ^.*', '  d: [e]'];
    assert.doesNotThrow(() => {
      checkUntied(file(...prose), keysOf(prose));
    });
  });

  it('a list or a mapping in brackets is not written line by line', () => {
    refusesAll(checkLineByLine, [
      [['  a: 1', '  b: [c]'], 2],
      [['  a: {b: c}'], 1],
    ]);
  });
});

describe('values and ranges of lines', () => {
  it('a scalar is read without its quotes and the comment behind it', () => {
    const cases: Record<string, string | undefined> = {
      'openstack/x': 'openstack/x',
      'openstack/x # why': 'openstack/x',
      'a#b': 'a#b',
      '"openstack/x"  # why': 'openstack/x',
      "'openstack/x'": 'openstack/x',
      "'it''s'": undefined,
      '"a\\tb"': undefined,
      '&a openstack/x': undefined,
      '*a': undefined,
      '[a]': undefined,
      '{a: b}': undefined,
      '# why': undefined,
      '': '',
    };
    for (const [value, plain] of Object.entries(cases)) assert.equal(plainValue(value), plain, value);
  });

  it('the column is that of the first line with content', () => {
    assert.equal(columnOf(file('', ' # c', '    a'), 0, 3), 4);
    assert.equal(columnOf(file('', '# c'), 0, 2), undefined);
  });

  it('an entry that goes takes one empty line along, the last entry of the file the one before it', () => {
    const lines = file('a', '', '# b', 'b', '', 'c');
    assert.deepEqual(withoutEntries(lines, [{ top: 2, end: 4 }]), [{ from: 2, to: 5 }]);
    assert.deepEqual(withoutEntries(lines, [{ top: 5, end: 6 }]), [{ from: 4, to: 6 }]);
    assert.deepEqual(
      withoutEntries(lines, [
        { top: 2, end: 4 },
        { top: 5, end: 6 },
      ]),
      [{ from: 1, to: 6 }],
    );
    assert.deepEqual(rangesOf(new Set([5, 1, 2])), [
      { from: 1, to: 3 },
      { from: 5, to: 6 },
    ]);
  });
});
