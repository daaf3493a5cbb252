import * as vscode from 'vscode';
import { CHECKS, type CheckResult } from '../myChange/check';
import type { Preflight } from '../myChange/preflight';
import { signalOf } from './cancellation';
import type { MyChangeModel } from './myChangeModel';

const PUSH = 'Push for Review';
const ANYWAY = 'Push Anyway';
const SHOW = 'Show in My Change';

/** Runs all checks with a count and Cancel. What they find is in the view, whoever asked. */
export async function preflight(root: string, model: MyChangeModel, token?: vscode.CancellationToken): Promise<Preflight> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'Checking the change', cancellable: true };
  return vscode.window.withProgress(options, (progress, shown) => {
    const onDone = (done: number, of: number): void => progress.report({ message: `${done} of ${of} checks`, increment: 100 / of });
    const signals = [signalOf(shown), ...(token ? [signalOf(token)] : [])];
    return model.preflight(root, { signal: AbortSignal.any(signals), onDone });
  });
}

/** The command: the checks, then what they found with the button for the next step. */
export async function preflightAndTell(root: string, model: MyChangeModel, push: (root: string) => Promise<void>): Promise<void> {
  const { outcome, results } = await preflight(root, model);
  if (outcome === 'cancelled') return;
  const go = outcome === 'ready' ? PUSH : outcome === 'advice' ? ANYWAY : undefined;
  const words = preflightWords(outcome, results);
  const buttons = [...(go ? [go] : []), SHOW];
  const chosen = await (outcome === 'ready' ? vscode.window.showInformationMessage(words, ...buttons) : vscode.window.showWarningMessage(words, ...buttons));
  if (chosen === SHOW) await vscode.commands.executeCommand('openstackContributor.myChange.focus');
  else if (chosen) await push(root);
}

/** One sentence for each thing that speaks against a push, three at most. */
export function preflightWords(outcome: Preflight['outcome'], results: readonly CheckResult[]): string {
  if (outcome === 'ready') return 'All checks are well: the change can be pushed.';
  const wanted = outcome === 'refused' ? ['refused'] : ['advice', 'unknown'];
  const found = results.filter(({ state }) => wanted.includes(state)).map(({ name, text }) => `${CHECKS[name]}: ${text}`);
  const unique = [...new Set(found)];
  const more = unique.length > 3 ? ` And ${unique.length - 3} more.` : '';
  const start = outcome === 'refused' ? 'The server or Zuul would not take this change.' : 'Worth a look before the push; Gerrit would take it as it is.';
  return `${start} ${unique.slice(0, 3).map((text) => `${text.replace(/\.$/, '')}.`).join(' ')}${more}`;
}

