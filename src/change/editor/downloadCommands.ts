import * as vscode from 'vscode';
import { registerCommand } from '../../base/editor/commands';
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { readChangeRef, type Change } from '../../gerrit';
import { cherryPickChange, comparePatchSets, downloadChange, finishBranch } from '../download';
import { PersonGit } from '../personGit';
import type { ReviewTarget } from '../target';
import type { Credentials } from './credentials';
import type { MessageServices } from './messages';
import { PUSH_MENDS } from './myChangeCommands';
import type { Row } from './myChangeItems';
import { pickRepository } from './pickRepository';
import type { ReviewPushes } from './pushForReview';

export interface DownloadCommandParts {
  readonly log: Log;
  readonly services: MessageServices;
  readonly credentials: Credentials;
  readonly pushes: Pick<ReviewPushes, 'where'>;
}

/** git with the person's answers, where it goes, and the change that is meant. */
interface Wanted {
  readonly git: PersonGit;
  readonly target: ReviewTarget;
  readonly change: Change;
  readonly patchSet?: number;
}

/** Changes from the server into the working tree, and out of it again: what `git review -d`, `-x`, `-X`, `-m`, `-f` do. */
export function registerDownloadCommands(parts: DownloadCommandParts): vscode.Disposable {
  const register = (id: string, run: (root: string, given: unknown) => unknown): vscode.Disposable =>
    registerCommand(parts.log, id, async (given?: unknown) => {
      const root = rootOf(given) ?? (await pickRepository(parts.services, given));
      if (root !== undefined) await run(root, given);
    }, PUSH_MENDS);
  return vscode.Disposable.from(
    register('openstackContributor.change.download', (root) => withChange(root, parts, 'Download Change', download)),
    register('openstackContributor.change.cherryPick', (root) => withChange(root, parts, 'Cherry-Pick Change', cherryPick)),
    register('openstackContributor.change.comparePatchSets', (root, given) => withChange(root, parts, 'Compare Patch Sets', compare, numberOf(given))),
    register('openstackContributor.change.finish', (root) => finish(root, parts)),
  );
}

const isRow = (given: unknown): given is Row => typeof given === 'object' && given !== null && 'kind' in given;
const rootOf = (given: unknown): string | undefined => (isRow(given) && 'of' in given ? given.of.root : undefined);
const numberOf = (given: unknown): string | undefined =>
  isRow(given) && given.kind === 'commit' && given.commit.change ? String(given.commit.change.number) : undefined;

/** Asks for a change unless one is given, finds it on the server, and works with it under a progress with Cancel. */
async function withChange(root: string, parts: DownloadCommandParts, title: string, work: (wanted: Wanted) => Promise<void>, given?: string): Promise<void> {
  const text = given ?? (await askChange(title));
  const ref = text === undefined ? undefined : readChangeRef(text);
  if (!ref) return;
  const { target, client } = await parts.pushes.where(root);
  if (!client) throw new UserError('no-server', 'The address of the remote names no server that could be asked for a change.');
  const session = await parts.credentials.begin();
  try {
    const change = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: `${title}: asking ${target.host ?? ''}` }, () =>
      client.findChange(ref, { ...(target.project ? { project: target.project } : {}), branch: target.branch }),
    );
    const git = new PersonGit(root, { env: session.env });
    await work({ git, target, change, ...(ref.patchSet === undefined ? {} : { patchSet: ref.patchSet }) });
  } finally {
    await session.end();
  }
}

async function askChange(title: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: 'Its number (996033, or 996033,2 for a patch set), its address, or its Change-Id.',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' || readChangeRef(text) ? undefined : 'That is no number, address or Change-Id.'),
  });
}

async function download({ git, target, change, patchSet }: Wanted): Promise<void> {
  const { branch, backup } = await downloadChange(git, target, change, patchSet);
  const undo = backup === undefined ? '' : ` What the branch was before is ${backup}.`;
  void vscode.window.showInformationMessage(`"${change.subject}" is checked out in the branch ${branch}.${undo} Amend and push to make its next patch set.`);
}

async function cherryPick({ git, target, change, patchSet }: Wanted): Promise<void> {
  const items = [
    { label: 'With the line "cherry picked from commit"', description: 'for backports to stable branches', noteOrigin: true },
    { label: 'Without it', description: 'on top of what is checked out', noteOrigin: false },
  ];
  if (change.branch === target.branch) items.reverse();
  const chosen = await vscode.window.showQuickPick(items, { title: `Cherry-Pick "${change.subject}"`, ignoreFocusOut: true });
  if (!chosen) return;
  const { branch, backup = '' } = await cherryPickChange(git, target, change, { ...(patchSet === undefined ? {} : { patchSet }), noteOrigin: chosen.noteOrigin });
  void vscode.window.showInformationMessage(`"${change.subject}" is the last commit of ${branch} now. To undo: git reset --keep ${backup}`);
}

async function compare({ git, target, change }: Wanted): Promise<void> {
  const numbers = change.patchSets.map(({ number }) => number);
  const newest = numbers.at(-1) ?? 1;
  if (numbers.length < 2) throw new UserError('one-patch-set', `Change ${change.number} has one patch set, so there is nothing to compare.`);
  const items = numbers.slice(0, -1).reverse().map((number) => ({ label: `Patch set ${number}`, description: descriptionOf(change, number), number }));
  const older = await vscode.window.showQuickPick(items, { title: `Compare Patch Set ${newest} of ${change.number} With` });
  if (!older) return;
  const content = await comparePatchSets(git, target, change, older.number, newest);
  const document = await vscode.workspace.openTextDocument({ content: content.trim() === '' ? 'No difference.\n' : content, language: 'diff' });
  await vscode.window.showTextDocument(document, { preview: true });
}

const descriptionOf = ({ patchSets }: Change, number: number): string => patchSets.find((one) => one.number === number)?.description ?? '';

async function finish(root: string, { pushes }: DownloadCommandParts): Promise<void> {
  const { target } = await pushes.where(root);
  const detail = `Checks out ${target.branch} and deletes the branch that is checked out now. Its commits stay under a ref that is named afterwards.`;
  const go = 'Leave the Branch';
  if ((await vscode.window.showWarningMessage('Is the work on this branch done?', { modal: true, detail }, go)) !== go) return;
  const { backup } = await finishBranch(new PersonGit(root), target);
  void vscode.window.showInformationMessage(`${target.branch} is checked out. What the branch had is ${backup}.`);
}
