import * as vscode from 'vscode';
import { diskFiles } from '../../../project/files';
import type { DraftKind, Drafts } from '../../draft/drafts';
import { workTreeOf } from '../../repository/gitFolder';

/** Where messages are typed: git's own file, the composer's documents, and the input of the Source Control view. */
export const MESSAGES: vscode.DocumentSelector = [
  { language: 'git-commit', scheme: 'file' },
  // A language of our own: for git's, VS Code shows a Commit button that only closes the editor.
  { language: 'gerrit-commit', scheme: 'file' },
  { scheme: 'vscode-scm', language: 'scminput' },
];

export interface MessageDocument {
  /** The working tree, absolute. */
  readonly root: string;
  readonly place: 'git' | 'composer' | 'sourceControl';
  /** Of a composer's document. */
  readonly draft?: DraftKind;
  /** Of the commit whose message it is, where there is one already. */
  readonly authorEmail?: string;
}

export const isMessage = (document: vscode.TextDocument): boolean => vscode.languages.match(MESSAGES, document) > 0;

/** To which repository an open message belongs. */
export class MessageDocuments {
  private readonly known = new Map<string, Promise<MessageDocument | undefined>>();

  constructor(private readonly drafts: Drafts) {}

  /** Undefined for what is no message, or belongs to no repository. */
  of(document: vscode.TextDocument): Promise<MessageDocument | undefined> {
    if (!isMessage(document)) return Promise.resolve(undefined);
    const key = document.uri.toString();
    const known = this.known.get(key) ?? this.find(document.uri);
    this.known.set(key, known);
    return known;
  }

  forget(document: vscode.TextDocument): void {
    this.known.delete(document.uri.toString());
  }

  private async find(uri: vscode.Uri): Promise<MessageDocument | undefined> {
    if (uri.scheme === 'vscode-scm') {
      const root = uri.path.startsWith('git/') ? rootOfInput(uri) : undefined;
      return root === undefined ? undefined : { root, place: 'sourceControl' };
    }
    const draft = await this.drafts.of(uri.fsPath);
    if (draft) {
      return {
        root: draft.root,
        place: 'composer',
        draft: draft.kind,
        ...(draft.authorEmail ? { authorEmail: draft.authorEmail } : {}),
      };
    }
    const root = await workTreeOf(uri.fsPath, diskFiles);
    return root === undefined ? undefined : { root, place: 'git' };
  }
}

/** VS Code names the input `vscode-scm:git/<handle>/input?rootUri=<uri of the working tree>` (mainThreadSCM.ts). */
function rootOfInput(uri: vscode.Uri): string | undefined {
  const root = new URLSearchParams(uri.query).get('rootUri');
  return root === null ? undefined : vscode.Uri.parse(root).fsPath;
}
