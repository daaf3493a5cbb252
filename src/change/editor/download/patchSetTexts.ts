import { join } from 'node:path';
import * as vscode from 'vscode';
import type { PatchSetDiff } from '../../download/patchSetDiff';
import type { PersonGit } from '../../repository/personGit';

const SCHEME = 'openstack-patch-set';
/** As Gerrit names it among the files. */
const MESSAGE = 'COMMIT_MSG';

type ReadText = () => Promise<string>;

/** Shows two patch sets beside each other, all their files in one editor. git is asked for a text when it is looked at. */
export class PatchSetTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  /** By address. What a blob holds never changes, so none of them grows old. */
  private readonly texts = new Map<string, ReadText>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  /** @returns false when there is nothing to show */
  async show(git: PersonGit, number: number, { from, to, files, rebase }: PatchSetDiff): Promise<boolean> {
    // Both sides have one path, or else VS Code takes them for a file that was renamed.
    const uri = (side: string, name: string, read: ReadText | undefined): vscode.Uri | undefined => {
      if (!read) return undefined;
      const address = vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: `${number},${side}` });
      this.texts.set(address.toString(), read);
      return address;
    };
    const blob = (id: string | undefined): ReadText | undefined =>
      id === undefined ? undefined : () => git.text(['cat-file', 'blob', id]);
    const message =
      (commit: string): ReadText =>
      () =>
        git.text(['show', '-s', '--no-show-signature', '--format=%B', commit]);
    const left = rebase === 'left-out' ? `${from.number} on the parent of ${to.number}` : String(from.number);
    const right = String(to.number);
    const rows = files.map(({ name, before, after }) => [
      vscode.Uri.file(join(git.root, name)),
      uri(left, name, blob(before)),
      uri(right, name, blob(after)),
    ]);
    const messages = [message(from.commit), message(to.commit)] as const;
    const [textBefore, textAfter] = await Promise.all(messages.map((read) => read()));
    if (textBefore !== textAfter) {
      rows.unshift([
        vscode.Uri.from({ scheme: SCHEME, path: `/${MESSAGE}` }),
        uri(left, MESSAGE, messages[0]),
        uri(right, MESSAGE, messages[1]),
      ]);
    }
    if (rows.length === 0) return false;
    await vscode.commands.executeCommand('vscode.changes', `Change ${number}: Patch Set ${left} ↔ ${right}`, rows);
    return true;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const text = await this.texts.get(uri.toString())?.();
    if (text === undefined) return 'Compare the patch sets again to see this text.\n';
    return text.includes('\0') ? 'This file is not a text.\n' : text;
  }

  dispose(): void {
    this.registration.dispose();
    this.texts.clear();
  }
}
