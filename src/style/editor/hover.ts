import * as vscode from 'vscode';
import { diffMarkdown } from '../findings/diffMarkdown';
import { type Problems, toRange } from './problems';
import type { RuleBook } from './ruleBook';

/**
 * Explains the rule of a finding below the tool's own words, which VS Code shows itself, and shows what a formatter
 * would change, or has changed.
 */
export function registerRuleHover(problems: Problems, rules: RuleBook): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: 'file' },
    {
      provideHover(document, position) {
        const root = problems.rootOf(document.uri.fsPath);
        if (root === undefined) return undefined;
        const shown = new Set<string>();
        const texts: vscode.MarkdownString[] = [];
        let range: vscode.Range | undefined;
        for (const finding of problems.of(document)) {
          const { code, tool, diff } = finding;
          const at = toRange(finding.range);
          if (!at.contains(position)) continue;
          if (diff !== undefined) {
            texts.push(new vscode.MarkdownString(diffMarkdown(diff)));
            range = range?.intersection(at) ?? at;
          }
          if (code === undefined || shown.has(`${tool}:${code}`)) continue;
          shown.add(`${tool}:${code}`);
          const explanation = rules.explain(root, code, tool);
          if (!explanation) continue;
          const place = rules.placeOf(root, code);
          const link = place ? `\n\n[Open HACKING\\.rst](${place.toString()})` : '';
          texts.push(new vscode.MarkdownString(explanation.markdown + link));
          range = range?.intersection(at) ?? at;
        }
        return texts.length > 0 ? new vscode.Hover(texts, range) : undefined;
      },
    },
  );
}
