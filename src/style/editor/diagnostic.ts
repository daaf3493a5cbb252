import * as vscode from 'vscode';
import { SEVERITIES } from '../../base/editor/severities';
import type { Finding, Range } from '../findings/finding';
import type { RuleBook } from './ruleBook';

/** Imports and names that nothing uses are shown faded, as other linters of VS Code do. */
const UNUSED = new Set(['F401', 'F841']);

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
