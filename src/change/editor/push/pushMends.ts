import * as vscode from 'vscode';
import { cancellable } from '../../../base/editor/cancellation';
import { showInputBox, showQuickPick } from '../../../base/editor/quickInput';
import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import {
  type MadeMend,
  MEND_REACH,
  type MendChoice,
  mendRequest,
  type PreparedMend,
  personOf,
  prepareEmail,
  prepareMend,
  withHook,
} from '../../push/fixes';
import type { PushRequest } from '../../push/push';
import type { Mend, MendKind } from '../../rejections/mend';
import { PersonGit } from '../../repository/personGit';
import { projectName } from '../../repository/refNames';
import { agree, offerUndo } from '../commits/prepared';
import type { Credentials } from '../server/credentials';
import { pickBranch } from './pushDialog';
import type { MadePush, ReviewPushes } from './pushForReview';

/** What the button for a mend says; undefined for what no button can do. */
export function mendTitle(mend: Mend): string | undefined {
  if (mend.kind === 'push-for-review') {
    return mend.branch === undefined ? 'Push for Review…' : `Push for ${mend.branch}`;
  }
  if (mend.kind === 'drop-option' && mend.option === undefined) return undefined;
  return TITLES[mend.kind];
}

const TITLES: Readonly<Record<Exclude<MendKind, 'push-for-review'>, string | undefined>> = {
  'add-change-id': 'Add Change-Id',
  'sign-off': 'Sign Off',
  'move-change-id': 'Move Change-Id',
  'unfold-change-id': 'Part the Change-Id',
  'keep-one-change-id': 'Keep One Change-Id',
  'new-change-id': 'New Change-Id',
  'add-summary': 'Add Summary',
  'squash-or-renew': 'Squash or Renew…',
  'fix-identity': 'Fix the Address',
  'rebase-merge-away': 'Rebase the Merge Away',
  'amend-first': 'Amend for Gerrit',
  rebase: 'Rebase',
  'commit-or-stash': 'Show Source Control',
  'confirm-chain': 'Push Again',
  'push-again': 'Push Again',
  'choose-branch': 'Choose Branch…',
  'choose-project': 'Choose the Project…',
  'split-change': undefined,
  'drop-option': 'Push Without It',
  'choose-reviewer': 'Choose Someone Else…',
  'set-username': 'Set User Name…',
  'sign-in': 'Sign In Again',
  'switch-to-https': 'Push over HTTPS',
  'check-network': 'Try Again',
  'trust-host-key': 'Try Again',
  'forget-host-key': 'Copy the Command That Forgets It',
  'configure-remote': 'Add the Remote',
  'open-project-page': 'Open the Project',
  'ask-for-rights': 'Open the Project',
  'ask-server': 'Ask the Server',
  'show-output': 'Show What Was Said',
};

const SET = 'Set user.email';

/** Pushes again: what was shown, with `again` where that has become something else. */
export interface Pushing extends Pick<ReviewPushes, 'again'> {
  /** Addresses of the person's account on the server, as far as they are known without asking the person. */
  accountEmails(webUrl: string, root: string): Promise<readonly string[]>;
  push(root: string, request: PushRequest): Promise<void>;
  readonly signIn: Credentials['begin'];
}

/** Does what the buttons of a refused push say: shows what will change, changes it, names the way back, and pushes again. */
export class PushMends {
  constructor(
    private readonly log: Log,
    private readonly pushing: Pushing,
  ) {}

  async apply(mend: Mend, made: MadePush): Promise<void> {
    const { root, result } = made;
    // What the person left out of the push stays out.
    const request: PushRequest = { ...made.request, plan: result.plan };
    const command = COMMANDS[mend.kind];
    if (command) {
      await vscode.commands.executeCommand(
        command.id,
        ...(command.takesRoot ? [{ rootUri: vscode.Uri.file(root) }] : []),
      );
      return;
    }
    if (AGAIN.has(mend.kind)) return this.pushing.push(root, request);
    if (PAGES.has(mend.kind)) return openProject(made);
    if (mend.kind === 'choose-project' && !result.plan.target.exists) return openGitReview(root);
    if (mend.kind === 'forget-host-key') return vscode.env.clipboard.writeText(`ssh-keygen -R "${mend.host}"`);
    const other = mendRequest(mend, request, await requestChoice(mend, made));
    if (other) return other.plan ? this.pushing.push(root, other) : this.pushAgain(made, other);
    // Escape: the person has thought better of it, and nothing is pushed.
    if (MEND_REACH[mend.kind] === 'request') return;
    const choice =
      mend.kind === 'sign-off'
        ? { account: made.client ? await this.pushing.accountEmails(made.client.webUrl, root) : [] }
        : await choiceFor(mend, made);
    if (!choice) return;
    const abort = new AbortController();
    // Only what is prepared may ask a server; what is made then is in the repository.
    const session = await this.pushing.signIn(root, result.plan.target, 'fetch');
    const git = new PersonGit(root, { askpass: session.askpass, signal: abort.signal });
    const prepared = await prepareMend(git, mend, result.plan, choice).finally(() => session.end());
    if (!prepared) {
      throw new UserError(
        'no-mend',
        `${mendTitle(mend) ?? mend.kind} cannot be done from here: the address of the remote names no server.`,
      );
    }
    const { client } = made;
    const whole =
      mend.kind === 'add-change-id' && client ? await withHook(git, prepared, () => client.commitMsgHook()) : prepared;
    await this.carryOut(whole, mend, choice, made, abort);
  }

  /** Nothing is changed before the person has seen what will be. */
  private async carryOut(
    prepared: PreparedMend,
    mend: Mend,
    choice: MendChoice,
    pushed: MadePush,
    abort: AbortController,
  ): Promise<void> {
    const { root } = pushed;
    const andPush = `${prepared.title} and Push Again`;
    const answer = await agree(prepared, andPush, prepared.title);
    if (answer === undefined) return;
    const made = await cancellable(prepared.title, (signal) => {
      signal.addEventListener('abort', () => abort.abort(), { once: true });
      return prepared.make();
    });
    void offerUndo(made, this.log, root);
    if (mend.kind === 'fix-identity' && choice.person) {
      await this.offerEmail(new PersonGit(root), choice.person.email, root);
    }
    if (answer === andPush) await this.pushAgain(pushed, pushed.request, made.anew);
  }

  private async pushAgain({ root, result }: MadePush, request: PushRequest, anew?: MadeMend['anew']): Promise<void> {
    const again = await this.pushing.again(root, request, result.plan, anew);
    if (again) await this.pushing.push(root, again);
  }

  /** With git's own address the next amend has the same fault. */
  private async offerEmail(git: PersonGit, email: string, root: string): Promise<void> {
    if ((await personOf(git)).email.toLowerCase() === email.toLowerCase()) return;
    const prepared = await prepareEmail(git, email);
    if ((await agree(prepared, SET)) === SET) void offerUndo(await prepared.make(), this.log, root);
  }
}

const COMMANDS: Partial<Record<MendKind, { readonly id: string; readonly takesRoot: boolean }>> = {
  'amend-first': { id: 'openstackContributor.change.composeAmend', takesRoot: true },
  'commit-or-stash': { id: 'workbench.view.scm', takesRoot: false },
};
const AGAIN: ReadonlySet<MendKind> = new Set([
  'sign-in',
  'check-network',
  'trust-host-key',
  'confirm-chain',
  'push-again',
]);
const PAGES: ReadonlySet<MendKind> = new Set(['open-project-page', 'ask-for-rights']);

async function openProject({ client, result }: MadePush): Promise<void> {
  const { project, host } = result.plan.target;
  const pages = client?.webUrl ?? `https://${host ?? ''}/`;
  await vscode.env.openExternal(
    vscode.Uri.parse(project === undefined ? pages : `${pages}admin/repos/${project},general`, true),
  );
}

async function openGitReview(root: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.file(root), '.gitreview'));
}

async function requestChoice(mend: Mend, { dialog, request }: MadePush): Promise<string | undefined> {
  if (mend.kind === 'choose-branch' || (mend.kind === 'push-for-review' && mend.branch === undefined)) {
    return pickBranch(dialog, request.branch ?? '');
  }
  if (mend.kind === 'choose-reviewer') {
    return showInputBox({
      title: `Instead of ${mend.account}`,
      prompt: 'An address or user name that Gerrit knows; empty leaves them out.',
      ignoreFocusOut: true,
    });
  }
  return undefined;
}

/** What a mend needs to know from the person; undefined when they do not say. */
async function choiceFor(
  mend: Mend,
  {
    root,
    client,
    result: {
      plan: { target },
    },
  }: MadePush,
): Promise<MendChoice | undefined> {
  switch (mend.kind) {
    case 'fix-identity': {
      const person = await personOf(new PersonGit(root));
      const email = await oneOf(mend.registered, 'Which of the Addresses That Gerrit Knows?');
      return email === undefined ? undefined : { person: { ...person, email } };
    }
    case 'keep-one-change-id': {
      const keep = await oneOf(mend.changeIds, 'Which Change-Id Goes On?');
      return keep === undefined ? undefined : { keep };
    }
    case 'add-summary': {
      const summary = await showInputBox({
        title: 'Summary of the Change',
        prompt: 'About 50 characters, without a full stop.',
        ignoreFocusOut: true,
      });
      return summary ? { summary } : undefined;
    }
    case 'set-username': {
      const username = await showInputBox({
        title: 'Your User Name on the Server',
        value: mend.username ?? '',
        ignoreFocusOut: true,
      });
      return username ? { username } : undefined;
    }
    case 'squash-or-renew': {
      const items = [
        { label: 'Squash them into one commit', squash: true },
        { label: 'Give each its own Change-Id', squash: false },
      ];
      const chosen = await showQuickPick(items, {
        title: 'Several Commits Have the Same Change-Id',
        ignoreFocusOut: true,
      });
      return chosen && { squash: chosen.squash };
    }
    case 'choose-project':
      return chooseProject(mend.project ?? target.project ?? '');
    case 'switch-to-https':
      return client ? { webUrl: client.webUrl } : {};
    default:
      return {};
  }
}

async function chooseProject(value: string): Promise<MendChoice | undefined> {
  const project = await showInputBox({
    title: 'Project on the Server',
    prompt: 'A namespace and a name, such as openstack/nova. The remote decides, and not .gitreview.',
    value,
    ignoreFocusOut: true,
    validateInput: (text) => refusalOf(() => projectName(text)),
  });
  return project ? { project } : undefined;
}

function refusalOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

async function oneOf(values: readonly string[], title: string): Promise<string | undefined> {
  if (values.length <= 1) return values[0] ?? '';
  return (
    await showQuickPick(
      values.map((label) => ({ label })),
      { title, ignoreFocusOut: true },
    )
  )?.label;
}
