import * as vscode from 'vscode';
import { plainLabel } from '../../base/plainText';
import { plural } from '../../base/words';
import type { FileEdit, Tree } from '../edits/lines/edit';

/** Scheme of the documents that are compared: they are shown, and never saved. */
const SCHEME = 'openstack-retirement';
/** Files of one preview. VS Code opens a document for each side of each of them. */
const MOST_FILES = 60;
/** Reasons that stand open in the text; of more, the first of each file does, and the others open with a click. */
const MOST_OPEN = 8;

/** Edits that wait for a yes, as a person would look at them. */
interface Shown {
  readonly edits: readonly FileEdit[];
  /** Where the texts before are. */
  readonly tree: Tree;
  readonly threads: readonly vscode.CommentThread[];
}

/** Shows what a step would change as one diff of all files, with the reason at each place, before anything is written. */
export class EditPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly shown = new Map<string, Shown>();
  private readonly reasons = vscode.comments.createCommentController('openstackContributor.retirement', 'Reasons');
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  private readonly closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forgetClosed(uri));

  /** @param id of the preview, of letters that an address may have; a second one of the same id takes its place */
  async show(id: string, title: string, edits: readonly FileEdit[], tree: Tree): Promise<void> {
    this.forget(id);
    // A file that only goes says less than one that changes.
    const order = [...edits].sort((a, b) => Number(a.content === null) - Number(b.content === null));
    const some = order.slice(0, MOST_FILES);
    const hunks = some.reduce((sum, edit) => sum + (edit.content === null ? 0 : edit.hunks.length), 0);
    const threads = some.flatMap((edit) => this.threadsOf(id, edit, hunks <= MOST_OPEN));
    this.shown.set(id, { edits: some, tree, threads });
    const more = edits.length > some.length ? `, ${some.length} of ${plural(edits.length, 'file')}` : '';
    await vscode.commands.executeCommand(
      'vscode.changes',
      `${title}${more}`,
      some.map((edit) => [
        vscode.Uri.from({ scheme: SCHEME, path: `/${edit.path}`, query: id }),
        edit.before === undefined ? undefined : uriOf(id, edit.path, 'before'),
        edit.content === null ? undefined : uriOf(id, edit.path, 'after'),
      ]),
    );
  }

  /** Takes the reasons away, where the edits are on their way: the diff stays as long as it is open. */
  dropReasons(id: string): void {
    for (const thread of this.shown.get(id)?.threads ?? []) thread.dispose();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const [id = '', side] = uri.query.split('&');
    const shown = this.shown.get(id);
    const edit = shown?.edits.find(({ path }) => path === uri.path.slice(1));
    if (!edit) return '';
    if (side === 'after') return edit.content ?? '';
    return edit.content === null ? ((await shown?.tree.read(edit.path)) ?? '') : (edit.before ?? '');
  }

  dispose(): void {
    for (const id of [...this.shown.keys()]) this.forget(id);
    this.reasons.dispose();
    this.registration.dispose();
    this.closing.dispose();
  }

  private threadsOf(id: string, edit: FileEdit, allOpen: boolean): vscode.CommentThread[] {
    if (edit.content === null) return [];
    let moved = 0;
    return edit.hunks.map(({ line, removed, added, reason }, index) => {
      const first = line + moved;
      moved += added.length - removed;
      const at = Math.max(first + added.length - 1, 0);
      const thread = this.reasons.createCommentThread(uriOf(id, edit.path, 'after'), new vscode.Range(at, 0, at, 0), [
        { body: plainLabel(reason), mode: vscode.CommentMode.Preview, author: { name: 'Reason' } },
      ]);
      thread.canReply = false;
      thread.label = 'Why this changes';
      const { Expanded, Collapsed } = vscode.CommentThreadCollapsibleState;
      thread.collapsibleState = allOpen || index === 0 ? Expanded : Collapsed;
      return thread;
    });
  }

  private forgetClosed(uri: vscode.Uri): void {
    if (uri.scheme !== SCHEME) return;
    const [id = ''] = uri.query.split('&');
    const isOpen = vscode.workspace.textDocuments.some(
      (document) => document.uri.scheme === SCHEME && document.uri.query.startsWith(`${id}&`),
    );
    if (!isOpen) this.forget(id);
  }

  private forget(id: string): void {
    for (const thread of this.shown.get(id)?.threads ?? []) thread.dispose();
    this.shown.delete(id);
  }
}

const uriOf = (id: string, path: string, side: 'before' | 'after'): vscode.Uri =>
  vscode.Uri.from({ scheme: SCHEME, path: `/${path}`, query: `${id}&${side}` });
