import * as vscode from 'vscode';
import { showError } from '../../base/editor/commands';
import { debounce } from '../../base/coalesce';
import { DisposableStore } from '../../base/emitter';
import { messageOf, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { commit, gitFolder, isInProgress, moveBack } from '../commit';
import { complete } from '../complete';
import { lastCommitToMend, type LastCommit } from '../lastCommit';
import type { MessageServices } from './messages';
import { repositoryRoots } from './pickRepository';

/** After the last movement of HEAD: a rebase moves it many times. */
const REST_MS = 700;

/** Sees commits that were made without the hook (`git revert --no-edit`, `--no-verify`), and offers their Change-Id. */
export class MissingChangeIds implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private watchers = this.store.add(new DisposableStore());
  private readonly offered = new Set<string>();

  constructor(
    private readonly services: MessageServices,
    private readonly log: Log,
  ) {
    const again = (): void => void this.watch().catch((error: unknown) => this.log.warn(messageOf(error)));
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(again));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(again));
    setImmediate(again);
  }

  dispose(): void {
    this.store.dispose();
  }

  private async watch(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    this.watchers.dispose();
    const watchers = (this.watchers = this.store.add(new DisposableStore()));
    for (const root of await repositoryRoots(this.services)) {
      const { isGerrit } = await this.services.repositories.read(root);
      if (!isGerrit) continue;
      // git appends to this log whenever HEAD moves, whoever moves it.
      const logs = vscode.Uri.file(`${await gitFolder(await this.services.repositories.git(root))}/logs`);
      const watcher = watchers.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(logs, 'HEAD')));
      const look = debounce(() => void this.look(root).catch((error: unknown) => this.log.warn(messageOf(error))), REST_MS);
      watchers.add({ dispose: () => look.cancel() });
      watchers.add(watcher.onDidChange(look));
      watchers.add(watcher.onDidCreate(look));
    }
  }

  private async look(root: string): Promise<void> {
    const repository = await this.services.repositories.git(root);
    const facts = await this.services.repositories.read(root);
    const last = (await isInProgress(repository)) ? undefined : await lastCommitToMend(repository, facts);
    if (!last || this.offered.has(last.commit)) return;
    this.offered.add(last.commit);
    const add = 'Add Change-Id';
    const text = `The commit "${last.subject}" has no Change-Id, so Gerrit would refuse it. No commit-msg hook added one.`;
    if ((await vscode.window.showWarningMessage(text, add)) !== add) return;
    // VS Code lets nobody take a message away, so this one may have outlived its reason.
    const now = await lastCommitToMend(repository, await this.services.repositories.read(root));
    if (now?.commit === last.commit) {
      await vscode.commands.executeCommand('openstackContributor.change.addChangeId', { rootUri: vscode.Uri.file(root) });
      return;
    }
    void vscode.window.showInformationMessage(`"${last.subject}" is mended already, or is not the last commit any more. Nothing was changed.`);
    await this.look(root);
  }
}

/** Gives the commit at HEAD a Change-Id, and a way back. What is staged stays staged. */
export async function addChangeIdToLast(root: string, services: MessageServices): Promise<void> {
  const repository = await services.repositories.git(root);
  const facts = await services.repositories.read(root);
  const last = await lastCommitToMend(repository, facts);
  if (!last) throw new UserError('nothing-to-mend', 'The last commit of yours has a Change-Id, or it is none of yours: there is nothing to mend.');
  const message = complete(last.message, undefined, { ...facts.hook, comment: false });
  await commit(root, { message, onlyMessage: true });
  void offerUndo(root, last);
}

async function offerUndo(root: string, { commit: before, subject }: LastCommit): Promise<void> {
  const undo = 'Undo';
  const text = `"${subject}" has a Change-Id now. To undo: git reset --soft ${before.slice(0, 10)}`;
  try {
    if ((await vscode.window.showInformationMessage(text, undo)) === undo) await moveBack(root, before);
  } catch (error) {
    await showError(error);
  }
}
