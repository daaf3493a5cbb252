/** The ways between a source file and its tests: to run them, to go to them, and to come back. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { TestRunSummary } from '../../../api';
import { type ErrorAction, registerCommand } from '../../../base/editor/commands';
import { showQuickPick } from '../../../base/editor/quickInput';
import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import type { TestItems } from '../tree/testItems';
import type { TestsOfChange } from './changeTests';
import type { FileTests } from './fileTests';

export interface RelatedParts {
  readonly log: Log;
  readonly items: TestItems;
  readonly fileTests: FileTests;
  readonly testsOfChange: TestsOfChange;
  readonly run: (items: readonly vscode.TestItem[]) => Promise<TestRunSummary>;
  readonly actions: Readonly<Record<string, ErrorAction>>;
}

export function registerRelatedCommands({
  log,
  items,
  fileTests,
  testsOfChange,
  run,
  actions,
}: RelatedParts): vscode.Disposable {
  const register = (name: string, command: (file?: unknown) => Promise<unknown>): vscode.Disposable =>
    registerCommand(log, `openstackContributor.testing.${name}`, command, actions);

  const goToTests = async (file: string): Promise<void> => {
    const { project, modules } = await fileTests.require(file);
    const found = await Promise.all(modules.map((module) => items.ofNode(project, module)));
    await openOneOf(
      found.flatMap((item) => item?.uri ?? []),
      `The tests of ${basename(file)}`,
    );
  };
  const goToTested = async (test: string, tested: readonly string[]): Promise<void> => {
    if (tested.length === 0) {
      throw new UserError(
        'no-tested',
        `Neither the name of ${basename(test)} nor what it imports tells which module it tests.`,
      );
    }
    await openOneOf(
      tested.map((path) => vscode.Uri.file(path)),
      `What ${basename(test)} tests`,
    );
  };

  return vscode.Disposable.from(
    register('runTestsOfFile', async (file) => {
      const { project, toRun } = await fileTests.require(fileOf(file));
      const found = await Promise.all(toRun.map((name) => items.named(project, name)));
      return run(found.filter((item) => item !== undefined));
    }),
    register('runTestsOfChange', async (folder) => {
      const { project, toRun } = await testsOfChange.of(folder instanceof vscode.Uri ? folder : undefined);
      const found = await Promise.all(toRun.map((name) => items.named(project, name)));
      return run(found.filter((item) => item !== undefined));
    }),
    register('goToTests', async (file) => {
      const path = fileOf(file);
      const tested = await fileTests.testedBy(path);
      await (tested ? goToTested(path, tested) : goToTests(path));
    }),
    register('goToTested', async (file) => {
      const path = fileOf(file);
      const tested = await fileTests.testedBy(path);
      if (!tested) throw new UserError('no-test', `${basename(path)} is no test module of this project.`);
      await goToTested(path, tested);
    }),
  );
}

/** A file that a menu or a lens gives, else the one in the editor. */
function fileOf(file: unknown): string {
  const uri = file instanceof vscode.Uri ? file : vscode.window.activeTextEditor?.document.uri;
  if (!uri) throw new UserError('no-file', 'Open a Python file of the project first.');
  return uri.fsPath;
}

async function openOneOf(uris: readonly vscode.Uri[], title: string): Promise<void> {
  const choices = uris.map((uri) => ({
    label: basename(uri.fsPath),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const [only, ...others] = choices;
  const chosen = others.length === 0 ? only : await showQuickPick(choices, { title, matchOnDescription: true });
  if (chosen) await vscode.window.showTextDocument(chosen.uri);
}
