import * as vscode from 'vscode';
import { debounce } from '../../../base/coalesce';
import { showError } from '../../../base/editor/commands';
import { notify } from '../../../base/editor/notifications';
import { setting } from '../../../base/editor/settings';
import { DisposableStore } from '../../../base/emitter';
import { messageOf } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { gitFolder, isInProgress, moveBack } from '../../commits/commit';
import { addMissing, type CommitWithoutChangeId, commitsWithoutChangeId } from '../../commits/missingChangeIds';
import type { Rewritten } from '../../commits/rewrite';
import { inspectHook } from '../../repository/installHook';
import { PersonGit } from '../../repository/personGit';
import { wantsSignOff } from '../../repository/repositoryFacts';
import type { MessageServices } from '../message/openMessage';
import { repositoryRoots } from '../message/pickRepository';

/** After the last movement of HEAD: a rebase moves it many times. */
const REST_MS = 700;

const ADD = 'Add Change-Id';
const SET_UP = 'Set Up for Gerrit';

/** Sees commits that were made without the hook (`git revert --no-edit`, `--no-verify`), and offers their Change-Id. */
export class MissingChangeIds implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly watchers = new Map<string, DisposableStore>();
  private readonly offered = new Set<string>();

  constructor(
    private readonly services: MessageServices,
    private readonly log: Log,
  ) {
    const again = (): void => void this.watch().catch((error: unknown) => this.log.warn(messageOf(error)));
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(again));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(again));
    // Set Up, or a .gitreview that comes, makes a repository one of Gerrit's.
    this.store.add(
      services.repositories.onDidChange((root) => {
        if (services.repositories.known(root)?.isGerrit && !this.watchers.has(root)) again();
      }),
    );
    setImmediate(again);
  }

  dispose(): void {
    this.store.dispose();
    for (const watcher of this.watchers.values()) watcher.dispose();
  }

  private async watch(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const roots = await repositoryRoots(this.services);
    for (const [root, watcher] of this.watchers) {
      if (roots.includes(root)) continue;
      watcher.dispose();
      this.watchers.delete(root);
    }
    for (const root of roots) {
      const { isGerrit } = await this.services.repositories.facts(root);
      if (isGerrit && !this.watchers.has(root)) await this.watchRoot(root);
    }
  }

  private async watchRoot(root: string): Promise<void> {
    const watching = new DisposableStore();
    this.watchers.set(root, watching);
    // git appends to this log whenever HEAD moves, whoever moves it.
    const logs = vscode.Uri.file(`${await gitFolder(await this.services.repositories.git(root))}/logs`);
    const watcher = watching.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(logs, 'HEAD')));
    const look = debounce(
      () => void this.look(root).catch((error: unknown) => this.log.warn(messageOf(error))),
      REST_MS,
    );
    watching.add({ dispose: () => look.cancel() });
    watching.add(watcher.onDidChange(look));
    watching.add(watcher.onDidCreate(look));
    // What was committed while no window was open.
    look();
  }

  private async look(root: string): Promise<void> {
    const found = await this.find(root);
    if (found.every(({ commit }) => this.offered.has(commit))) return;
    for (const { commit } of found) this.offered.add(commit);
    const { kind } = await inspectHook(new PersonGit(root));
    const isWithoutHook = kind === 'missing' || kind === 'not-executable';
    const why = isWithoutHook
      ? `The commit-msg hook that adds one ${kind === 'missing' ? 'is not installed' : 'may not run'}.`
      : 'No commit-msg hook added one.';
    const text = `${namesOf(found)} no Change-Id, so Gerrit would refuse ${found.length === 1 ? 'it' : 'them'}. ${why}`;
    const chosen = await notify('warning', text, ADD, ...(isWithoutHook ? [SET_UP] : []));
    const place = { rootUri: vscode.Uri.file(root) };
    if (chosen === SET_UP) await vscode.commands.executeCommand('openstackContributor.change.setUp', place);
    if (chosen !== ADD) return;
    // VS Code lets nobody take a message away, so this one may have outlived its reason.
    const now = new Set((await this.find(root)).map(({ commit }) => commit));
    if (found.every(({ commit }) => now.has(commit))) {
      await vscode.commands.executeCommand('openstackContributor.change.addChangeId', place);
      return;
    }
    const names = found.map(({ subject }) => `"${subject}"`).join(', ');
    void notify(
      'information',
      `${names} is fixed already, or is not a commit of this branch any more. Nothing was changed.`,
    );
    await this.look(root);
  }

  private async find(root: string): Promise<CommitWithoutChangeId[]> {
    const repository = await this.services.repositories.git(root);
    return (await isInProgress(repository))
      ? []
      : commitsWithoutChangeId(repository, await this.services.repositories.read(root));
  }
}

/** Gives the commits of the person their Change-Ids, and a way back. What is staged stays staged. */
export async function addMissingChangeIds(root: string, services: MessageServices): Promise<void> {
  const repository = await services.repositories.git(root);
  const facts = await services.repositories.read(root);
  const commits = await commitsWithoutChangeId(repository, facts);
  const signs = wantsSignOff(facts, services.lookup, setting('change.signOff', vscode.Uri.file(root)));
  const made = await addMissing(new PersonGit(root), commits, facts, signs ? facts.committer : undefined);
  void offerUndo(root, commits, made);
}

/** `The commit "Revert x" has`, `2 commits of yours ("a", "b") have`. */
function namesOf(commits: readonly CommitWithoutChangeId[]): string {
  const [only, ...others] = commits;
  if (only && others.length === 0) return `The commit "${only.subject}" has`;
  return `${commits.length} commits of yours (${commits.map(({ subject }) => `"${subject}"`).join(', ')}) have`;
}

async function offerUndo(
  root: string,
  commits: readonly CommitWithoutChangeId[],
  { before, backup }: Rewritten,
): Promise<void> {
  const undo = 'Undo';
  const text = `${namesOf(commits)} a Change-Id now. To undo: git reset --soft ${backup}`;
  try {
    if ((await notify('information', text, undo)) === undo) await moveBack(root, before);
  } catch (error) {
    await showError(error);
  }
}
