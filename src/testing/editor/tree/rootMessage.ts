/** What a root says of its tests in the Testing view, in one sentence, where its tests alone do not say it. */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../../../base/plainText';
import type { TestCommand } from '../../layout/testCommand';
import { runsPytest } from './layoutWords';

const PYTHON = 'ms-python.python';

/** That pytest runs the tests, with the way to the extension that shows them. */
export function pytestMessage(
  { environment }: Pick<TestCommand, 'environment'>,
  file: string | undefined,
): vscode.MarkdownString {
  const rest = file === undefined ? '' : ` Below are the tests of ${file}, which stestr runs.`;
  const isInstalled = vscode.extensions.getExtension(PYTHON) !== undefined;
  const [title, command] = isInstalled
    ? ['Configure pytest', 'python.configureTests']
    : ['Show the Python Extension', `extension.open?${encodeURIComponent(JSON.stringify([PYTHON]))}`];
  // First: the view cuts a long sentence off.
  const message = new vscode.MarkdownString(
    `[${title}](command:${command}) ${escapeMarkdown(`${runsPytest(environment)}${rest}`)}`,
  );
  message.isTrusted = { enabledCommands: ['python.configureTests', 'extension.open'] };
  return message;
}

/** Whether the Python extension shows the tests of a root already. */
export function showsPytest(root: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('python', root).get<boolean>('testing.pytestEnabled') === true;
}
