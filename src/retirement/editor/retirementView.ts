import * as vscode from 'vscode';
import { debounce } from '../../base/coalesce';
import { setContext } from '../../base/editor/commands';
import { DisposableStore } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import { FRESH_MS } from '../../base/freshness';
import type { Log } from '../../base/log';
import { plainMessage } from '../../base/plainText';
import { ago } from '../../base/words';
import { childrenOf, itemOf, type PlanRow, type Row, rowsOf } from './retirementItems';
import type { RetirementModel, ShownPlan } from './retirementModel';

const RENDER_MS = 100;

/** The view Retirement: plans, their steps, and the one that is next. Servers are asked while somebody looks. */
export class RetirementView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Row | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Row>;
  private readonly store = new DisposableStore();
  private readonly plans = new Map<string, PlanRow>();
  /** VS Code asks for rows below those that it has; what comes in quick succession is shown at once. */
  private readonly renderSoon = debounce(() => this.render(), RENDER_MS);

  constructor(
    private readonly model: RetirementModel,
    /** Asks the servers, and looks into the clones. */
    private readonly refresh: () => Promise<void>,
    private readonly log: Log,
  ) {
    this.view = vscode.window.createTreeView<Row>('openstackContributor.retirement', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    const timer = setInterval(() => this.view.visible && this.ask(), FRESH_MS.change);
    this.store.addAll(
      this.view,
      this.changed,
      { dispose: () => clearInterval(timer) },
      this.view.onDidChangeVisibility(({ visible }) => visible && this.ask()),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.view.visible && this.ask()),
      model.onDidChange(() => this.renderSoon()),
      { dispose: () => this.renderSoon.cancel() },
    );
    this.render();
  }

  /** Whether somebody can look at it now. */
  get isSeen(): boolean {
    return this.view.visible;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return itemOf(row);
  }

  getChildren(row?: Row): Row[] {
    if (row) return row.kind === 'plan' ? this.rowsOf(row.of) : childrenOf(row);
    // Nothing is read before somebody looks.
    if (this.model.all() === undefined) this.ask();
    return [...this.plans.values()];
  }

  getParent(row: Row): Row | undefined {
    return row.kind === 'step' ? this.plans.get(row.of.file) : undefined;
  }

  /** Unfolds a step: what was found for it is below it. */
  async reveal(file: string, id: string): Promise<void> {
    this.renderSoon.cancel();
    this.render();
    const plan = this.plans.get(file);
    const row = plan && rowsOf(plan.of, this.model).find(({ step }) => step.id === id);
    if (row) await this.view.reveal(row, { expand: true, focus: false, select: true });
  }

  dispose(): void {
    this.store.dispose();
  }

  private rowsOf(of: ShownPlan): Row[] {
    return rowsOf(of, this.model);
  }

  private ask(): void {
    void this.refresh().catch((error: unknown) => this.log.error(`Retirement: ${messageOf(error)}`));
  }

  private render(): void {
    const plans = this.model.all();
    setContext('retirement.state', plans === undefined ? 'reading' : plans.length === 0 ? 'none' : 'shown');
    this.view.message = plainMessage((plans ?? []).flatMap(problemOf)[0] ?? '');
    const isSame = plans?.length === this.plans.size && plans.every(({ file }) => this.plans.has(file));
    for (const file of [...this.plans.keys()]) {
      if (!plans?.some((plan) => plan.file === file)) this.plans.delete(file);
    }
    for (const of of plans ?? []) {
      const row = this.plans.get(of.file);
      if (row) row.of = of;
      else this.plans.set(of.file, { kind: 'plan', of });
    }
    if (!isSame) this.changed.fire(undefined);
    else for (const row of this.plans.values()) this.changed.fire(row);
  }
}

/** Why what is shown may be old. */
function problemOf({ status }: ShownPlan): string[] {
  if (!status?.problem) return [];
  const { problem, asOf } = status;
  return [
    `${problem} ${asOf === undefined ? 'Nothing is known of the changes.' : `What is shown of changes is from ${ago(asOf, Date.now())}.`}`,
  ];
}
