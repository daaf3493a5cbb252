import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import ts from 'typescript';
import { type CodeIds, readCode } from '../../../../scripts/contributions/code';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { root } from '../../../../scripts/lib/script';

const HELPERS = `
import * as vscode from 'vscode';
const SECTION = 'ours';
export interface Settings { 'path': string; 'unread': boolean }
export function setting<Key extends keyof Settings>(key: Key): Settings[Key] | undefined {
  return vscode.workspace.getConfiguration(SECTION).get<Settings[Key]>(key);
}
export function command(log: string, id: string, run: () => void): vscode.Disposable {
  return vscode.commands.registerCommand(id, run);
}
export function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', \`ours.\${key}\`, value);
}
`;

const FEATURE = `
import * as vscode from 'vscode';
import { command, setContext, setting } from './helpers';
export const ids = { colour: 'ours.plain' } as const;
export function register(dark: boolean, state: 'empty' | 'full', memento: vscode.Memento, unknown: string) {
  const named = (id: string) => command('log', \`ours.\${id}\`, () => undefined);
  named('first');
  command('log', dark ? 'ours.second' : 'ours.third', () => undefined);
  vscode.commands.registerCommand(unknown, () => undefined);
  setContext(state, true);
  setting('path');
  const configuration = vscode.workspace.getConfiguration();
  configuration.get('editor.fontSize');
  memento.get('no.setting');
  new vscode.ThemeColor(ids.colour);
  paint('Border');
  vscode.window.createTreeView('ours.view', { treeDataProvider: undefined! });
  vscode.tasks.registerTaskProvider('ours-task', undefined!);
  const item = new vscode.TreeItem('label');
  item.contextValue = state === 'full' ? 'file' : 'folder';
  item.command = { title: '', command: 'ours.second' };
  void vscode.commands.executeCommand('ours.first');
  return '$ours-matcher';
}
function paint(part: 'Border' | 'Background') {
  return new vscode.ThemeColor(\`ours.line\${part}\`);
}
`;

describe('ids in the source', () => {
  let folder: string;
  let ids: CodeIds;

  before(function () {
    this.timeout(60_000); // the compiler reads all types of VS Code
    folder = mkdtempSync(join(tmpdir(), 'contributions-'));
    const files = Object.entries({ 'helpers.ts': HELPERS, 'feature.ts': FEATURE }).map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      strict: true,
      types: [],
      paths: { vscode: [join(root, 'node_modules/@types/vscode/index.d.ts')] },
    };
    ids = readCode(files, options, folder);
  });
  after(() => removeFolder(folder));

  it('ids in the source are followed through helpers, constants, conditions and literal types', () => {
    assert.deepEqual([...ids.commands].sort(), ['ours.first', 'ours.second', 'ours.third']);
    assert.deepEqual([...ids.contexts].sort(), ['ours.empty', 'ours.full']);
    assert.deepEqual([...ids.contextValues].sort(), ['file', 'folder']);
  });

  it('ids of settings count only where a caller names them, not where a type lists them', () => {
    assert.deepEqual([...ids.settings].sort(), ['editor.fontSize', 'ours.path']);
  });

  it('ids are those that a helper is called with, not all that its type allows', () => {
    assert.deepEqual([...ids.colors].sort(), ['ours.lineBorder', 'ours.plain']);
  });

  it('ids are those of views, tasks, problem matchers, and commands that something names', () => {
    assert.deepEqual([...ids.views], ['ours.view']);
    assert.deepEqual([...ids.taskTypes], ['ours-task']);
    assert.deepEqual([...ids.problemMatchers], ['$ours-matcher']);
    assert.deepEqual([...ids.usedCommands].sort(), ['ours.first', 'ours.second']);
  });

  it('ids that cannot be followed are named with their place', () => {
    assert.deepEqual(ids.unclear, ['feature.ts:9 a command']);
  });
});
