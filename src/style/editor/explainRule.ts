import * as vscode from 'vscode';
import { showQuickPick } from '../../base/editor/quickInput';
import { UserError } from '../../base/errors';
import { type Problems, toRange } from './problems';
import type { RuleBook } from './ruleBook';

interface RuleItem extends vscode.QuickPickItem {
  readonly target: vscode.Uri;
}

/** Explains the rule of the finding at the cursor; where there is none, or more than one, the person picks. */
export async function explainRule(problems: Problems, rules: RuleBook): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const own = editor && vscode.workspace.getWorkspaceFolder(editor.document.uri);
  const folder = own ?? vscode.workspace.workspaceFolders?.[0];
  if (!folder) {
    throw new UserError('no-folder', 'Open the folder of a project first: its own rules are among those explained.');
  }
  const root = folder.uri.fsPath;
  await rules.load(root);
  const here = editor ? rulesAt(editor, problems, rules, root) : [];
  const choices = here.length > 0 ? here : rules.codes(root).flatMap((code) => itemFor(rules, root, code, 'flake8'));
  const options = { title: 'Explain Style Rule', matchOnDescription: true };
  const chosen = here.length === 1 ? here[0] : await showQuickPick(choices, options);
  if (chosen) await vscode.commands.executeCommand('vscode.open', chosen.target);
}

function rulesAt(editor: vscode.TextEditor, problems: Problems, rules: RuleBook, root: string): RuleItem[] {
  const items = new Map<string, RuleItem>();
  for (const { range, code, tool } of problems.of(editor.document)) {
    if (code === undefined || !toRange(range).contains(editor.selection.active)) continue;
    for (const item of itemFor(rules, root, code, tool)) items.set(`${tool} ${code}`, item);
  }
  return [...items.values()];
}

function itemFor(rules: RuleBook, root: string, code: string, tool: string): RuleItem[] {
  const target = rules.target(root, code, tool);
  const explanation = rules.explain(root, code, tool);
  return target && explanation ? [{ label: code, description: explanation.title, target }] : [];
}
