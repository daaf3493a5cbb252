import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../src/base/errors';
import { readYaml, topLevelKeys } from '../../../src/base/yaml';

const refused = (pattern: RegExp) => (error: unknown) =>
  error instanceof UserError && error.reason === 'bad-yaml' && pattern.test(error.message);

describe('YAML', () => {
  it('YAML is read as PyYAML reads it', async () => {
    const text = 'base: &base {a: yes, b: 010}\nmine:\n  <<: *base\n  b: 8.1.0\nmine2: "x"\nmine2: z\n';
    const base = { a: true, b: 8 };
    assert.deepEqual(await readYaml(text, 'f'), { base, mine: { a: true, b: '8.1.0' }, mine2: 'z' });
    assert.deepEqual(await readYaml('[N, Y, n, y, No, ON, off, "yes"]', 'f'), [
      'N',
      'Y',
      'n',
      'y',
      false,
      true,
      false,
      'yes',
    ]);
    assert.equal(await readYaml('', 'f'), null);
    assert.equal(await readYaml('# nothing\n', 'f'), null);
  });

  it('YAML errors have file and line', async () => {
    await assert.rejects(
      readYaml('a: 1\nb:\n\tc: 2\n', 'x.yaml'),
      refused(/^x\.yaml is no valid YAML at line 3: tabs are/),
    );
    await assert.rejects(readYaml('a: [1,\nb: 2\n', 'x.yaml'), refused(/line [23]: /));
    await assert.rejects(readYaml('---\na: 1\n---\nb: 2\n', 'x.yaml'), refused(/line 3: a second document/));
    await assert.rejects(readYaml('a: *nowhere\n', 'x.yaml'), refused(/nowhere/));
  });

  it('hostile YAML does no harm', async () => {
    const names = [...'abcdefgh'];
    const laughs = names.map(
      (name, at) =>
        `${name}: &${name} [${Array(9)
          .fill(at ? `*${names[at - 1]}` : 'x')
          .join(',')}]\n`,
    );
    await assert.rejects(readYaml(laughs.join(''), 'f'), refused(/alias/));
    // The library alone ends the process at the last of these; its parser overflows where a text goes all the way back.
    for (const level of ['[', '{a: ', '- ', '? ']) {
      for (const end of ['', '\na: 1\n']) {
        const text = `${level.repeat(12_000)}${end}`;
        await assert.rejects(readYaml(text, 'f'), refused(/line 1: it is nested too deeply/), level + end);
      }
    }
    await readYaml('? '.repeat(60), 'f');
    assert.deepEqual(Object.keys((await readYaml('__proto__: {x: 1}\n', 'f')) as object), ['__proto__']);
    assert.equal(({} as { x?: unknown }).x, undefined);
  });

  it('YAML is a value or an error, whatever the text', async () => {
    const part = fc.constantFrom(
      'a:',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '<<: ',
      '|',
      '>',
      '"',
      "'",
      '?',
      '#',
      '!',
      '%',
      '---',
      '\t',
      'é',
    );
    const property = fc.asyncProperty(fc.array(part, { maxLength: 40 }), async (parts) => {
      const text = parts.join('');
      try {
        await readYaml(text, 'f');
        const keys = await topLevelKeys(text, 'f');
        assert.ok(keys.every(({ from }) => from === 0 || text[from - 1] === '\n'));
      } catch (error) {
        assert.ok(refused(/^f is no valid YAML at line \d+: /)(error), String(error));
      }
    });
    await fc.assert(property);
  });

  it('YAML has keys at its top', async () => {
    const text = '---\n# head\nfixes:\n  - |\n    a: b\n\n"quoted": >\n  x\n? last\n: z\n1: w\n';
    assert.deepEqual(await topLevelKeys(text, 'f'), [
      { name: 'fixes', from: text.indexOf('fixes') },
      { name: 'quoted', from: text.indexOf('"quoted') },
      { name: 'last', from: text.indexOf('? last') },
    ]);
    assert.deepEqual(await topLevelKeys('- a\n', 'f'), []);
  });
});
