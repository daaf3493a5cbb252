import * as vscode from 'vscode';
import type { Finding } from '../../message/finding';
import type { MessageDiagnostics } from './diagnostics';
import { MESSAGES } from './messageDocuments';
import { workspaceEdit } from './ranges';

/** The fixes that come with findings. */
export function registerQuickFixes(diagnostics: MessageDiagnostics): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    MESSAGES,
    {
      async provideCodeActions(document, range, context) {
        const findings = await diagnostics.of(document);
        return findings
          .filter(({ line }) => line >= range.start.line && line <= range.end.line)
          .flatMap((finding) => actionsOf(finding, document, context.diagnostics));
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function actionsOf(
  finding: Finding,
  document: vscode.TextDocument,
  shown: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const diagnostics = shown.filter(({ code, range }) => code === finding.code && range.start.line === finding.line);
  return finding.fixes.map((fix, at) => {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.edit = workspaceEdit(document, fix.edits);
    action.diagnostics = diagnostics;
    action.isPreferred = at === 0;
    return action;
  });
}
