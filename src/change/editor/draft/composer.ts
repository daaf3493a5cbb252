import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { debounce } from '../../../base/coalesce';
import { showDialog } from '../../../base/editor/notifications';
import { setting } from '../../../base/editor/settings';
import { UserError } from '../../../base/errors';
import { diskFiles } from '../../../project/files';
import type { Draft, DraftKind, DraftPlace, Drafts, SavedDraft } from '../../draft/drafts';
import { messageToAmend, newMessage } from '../../draft/newDraft';
import type { ChangeLookup } from '../../message/changeLookup';
import { addSignOff } from '../../message/signOff';
import { signOffLikely } from '../../message/signOffPolicy';
import { type RepositoryFacts, signOffRequired } from '../../repository/repositoryFacts';
import type { Repositories } from '../repository/repositories';

/** How long a person may pause before the draft is written: a crash loses no more than this. */
const SAVE_MS = 500;
/** For VS Code to read or to write a file: two seconds in all. */
const WAIT_MS = 50;
const MOST_WAITS = 40;

/** The composer's documents: opens them with something to go on with, keeps them, and puts them away. */
export class Composer implements vscode.Disposable {
  private readonly saving = new Map<string, { (): void; cancel(): void }>();
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly drafts: Drafts,
    private readonly repositories: Repositories,
    private readonly lookup: ChangeLookup,
  ) {
    this.listening = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.isDirty && this.drafts.isDraft(document.uri.fsPath)) this.saveSoon(document);
    });
  }

  /** Opens what was written before, or a new text. @param commit full id, for `reword` */
  async open(root: string, kind: DraftKind, commit?: string): Promise<vscode.TextEditor> {
    const place = { root, kind, ...(commit ? { commit } : {}) };
    return this.show((await this.usable(place)) ?? (await this.begin(place)));
  }

  /**
   * Opens a new commit's message that somebody else wrote, signed off where the project asks for it. Undefined when the
   * person would rather keep what they have begun to write there.
   */
  async openWith(root: string, text: string): Promise<vscode.TextEditor | undefined> {
    const place: DraftPlace = { root, kind: 'commit' };
    const facts = await this.repositories.read(root);
    const signer = this.signsOff(facts) ? facts.committer : undefined;
    const whole = signer ? addSignOff(text, signer) : text;
    const begun = await this.usable(place);
    if (begun) {
      // The same once more, after a window that ended.
      if ([text, whole].some((same) => same.trim() === begun.text.trim())) return this.show(begun);
      const question = 'Replace the message that is begun in this working tree?';
      const answer = await showDialog('warning', question, begun.text, 'Replace');
      if (!answer) return undefined;
      await this.discard(begun);
    }
    const head = await (await this.repositories.git(root)).commitOf('HEAD');
    return this.show(await this.drafts.write(place, whole, { ...(head ? { head } : {}), keeps: true }));
  }

  private async show(draft: SavedDraft): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(draft.file));
    // The cursor is set with the opening: later it would jump away under the person's first keys.
    const { end } = document.lineAt(0).range;
    const editor = await vscode.window.showTextDocument(document, {
      preview: false,
      selection: new vscode.Range(end, end),
    });
    // VS Code keeps a closed document for minutes, and shows its text until it has read the new file.
    for (
      let waits = 0;
      waits < MOST_WAITS && !document.isDirty && !isSameText(document.getText(), draft.text);
      waits++
    ) {
      await sleep(WAIT_MS);
      const now = document.lineAt(0).range.end;
      editor.selection = new vscode.Selection(now, now);
    }
    return editor;
  }

  /** The draft that the active editor shows. Throws UserError `no-draft` when it shows another document. */
  async active(): Promise<{ readonly draft: Draft; readonly document: vscode.TextDocument }> {
    const document = vscode.window.activeTextEditor?.document;
    const draft = document && (await this.drafts.of(document.uri.fsPath));
    if (!document || !draft) {
      throw new UserError('no-draft', 'There is no message open to commit. Write one with Commit for Gerrit.');
    }
    return { draft, document };
  }

  /** Closes the document and forgets its text. */
  async discard(draft: Draft): Promise<void> {
    const uri = vscode.Uri.file(draft.file).toString();
    this.saving.get(uri)?.cancel();
    this.saving.delete(uri);
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
    // While a save is under way another one is refused, and VS Code asks about a tab that is not saved.
    for (let waits = 0; waits < MOST_WAITS && document?.isDirty; waits++) {
      if (!(await document.save())) await sleep(WAIT_MS);
    }
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(
      tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri),
    );
    await this.drafts.remove(draft);
  }

  dispose(): void {
    this.listening.dispose();
    for (const save of this.saving.values()) save.cancel();
  }

  /**
   * What nobody wrote in is started again: branch and staged files may be others now. A text to amend is of use only while
   * the commit that it was taken from is checked out.
   */
  private async usable(place: DraftPlace): Promise<SavedDraft | undefined> {
    const saved = await this.drafts.saved(place);
    if (!saved?.text.trim() || saved.isUntouched) return undefined;
    if (place.kind !== 'amend') return saved;
    const repository = await this.repositories.git(place.root);
    return saved.head === (await repository.head()) ? saved : undefined;
  }

  private async begin(place: DraftPlace): Promise<SavedDraft> {
    const repository = await this.repositories.git(place.root);
    const facts = await this.repositories.read(place.root);
    const text =
      place.kind === 'commit'
        ? await newMessage(repository, facts, diskFiles, this.signsOff(facts))
        : await messageToAmend(repository, facts, place.commit);
    const head = await repository.commitOf('HEAD');
    const authorEmail =
      place.kind === 'commit'
        ? undefined
        : await repository.ask(['log', '--max-count=1', '--format=%ae', place.commit ?? 'HEAD', '--']);
    return this.drafts.write(place, text, { ...(head ? { head } : {}), ...(authorEmail ? { authorEmail } : {}) });
  }

  private signsOff(facts: RepositoryFacts): boolean {
    const policy = setting('change.signOff', vscode.Uri.file(facts.root));
    return signOffRequired(facts, this.lookup, policy) ?? signOffLikely(facts.review?.project) ?? false;
  }

  private saveSoon(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const save = this.saving.get(key) ?? debounce(() => void document.save(), SAVE_MS);
    this.saving.set(key, save);
    save();
  }
}

/** Whether two texts differ in no more than what an editor does with the ends of lines. */
function isSameText(one: string, other: string): boolean {
  const plain = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  return plain(one) === plain(other);
}
