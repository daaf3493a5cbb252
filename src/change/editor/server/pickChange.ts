import { createQuickPick, type PickItem, shownItem } from '../../../base/editor/quickInput';
import type { ChangeLookup, ChangeSummary } from '../../message/changeLookup';
import type { RepositoryFacts } from '../../repository/repositoryFacts';

interface ChangeQuestion<Answer> {
  readonly title: string;
  readonly placeholder: string;
  /** What choosing a change of the server answers. */
  readonly of: (change: ChangeSummary) => Answer;
  /** What stands above the server's changes for what is typed, and below them. */
  readonly above?: (typed: string) => readonly AnswerItem<Answer>[];
  readonly below?: readonly AnswerItem<Answer>[];
}

export type AnswerItem<Answer> = PickItem & { readonly answer: Answer };

/** Asks for a change from the server's list, which follows what is typed. Undefined on Escape. */
export async function pickChange<Answer>(
  { title, placeholder, of, above = () => [], below = [] }: ChangeQuestion<Answer>,
  { server, committer }: RepositoryFacts,
  lookup: ChangeLookup,
): Promise<Answer | undefined> {
  const pick = createQuickPick<AnswerItem<Answer>>({ title, placeHolder: placeholder });
  let asked = new AbortController();
  const search = async (typed: string): Promise<void> => {
    asked.abort();
    const mine = (asked = new AbortController());
    pick.items = [...above(typed), ...below].map(shownItem);
    pick.busy = true;
    const found = await lookup.search(server, typed, committer?.email, mine.signal);
    if (mine.signal.aborted) return;
    pick.busy = false;
    const items = found.map((change) => ({
      label: `${change.number} ${change.subject}`,
      description: `${change.project}, ${change.branch}`,
      alwaysShow: true,
      answer: of(change),
    }));
    pick.items = [...above(typed), ...items, ...below].map(shownItem);
  };
  try {
    return await new Promise((resolve) => {
      pick.onDidChangeValue((typed) => void search(typed));
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.of.answer));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      void search('');
    });
  } finally {
    asked.abort();
    pick.dispose();
  }
}
