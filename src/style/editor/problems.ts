import * as vscode from 'vscode';
import { debounce } from '../../base/coalesce';
import { SEVERITIES } from '../../base/editor/severities';
import { textChangesOf } from '../../base/editor/textChanges';
import { DisposableStore } from '../../base/emitter';
import { splitLines } from '../../base/lines';
import type { Finding, Range } from '../findings/finding';
import { type Finder, KnownFindings, type Scope } from '../findings/knownFindings';
import { linesOnDisk } from '../findings/linesOnDisk';
import type { RuleBook } from './ruleBook';

/** VS Code moves the squiggles with the text by itself; the list may follow after a pause. */
const AFTER_EDIT_MS = 200;

/** Imports and names that nothing uses are shown faded, as other linters of VS Code do. */
const UNUSED = new Set(['F401', 'F841']);

/** The findings in Problems, kept true while their documents are edited. */
export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('OpenStack style');
  private readonly known = new KnownFindings();
  private readonly edited = new Set<string>();
  private readonly publishEdited = debounce(() => {
    for (const file of this.edited) this.publish(file);
    this.edited.clear();
  }, AFTER_EDIT_MS);
  private readonly store = new DisposableStore();

  constructor(private readonly rules: RuleBook) {
    // The tools of pep8 look at documents and scripts too. VS Code watches all files anyway; this is a filter.
    const watcher = vscode.workspace.createFileSystemWatcher('**/*', true);
    this.store.addAll(
      this.collection,
      { dispose: () => this.publishEdited.cancel() },
      watcher,
      watcher.onDidChange((uri) => this.changedOnDisk(uri)),
      watcher.onDidDelete((uri) => this.forget(uri.fsPath)),
      vscode.workspace.onDidChangeTextDocument((event) => this.edit(event)),
      vscode.workspace.onDidOpenTextDocument((document) => void this.follow(document)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        for (const findings of this.known.in(uri.fsPath)) findings.save();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.close(uri.fsPath)),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) for (const file of this.known.forgetRoot(uri.fsPath)) this.publish(file);
      }),
    );
  }

  /**
   * Shows what a check found in place of what an earlier one found in the same files.
   * @param checked the text that was checked, where that is not what is on disk
   */
  async replace(finder: Finder, scope: Scope, findings: readonly Finding[], checked?: string): Promise<void> {
    const open = new Map(vscode.workspace.textDocuments.map((document) => [document.uri.fsPath, document]));
    for (const file of this.known.replace(finder, scope, findings, checked)) {
      const document = open.get(file);
      if (document) await this.follow(document);
      else this.publish(file);
    }
  }

  clear(): void {
    this.known.clear();
    this.collection.clear();
  }

  /** What holds in the text of a document as it is now. */
  of(document: vscode.TextDocument): Finding[] {
    return document.uri.scheme === 'file' ? this.present(document.uri.fsPath) : [];
  }

  /** Which root the findings of a file belong to. */
  rootOf(file: string): string | undefined {
    return this.known.rootOf(file);
  }

  private async follow(document: vscode.TextDocument): Promise<void> {
    const file = document.uri.fsPath;
    const known = this.known.in(file);
    if (document.uri.scheme === 'file' && known.length > 0) {
      // Even without edits an editor may be behind: VS Code loads what git or a tool wrote a moment later.
      const onDisk = await linesOnDisk(file);
      const present = splitLines(document.getText());
      for (const findings of known) findings.open(onDisk ?? present, present);
    }
    this.publish(file);
  }

  private edit(event: vscode.TextDocumentChangeEvent): void {
    const file = event.document.uri.fsPath;
    const known = this.known.in(file);
    if (event.document.uri.scheme !== 'file' || known.length === 0 || event.contentChanges.length === 0) return;
    const changes = textChangesOf(event);
    for (const findings of known) findings.apply(changes);
    this.edited.add(file);
    this.publishEdited();
  }

  private close(file: string): void {
    this.known.close(file);
    this.publish(file);
  }

  /** git, or another editor, wrote a file that is not open: nobody followed where the lines of its findings went. */
  private changedOnDisk(uri: vscode.Uri): void {
    if (this.known.rootOf(uri.fsPath) === undefined) return;
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.fsPath === uri.fsPath);
    if (!isOpen) this.forget(uri.fsPath);
  }

  private forget(path: string): void {
    for (const file of this.known.forget(path)) this.publish(file);
  }

  private present(file: string): Finding[] {
    return this.known.in(file).flatMap((findings) => findings.present());
  }

  private publish(file: string): void {
    const root = this.known.rootOf(file);
    const uri = vscode.Uri.file(file);
    if (root === undefined) {
      this.collection.delete(uri);
    } else {
      this.collection.set(
        uri,
        this.present(file).map((finding) => toDiagnostic(finding, root, this.rules)),
      );
    }
  }

  dispose(): void {
    this.store.dispose();
  }
}

export function toDiagnostic(finding: Finding, root: string, rules: RuleBook): vscode.Diagnostic {
  const { code, tool, message } = finding;
  const diagnostic = new vscode.Diagnostic(toRange(finding.range), message, SEVERITIES[finding.severity]);
  diagnostic.source = tool;
  if (code !== undefined) {
    const target = rules.target(root, code, tool);
    diagnostic.code = target ? { value: code, target } : code;
    if (UNUSED.has(code)) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  }
  return diagnostic;
}

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
