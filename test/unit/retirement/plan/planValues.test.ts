import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readYamlText } from '../../../../src/base/yaml';
import { keyPlace, placeOf, sharedNode } from '../../../../src/retirement/plan/planPlaces';
import { valueEdits, withEdit } from '../../../../src/retirement/plan/valueEdits';
import { itemLines, keyLines } from '../../../../src/retirement/plan/yamlLines';
import { sentence } from './anyPlan';

async function read(text: string) {
  const { document, problems } = await readYamlText(text);
  assert.ok(document, `${text}: ${problems[0]?.message ?? ''}`);
  return document;
}

const key = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor', '1', 'yes', 'a b', '- x', '#'), sentence);
const scalar = fc.oneof(sentence, fc.integer(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as unknown),
  ),
}));
const mapping = fc.array(fc.tuple(key, value), { maxLength: 5 }).map((all) => Object.fromEntries(all) as object);

describe('the values of a plan', () => {
  it('any value is written as lines that read back the same, as a key and as an item', async () => {
    await fc.assert(
      fc.asyncProperty(key, value, fc.nat(2), async (name, of, depth) => {
        const text = `${'  '.repeat(depth)}${keyLines(name, of, 2 * depth)
          .join('\n')
          .trimStart()}\n`;
        assert.deepEqual((await read(text)).toJS(), Object.fromEntries([[name, of]]), text);
        const item = `${itemLines(of, 2 * depth).join('\n')}\n`;
        assert.deepEqual((await read(item)).toJS(), [of], item);
      }),
      { numRuns: 200 },
    );
  });

  it('a short list stands on one line, a long one with an item a line, and quotes only where they are needed', () => {
    assert.deepEqual(keyLines('after', ['announce', 'end-gating']), ['after: [announce, end-gating]']);
    const long = Array.from({ length: 9 }, (_, i) => `openstack/a-long-name-${i}`);
    assert.deepEqual(keyLines('delete', long, 2).slice(0, 2), ['  delete:', '    - openstack/a-long-name-0']);
    assert.deepEqual(keyLines('team', "it's: a"), ["team: 'it''s: a'"]);
    assert.deepEqual(keyLines('thread', 'https://a.b/c?d=%20'), ['thread: https://a.b/c?d=%20']);
    for (const word of ['yes', 'No', 'on', 'y', 'null', '12', '2024-12-23', 'a: b', 'a #b', '', '~']) {
      assert.deepEqual(keyLines('team', word), [`team: '${word}'`]);
    }
  });

  it('the edits between any two values make the second of the first, and keep what neither has', () => {
    fc.assert(
      fc.property(mapping, mapping, (before, after) => {
        const edited = valueEdits({ ...before }, { ...after }).reduce<unknown>((now, edit) => withEdit(now, edit), {
          ...before,
        });
        assert.deepEqual(edited, after);
      }),
      { numRuns: 300 },
    );
    const edits = valueEdits({ steps: [{ id: 'a', n: 1 }, { id: 'b' }] }, { steps: [{ id: 'a', n: 2 }, { id: 'b' }] });
    assert.equal(edits.length, 1);
    const kept = edits.reduce<unknown>((now, edit) => withEdit(now, edit), {
      mine: 1,
      steps: [{ id: 'a', mine: 2, n: 1 }, { id: 'b' }],
    });
    assert.deepEqual(kept, { mine: 1, steps: [{ id: 'a', mine: 2, n: 2 }, { id: 'b' }] });
  });

  it('a new key comes behind the last of those that are before it', () => {
    const [edit] = valueEdits({ id: 'a', after: [] }, { id: 'a', repo: 'x/y', after: [], change: 1 });
    assert.ok(edit);
    assert.deepEqual(Object.keys(withEdit({ id: 'a', mine: 1, after: [] }, edit) as object), [
      'id',
      'repo',
      'mine',
      'after',
    ]);
  });
});

describe('the places of a plan', () => {
  const text = 'a:\n  - b: word\n    c:\n1: x\n';
  const at = (span: { from: number; to: number } | undefined): string => text.slice(span?.from, span?.to);

  it('a value is where it stands, and one that is missing where what would hold it is', async () => {
    const document = await read(text);
    assert.equal(at(placeOf(document, ['a', 0, 'b'])), 'word');
    assert.equal(at(placeOf(document, ['a', 0, 'd'])).trim(), 'b: word\n    c:');
    assert.equal(at(placeOf(document, ['a', 0, 'c'])).trim(), 'b: word\n    c:');
    assert.equal(at(keyPlace(document, ['a', 0, 'c'])), 'c');
    assert.equal(at(keyPlace(document, ['1'])), '1');
  });

  it('what is written once and stands for more is found: an anchor, an alias and a tag', async () => {
    assert.equal(await sharedNode(await read(text)), undefined);
    for (const [odd, from] of [
      ['a: &x 1\n', 6],
      ['a: !!str 1\n', 9],
      ['a: [1, !t {}]\n', 10],
    ] as const) {
      assert.equal((await sharedNode(await read(odd)))?.from, from, odd);
    }
  });
});
