import * as vscode from 'vscode';
import { type ErrorAction, registerCommand } from '../../base/editor/commands';
import { showDialog } from '../../base/editor/notifications';
import { setStatusBarMessage } from '../../base/editor/statusItems';
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { changeIdOf, renewChangeId } from '../message/addTrailers';
import { addMissingChangeIds } from './commits/missingChangeId';
import { commitDraft } from './draft/commitDraft';
import type { Composer } from './draft/composer';
import { makeReleaseNote } from './draft/releaseNoteCommand';
import { composeInSteps } from './draft/steps';
import { type MessageServices, readingOf } from './message/openMessage';
import { pickRepository } from './message/pickRepository';

/** Pushes the commits of a working tree for review; says itself what came of it. */
export type PushForReview = (root: string) => Promise<void>;

export interface ChangeCommandParts {
  readonly log: Log;
  readonly services: MessageServices;
  readonly composer: Composer;
  /** Missing where no feature brings it: then Commit and Push is not offered. */
  readonly push: PushForReview | undefined;
  readonly onCommitted: (done: { readonly root: string; readonly commit: string }) => void;
}

const COMPOSE: ErrorAction = { title: 'Commit for Gerrit', command: 'openstackContributor.change.compose' };
const SOURCE_CONTROL: ErrorAction = { title: 'Show Source Control', command: 'workbench.view.scm' };

/** The button for each reason that a command of this feature can fail for. */
const ACTIONS: Readonly<Record<string, ErrorAction>> = {
  'no-draft': COMPOSE,
  'nothing-to-amend': COMPOSE,
  'head-moved': { title: 'Amend for Gerrit', command: 'openstackContributor.change.composeAmend' },
  conflicts: SOURCE_CONTROL,
  'in-progress': SOURCE_CONTROL,
  'no-repository': { title: 'Open Folder', command: 'vscode.openFolder' },
  'bad-slug': { title: 'Try Again', command: 'openstackContributor.change.newReleaseNote' },
};

export function registerChangeCommands({
  log,
  services,
  composer,
  push,
  onCommitted,
}: ChangeCommandParts): vscode.Disposable {
  const register = (id: string, run: (given?: unknown) => unknown): vscode.Disposable =>
    registerCommand(log, id, run, ACTIONS);
  const inRepository = (id: string, run: (root: string) => unknown): vscode.Disposable =>
    register(id, async (given) => {
      const root = await pickRepository(services, given);
      if (root !== undefined) await run(root);
    });
  const commitActive = async () => {
    const done = await commitDraft(composer, services, log);
    if (done) onCommitted(done);
    return done;
  };
  const commit = async (): Promise<void> => {
    const done = await commitActive();
    if (done) setStatusBarMessage(`Committed ${done.commit.slice(0, 10)}`, 6000);
  };
  const commitAndPush = async (): Promise<void> => {
    if (!push) throw new UserError('no-push', 'Nothing here can push for review. Commit, and push with git review.');
    const done = await commitActive();
    if (done) await push(done.root);
  };
  return vscode.Disposable.from(
    inRepository('openstackContributor.change.compose', (root) => composer.open(root, 'commit')),
    inRepository('openstackContributor.change.composeAmend', (root) => composer.open(root, 'amend')),
    inRepository('openstackContributor.change.composeInSteps', (root) => composeInSteps(root, composer, services)),
    inRepository('openstackContributor.change.addChangeId', (root) => addMissingChangeIds(root, services)),
    inRepository('openstackContributor.change.newReleaseNote', (root) => makeReleaseNote(root, services)),
    register('openstackContributor.change.commit', commit),
    register('openstackContributor.change.amend', commit),
    register('openstackContributor.change.rewordBelow', commit),
    register('openstackContributor.change.commitAndPush', commitAndPush),
    register('openstackContributor.change.amendAndPush', commitAndPush),
    register('openstackContributor.change.discardDraft', () => discard(composer)),
    register('openstackContributor.change.newChangeId', (given) => newChangeId(services, composer, given)),
  );
}

async function discard(composer: Composer): Promise<void> {
  const { draft } = await composer.active();
  const detail = 'The text of this draft is deleted. What is staged and committed stays as it is.';
  const answer = await showDialog('warning', 'Discard this message?', detail, 'Discard');
  if (answer) await composer.discard(draft);
}

/** In the message that is open, else in the one of the last commit, which is opened for it. */
async function newChangeId(services: MessageServices, composer: Composer, given: unknown): Promise<void> {
  const active = vscode.window.activeTextEditor?.document;
  let document = active && (await services.documents.of(active)) ? active : undefined;
  if (!document) {
    const root = await pickRepository(services, given);
    if (root === undefined) return;
    document = (await composer.open(root, 'amend')).document;
  }
  const message = await services.documents.of(document);
  const text = document.getText();
  const reading = message ? readingOf(message, (await services.repositories.facts(message.root)).config, text) : {};
  if (!changeIdOf(text, reading)) {
    throw new UserError('no-change-id', 'The message has no Change-Id yet. It gets a new one when you commit.');
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), renewChangeId(text, reading));
  await vscode.workspace.applyEdit(edit);
}
