import * as vscode from 'vscode';
import { showInputBox, showQuickPick } from '../../../base/editor/quickInput';
import { problemOf } from '../../../base/errors';
import type { FixUi } from '../../push/fixes';
import type { PushResult } from '../../push/push';
import type { MadePush } from './madePush';
import { pickBranch } from './pushDialog';

/** The editor for the fixes of a push. */
export const fixUi = ({ root, result, dialog }: MadePush, askServer: FixUi['askServer']): FixUi => ({
  async pick(title, choices) {
    const items = choices.map(([label, value]) => ({ label, value }));
    return (await showQuickPick(items, { title, ignoreFocusOut: true }))?.value;
  },
  type: ({ check = () => undefined, ...question }) =>
    showInputBox({ ...question, ignoreFocusOut: true, validateInput: (text) => problemOf(() => check(text)) }),
  pickBranch: (present) => pickBranch(dialog, present),
  async openPage(url) {
    await vscode.env.openExternal(vscode.Uri.parse(url, true));
  },
  async openFile(path) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.file(root), path));
  },
  copy: (text) => Promise.resolve(vscode.env.clipboard.writeText(text)),
  async amend() {
    await vscode.commands.executeCommand('openstackContributor.change.composeAmend', {
      rootUri: vscode.Uri.file(root),
    });
  },
  async showSourceControl() {
    await vscode.commands.executeCommand('workbench.view.scm');
  },
  showOutput: () => showOutput(result),
  askServer,
});

/** What server, ssh and git wrote, as it is. */
async function showOutput({ answer, ref }: PushResult): Promise<void> {
  const refs = answer.refs.map(({ summary, reason }) => [summary, reason].filter(Boolean).join(' '));
  const reasons = answer.rejections.map(({ title, meaning, quote }) => [title, meaning, '', quote].join('\n'));
  const parts = [[`git push ${ref}`], reasons, answer.remote, refs, answer.local];
  const content = parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language: 'log' }), {
    preview: true,
  });
}
