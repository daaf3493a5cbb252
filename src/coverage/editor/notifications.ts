import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import type { CoverageModel } from '../coverageModel';

/** Says once for each new report how coverage moved, where it moved at all. */
export function registerNotifications(model: CoverageModel): vscode.Disposable {
  /** When the report was written that the person knows of, by root. */
  const known = new Map<string, number>();
  return vscode.Disposable.from(
    model.onDidChange((root) => {
      if (!root?.report) return;
      const { writtenAt } = root.report;
      // The report that was there when the window opened is no news.
      if (!known.has(root.root)) known.set(root.root, writtenAt);
      if (known.get(root.root) === writtenAt || !root.change) return;
      known.set(root.root, writtenAt);
      if (root.change.files.length > 0 && setting('coverage.notify', vscode.Uri.file(root.root))) void tell(root.change.text);
    }),
  );
}

async function tell(text: string): Promise<void> {
  const show = { title: 'Show Untested Lines', command: 'openstackContributor.untestedLines.focus' };
  const copy = { title: 'Copy Coverage Change', command: 'openstackContributor.coverage.copyChange' };
  const chosen = await vscode.window.showInformationMessage(text, show, copy);
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}
