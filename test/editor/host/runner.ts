/**
 * Runs one test file inside the extension host, with mocha and the real `vscode` module, and keeps its outcome in a
 * file that the outer runner (scripts/test-editor.ts) watches. Bundled together with the test file.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import type { HostResults, TestOutcome } from './results';

/** A window that saw none by then still had none after two minutes. */
const FOLDERS_WITHIN_MS = 10_000;

/**
 * @param load requires the test file, whose `describe` then finds this mocha
 * @param file where `HostResults` go; without it the outcome is only printed, as F5 wants it
 */
export async function runTests(load: () => void, file?: string): Promise<void> {
  const tests: TestOutcome[] = [];
  const keep = (ended: boolean): void => {
    if (file !== undefined) {
      writeFileSync(file, JSON.stringify({ ended, tests } satisfies HostResults));
    }
  };
  keep(false);
  await seesFolders();
  const failures = await runMocha(load, (test) => {
    tests.push(test);
    keep(false);
  });
  keep(true);
  if (file !== undefined) {
    // VS Code closes the window when this ends. The outer runner closes it, after it has looked at it.
    await new Promise(() => undefined);
  } else if (failures > 0) {
    throw new Error(`${failures} failed`);
  }
}

/**
 * A window on a busy machine may see the folders of its workspace late, and reloads itself then, or not at all
 * (scripts/editor/ready.ts): it is reloaded, and with it the extension host, which begins with the tests again.
 */
async function seesFolders(): Promise<void> {
  if (vscode.workspace.workspaceFile === undefined) return;
  const end = Date.now() + FOLDERS_WITHIN_MS;
  while ((vscode.workspace.workspaceFolders?.length ?? 0) === 0) {
    if (Date.now() > end) {
      await vscode.commands.executeCommand('workbench.action.reloadWindow');
      await new Promise(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Gives how many failed. */
function runMocha(load: () => void, onTest: (test: TestOutcome) => void): Promise<number> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, forbidOnly: true, forbidPending: true });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
  try {
    load();
  } catch (error) {
    onTest({ title: 'the test file loads', error: error instanceof Error ? (error.stack ?? '') : String(error) });
    return Promise.resolve(1);
  }
  const { EVENT_TEST_FAIL, EVENT_TEST_PASS } = Mocha.Runner.constants;
  return new Promise((resolve) => {
    const runner = mocha.run(resolve);
    runner.on(EVENT_TEST_PASS, (test) => onTest({ title: test.fullTitle(), ms: test.duration ?? 0 }));
    runner.on(EVENT_TEST_FAIL, (test, error: Error) =>
      onTest({ title: test.fullTitle(), error: error.stack ?? error.message }),
    );
  });
}
