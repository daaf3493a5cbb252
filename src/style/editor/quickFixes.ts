import { basename } from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { diskFiles } from '../../project/files';
import { fixesFor, scanPython, type Fix, type PythonText } from '../fixes';
import { readFlake8Config } from '../flake8Config';
import { toDiagnostic, toRange } from './diagnostic';
import type { Problems } from './problems';
import type { RuleBook } from './ruleBook';

/** Quick fixes of findings: the cure first, `noqa` with the code last. */
export function registerQuickFixes(problems: Problems, rules: RuleBook, log: Log): vscode.Disposable {
  const provider = new QuickFixes(problems, rules, log);
  return vscode.languages.registerCodeActionsProvider({ language: 'python', scheme: 'file' }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

interface Scanned {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly python: PythonText;
}

class QuickFixes implements vscode.CodeActionProvider {
  /** Several findings of a line ask about the same text. */
  private scanned: Scanned | undefined;

  constructor(
    private readonly problems: Problems,
    private readonly rules: RuleBook,
    private readonly log: Log,
  ) {}

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const root = this.problems.rootOf(document.uri.fsPath);
    const findings = this.problems.of(document).filter((finding) => toRange(finding.range).intersection(range));
    if (root === undefined || findings.length === 0) return [];
    const options = {
      maxLineLength: await this.maxLineLength(root),
      isPackageInit: basename(document.uri.fsPath) === '__init__.py',
    };
    const cures: vscode.CodeAction[] = [];
    const hides: vscode.CodeAction[] = [];
    for (const finding of findings) {
      const diagnostic = toDiagnostic(finding, root, this.rules);
      for (const fix of fixesFor(finding, this.scan(document), options)) {
        (fix.kind === 'cure' ? cures : hides).push(toAction(fix, document.uri, diagnostic));
      }
    }
    const [first] = cures;
    if (first && cures.length === 1) first.isPreferred = true;
    return [...cures, ...hides];
  }

  private scan(document: vscode.TextDocument): PythonText {
    if (this.scanned?.document !== document || this.scanned.version !== document.version) {
      this.scanned = { document, version: document.version, python: scanPython(document.getText()) };
    }
    return this.scanned.python;
  }

  private async maxLineLength(root: string): Promise<number> {
    try {
      return (await readFlake8Config(root, diskFiles))?.maxLineLength ?? 79;
    } catch (error) {
      this.log.warn(`The settings of flake8 in ${root}: ${messageOf(error)}`);
      return 79;
    }
  }
}

function toAction(fix: Fix, uri: vscode.Uri, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = new vscode.WorkspaceEdit();
  for (const { range, text } of fix.edits) action.edit.replace(uri, toRange(range), text);
  return action;
}
