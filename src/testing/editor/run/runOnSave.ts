import * as vscode from 'vscode';
import { coalesce } from '../../../base/coalesce';
import type { FileTests } from '../related/fileTests';
import type { TestItems } from '../tree/testItems';

export interface SaveParts {
  readonly fileTests: FileTests;
  readonly items: TestItems;
  readonly all: () => readonly vscode.TestItem[];
  readonly run: (request: vscode.TestRunRequest) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

/** Continuous run: at each save the tests of the saved file run, among those that were asked for, until cancelled. */
export function runOnSave(request: vscode.TestRunRequest, token: vscode.CancellationToken, parts: SaveParts): void {
  const { fileTests, items, run, onError } = parts;
  const saved = new Set<string>();
  const runSaved = coalesce(async () => {
    const include: vscode.TestItem[] = [];
    for (const file of [...saved]) {
      saved.delete(file);
      const found = await fileTests.of(file);
      for (const name of found?.toRun ?? []) {
        const item = found && (await items.named(found.project, name));
        if (item) include.push(...within(item, request.include ?? parts.all()));
      }
    }
    if (include.length > 0 && !token.isCancellationRequested) {
      await run(new vscode.TestRunRequest(include, request.exclude, request.profile, true));
    }
  });
  const subscription = vscode.workspace.onDidSaveTextDocument((document) => {
    if (document.languageId !== 'python') return;
    saved.add(document.uri.fsPath);
    void runSaved().catch(onError);
  });
  token.onCancellationRequested(() => void subscription.dispose());
}

/** What a module and the chosen items have in common: the smaller of the two, where one lies in the other. */
function within(module: vscode.TestItem, chosen: readonly vscode.TestItem[]): vscode.TestItem[] {
  if (chosen.some((item) => isInside(module, item))) return [module];
  return chosen.filter((item) => isInside(item, module));
}

function isInside(item: vscode.TestItem, outer: vscode.TestItem): boolean {
  for (let each: vscode.TestItem | undefined = item; each; each = each.parent) if (each === outer) return true;
  return false;
}
