import * as vscode from 'vscode';
import type { TextEdit } from '../../message/textEdit';

/** Edits of the core as edits of a document, as long as its text is the one they were made for. */
export function workspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    edits.map((one) => vscode.TextEdit.replace(rangeOf(document, one), textOf(document, one))),
  );
  return edit;
}

/** A document without a last line end has no line after its last: what is inserted there goes to its end. */
function rangeOf(document: vscode.TextDocument, edit: TextEdit): vscode.Range {
  return document.validateRange(new vscode.Range(edit.startLine, edit.startColumn, edit.endLine, edit.endColumn));
}

/** VS Code gives the text the line ends of the document. */
function textOf(document: vscode.TextDocument, edit: TextEdit): string {
  return edit.startLine >= document.lineCount ? `\n${edit.text}` : edit.text;
}
