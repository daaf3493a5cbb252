import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { debounce } from '../../base/coalesce';
import { textChangesOf } from '../../base/editor/textChanges';
import { messageOf } from '../../base/errors';
import { groupBy } from '../../base/groupBy';
import { splitLines } from '../../base/lines';
import type { Log } from '../../base/log';
import { isInside } from '../../base/paths';
import type { Finding } from '../finding';
import { FollowedFindings } from '../followedFindings';
import { toDiagnostic } from './diagnostic';
import type { RuleBook } from './ruleBook';

/** What found something: a check with these tools, or the whole pep8 environment. */
export type Finder = 'pep8' | { readonly tools: readonly string[] };

type Origin = 'pep8' | 'check';

/** What a check looked at. */
export type Scope = { readonly root: string; readonly files?: readonly string[] };

/** VS Code moves the squiggles with the text by itself; the list may follow after a pause. */
const AFTER_EDIT_MS = 200;

interface FileProblems {
  readonly root: string;
  readonly byOrigin: Map<Origin, FollowedFindings>;
  /** Some are about a text that was never saved. */
  unsaved: boolean;
}

/** The findings in Problems, kept true while their documents are edited. */
export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('OpenStack style');
  private readonly files = new Map<string, FileProblems>();
  private readonly edited = new Set<string>();
  private readonly publishEdited = debounce(() => {
    for (const file of this.edited) this.publish(file);
    this.edited.clear();
  }, AFTER_EDIT_MS);
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly rules: RuleBook,
    private readonly log: Log,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.py', true);
    this.disposables = [
      this.collection,
      { dispose: () => this.publishEdited.cancel() },
      watcher,
      watcher.onDidChange((uri) => this.changedOnDisk(uri)),
      watcher.onDidDelete((uri) => this.forget(uri.fsPath)),
      vscode.workspace.onDidChangeTextDocument((event) => this.edit(event)),
      vscode.workspace.onDidOpenTextDocument((document) => void this.follow(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.close(uri.fsPath)),
    ];
  }

  /**
   * Shows what a check found in place of what an earlier one found in the same files.
   * @param checked the text that was checked, where that is not what is on disk
   */
  async replace(finder: Finder, scope: Scope, findings: readonly Finding[], checked?: string): Promise<void> {
    const origin = finder === 'pep8' ? finder : 'check';
    const touched = new Set(scope.files ?? this.filesOf(scope.root));
    for (const file of touched) this.drop(file, finder);
    for (const [file, found] of groupBy(findings, (finding) => finding.file)) {
      const byOrigin = new Map<Origin, FollowedFindings>();
      const known: FileProblems = this.files.get(file) ?? { root: scope.root, byOrigin, unsaved: false };
      known.unsaved = checked !== undefined;
      known.byOrigin.set(origin, new FollowedFindings(found));
      this.files.set(file, known);
      touched.add(file);
    }
    const open = new Map(vscode.workspace.textDocuments.map((document) => [document.uri.fsPath, document]));
    for (const file of touched) {
      const document = open.get(file);
      if (document) await this.follow(document, origin, checked);
      else this.publish(file);
    }
  }

  clear(): void {
    this.files.clear();
    this.collection.clear();
  }

  /** What holds in the text of a document as it is now. */
  of(document: vscode.TextDocument): Finding[] {
    return document.uri.scheme === 'file' ? this.present(document.uri.fsPath) : [];
  }

  /** Which root the findings of a file belong to. */
  rootOf(file: string): string | undefined {
    return this.files.get(file)?.root;
  }

  private filesOf(root: string): string[] {
    return [...this.files].filter(([, known]) => known.root === root).map(([file]) => file);
  }

  /** A check knows better than what an older run of the whole environment said about the part of its tools. */
  private drop(file: string, finder: Finder): void {
    const known = this.files.get(file);
    if (!known) return;
    if (finder === 'pep8') {
      this.files.delete(file);
      return;
    }
    known.byOrigin.delete('check');
    // Whether ruff would format a file is nothing that a check looks at.
    const isOlder = ({ tool, code }: Finding): boolean => finder.tools.includes(tool) && code !== 'format';
    const others = known.byOrigin.get('pep8')?.findings.filter((finding) => !isOlder(finding)) ?? [];
    if (others.length > 0) known.byOrigin.set('pep8', new FollowedFindings(others));
    else known.byOrigin.delete('pep8');
    if (known.byOrigin.size === 0) this.files.delete(file);
  }

  private async follow(document: vscode.TextDocument, origin?: Origin, checked?: string): Promise<void> {
    const file = document.uri.fsPath;
    const known = this.files.get(file);
    if (document.uri.scheme === 'file' && known) {
      // Even without edits an editor may be behind: VS Code loads what git or a tool wrote a moment later.
      const onDisk = await linesOnDisk(file, this.log);
      const present = splitLines(document.getText());
      for (const [one, findings] of known.byOrigin) {
        const lines = one === origin && checked !== undefined ? splitLines(checked) : (onDisk ?? present);
        findings.open(lines, present);
      }
    }
    this.publish(file);
  }

  private edit(event: vscode.TextDocumentChangeEvent): void {
    const file = event.document.uri.fsPath;
    const known = this.files.get(file);
    if (event.document.uri.scheme !== 'file' || !known || event.contentChanges.length === 0) return;
    const changes = textChangesOf(event);
    for (const findings of known.byOrigin.values()) findings.apply(changes);
    this.edited.add(file);
    this.publishEdited();
  }

  private close(file: string): void {
    const known = this.files.get(file);
    if (!known) return;
    if (known.unsaved) this.files.delete(file);
    for (const findings of known.byOrigin.values()) findings.close();
    this.publish(file);
  }

  /** git, or another editor, wrote a file that is not open: nobody followed where the lines of its findings went. */
  private changedOnDisk(uri: vscode.Uri): void {
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.fsPath === uri.fsPath);
    if (!isOpen) this.forget(uri.fsPath);
  }

  private forget(path: string): void {
    for (const file of [...this.files.keys()]) {
      if (file !== path && !isInside(path, file)) continue;
      this.files.delete(file);
      this.publish(file);
    }
  }

  private present(file: string): Finding[] {
    return [...(this.files.get(file)?.byOrigin.values() ?? [])].flatMap((findings) => findings.present());
  }

  private publish(file: string): void {
    const root = this.files.get(file)?.root;
    const uri = vscode.Uri.file(file);
    if (root === undefined) this.collection.delete(uri);
    else this.collection.set(uri, this.present(file).map((finding) => toDiagnostic(finding, root, this.rules)));
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

async function linesOnDisk(file: string, log: Log): Promise<string[] | undefined> {
  try {
    return splitLines(await readFile(file, 'utf8'));
  } catch (error) {
    log.warn(`${file}: ${messageOf(error)}`);
    return undefined;
  }
}
