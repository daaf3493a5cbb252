/** Formats that several features read. */
import assert from 'node:assert/strict';
import { alignLines, hashLines } from '../../src/base/lines';
import { parseToml } from '../../src/base/toml';
import { MAX_YAML_BYTES, topLevelKeys } from '../../src/base/yaml';
import { parseHooks } from '../../src/style/tools/preCommit/hooks';
import { type Targets, text } from './target';
import { TOML } from './words';

/** An error that may be thrown is no reason to leave out what comes after it. */
async function ended(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if ((error as { reason?: string }).reason !== 'bad-yaml') throw error;
  });
}

export const BASE: Targets = {
  TOML: { files: /\.toml$/, words: TOML, read: text((content) => parseToml(content)) },
  alignment: {
    files: /\.py$/,
    words: ['a\n', 'b\n', 'c\n', '\n', 'd = 1\n', '\r\n', 'a\r'],
    read: text((content, random) => {
      const cut = random.below(content.length + 1);
      const [before, after] = [
        hashLines(content),
        hashLines(content.slice(cut) + content.slice(0, random.below(cut + 1))),
      ];
      const aligned = alignLines(before, after);
      assert.equal(aligned.length, after.length);
      aligned.forEach((line, i) => assert.ok(line < 0 || before[line] === after[i], 'lines that are not the same'));
    }),
  },
  YAML: {
    samples: [
      '---\nfeatures:\n  - |\n    A thing.\nfixes:\n  - b\n',
      'repos:\n  - repo: local\n    hooks:\n      - id: a\n        entry: b\n        files: ^a\n',
      'a: &a [1]\nb: *a\nc: {<<: *a}\n',
    ],
    words: [
      '---\n',
      'repos:\n',
      '- repo: local\n',
      '  hooks:\n',
      '    - id: a\n',
      '&a',
      '*a',
      '<<: ',
      '[',
      ']',
      '{',
      '}',
      ': ',
      '- ',
      '|\n',
      '>-\n',
      '!!python/object',
      '"',
      "'",
      '# x\n',
      '? ',
      '%YAML 1.2\n',
      '...\n',
      'y',
      '0o7',
      '  ',
      '\t',
    ],
    read: text(async (content) => {
      const allowed = content.slice(0, MAX_YAML_BYTES);
      return [await ended(topLevelKeys(allowed, 'a.yaml')), await parseHooks(allowed)];
    }),
  },
};
