import assert from 'node:assert/strict';
import { ESLint, Linter } from 'eslint';
import { before, describe, it } from 'mocha';
import { parser } from 'typescript-eslint';
import { root } from '../../../scripts/lib/script';

/** Each opens a path without the bounds of src/base/readFile.ts or src/base/toml.ts. */
const REFUSED = [
  ...[
    'readFile',
    'readFileSync',
    'createReadStream',
    'open',
    'openSync',
    'copyFile',
    'copyFileSync',
    'cp',
    'cpSync',
  ].flatMap((name) => [`import { ${name} } from 'node:fs';`, `import { ${name} as other } from 'node:fs/promises';`]),
  "import { readFile } from 'fs';",
  "import * as fs from 'node:fs';",
  "import { parse } from 'smol-toml';",
  'vscode.workspace.fs.readFile(uri);',
];
const ALLOWED = [
  "import { readdir, rm, stat, writeFile } from 'node:fs/promises';",
  "import { readFile } from '../base/readFile';",
];

describe('the rule that files are read through src/base/readFile.ts', () => {
  let rules: Linter.RulesRecord;

  before(async () => {
    const config = (await new ESLint({ cwd: root }).calculateConfigForFile('src/coverage/any.ts')) as {
      readonly rules: Linter.RulesRecord;
    };
    const names = ['no-restricted-imports', 'no-restricted-syntax'];
    rules = Object.fromEntries(names.map((name) => [name, config.rules[name]!]));
  });

  const faults = (code: string): string[] =>
    new Linter()
      .verify(code, { files: ['**/*.ts'], languageOptions: { parser }, rules }, 'src/coverage/any.ts')
      .map(({ message }) => message);

  for (const code of REFUSED) {
    it(`the rule for reading files refuses ${code}`, () =>
      assert.match(faults(code).join('\n'), /src\/base\/(?:readFile|toml)\.ts/));
  }
  for (const code of ALLOWED) it(`the rule for reading files allows ${code}`, () => assert.deepEqual(faults(code), []));
});
