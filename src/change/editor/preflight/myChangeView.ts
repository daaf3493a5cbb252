import { basename } from 'node:path';
import * as vscode from 'vscode';
import { setContext } from '../../../base/editor/commands';
import { DisposableStore } from '../../../base/emitter';
import { messageOf, type UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { plainMessage } from '../../../base/plainText';
import { ago } from '../../../base/words';
import { subjectsOf } from '../../preflight/commitChecks';
import { branchWords, childrenOf, itemOf, type Row, rowsOf, SHOW_LOG } from './myChangeItems';
import type { MyChangeModel, RootChange } from './myChangeModel';

/** What the view says while it has no rows; a welcome text of package.json for each. */
type Empty = 'reading' | 'noFolder' | 'untrusted' | 'noRepository' | 'noGerrit' | 'noCommits' | 'nothing' | 'problem';

/** The view My Change: what is staged, the commits that wait for a push, and what speaks for and against them. */
export class MyChangeView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Row>;
  private readonly store = new DisposableStore();

  constructor(
    private readonly model: MyChangeModel,
    private readonly log: Log,
  ) {
    this.view = vscode.window.createTreeView<Row>('openstackContributor.myChange', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    // Votes come in while the person is elsewhere, such as in the browser.
    const back = vscode.window.onDidChangeWindowState(
      ({ focused }) => focused && this.view.visible && model.roots() && void model.refresh(),
    );
    this.store.addAll(
      this.view,
      this.changed,
      back,
      model.onDidChange(() => this.render()),
    );
    this.render();
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return itemOf(row);
  }

  getChildren(row?: Row): Row[] {
    if (row) return childrenOf(row);
    // Nothing is read before somebody looks.
    void this.model.start().catch((error: unknown) => this.log.error(`My Change: ${messageOf(error)}`));
    const [only, ...others] = this.shown();
    if (!only) return problemOf(this.model) ? [SHOW_LOG] : [];
    return others.length === 0 ? rowsOf(only) : this.shown().map((of) => ({ kind: 'root', of }));
  }

  dispose(): void {
    this.store.dispose();
  }

  private render(): void {
    const shown = this.shown();
    setContext('change.state', shown.length > 0 ? 'shown' : emptyState(this.model));
    this.view.description = shown.length === 1 && shown[0] ? branchWords(shown[0]) : '';
    this.view.message = plainMessage(this.message(shown));
    this.changed.fire(undefined);
  }

  /** Above the rows: what is missing, and why. */
  private message(shown: readonly RootChange[]): string {
    if (shown.length === 0) return problemOf(this.model)?.message ?? '';
    const server = shown.flatMap((of) => serverProblem(of) ?? []).slice(0, 1);
    return [...shown.flatMap((of) => neverFetched(of, shown.length > 1) ?? []), ...server].join(' ');
  }

  private shown(): RootChange[] {
    return (this.model.roots() ?? []).filter(
      ({ change }) =>
        change && (change.commits.length > 0 || change.staged.length > 0 || change.plan.dirty || change.inProgress),
    );
  }
}

function emptyState(model: MyChangeModel): Empty {
  const roots = model.roots();
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) return 'noFolder';
  if (!vscode.workspace.isTrusted) return 'untrusted';
  if (roots === undefined) return 'reading';
  if (problemOf(model)) return 'problem';
  if (roots.length === 0) return 'noRepository';
  if (roots.some(({ change }) => change)) return 'nothing';
  return roots.some(({ problem }) => problem?.reason === 'no-commits') ? 'noCommits' : 'noGerrit';
}

/** Why nothing is shown, where that is no state that a welcome text speaks of. */
function problemOf(model: MyChangeModel): UserError | undefined {
  const roots = model.roots() ?? [];
  if (model.failure) return model.failure;
  if (roots.some(({ change }) => change)) return undefined;
  return roots.find(({ problem }) => problem && !['no-gitreview', 'no-commits', 'untrusted'].includes(problem.reason))
    ?.problem;
}

/** Of the commits below HEAD nobody knows then which are the person's own. */
function neverFetched({ root, change }: RootChange, isOneOfMany: boolean): string | undefined {
  if (!change || change.plan.base !== undefined) return undefined;
  const { remote, branch, exists } = change.plan.target;
  const why = exists ? `${branch} of the remote ${remote} was never fetched` : `There is no remote named ${remote} yet`;
  return `${isOneOfMany ? `${basename(root)}: ` : ''}${why}, so only the last commit is shown.`;
}

/** What is shown of changes while their server is away is what it said before. */
function serverProblem({ server, change }: RootChange): string | undefined {
  if (!server || !change || change.commits.length === 0) return undefined;
  const subjects = subjectsOf(change, server);
  const problem = server.problemWith(subjects);
  if (problem === undefined) return undefined;
  const { changeIds } = subjects;
  if (server.problemWith({ changeIds }) === undefined) {
    return `${problem} Some checks are made without what Gerrit knows.`;
  }
  const asOf = server.asOf(changeIds);
  return `${problem} ${asOf === undefined ? 'What Gerrit knows of these commits is not shown.' : `What is said of these changes is from ${ago(asOf, Date.now())}.`}`;
}
