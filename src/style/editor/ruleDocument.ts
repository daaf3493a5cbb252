import * as vscode from 'vscode';
import { RULE_SCHEME, type RuleBook } from './ruleBook';

/** Serves the documents that the codes in Problems link to. */
export function registerRuleDocuments(rules: RuleBook): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(RULE_SCHEME, {
    async provideTextDocumentContent(uri) {
      const [, tool = '', file = ''] = uri.path.split('/');
      const code = file.replace(/\.md$/, '');
      await rules.load(uri.query);
      return rules.explain(uri.query, code, tool)?.markdown ?? `Nothing is known about ${code}.\n`;
    },
  });
}
