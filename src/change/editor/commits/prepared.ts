import * as vscode from 'vscode';
import { cancellable } from '../../../base/editor/cancellation';
import { showError } from '../../../base/editor/commands';
import { notify, showDialog } from '../../../base/editor/notifications';
import type { Log } from '../../../base/log';
import { previewOf } from '../../commits/previewOf';
import type { MadeEdit, PreparedEdit } from '../../commits/rewrite';
import { PersonGit } from '../../repository/personGit';

/** Shows what will be changed. Gives the button that was pressed; undefined when the person thought better of it. */
async function agree({ title, preview, texts }: PreparedEdit, buttons: readonly string[]): Promise<string | undefined> {
  const lines = [...preview, ...texts.flatMap(({ before, after }) => ['', ...previewOf(before, after)])];
  return showDialog('information', `${title}?`, lines.join('\n').trim(), ...buttons);
}

/** Says what was done, and names the way back. */
async function offerUndo({ done, undo }: MadeEdit, log: Log, root: string): Promise<void> {
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
 * Shows an edit, and makes it with progress and Cancel, which takes it back.
 * @param abort ends what the edit runs
 * @returns what was made, and the button that was pressed; undefined when the person thought better of it
 */
export async function agreeAndMake(
  prepared: PreparedEdit,
  buttons: readonly string[],
  { root, log, abort }: { readonly root: string; readonly log: Log; readonly abort: AbortController },
): Promise<{ readonly made: MadeEdit; readonly button: string } | undefined> {
  const button = await agree(prepared, buttons);
  if (button === undefined) return undefined;
  const made = await cancellable(prepared.title, (signal) => {
    signal.addEventListener('abort', () => abort.abort(), { once: true });
    return prepared.make();
  });
  void offerUndo(made, log, root);
  return { made, button };
}

/** Prepares an edit of commits, then as `agreeAndMake`. */
export async function makeWithConsent(
  root: string,
  prepare: (git: PersonGit) => Promise<PreparedEdit>,
  button: string,
  log: Log,
): Promise<MadeEdit | undefined> {
  const abort = new AbortController();
  const prepared = await prepare(new PersonGit(root, { signal: abort.signal }));
  return (await agreeAndMake(prepared, [button], { root, log, abort }))?.made;
}
