import assert from 'node:assert/strict';
import { ESLint, Linter } from 'eslint';
import { before, describe, it } from 'mocha';
import { parser } from 'typescript-eslint';
import { root } from '../../../scripts/lib/script';

/** Each shows a text past the doors of src/base/editor. */
const REFUSED = [
  ...[
    'showInformationMessage',
    'showWarningMessage',
    'showErrorMessage',
    'withProgress',
    'showInputBox',
    'createInputBox',
  ].map((name) => `vscode.window.${name}('x');`),
  ...['showQuickPick', 'createQuickPick', 'setStatusBarMessage', 'createStatusBarItem'].map(
    (name) => `vscode.window.${name}('x');`,
  ),
  "vscode.languages.createLanguageStatusItem('x', 'python');",
  'const show = vscode.window.showErrorMessage;',
  'const { showErrorMessage: show } = vscode.window;',
  'const window = vscode.window;',
  'const { languages } = vscode;',
  "vscode.window['showErrorMessage']('x');",
  "vscode['window'];",
  "import { window } from 'vscode';",
];
const ALLOWED = [
  "import * as vscode from 'vscode';",
  "import type { Uri } from 'vscode';",
  "import { type Uri } from 'vscode';",
  'vscode.window.showTextDocument(document);',
  "vscode.languages.registerHoverProvider('python', provider);",
  "notify('error', text, 'Try Again');",
];

describe('the rule that texts are shown through the doors of src/base/editor', () => {
  const rules = new Map<string, Linter.RulesRecord>();
  const doors = ['notifications', 'quickInput', 'statusItems'].map((name) => `src/base/editor/${name}.ts`);

  before(async () => {
    const eslint = new ESLint({ cwd: root });
    for (const file of ['src/change/editor/any.ts', 'src/coverage/editor/notifications.ts', ...doors]) {
      const config = (await eslint.calculateConfigForFile(file)) as { readonly rules: Linter.RulesRecord };
      rules.set(file, { 'no-restricted-syntax': config.rules['no-restricted-syntax']! });
    }
  });

  const complaints = (file: string, text: string): string[] =>
    new Linter().verify(text, [{ languageOptions: { parser }, rules: rules.get(file)! }]).map(({ message }) => message);

  for (const text of REFUSED) {
    it(`the rule for shown texts refuses ${text}`, () => {
      assert.notDeepEqual(complaints('src/change/editor/any.ts', text), []);
      assert.notDeepEqual(complaints('src/coverage/editor/notifications.ts', text), []);
    });
  }

  for (const text of ALLOWED) {
    it(`the rule for shown texts allows ${text}`, () =>
      assert.deepEqual(complaints('src/change/editor/any.ts', text), []));
  }

  it('the rule for shown texts names the module to use', () => {
    assert.match(
      complaints('src/change/editor/any.ts', "vscode.window.showInputBox({ title: 'x' });").join(),
      /Use src\/base\/editor\/quickInput\.ts: showInputBox/,
    );
  });

  it('the rule for shown texts lets only that module call VS Code', () => {
    for (const door of doors) assert.deepEqual(complaints(door, "vscode.window.showErrorMessage('x');"), [], door);
  });
});
