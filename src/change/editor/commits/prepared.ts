import * as vscode from 'vscode';
import { cancellable } from '../../../base/editor/cancellation';
import { showError } from '../../../base/editor/commands';
import { notify, showDialog } from '../../../base/editor/notifications';
import type { Log } from '../../../base/log';
import { previewOf } from '../../commits/previewOf';
import type { MadeMend, PreparedMend } from '../../push/fixes';
import { PersonGit } from '../../repository/personGit';

/** Shows what will be changed. Gives the button that was pressed; undefined when the person thought better of it. */
export async function agree(
  { title, preview, texts }: PreparedMend,
  ...buttons: string[]
): Promise<string | undefined> {
  const lines = [...preview, ...texts.flatMap(({ before, after }) => ['', ...previewOf(before, after)])];
  return showDialog('information', `${title}?`, lines.join('\n').trim(), ...buttons);
}

/** Says what was done, and names the way back. */
export async function offerUndo({ done, undo }: MadeMend, log: Log, root: string): Promise<void> {
  log.info(`${done} in ${root}. To undo: ${undo}`);
  const copy = 'Copy the Undo Command';
  try {
    const chosen = await notify('information', `${done}: done. To undo: ${undo}`, copy);
    if (chosen === copy) await vscode.env.clipboard.writeText(undo);
  } catch (error) {
    await showError(error);
  }
}

/**
 * Prepares an edit of commits, shows it, and makes it with progress and Cancel, which takes it back.
 * Undefined when the person thought better of it.
 */
export async function makeWithConsent(
  root: string,
  prepare: (git: PersonGit) => Promise<PreparedMend>,
  button: string,
  log: Log,
): Promise<MadeMend | undefined> {
  const abort = new AbortController();
  const prepared = await prepare(new PersonGit(root, { signal: abort.signal }));
  if ((await agree(prepared, button)) === undefined) return undefined;
  const made = await cancellable(prepared.title, (signal) => {
    signal.addEventListener('abort', () => abort.abort());
    return prepared.make();
  });
  void offerUndo(made, log, root);
  return made;
}
