import * as vscode from 'vscode';
import type { ChangeLookup, ChangeSummary } from '../changeLookup';
import type { RepositoryFacts } from '../repositoryFacts';

type ChangeItem = vscode.QuickPickItem & { readonly change: ChangeSummary };

/** A change from the server's list, which follows what is typed. Undefined on Escape. */
export async function pickChange(title: string, placeholder: string, { server, committer }: RepositoryFacts, lookup: ChangeLookup): Promise<ChangeSummary | undefined> {
  const pick = vscode.window.createQuickPick<ChangeItem>();
  pick.title = title;
  pick.placeholder = `${placeholder} Type a number, or words of its subject.`;
  pick.ignoreFocusOut = true;
  let asked = new AbortController();
  const search = async (typed: string): Promise<void> => {
    asked.abort();
    const mine = (asked = new AbortController());
    pick.busy = true;
    const found = await lookup.search(server, typed, committer?.email, mine.signal);
    if (mine.signal.aborted) return;
    pick.busy = false;
    pick.items = found.map((change) => ({
      label: `${change.number} ${change.subject}`,
      description: `${change.project}, ${change.branch}`,
      alwaysShow: true,
      change,
    }));
  };
  try {
    return await new Promise((resolve) => {
      pick.onDidChangeValue((typed) => void search(typed));
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.change));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      void search('');
    });
  } finally {
    asked.abort();
    pick.dispose();
  }
}
