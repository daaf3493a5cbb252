import { basename } from 'node:path';
import * as vscode from 'vscode';
import { showError } from '../../base/editor/commands';
import { setStatusBarMessage } from '../../base/editor/statusItems';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { diskFiles } from '../../project/files';
import { type PythonText, pythonText } from '../../project/python/text';
import type { Finding } from '../findings/finding';
import { type Fix, fixesFor } from '../fixes/fixes';
import { fixWithAutopep8, isForAutopep8 } from '../tools/autopep8';
import { readFlake8Config } from '../tools/flake8Config';
import type { StyleChecks } from './checks';
import { type Problems, toDiagnostic, toRange } from './problems';
import type { RuleBook } from './ruleBook';

/** Quick fixes of findings: those that end the finding first, `noqa` with the code last. */
export function registerQuickFixes(
  problems: Problems,
  rules: RuleBook,
  checks: StyleChecks,
  log: Log,
): vscode.Disposable {
  const provider = new QuickFixes(problems, rules, checks, log);
  return vscode.languages.registerCodeActionsProvider({ language: 'python', scheme: 'file' }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

interface Scanned {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly python: PythonText;
}

/** A fix that is worked out when it is chosen, as a program has to run for it. */
class Autopep8Action extends vscode.CodeAction {
  readonly version: number;

  constructor(
    readonly finding: Finding,
    readonly document: vscode.TextDocument,
    readonly root: string,
  ) {
    super(`Fix ${finding.code ?? ''} with autopep8`, vscode.CodeActionKind.QuickFix);
    this.version = document.version;
  }
}

class QuickFixes implements vscode.CodeActionProvider {
  /** Several findings of a line ask about the same text. */
  private scanned: Scanned | undefined;

  constructor(
    private readonly problems: Problems,
    private readonly rules: RuleBook,
    private readonly checks: StyleChecks,
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
    const ends: vscode.CodeAction[] = [];
    const hides: vscode.CodeAction[] = [];
    for (const finding of findings) {
      const diagnostic = toDiagnostic(finding, root, this.rules);
      const fixes = fixesFor(finding, this.scan(document), options);
      for (const fix of fixes) {
        (fix.kind === 'fix' ? ends : hides).push(toAction(fix, document.uri, diagnostic));
      }
      const isFixable = fixes.some(({ kind }) => kind === 'fix');
      if (!isFixable && isForAutopep8(finding) && this.checks.autopep8Of(root)) {
        const action = new Autopep8Action(finding, document, root);
        action.diagnostics = [diagnostic];
        ends.push(action);
      }
    }
    const [first] = ends;
    if (first && ends.length === 1) first.isPreferred = true;
    return [...ends, ...hides];
  }

  async resolveCodeAction(action: vscode.CodeAction, token: vscode.CancellationToken): Promise<vscode.CodeAction> {
    if (!(action instanceof Autopep8Action)) return action;
    const { finding, document, root, version } = action;
    const command = this.checks.autopep8Of(root);
    if (!command) return action;
    const cancelled = new AbortController();
    const listener = token.onCancellationRequested(() => cancelled.abort());
    try {
      const { run } = this.checks;
      const maxLineLength = await this.maxLineLength(root);
      const options = { root, command, run, maxLineLength, signal: cancelled.signal };
      const edit = await fixWithAutopep8(finding, document.getText(), options);
      action.edit = new vscode.WorkspaceEdit();
      if (edit && document.version === version) action.edit.replace(document.uri, toRange(edit.range), edit.text);
      else if (!edit) setStatusBarMessage('autopep8 found nothing that it could change there.', 6000);
    } catch (error) {
      if (!cancelled.signal.aborted) void showError(error);
    } finally {
      listener.dispose();
    }
    return action;
  }

  private scan(document: vscode.TextDocument): PythonText {
    if (this.scanned?.document !== document || this.scanned.version !== document.version) {
      this.scanned = { document, version: document.version, python: pythonText(document.getText()) };
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
