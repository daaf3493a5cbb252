import * as vscode from 'vscode';
import { showInputBox, showQuickPick } from '../../../base/editor/quickInput';
import { problemOf, UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import {
  type FixEntry,
  type FixInput,
  type FixUi,
  fixButton,
  type NextPush,
  PUSH_FIXES,
  prepareFix,
  type RefusedPush,
  type RepositoryFix,
  unplanned,
} from '../../push/fixes';
import type { PushRequest, PushResult } from '../../push/push';
import type { PushFixKind, PushFixOf } from '../../rejections/pushFix';
import { PersonGit } from '../../repository/personGit';
import { agreeAndMake } from '../commits/prepared';
import type { Credentials } from '../server/credentials';
import type { MadePush } from './madePush';
import { pickBranch } from './pushDialog';

export interface PushFixParts {
  readonly log: Log;
  readonly signIn: Credentials['begin'];
  /** Addresses of the person's account on the server, as far as they are known without asking the person. */
  readonly accountEmails: (webUrl: string, root: string) => Promise<readonly string[]>;
}

/** Does what the buttons of a refused push say; each gives the push that follows, if any. */
export class PushFixes {
  constructor(private readonly parts: PushFixParts) {}

  /** @param askServer asks what became of the push, and shows it */
  async apply<K extends PushFixKind>(
    fix: PushFixOf<K>,
    pushed: MadePush,
    askServer: () => Promise<NextPush | undefined>,
  ): Promise<NextPush | undefined> {
    const entry: FixEntry<K> = PUSH_FIXES[fix.kind];
    const ui = fixUi(pushed, askServer);
    const refused = this.refused(pushed);
    const input = entry.ask ? await entry.ask(ui, fix, refused) : {};
    if (!input) return undefined;
    switch (entry.reach) {
      case 'repository':
        return this.edit(entry, fix, input, pushed);
      case 'request':
        return nextOf(entry.request(refused.request, fix, input));
      case 'again':
        return nextOf(refused.request);
      case 'editor':
        return entry.show(ui, fix, refused);
      case 'person':
        return undefined;
    }
  }

  private refused({ root, request, result: { plan }, server }: MadePush): RefusedPush {
    return {
      git: new PersonGit(root),
      plan,
      // What the person left out of the push stays out.
      request: { ...request, plan },
      server,
      accountEmails: async () => (server ? this.parts.accountEmails(server.webUrl, root) : []),
    };
  }

  /** Nothing is changed before the person has seen what will be. */
  private async edit<K extends PushFixKind>(
    entry: RepositoryFix<K>,
    fix: PushFixOf<K>,
    input: FixInput,
    { root, request, result }: MadePush,
  ): Promise<NextPush | undefined> {
    const { log, signIn } = this.parts;
    const abort = new AbortController();
    // Only what is prepared may ask a server; what is made then is in the repository.
    const session = await signIn(root, result.plan.target, 'fetch');
    const git = new PersonGit(root, { askpass: session.askpass, signal: abort.signal });
    const prepared = await prepareFix(git, fix, result.plan, input).finally(() => session.end());
    if (!prepared) {
      throw new UserError(
        'no-fix',
        `${fixButton(fix) ?? fix.kind} cannot be done from here: the address of the remote names no server.`,
      );
    }
    const andPush = `${prepared.title} and Push Again`;
    const done = await agreeAndMake(prepared, [andPush, prepared.title], { root, log, abort });
    if (!done) return undefined;
    const next = await entry.prepareNext?.(new PersonGit(root), input);
    if (next) await agreeAndMake(next, [next.title], { root, log, abort: new AbortController() });
    return done.button === andPush ? { request: unplanned(request), recreated: done.made.recreated } : undefined;
  }
}

const nextOf = (request: PushRequest | undefined): NextPush | undefined => request && { request };

/** The editor for the fixes of a push. */
const fixUi = ({ root, result, dialog }: MadePush, askServer: FixUi['askServer']): FixUi => ({
  async pick(title, choices) {
    const items = choices.map(([label, value]) => ({ label, value }));
    return (await showQuickPick(items, { title, ignoreFocusOut: true }))?.value;
  },
  type: ({ check = () => undefined, ...question }) =>
    showInputBox({ ...question, ignoreFocusOut: true, validateInput: (text) => problemOf(() => check(text)) }),
  pickBranch: (present) => pickBranch(dialog, present),
  async openPage(url) {
    await vscode.env.openExternal(vscode.Uri.parse(url, true));
  },
  async openFile(path) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.file(root), path));
  },
  copy: (text) => Promise.resolve(vscode.env.clipboard.writeText(text)),
  async amend() {
    await vscode.commands.executeCommand('openstackContributor.change.composeAmend', {
      rootUri: vscode.Uri.file(root),
    });
  },
  async showSourceControl() {
    await vscode.commands.executeCommand('workbench.view.scm');
  },
  showOutput: () => showOutput(result),
  askServer,
});

/** What server, ssh and git wrote, as it is. */
async function showOutput({ answer, ref }: PushResult): Promise<void> {
  const refs = answer.refs.map(({ summary, reason }) => [summary, reason].filter(Boolean).join(' '));
  const reasons = answer.rejections.map(({ title, meaning, quote }) => [title, meaning, '', quote].join('\n'));
  const parts = [[`git push ${ref}`], reasons, answer.remote, refs, answer.local];
  const content = parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language: 'log' }), {
    preview: true,
  });
}
