import * as vscode from 'vscode';
import { cancellable, signalOf } from '../../../base/editor/cancellation';
import { notify } from '../../../base/editor/notifications';
import type { Preflight } from '../../preflight/preflight';
import { type NextStep, nextStep, preflightWords } from '../../preflight/preflightWords';
import type { MyChange } from '../../preflight/readMyChange';
import type { MyChangeModel } from './myChangeModel';

const BUTTONS: Readonly<Record<NextStep, string>> = {
  push: 'Push for Review',
  'push-anyway': 'Push Anyway',
  commit: 'Commit for Gerrit',
};
const SHOW = 'Show in My Change';

/** Runs all checks with a count and Cancel. What they find is in the view, whoever asked. */
export async function preflight(
  root: string,
  model: MyChangeModel,
  token?: vscode.CancellationToken,
): Promise<Preflight & { readonly change: MyChange }> {
  return cancellable('Checking the change', (signal, report) => {
    const onDone = (done: number, of: number): void =>
      report({ message: `${done} of ${of} checks`, increment: 100 / of });
    return model.preflight(root, { signal: token ? AbortSignal.any([signal, signalOf(token)]) : signal, onDone });
  });
}

/** The command: the checks, then what they found with the button for the next step. */
export async function preflightAndTell(
  root: string,
  model: MyChangeModel,
  push: (root: string) => Promise<void>,
): Promise<void> {
  const found = await preflight(root, model);
  if (found.outcome === 'cancelled') return;
  const waiting = found.change.commits.length;
  const step = nextStep(found, waiting);
  const words = preflightWords(found, waiting);
  const buttons = [...(step ? [BUTTONS[step]] : []), SHOW];
  const chosen = await notify(found.outcome === 'ready' ? 'information' : 'warning', words, ...buttons);
  if (chosen === SHOW) {
    await vscode.commands.executeCommand('openstackContributor.myChange.focus');
  } else if (chosen === BUTTONS.commit) {
    await vscode.commands.executeCommand('openstackContributor.change.compose', { rootUri: vscode.Uri.file(root) });
  } else if (chosen) {
    await push(root);
  }
}
