import { basename } from 'node:path';
import * as vscode from 'vscode';
import { plainLines, plainMessage } from '../../base/plainText';
import { baseNameOf, EDIT_STEPS } from '../edits';
import { planTitle, stepTitle, stepWords } from '../messages';
import type { PlanStep, ReferenceDecision } from '../plan/plan';
import { decided } from '../references/decisions';
import type { Reference } from '../references/findReferences';
import type { StepState, StepStatus } from '../status/planStatus';
import type { PreparedStep, RetirementModel, ShownPlan, StepPlace } from './retirementModel';

/** Rows of the view Retirement. */
export type Row =
  | PlanRow
  | StepRow
  | {
      readonly kind: 'reference';
      readonly of: ShownPlan;
      readonly step: PlanStep;
      readonly reference: Reference;
      readonly decision: ReferenceDecision['decision'] | undefined;
    }
  | {
      readonly kind: 'detail';
      readonly text: string;
      readonly icon: string;
      readonly description?: string;
      readonly command?: vscode.Command;
    };

/** The same object as long as the plan is shown: VS Code knows by it which row is asked for again. */
export interface PlanRow {
  readonly kind: 'plan';
  of: ShownPlan;
}

export interface StepRow {
  readonly kind: 'step';
  readonly of: ShownPlan;
  readonly step: PlanStep;
  /** Undefined until the servers were asked for the first time. */
  readonly status: StepStatus | undefined;
  readonly isNext: boolean;
  readonly prepared: PreparedStep | undefined;
  readonly place: StepPlace | undefined;
  readonly references: readonly Reference[] | undefined;
}

export function rowsOf(of: ShownPlan, model: RetirementModel): StepRow[] {
  return (of.plan?.steps ?? []).map((step) => ({
    kind: 'step',
    of,
    step,
    status: of.status?.steps.find(({ id }) => id === step.id),
    isNext: of.status?.next === step.id,
    prepared: model.preparedOf(of.file, step.id),
    place: model.placeOf(of.file, step.id),
    references: model.referencesOf(of.file, step.id),
  }));
}

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

export function itemOf(row: Row): vscode.TreeItem {
  switch (row.kind) {
    case 'plan':
      return planItem(row.of);
    case 'step':
      return stepItem(row);
    case 'reference':
      return referenceItem(row);
    case 'detail': {
      const item = new vscode.TreeItem(plainMessage(row.text), None);
      item.iconPath = new vscode.ThemeIcon(row.icon);
      item.description = plainMessage(row.description ?? '');
      item.tooltip = plainLines([row.text, row.description ?? ''].join(' ').trim());
      if (row.command) item.command = row.command;
      return item;
    }
  }
}

function planItem({ file, plan, problem, status }: ShownPlan): vscode.TreeItem {
  const item = new vscode.TreeItem(plainMessage(plan ? planTitle(plan) : basename(file)), plan ? Expanded : None);
  item.id = file;
  item.resourceUri = vscode.Uri.file(file);
  item.contextValue = plan ? 'plan' : 'planProblem';
  item.tooltip = plainLines([file, problem?.message ?? ''].join('\n').trim());
  if (!plan) {
    item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    // The row has the name of the file already.
    item.description = plainMessage((problem?.message ?? '').replace(`${basename(file)}, `, ''));
    item.command = { title: 'Open Plan', command: 'vscode.open', arguments: [vscode.Uri.file(file)] };
    return item;
  }
  const over = status?.steps.filter(({ state }) => isOver(state)).length ?? 0;
  item.iconPath = new vscode.ThemeIcon('checklist');
  item.description = `${over} of ${plan.steps.length} steps done`;
  return item;
}

const isOver = (state: StepState): boolean => state === 'merged' || state === 'closed';

function stepItem({ of, step, status, isNext, prepared }: StepRow): vscode.TreeItem {
  const item = new vscode.TreeItem(
    plainMessage(of.plan ? stepTitle(of.plan, step) : step.id),
    isNext ? Expanded : Collapsed,
  );
  item.id = `${of.file}#${step.id}`;
  item.iconPath = iconOf(status?.state, isNext);
  const words = prepared && !prepared.branch ? preparedWords(prepared) : (status?.words ?? '');
  item.description = plainMessage(isNext ? `Next · ${words}` : words);
  item.tooltip = plainLines([status?.words ?? '', step.repo ?? ''].filter(Boolean).join('\n'));
  item.contextValue = contextOf({ step, status, prepared });
  return item;
}

/** What is known of a step, one thing in a row. */
export function childrenOf(row: Row): Row[] {
  if (row.kind !== 'step') return [];
  const { of, step, status, prepared } = row;
  const rows: Row[] = [];
  const add = (icon: string, text: string, description = '', command?: vscode.Command): void => {
    rows.push({ kind: 'detail', icon, text, description, ...(command ? { command } : {}) });
  };
  if (!of.plan) return [];
  const { what } = stepWords(of.plan, step);
  add('info', what);
  for (const id of status?.waitsFor ?? []) {
    const other = of.plan.steps.find((each) => each.id === id);
    if (other) add('clock', 'Waits for', stepTitle(of.plan, other));
  }
  if (step.repo !== undefined) add('repo', 'Repository', step.repo);
  const place = prepared ?? row.place;
  if (place) add('folder', 'Clone', place.root);
  if (place?.branch !== undefined) add('git-branch', 'Branch', place.branch);
  const { change } = status ?? {};
  if (change) {
    const patchSet = change.current ? `, patch set ${change.current.number}` : '';
    add('git-pull-request', `Change ${change.number}${patchSet}`, change.subject, {
      title: 'Open Change',
      command: 'openstackContributor.retirement.openChange',
      arguments: [row],
    });
    for (const { label, value, by } of change.votes) {
      add(
        value < 0 ? 'thumbsdown' : 'thumbsup',
        `${label} ${value > 0 ? '+' : ''}${value}`,
        by.name ?? by.username ?? '',
      );
    }
  }
  for (const { message } of status?.blockers ?? []) if (message) add('comment', message);
  for (const left of status?.leftOver ?? []) add('warning', 'Left over', left);
  if (step.closed) add('edit', step.closed.reason, `${step.closed.as} on ${step.closed.on}`);
  if (prepared) {
    for (const { path, line, text } of prepared.notes) {
      add('note', text, line === undefined ? path : `${path}:${line}`);
    }
    for (const { name, outcome } of prepared.verdicts ?? []) {
      const icon = outcome === 'passed' ? 'pass' : outcome === 'failed' ? 'error' : 'question';
      add(icon, name, outcome.replaceAll('-', ' '));
    }
  }
  const references = row.references;
  if (references) {
    const isOthers = ({ reference }: { readonly reference: Reference }): number =>
      Number(reference.kind === 'history' || reference.kind === 'planned');
    const sorted = decided(references, step.decisions ?? []).sort((one, two) => isOthers(one) - isOthers(two));
    for (const { reference, decision } of sorted.slice(0, MOST_REFERENCES)) {
      rows.push({ kind: 'reference', of, step, reference, decision });
    }
  } else {
    for (const { repo, path, decision } of step.decisions ?? []) add('references', path, `${repo}: ${decision}`);
  }
  return rows;
}

const KINDS: Readonly<Record<Reference['kind'], string>> = {
  'required-project': 'A job of Zuul needs it: an error once Zuul no longer knows it',
  zuul: "Zuul's configuration",
  requirement: 'A package that something needs',
  'test-dependency': 'A package that tests need',
  'devstack-plugin': 'A plugin of devstack',
  documentation: 'Documentation',
  history: 'History, which stays',
  planned: 'Another step of a retirement edits it',
  other: 'Another file',
};

/** Rows of one step: whoever has more searches in an editor. */
const MOST_REFERENCES = 300;

function referenceItem(row: Extract<Row, { kind: 'reference' }>): vscode.TreeItem {
  const { reference, decision } = row;
  const { repo, path, line, text, kind, branch } = reference;
  // Where it is comes first: what it says is much the same in every row.
  const where = `${baseNameOf(repo)}/${path}:${line}${branch === undefined ? '' : ` on ${branch}`}`;
  const item = new vscode.TreeItem(plainMessage(where), None);
  item.description = plainMessage(text);
  item.tooltip = plainLines(`${repo}: ${path}, line ${line}\n${text}\n${KINDS[kind]}\n${decision ?? 'not decided'}`);
  item.contextValue = 'reference';
  const icons = { remove: 'trash', keep: 'pin', later: 'clock' } as const;
  item.iconPath = new vscode.ThemeIcon(decision === undefined ? 'question' : icons[decision]);
  item.command = {
    title: 'Open',
    command: 'openstackContributor.retirement.openReference',
    arguments: [row],
  };
  return item;
}

const preparedWords = ({ edits }: PreparedStep): string =>
  edits.length === 0 ? 'Nothing to change' : `${edits.length} ${edits.length === 1 ? 'file' : 'files'} to change`;

/** What menus ask of a step: what can be done with it now. */
type StepContext =
  | 'stepAnnounce'
  | 'stepAbandonChanges'
  | 'stepReferences'
  | 'stepWaiting'
  | 'stepDue'
  | 'stepDueEdit'
  | 'stepPrepared'
  | 'stepWritten'
  | 'stepReview'
  | 'stepAgain'
  | 'stepChanged'
  | 'stepMerged'
  | 'stepClosed';

function contextOf({ step, status, prepared }: Pick<StepRow, 'step' | 'status' | 'prepared'>): StepContext {
  if (step.closed) return 'stepClosed';
  if (step.step === 'announce') return 'stepAnnounce';
  if (step.step === 'abandon-changes') return 'stepAbandonChanges';
  if (step.step === 'references') return 'stepReferences';
  if (prepared) return prepared.branch === undefined ? 'stepPrepared' : 'stepWritten';
  switch (status?.state) {
    case 'merged':
      return 'stepMerged';
    case 'changed':
      return 'stepChanged';
    case 'in-review':
      return 'stepReview';
    case 'blocked':
    case 'abandoned':
    case 'unfinished':
    case 'wrong-change':
      return 'stepAgain';
    case 'due':
      return EDIT_STEPS.some((kind) => kind === step.step) ? 'stepDueEdit' : 'stepDue';
    default:
      return 'stepWaiting';
  }
}

function iconOf(state: StepState | undefined, isNext: boolean): vscode.ThemeIcon {
  const colored = (icon: string, color: string) => new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  switch (state) {
    case 'merged':
    case 'closed':
      return colored('pass-filled', 'testing.iconPassed');
    case 'blocked':
    case 'unfinished':
      return colored('error', 'list.errorForeground');
    case 'abandoned':
    case 'changed':
      return colored('warning', 'list.warningForeground');
    case 'in-review':
      return new vscode.ThemeIcon('git-pull-request');
    case 'due':
      return isNext ? colored('arrow-circle-right', 'charts.blue') : new vscode.ThemeIcon('circle-large-outline');
    default:
      return new vscode.ThemeIcon('circle-large-outline');
  }
}
