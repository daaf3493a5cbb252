import * as vscode from 'vscode';
import { notify } from '../../base/editor/notifications';
import { setting } from '../../base/editor/settings';
import type { CoverageModel } from '../state/coverageModel';

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
      if (root.change.files.length > 0 && setting('coverage.notify', vscode.Uri.file(root.root))) {
        void tell(root.change.text);
      }
    }),
  );
}

const SHOW = { title: 'Show Untested Lines', command: 'openstackContributor.untestedLines.focus' };
const COPY = { title: 'Copy Coverage Change', command: 'openstackContributor.coverage.copyChange' };

async function tell(text: string): Promise<void> {
  const pressed = await notify('information', text, SHOW.title, COPY.title);
  const chosen = [SHOW, COPY].find(({ title }) => title === pressed);
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}
