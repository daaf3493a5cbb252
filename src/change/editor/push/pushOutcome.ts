import * as vscode from 'vscode';
import { notify, withProgress } from '../../../base/editor/notifications';
import { type ChangeEdit, editsFor, markReady } from '../../push/changeEdits';
import { type PushRequest, type PushResult, settle } from '../../push/push';
import { acceptedWords, hookWords, nothingArrivedWords, rejectedWords } from '../../push/pushWords';
import { openChange } from '../server/openChange';
import type { MadePush } from './pushForReview';
import { mendTitle, type PushMends } from './pushMends';

const OPEN = 'Open in Browser';
const COPY = 'Copy Address';
const SHOW = 'Show What Was Said';
const AGAIN = 'Push Again';
const ASK = 'Ask the Server';
const KEEP = 'Keep Password';

/** Says what became of a push, with the buttons for what comes next. Resolves when the message is closed. */
export class PushOutcomes {
  constructor(
    private readonly mends: PushMends,
    private readonly again: (root: string, request: PushRequest) => Promise<void>,
  ) {}

  async show(made: MadePush): Promise<void> {
    const { result } = made;
    if (result.hookFailed) void notify('warning', hookWords(result.hookFailed));
    switch (result.outcome) {
      case 'accepted':
        return this.tellAccepted(made);
      case 'refused':
      case 'failed':
        return this.tellRejected(made);
      case 'cancelled':
        void notify('information', 'The push was cancelled, and the server has nothing of it.');
        return;
      case 'unknown':
        return this.tellUnknown(made);
    }
  }

  private async tellAccepted(made: MadePush): Promise<void> {
    const { result, passwords } = made;
    const typed = passwords.typed();
    const [ready] = markReady(result.changes.filter(({ wip }) => wip));
    const buttons = [
      ...(result.changes.length > 0 ? [OPEN, COPY] : []),
      ...(ready ? [ready.title] : []),
      ...(typed ? [KEEP] : []),
    ];
    const chosen = await notify('information', acceptedWords(result), ...buttons);
    const newest = result.changes.at(-1);
    if (chosen === OPEN && newest) await openChange(newest);
    if (chosen === COPY) await vscode.env.clipboard.writeText(result.changes.map(({ url }) => url).join('\n'));
    if (chosen === KEEP) await typed?.keep();
    if (ready && chosen === ready.title) await this.edit(ready, made);
  }

  private async tellRejected(made: MadePush): Promise<void> {
    const { rejections } = made.result.answer;
    const [rejection] = rejections;
    if (!rejection) return this.tellUnknown(made);
    if (made.result.outcome === 'failed' && rejection.reason === 'connection-lost') {
      return this.tellNothingArrived(made);
    }
    if (rejection.mends.some(({ kind }) => kind === 'sign-in')) await made.passwords.forget();
    const mends = rejection.mends.flatMap((mend) => {
      const title = mendTitle(mend);
      return title === undefined || title === SHOW ? [] : [{ title, mend }];
    });
    const closed = made.result.plan.commits.find(({ change }) => change && change.status !== 'NEW')?.change;
    const edits = editsFor(made.result, made.request);
    const buttons = [
      ...edits.map(({ title }) => title),
      ...mends.map(({ title }) => title),
      ...(closed ? [OPEN] : []),
      SHOW,
    ];
    const chosen = await notify('error', rejectedWords(rejection, rejections.length), ...buttons);
    const edit = edits.find(({ title }) => title === chosen);
    const mend = mends.find(({ title }) => title === chosen)?.mend;
    if (chosen === SHOW) await showAnswer(made.result);
    else if (chosen === OPEN && closed) await openChange(closed);
    else if (edit) await this.edit(edit, made);
    else if (mend) await this.mends.apply(mend, made);
  }

  /** Done on the server with the person's account, as they would on the page of the change. */
  private async edit(edit: ChangeEdit, made: MadePush): Promise<void> {
    const client = await made.asPerson();
    if (!client) return;
    await edit.make(client);
    await vscode.commands.executeCommand('openstackContributor.change.refresh');
    if (edit.thenPush) await this.pushAgain(made);
    else void notify('information', edit.done);
  }

  private async tellNothingArrived(made: MadePush): Promise<void> {
    const chosen = await notify('warning', nothingArrivedWords(made.result), AGAIN, SHOW);
    if (chosen === AGAIN) await this.pushAgain(made);
    if (chosen === SHOW) await showAnswer(made.result);
  }

  private async tellUnknown(made: MadePush, asked = false): Promise<void> {
    const words = `The connection ended before the server answered, and whether the push arrived is not known: the server ${asked ? 'was asked again and still ' : ''}could not be asked, or has nothing of it yet. Pushing again does no harm; a commit that is there already is refused as "no new changes".`;
    const chosen = await notify('warning', words, ASK, AGAIN, SHOW);
    if (chosen === ASK) await this.askServer(made);
    if (chosen === AGAIN) await this.pushAgain(made);
    if (chosen === SHOW) await showAnswer(made.result);
  }

  private async askServer(made: MadePush): Promise<void> {
    const { client, signedIn } = made;
    const options = { location: vscode.ProgressLocation.Window, title: 'Asking the server for the push' };
    const result = await withProgress(options, () => settle(made.result, client ? { client, signedIn } : {}));
    if (result.outcome === 'unknown') await this.tellUnknown(made, true);
    else await this.show({ ...made, result });
  }

  /** The same commits and options: they have been shown. */
  private pushAgain = ({ root, request, result }: MadePush): Promise<void> =>
    this.again(root, { ...request, plan: result.plan });
}

/** The words of server, ssh and git, as they are. */
export async function showAnswer({ answer, ref }: PushResult): Promise<void> {
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
