import * as vscode from 'vscode';
import { showQuickPick } from '../../../base/editor/quickInput';
import { UserError } from '../../../base/errors';
import { lastRunNumber, readStoredRun } from '../../run/storedRun';
import type { TestResult } from '../../subunit/testResult';
import type { ProjectTests } from './projectTests';
import type { TestItems } from './testItems';

/** As many as `stestr slowest` prints are too few to choose from. */
const MOST = 50;

/**
 * Lists the slowest tests of the newest run, and goes to the one that is chosen.
 * @param folder repository to look in; undefined when there is no run
 * @throws UserError `no-run`
 */
export async function slowestTests(project: ProjectTests, items: TestItems, folder: string | undefined): Promise<void> {
  const timed = (await lastResults(folder)).flatMap(({ id, seconds }) =>
    seconds === undefined ? [] : [{ id, seconds }],
  );
  if (timed.length === 0) throw new UserError('no-run', 'No run with times is stored yet. Run the tests first.');
  timed.sort((a, b) => b.seconds - a.seconds);
  const choices = timed.slice(0, MOST).map(({ id, seconds }) => {
    const parts = id.split('.');
    return { id, label: `${seconds.toFixed(3)} s`, description: parts.slice(-2).join('.'), detail: id };
  });
  const chosen = await showQuickPick(choices, { title: 'Slowest Tests', matchOnDescription: true });
  const item = chosen && (await items.ofTest(project, chosen.id));
  if (item?.uri) {
    await vscode.window.showTextDocument(
      item.uri,
      item.range ? { selection: new vscode.Range(item.range.start, item.range.start) } : {},
    );
  }
}

async function lastResults(folder: string | undefined): Promise<readonly TestResult[]> {
  if (folder === undefined) return [];
  const last = await lastRunNumber(folder);
  return last === undefined ? [] : (await readStoredRun(folder, last)).results();
}
