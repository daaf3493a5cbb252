import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { root } from '../../../scripts/lib/script';

/** A project that breaks each rule once; the file that does it is named after the rule. */
const BROKEN: Readonly<Record<string, string>> = {
  'src/coverage/vscode-only-in-editor.ts': "import type * as vscode from 'vscode';\nexport type A = vscode.Uri;",
  'src/api.ts': "import * as vscode from 'vscode';\nexport const a = vscode.version;",
  'src/coverage/plain-code-imports-no-editor-code.ts': "export { b } from './editor/index';",
  'src/coverage/editor/index.ts': "import { version } from 'vscode';\nexport const b = version;",
  'src/base/base-knows-no-feature.ts': "import type { C } from '../coverage/index';\nexport type D = C;",
  'src/coverage/index.ts': 'export type C = 1;',
  'src/project/project-imports-only-base.ts': "export type { C } from '../coverage/index';",
  'src/testing/feature-through-its-door.ts': "export type { E } from '../coverage/inner';",
  'src/testing/allowed.ts': "export type { C } from '../coverage/index';",
  'src/coverage/inner.ts': 'export type E = 1;',
  'src/root-through-doors.ts': "export type { E } from './coverage/inner';",
  'src/testing/nobody-imports-the-root.ts': "export { f } from '../extension';",
  'src/extension.ts': "import * as vscode from 'vscode';\nexport const f = vscode.version;",
  'src/testing/one-process-runner.ts': "export { spawn } from 'node:child_process';",
  'src/testing/no-cycles.ts': "import { g } from './no-cycles-too';\nexport const h = g;",
  'src/testing/no-cycles-too.ts': "import { h } from './no-cycles';\nexport const g = h;",
  'src/testing/only-what-is-shipped.ts': "export { build } from 'esbuild';",
  'src/testing/src-stands-alone.ts': "export { i } from '../../scripts/tool';",
  'scripts/tool.ts': 'export const i = 1;',
  'src/testing/resolvable.ts': "import './nothing';",
};

describe('layers', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'layers-'));
    for (const [file, text] of Object.entries(BROKEN)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${text}\n`);
    }
    for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
      copyFileSync(join(root, file), join(folder, file));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  });
  after(() => removeFolder(folder));

  it('layers are each guarded by a rule that finds what breaks it', function () {
    this.timeout(30_000);
    const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
    const found = summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
    assert.deepEqual(found.sort(), [
      'api-is-types-of-vscode src/api.ts',
      'base-knows-no-feature src/base/base-knows-no-feature.ts',
      'feature-through-its-door src/testing/feature-through-its-door.ts',
      'no-cycles src/testing/no-cycles-too.ts',
      'nobody-imports-the-root src/testing/nobody-imports-the-root.ts',
      'one-process-runner src/testing/one-process-runner.ts',
      'only-what-is-shipped src/testing/only-what-is-shipped.ts',
      'plain-code-imports-no-editor-code src/coverage/plain-code-imports-no-editor-code.ts',
      'project-imports-only-base src/project/project-imports-only-base.ts',
      'resolvable src/testing/resolvable.ts',
      'root-through-doors src/root-through-doors.ts',
      'src-stands-alone src/testing/src-stands-alone.ts',
      'vscode-only-in-editor src/coverage/vscode-only-in-editor.ts',
    ]);
  });
});
