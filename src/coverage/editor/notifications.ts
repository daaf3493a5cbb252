import * as vscode from 'vscode';
import { notify } from '../../base/editor/notifications';
import { setting } from '../../base/editor/settings';
import type { CoverageModel } from '../state/coverageModel';

/** Shows once for each new report how coverage changed, where it changed at all. */
export function registerNotifications(model: CoverageModel): vscode.Disposable {
  /** When the report was written that the person knows of, by the path of its folder. */
  const known = new Map<string, number>();
  return vscode.Disposable.from(
    model.onDidChange((folder) => {
      if (folder?.kind !== 'ready') return;
      const { path, report, comparison } = folder;
      const { writtenAt } = report;
      // The report that was there when the window opened is no news.
      if (!known.has(path)) known.set(path, writtenAt);
      const { change } = comparison;
      if (known.get(path) === writtenAt || !change) return;
      known.set(path, writtenAt);
      if (change.files.length > 0 && setting('coverage.notify', vscode.Uri.file(path))) {
        void tell(change.text);
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
