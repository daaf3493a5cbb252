import * as vscode from 'vscode';
import schema from '../../../schemas/retirement.schema.json';
import { debounce } from '../../base/coalesce';
import { DisposableStore } from '../../base/emitter';
import { escapeMarkdown } from '../../base/plainText';
import { checkPlan, planCompletions } from '../plan';

const SELECTOR: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/*.retirement.yaml' },
  { scheme: 'file', pattern: '**/*.retirement.yml' },
  { scheme: 'file', pattern: '**/*.retirement.json' },
];
const TYPING_MS = 300;

/** Help where a person edits a plan: what is wrong with it, and what may stand where. */
export function registerPlanLanguage(): vscode.Disposable {
  const store = new DisposableStore();
  const problems = store.add(vscode.languages.createDiagnosticCollection('openstackContributor.retirement'));
  const check = async (document: vscode.TextDocument): Promise<void> => {
    if (vscode.languages.match(SELECTOR, document) === 0) return;
    const { version } = document;
    const found = await checkPlan(document.getText(), document.uri.fsPath);
    if (document.isClosed || document.version !== version) return;
    problems.set(
      document.uri,
      found.map(({ line, from, to, message, severity }) => {
        const range = document.validateRange(new vscode.Range(line, from, line, to));
        const level = severity === 'warning' ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Error;
        const diagnostic = new vscode.Diagnostic(range, message, level);
        diagnostic.source = 'retirement plan';
        return diagnostic;
      }),
    );
  };
  const waiting = new Map<string, ReturnType<typeof debounce>>();
  const checkSoon = (document: vscode.TextDocument): void => {
    const key = document.uri.toString();
    const soon = waiting.get(key) ?? debounce(() => void check(document), TYPING_MS);
    waiting.set(key, soon);
    soon();
  };
  store.addAll(
    vscode.workspace.onDidOpenTextDocument((document) => void check(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (vscode.languages.match(SELECTOR, document) > 0) checkSoon(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      waiting.get(uri.toString())?.cancel();
      waiting.delete(uri.toString());
      problems.delete(uri);
    }),
    vscode.languages.registerCompletionItemProvider(
      SELECTOR,
      {
        provideCompletionItems(document, { line, character }) {
          if (document.fileName.endsWith('.json')) return [];
          const lines = document.getText().split('\n');
          const before = (lines[line] ?? '').slice(0, character);
          return planCompletions(schema, lines, line, before).map(itemOf);
        },
      },
      ' ',
    ),
    vscode.languages.registerHoverProvider(SELECTOR, {
      provideHover(document, position) {
        const range = document.getWordRangeAtPosition(position, /[\w-]+(?=:)/);
        if (!range || document.fileName.endsWith('.json')) return undefined;
        const lines = document.getText().split('\n');
        const before = document.lineAt(position.line).text.slice(0, range.start.character);
        const name = document.getText(range);
        const blank = lines.map((text, line) => (line === position.line ? before : text));
        const found = planCompletions(schema, blank, position.line, before).find(({ label }) => label === name);
        return found?.description
          ? new vscode.Hover(new vscode.MarkdownString(escapeMarkdown(found.description)), range)
          : undefined;
      },
    }),
  );
  for (const document of vscode.workspace.textDocuments) void check(document);
  return store;
}

function itemOf({ label, description, kind }: ReturnType<typeof planCompletions>[number]): vscode.CompletionItem {
  const { Property, EnumMember } = vscode.CompletionItemKind;
  const item = new vscode.CompletionItem(label, kind === 'key' ? Property : EnumMember);
  if (kind === 'key') item.insertText = `${label}: `;
  if (description) item.documentation = description;
  return item;
}
