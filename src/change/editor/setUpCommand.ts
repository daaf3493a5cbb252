import * as vscode from 'vscode';
import { cancellable } from '../../base/editor/cancellation';
import { registerCommand } from '../../base/editor/commands';
import { notify, showDialog } from '../../base/editor/notifications';
import { showInputBox } from '../../base/editor/quickInput';
import { messageOf, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { isUnreachable, OPENDEV } from '../../gerrit';
import { reviewBase } from '../commits/pendingCommits';
import { fetchBranch } from '../download/download';
import { inspectHook, installedWords, installHookAsking, makeHookExecutable } from '../repository/installHook';
import { likelyProject, prepareRemotes, type RemotePlan } from '../repository/mirror';
import { GitError, PersonGit } from '../repository/personGit';
import { projectName, TargetError } from '../repository/refNames';
import type { MessageServices } from './message/openMessage';
import { pickRepository } from './message/pickRepository';
import { PUSH_ACTIONS } from './push/pushActions';
import type { ReviewPushes } from './push/pushForReview';
import type { Credentials } from './server/credentials';

export interface SetUpParts {
  readonly log: Log;
  readonly services: MessageServices;
  readonly credentials: Credentials;
  readonly pushes: Pick<ReviewPushes, 'where'>;
}

const SHOW = 'Show My Change';

/** What `git review -s` does: the remote of the Gerrit server, and its commit-msg hook. */
export function registerSetUp(parts: SetUpParts): vscode.Disposable {
  return registerCommand(
    parts.log,
    'openstackContributor.change.setUp',
    async (given?: unknown) => {
      const root = await pickRepository(parts.services, given);
      if (root !== undefined) await setUp(root, parts);
    },
    PUSH_ACTIONS,
  );
}

async function setUp(root: string, parts: SetUpParts): Promise<void> {
  await parts.services.repositories.git(root);
  const git = new PersonGit(root);
  const remotes = await remotesOrAsk(git);
  if (!remotes || (remotes.steps.length > 0 && !(await carryOut(git, remotes)))) return;
  const done = remotes.steps.length > 0 ? ['The remotes are set.'] : [];
  const hook = await setUpHook(root, git, parts).catch(awayWords);
  const branch = await fetchFirst(root, parts);
  await parts.services.repositories.read(root);
  // VS Code cuts a message without a button to one line.
  const chosen = await notify('information', [...done, hook, ...branch].join(' '), SHOW);
  if (chosen === SHOW) await vscode.commands.executeCommand('openstackContributor.myChange.focus');
}

/** Undefined when nothing says where Gerrit is, and the person does not either. */
async function remotesOrAsk(git: PersonGit): Promise<RemotePlan | undefined> {
  try {
    return await prepareRemotes(git);
  } catch (error) {
    if (!(error instanceof TargetError) || error.reason !== 'no-gitreview') throw error;
    const { host } = new URL(OPENDEV);
    const project = await showInputBox({
      title: 'Set Up for Gerrit',
      prompt: `There is no .gitreview that names the project. Which one of ${host} is it?`,
      placeHolder: 'openstack/nova',
      value: (await likelyProject(git)) ?? '',
      ignoreFocusOut: true,
      validateInput: (text) => (isProjectName(text) ? undefined : 'A namespace and a name, such as openstack/nova.'),
    });
    return project === undefined ? undefined : prepareRemotes(git, { host, project });
  }
}

function isProjectName(text: string): boolean {
  try {
    return projectName(text).includes('/');
  } catch (error) {
    if (error instanceof TargetError) return false;
    throw error;
  }
}

/** Without the branch that changes go to, nobody knows which commits are the person's own. Gives what to say of it. */
async function fetchFirst(root: string, { pushes, credentials }: SetUpParts): Promise<string[]> {
  const { target } = await pushes.where(root);
  if (!target.exists || (await reviewBase(new PersonGit(root), target))) return [];
  const session = await credentials.begin(root, target, 'fetch');
  try {
    await cancellable(`Fetching ${target.branch} from ${target.host ?? target.remote}`, (signal) =>
      fetchBranch(new PersonGit(root, { askpass: session.askpass, signal }), target),
    );
    return [`${target.branch} is fetched.`];
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return [`${target.branch} could not be fetched: ${error.message}`];
  } finally {
    await session.end();
  }
}

/** The remotes are set all the same. */
function awayWords(error: unknown): string {
  if (!isUnreachable(error)) throw error;
  return `The commit-msg hook is still missing: ${messageOf(error)} Set up again when the server can be reached.`;
}

async function carryOut(git: PersonGit, { steps, why }: RemotePlan): Promise<boolean> {
  const detail = [
    ...why,
    '',
    ...steps.map((step) => `git ${step.args.join(' ')}`),
    '',
    'To undo:',
    ...steps.map(({ undo }) => undo),
  ].join('\n');
  const go = 'Set the Remotes';
  if ((await showDialog('information', 'Set up the remotes for Gerrit?', detail, go)) !== go) return false;
  for (const { args } of steps) await git.text(args);
  return true;
}

/** Gives the sentence that tells what became of the hook. */
async function setUpHook(root: string, git: PersonGit, { pushes }: SetUpParts): Promise<string> {
  const { server } = await pushes.where(root);
  if (!server) {
    throw new UserError('no-server', 'The address of the remote names no server that hands out a commit-msg hook.');
  }
  const state = await inspectHook(git);
  try {
    const hook = await server.commitMsgHook();
    const installed = await installHookAsking(git, hook, async ({ reason, message }) => {
      const agree = reason === 'foreign-hook' ? 'Replace It' : 'Install for All';
      return (await showDialog('warning', message, '', agree)) === agree;
    });
    return installed ? installedWords(installed) : 'The commit-msg hook stays as it was.';
  } catch (error) {
    if (!isUnreachable(error) || state.kind !== 'not-executable') throw error;
    await makeHookExecutable(state);
    return `The commit-msg hook may run again. Whether it is that of the server is not known: ${messageOf(error)}`;
  }
}
