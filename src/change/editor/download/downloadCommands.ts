import * as vscode from 'vscode';
import { cancellable } from '../../../base/editor/cancellation';
import { registerCommand, showError } from '../../../base/editor/commands';
import { notify, showDialog, withProgress } from '../../../base/editor/notifications';
import { showInputBox, showQuickPick } from '../../../base/editor/quickInput';
import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { type Change, readChangeRef } from '../../../gerrit';
import { type CherryPickOptions, cherryPickChange, type Downloaded, downloadChange } from '../../download/download';
import { comparePatchSets } from '../../download/patchSetDiff';
import { GitError, PersonGit } from '../../repository/personGit';
import type { ReviewTarget } from '../../repository/target';
import type { MessageServices } from '../message/openMessage';
import { pickRepository } from '../message/pickRepository';
import type { Row } from '../preflight/myChangeItems';
import { PUSH_ACTIONS } from '../push/pushActions';
import type { ReviewPushes } from '../push/pushForReview';
import type { Credentials } from '../server/credentials';
import { openChange } from '../server/openChange';
import { finishBranchOf } from './finishCommand';
import { PatchSetTexts } from './patchSetTexts';

export interface DownloadCommandParts {
  readonly log: Log;
  readonly services: MessageServices;
  readonly credentials: Credentials;
  readonly pushes: Pick<ReviewPushes, 'where'>;
}

const OPEN = 'Open in Browser';
const PUSH = 'Push for Review';
const COPY_UNDO = 'Copy the Undo Command';
const RESOLVE = 'Resolve It Here';
const GIVE_UP = 'Give Up';

/** git with the person's answers, where it goes, and the change that is meant. */
interface Wanted {
  readonly git: PersonGit;
  /** The work of the command with progress and Cancel, which takes it back. */
  readonly run: <T>(title: string, work: (git: PersonGit) => Promise<T>) => Promise<T>;
  readonly target: ReviewTarget;
  readonly change: Change;
  readonly patchSet?: number;
}

/** Changes from the server into the working tree, and out of it again: what `git review -d`, `-x`, `-X`, `-m`, `-f` do. */
export function registerDownloadCommands(parts: DownloadCommandParts): vscode.Disposable {
  const register = (id: string, run: (root: string, given: unknown) => unknown): vscode.Disposable =>
    registerCommand(
      parts.log,
      id,
      async (given?: unknown) => {
        const root = rootOf(given) ?? (await pickRepository(parts.services, given));
        if (root !== undefined) await run(root, given);
      },
      PUSH_ACTIONS,
    );
  const texts = new PatchSetTexts();
  return vscode.Disposable.from(
    texts,
    register('openstackContributor.change.download', (root) => withChange(root, parts, 'Download Change', download)),
    register('openstackContributor.change.cherryPick', (root) =>
      withChange(root, parts, 'Cherry-Pick Change', cherryPick),
    ),
    register('openstackContributor.change.comparePatchSets', (root, given) =>
      withChange(root, parts, 'Compare Patch Sets', (wanted) => compare(wanted, texts), numberOf(given)),
    ),
    register('openstackContributor.change.finish', (root) => finishBranchOf(root, parts.pushes)),
  );
}

const isRow = (given: unknown): given is Row => typeof given === 'object' && given !== null && 'kind' in given;
const rootOf = (given: unknown): string | undefined => (isRow(given) && 'of' in given ? given.of.root : undefined);
const numberOf = (given: unknown): string | undefined =>
  isRow(given) && given.kind === 'commit' && given.commit.change ? String(given.commit.change.number) : undefined;

/** Asks for a change unless one is given, finds it on the server, and works with it under a progress with Cancel. */
async function withChange(
  root: string,
  parts: DownloadCommandParts,
  title: string,
  work: (wanted: Wanted) => Promise<void>,
  given?: string,
): Promise<void> {
  const text = given ?? (await askChange(title));
  const ref = text === undefined ? undefined : readChangeRef(text);
  if (!ref) return;
  const { target, server } = await parts.pushes.where(root);
  if (!server) {
    throw new UserError('no-server', 'The address of the remote names no server that could be asked for a change.');
  }
  const session = await parts.credentials.begin(root, target, 'fetch');
  try {
    const change = await withProgress(
      { location: vscode.ProgressLocation.Window, title: `${title}: asking ${target.host ?? ''}` },
      () => server.findChange(ref, { ...(target.project ? { project: target.project } : {}), branch: target.branch }),
    );
    assertOfProject(change, target);
    const git = new PersonGit(root, { askpass: session.askpass });
    const run: Wanted['run'] = (words, act) =>
      cancellable(words, (signal) => {
        signal.addEventListener('abort', () => session.withdraw(), { once: true });
        return act(new PersonGit(root, { askpass: session.askpass, signal }));
      });
    await work({ git, run, target, change, ...(ref.patchSet === undefined ? {} : { patchSet: ref.patchSet }) });
  } finally {
    await session.end();
  }
}

/** The remote has only the changes of its own project: a fetch would say that there is no such ref. */
function assertOfProject({ number, project }: Change, target: ReviewTarget): void {
  if (target.project === undefined || project === target.project) return;
  throw new UserError(
    'other-project',
    `Change ${number} is one of ${project}, and this is ${target.project}. Open a clone of ${project} for it.`,
  );
}

async function askChange(title: string): Promise<string | undefined> {
  return showInputBox({
    title,
    prompt: 'Its number (996033, or 996033,2 for a patch set), its address, or its Change-Id.',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || readChangeRef(text) ? undefined : 'That is no number, address or Change-Id.',
  });
}

async function download({ run, target, change, patchSet }: Wanted): Promise<void> {
  const { branch, backup } = await run(`Downloading change ${change.number}`, (git) =>
    downloadChange(git, target, change, patchSet),
  );
  const undo = backup === undefined ? '' : ` What the branch was before is ${backup}.`;
  const older =
    patchSet === undefined || patchSet === change.current?.number
      ? ''
      : ` That is patch set ${patchSet}; the newest is ${change.current?.number ?? '?'}.`;
  const words = `"${change.subject}" is checked out in the branch ${branch}.${older}${undo} Amend and push to make its next patch set.`;
  later(notify('information', words, OPEN), async (chosen) => {
    if (chosen === OPEN) await openChange(change);
  });
}

async function cherryPick({ git, run, target, change, patchSet }: Wanted): Promise<void> {
  const items = [
    {
      label: 'With the line "cherry picked from commit"',
      description: 'for backports to stable branches',
      noteOrigin: true,
    },
    { label: 'Without it', description: 'on top of what is checked out', noteOrigin: false },
  ];
  if (change.branch === target.branch) items.reverse();
  const chosen = await showQuickPick(items, { title: `Cherry-Pick "${change.subject}"`, ignoreFocusOut: true });
  if (!chosen) return;
  const options = { ...(patchSet === undefined ? {} : { patchSet }), noteOrigin: chosen.noteOrigin };
  const picked = await cherryPickOrAsk(options, { git, run, target, change });
  if (!picked) return;
  const { branch, backup = '' } = picked;
  const undo = `git reset --keep ${backup}`;
  const words = `"${change.subject}" is the last commit of ${branch} now. To undo: ${undo}`;
  later(notify('information', words, PUSH, COPY_UNDO), async (answer) => {
    if (answer === PUSH) {
      await vscode.commands.executeCommand('openstackContributor.change.push', { rootUri: vscode.Uri.file(git.root) });
    }
    if (answer === COPY_UNDO) await vscode.env.clipboard.writeText(undo);
  });
}

/** A backport often collides: the person may have the conflict in the working tree after all. Undefined when they have it, or not. */
async function cherryPickOrAsk(
  options: CherryPickOptions,
  { git, run, target, change }: Wanted,
): Promise<Downloaded | undefined> {
  try {
    return await run(`Cherry-picking change ${change.number}`, (cancelled) =>
      cherryPickChange(cancelled, target, change, options),
    );
  } catch (error) {
    if (!(error instanceof GitError) || error.reason !== 'conflict') throw error;
    const detail =
      'You can resolve the conflicts: then the cherry-pick begins again and leaves them in the files. git cherry-pick --abort takes it back.';
    if ((await showDialog('warning', error.message, detail, RESOLVE)) !== RESOLVE) return undefined;
    return beginToResolve(options, { git, run, target, change });
  }
}

/** The conflict is what the person asked for, so being told of it is no error. */
async function beginToResolve(
  options: CherryPickOptions,
  { git, run, target, change }: Wanted,
): Promise<Downloaded | undefined> {
  try {
    return await run(`Cherry-picking change ${change.number}`, (cancelled) =>
      cherryPickChange(cancelled, target, change, { ...options, keepConflict: true }),
    );
  } catch (error) {
    if (!(error instanceof GitError) || error.reason !== 'conflict') throw error;
    await vscode.commands.executeCommand('workbench.view.scm');
    later(notify('warning', error.message, GIVE_UP), async (chosen) => {
      if (chosen === GIVE_UP) await git.text(['cherry-pick', '--abort']);
    });
    return undefined;
  }
}

async function compare({ git, run, target, change }: Wanted, texts: PatchSetTexts): Promise<void> {
  const numbers = change.patchSets.map(({ number }) => number);
  const newest = numbers.at(-1) ?? 1;
  if (numbers.length < 2) {
    throw new UserError('one-patch-set', `Change ${change.number} has one patch set, so there is nothing to compare.`);
  }
  const items = numbers
    .slice(0, -1)
    .reverse()
    .map((number) => ({ label: `Patch set ${number}`, description: descriptionOf(change, number), number }));
  const older = await showQuickPick(items, { title: `Compare Patch Set ${newest} of ${change.number} With` });
  if (!older) return;
  const diff = await run(`Fetching the patch sets of change ${change.number}`, (cancelled) =>
    comparePatchSets(cancelled, target, change, older.number, newest),
  );
  if (diff.rebase === 'among-the-lines') {
    void notify(
      'information',
      'There was a rebase between the two, and it cannot be told apart: what others merged meanwhile is among the differences.',
    );
  }
  if (await texts.show(new PersonGit(git.root), change.number, diff)) return;
  const rebased = diff.rebase === 'none' ? '' : ' but for a rebase';
  void notify(
    'information',
    `Patch sets ${older.number} and ${newest} of change ${change.number} are the same${rebased}.`,
  );
}

const descriptionOf = ({ patchSets }: Change, number: number): string =>
  patchSets.find((one) => one.number === number)?.description ?? '';

/** The message stays until it is answered; the command is over before. */
function later(answer: Promise<string | undefined>, act: (chosen: string | undefined) => Promise<void>): void {
  void answer.then(act).catch((error: unknown) => showError(error, PUSH_ACTIONS));
}
