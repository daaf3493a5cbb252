/** Puts together what tells the tests of a line: the answers, the hover and the commands. */
import * as vscode from 'vscode';
import type { DisposableStore } from '../../../base/emitter';
import type { Log } from '../../../base/log';
import type { TestTree } from '../../discovery/tree';
import { registerLineTestsCommands } from './commands';
import { registerLineTestsHover } from './hover';
import { knownTests } from './knownTests';
import { LineTests } from './lineTests';

/** @param treeOf the tree of a root; undefined when neither stestr nor testr runs its tests */
export function addLineTests(
  store: DisposableStore,
  context: vscode.ExtensionContext,
  log: Log,
  treeOf: (root: string) => Promise<TestTree | undefined>,
): LineTests {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'contexts.worker.js').fsPath;
  const storage = (context.storageUri ?? context.globalStorageUri).fsPath;
  const lineTests = store.add(new LineTests(script, storage, knownTests(treeOf), log));
  store.add(registerLineTestsHover(lineTests));
  store.add(registerLineTestsCommands(lineTests, log));
  return lineTests;
}
