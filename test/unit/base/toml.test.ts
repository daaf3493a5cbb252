import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MAX_TOML_BYTES, parseToml } from '../../../src/base/toml';

describe('TOML of a repository', () => {
  it('TOML is read with a byte order mark, comments, rulers and deep tables', () => {
    const text = `\uFEFF# ${'.'.repeat(500)}\n[tool.stestr]\ntest_path = "./a" # ${'. '.repeat(100)}\nlist = [[1, 2], [3]]\n`;
    assert.deepEqual(JSON.parse(JSON.stringify(parseToml(text))), {
      tool: { stestr: { test_path: './a', list: [[1, 2], [3]] } },
    });
  });

  it('TOML that does not parse has no table', () => {
    assert.equal(parseToml('[tool'), undefined);
    assert.equal(parseToml('a = 1\na = 2\n'), undefined);
  });

  for (const [name, text] of Object.entries({
    'a header of many parts': `[a${'.b'.repeat(100_000)}]\n`,
    'a key of many parts': `a${' . b'.repeat(1000)} = 1\n`,
    'arrays in arrays': `a = ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`,
    'inline tables in inline tables': `a = ${'{ a = '.repeat(1000)}1${' }'.repeat(1000)}\n`,
    'arrays in arrays over lines': `a = ${'[\n'.repeat(1000)}${']\n'.repeat(1000)}\n`,
    'more than a file may have': `a = "${'x'.repeat(MAX_TOML_BYTES)}"\n`,
  })) {
    it(`TOML is not parsed with ${name}`, () => assert.equal(parseToml(text), undefined));
  }
});
