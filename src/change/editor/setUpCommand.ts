import * as vscode from 'vscode';
import { registerCommand } from '../../base/editor/commands';
import { messageOf, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { isUnreachable } from '../../gerrit';
import { HookError, inspectHook, installHook, isOutdated, makeHookExecutable } from '../hook';
import { prepareRemotes, type RemotePlan } from '../mirror';
import { PersonGit } from '../personGit';
import type { MessageServices } from './messages';
import { PUSH_MENDS } from './myChangeCommands';
import { pickRepository } from './pickRepository';
import type { ReviewPushes } from './pushForReview';

export interface SetUpParts {
  readonly log: Log;
  readonly services: MessageServices;
  readonly pushes: Pick<ReviewPushes, 'where'>;
}

/** What `git review -s` does: the remote of the Gerrit server, and its commit-msg hook. */
export function registerSetUp(parts: SetUpParts): vscode.Disposable {
  return registerCommand(parts.log, 'openstackContributor.change.setUp', async (given?: unknown) => {
    const root = await pickRepository(parts.services, given);
    if (root !== undefined) await setUp(root, parts);
  }, PUSH_MENDS);
}

async function setUp(root: string, parts: SetUpParts): Promise<void> {
  await parts.services.repositories.git(root);
  const git = new PersonGit(root);
  const remotes = await prepareRemotes(git);
  if (remotes.steps.length > 0 && !(await carryOut(git, remotes))) return;
  const done = remotes.steps.length > 0 ? ['The remotes are set.'] : [];
  const hook = await setUpHook(root, git, parts).catch(awayWords);
  await parts.services.repositories.read(root);
  void vscode.window.showInformationMessage([...done, hook].join(' '));
}

/** The remotes are set all the same. */
function awayWords(error: unknown): string {
  if (!isUnreachable(error)) throw error;
  return `The commit-msg hook is still missing: ${messageOf(error)} Set up again when the server can be reached.`;
}

async function carryOut(git: PersonGit, { steps, why }: RemotePlan): Promise<boolean> {
  const detail = [...why, '', ...steps.map((step) => `git ${step.args.join(' ')}`), '', 'To undo:', ...steps.map(({ undo }) => undo)].join('\n');
  const go = 'Set the Remotes';
  if ((await vscode.window.showInformationMessage('Set up the remotes for Gerrit?', { modal: true, detail }, go)) !== go) return false;
  for (const { args } of steps) await git.text(args);
  return true;
}

/** Gives the sentence that tells what became of the hook. */
async function setUpHook(root: string, git: PersonGit, { pushes }: SetUpParts): Promise<string> {
  const state = await inspectHook(git);
  if (state.kind === 'not-executable') {
    await makeHookExecutable(state);
    return 'The commit-msg hook may run again.';
  }
  const { client } = await pushes.where(root);
  if (!client) throw new UserError('no-server', 'The address of the remote names no server that hands out a commit-msg hook.');
  const hook = await client.commitMsgHook();
  if (state.kind === 'gerrit' && !isOutdated(state, hook)) return 'The commit-msg hook is that of the server.';
  try {
    await installHook(git, hook);
  } catch (error) {
    if (!(error instanceof HookError)) throw error;
    const agree = error.reason === 'foreign-hook' ? 'Replace It' : 'Install for All';
    if ((await vscode.window.showWarningMessage(error.message, { modal: true }, agree)) !== agree) return 'The commit-msg hook stays as it was.';
    await installHook(git, hook, { replaceForeign: error.reason === 'foreign-hook', intoShared: error.reason === 'shared-hooks' });
  }
  return 'The commit-msg hook of the server is installed.';
}
