import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { plainLines, plainMessage } from '../../../base/plainText';
import { ago, plural } from '../../../base/words';
import {
  CHECKS,
  type CheckDetail,
  type CheckResult,
  type CheckState,
  markOf,
  resultsOfAll,
} from '../../preflight/check';
import type { MyChange } from '../../preflight/readMyChange';
import { changeWords } from '../../push/changeWords';
import type { PlannedCommit } from '../../push/pushPlan';
import type { RootChange } from './myChangeModel';

/** Rows of the view My Change. */
export type Row =
  | { readonly kind: 'root'; readonly of: RootChange }
  | { readonly kind: 'note'; readonly text: string; readonly detail: string }
  | { readonly kind: 'action'; readonly title: string; readonly command: string; readonly root?: string }
  | { readonly kind: 'staged'; readonly of: RootChange; readonly change: MyChange }
  | { readonly kind: 'file'; readonly file: string }
  | {
      readonly kind: 'commit';
      readonly of: RootChange;
      readonly commit: PlannedCommit;
      readonly isHead: boolean;
      readonly results: readonly CheckResult[];
    }
  | {
      readonly kind: 'whole';
      readonly of: RootChange;
      readonly change: MyChange;
      readonly results: readonly CheckResult[];
    }
  | { readonly kind: 'check'; readonly of: RootChange; readonly result: CheckResult }
  | { readonly kind: 'detail'; readonly detail: CheckDetail };

export function rowsOf(of: RootChange): Row[] {
  const { change, results } = of;
  if (!change) return [SHOW_LOG];
  const { commits, staged, inProgress, plan } = change;
  const checksOf = (commit: string): CheckResult[] => results.filter((result) => result.commit === commit);
  const inTheMiddle = 'A rebase, merge or cherry-pick is not finished';
  return [
    ...(plan.base === undefined
      ? [
          {
            kind: 'action' as const,
            title: 'Set Up for Gerrit',
            command: 'openstackContributor.change.setUp',
            root: of.root,
          },
        ]
      : []),
    ...(inProgress
      ? [
          {
            kind: 'note' as const,
            text: inTheMiddle,
            detail: `${inTheMiddle}: finish it in Source Control before you push.`,
          },
        ]
      : []),
    ...(staged.length > 0 || plan.dirty ? [{ kind: 'staged' as const, of, change }] : []),
    ...commits.map((commit, at) => ({
      kind: 'commit' as const,
      of,
      commit,
      isHead: at === 0,
      results: checksOf(commit.commit),
    })),
    ...(commits.length > 0 || staged.length > 0
      ? [{ kind: 'whole' as const, of, change, results: resultsOfAll(results) }]
      : []),
  ];
}

/** Where all is written of what went wrong. */
export const SHOW_LOG: Row = { kind: 'action', title: 'Show Log', command: 'openstackContributor.showLog' };

export function childrenOf(row: Row): Row[] {
  switch (row.kind) {
    case 'root':
      return rowsOf(row.of);
    case 'staged':
      return row.change.staged.map((name) => ({ kind: 'file', file: join(row.of.root, name) }));
    case 'commit':
    case 'whole':
      return row.results
        .filter(({ state }) => state !== 'off')
        .map((result) => ({ kind: 'check', of: row.of, result }));
    case 'check':
      return (row.result.details ?? []).filter(isWorthARow).map((detail) => ({ kind: 'detail', detail }));
    default:
      return [];
  }
}

/** What a check says of a message stands at the check itself. */
const isWorthARow = ({ file }: CheckDetail): boolean => file !== undefined;

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

export function itemOf(row: Row): vscode.TreeItem {
  switch (row.kind) {
    case 'root':
      return described(
        new vscode.TreeItem(basename(row.of.root), Expanded),
        new vscode.ThemeIcon('root-folder'),
        branchWords(row.of),
      );
    case 'note':
      return described(new vscode.TreeItem(plainMessage(row.text), None), new vscode.ThemeIcon('info'), '', row.detail);
    case 'action':
      return actionItem(row);
    case 'staged':
      return stagedItem(row.change);
    case 'file': {
      const item = new vscode.TreeItem(vscode.Uri.file(row.file), None);
      item.command = { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.file(row.file)] };
      return item;
    }
    case 'commit':
      return commitItem(row);
    case 'whole':
      return wholeItem(row);
    case 'check':
      return checkItem(row);
    case 'detail':
      return detailItem(row.detail);
  }
}

/** `for master on review.opendev.org`. */
export const branchWords = ({ change }: RootChange): string =>
  change
    ? [`for ${change.plan.target.branch}`, change.plan.target.host && `on ${change.plan.target.host}`]
        .filter(Boolean)
        .join(' ')
    : '';

function actionItem({ title, command, root }: Extract<Row, { kind: 'action' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(title, None);
  item.command = { title, command, arguments: root === undefined ? [] : [{ rootUri: vscode.Uri.file(root) }] };
  item.iconPath = new vscode.ThemeIcon('arrow-right');
  return item;
}

function stagedItem({ staged, plan }: MyChange): vscode.TreeItem {
  const label = staged.length > 0 ? `${plural(staged.length, 'file')} staged` : 'Nothing staged';
  const item = new vscode.TreeItem(label, staged.length > 0 ? Collapsed : None);
  item.contextValue = 'staged';
  const words = staged.length > 0 ? 'not committed yet' : plan.dirty ? 'there are changed files' : '';
  return described(item, new vscode.ThemeIcon('diff'), words);
}

function commitItem({ commit, isHead, results }: Extract<Row, { kind: 'commit' }>): vscode.TreeItem {
  const state = markOf(results);
  const item = new vscode.TreeItem(
    plainMessage(commit.subject) || '(no summary)',
    isHead || state === 'refused' ? Expanded : Collapsed,
  );
  item.id = commit.commit;
  if (isHead) item.contextValue = commit.change ? 'commitHeadKnown' : 'commitHead';
  else item.contextValue = commit.change ? 'commitKnown' : 'commit';
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(
    `${changeWords(commit)}\n\n${commit.message.trimEnd()}\n\n${commit.commit.slice(0, 10)} by ${commit.author.name}`,
  );
  return described(item, iconOf(state), changeWords(commit), tooltip);
}

function wholeItem({ of, change, results }: Extract<Row, { kind: 'whole' }>): vscode.TreeItem {
  const item = new vscode.TreeItem('Files of the Change', Expanded);
  item.contextValue = 'wholeChange';
  const checked = of.checkedAt === undefined ? '' : ` · checked ${ago(of.checkedAt, Date.now())}`;
  return described(item, iconOf(markOf(results)), `${plural(change.files.length, 'file')}${checked}`);
}

function checkItem({ result }: Extract<Row, { kind: 'check' }>): vscode.TreeItem {
  const details = (result.details ?? []).filter(isWorthARow);
  const item = new vscode.TreeItem(CHECKS[result.name], details.length > 0 ? Collapsed : None);
  if (result.name === 'tests') item.contextValue = 'checkTests';
  else if (result.name === 'release-note' && result.state === 'advice') item.contextValue = 'checkNote';
  else item.contextValue = 'check';
  const all = (result.details ?? []).filter((detail) => !isWorthARow(detail)).map(({ text }) => text);
  return described(
    item,
    iconOf(result.state),
    result.text,
    [result.text, ...all.filter((text) => text !== result.text)].join('\n\n'),
  );
}

function detailItem({ text, file, line = 0 }: CheckDetail): vscode.TreeItem {
  const item = new vscode.TreeItem(plainMessage(text), None);
  if (file !== undefined) {
    const selection = new vscode.Range(line, 0, line, 0);
    item.command = { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.file(file), { selection }] };
    item.description = `${basename(file)}:${line + 1}`;
    if (text.startsWith(item.description) || text.endsWith(item.description)) item.description = '';
  }
  return item;
}

function iconOf(state: CheckState): vscode.ThemeIcon {
  switch (state) {
    case 'passed':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'advice':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'refused':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'unknown':
      return new vscode.ThemeIcon('question');
    default:
      return new vscode.ThemeIcon('circle-slash');
  }
}

function described(
  item: vscode.TreeItem,
  icon: vscode.ThemeIcon,
  description: string,
  tooltip?: string | vscode.MarkdownString,
): vscode.TreeItem {
  item.iconPath = icon;
  item.description = plainMessage(description);
  if (tooltip !== undefined && tooltip !== '') {
    item.tooltip = typeof tooltip === 'string' ? plainLines(tooltip) : tooltip;
  }
  return item;
}
