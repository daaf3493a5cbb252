import * as vscode from 'vscode';
import { notify, withProgress } from '../../../base/editor/notifications';
import { type ChangeEdit, editsFor, markReady } from '../../push/changeEdits';
import { fixButton, type NextPush } from '../../push/fixes';
import { settle } from '../../push/push';
import { acceptedWords, hookWords, nothingArrivedWords, rejectedWords, unknownWords } from '../../push/pushWords';
import type { PushFix } from '../../rejections/pushFix';
import { openChange } from '../server/openChange';
import type { MadePush } from './madePush';
import type { PushFixes } from './pushFixes';

const OPEN = 'Open in Browser';
const COPY = 'Copy Address';
const KEEP = 'Keep Password';

const ASK: PushFix = { kind: 'ask-server' };
const AGAIN: PushFix = { kind: 'push-again' };
const OUTPUT: PushFix = { kind: 'show-output' };

interface Button {
  readonly title: string;
  press(): Promise<NextPush | undefined>;
}

/** Shows what became of a push, with the buttons for what comes next. */
export class PushOutcomes {
  constructor(private readonly fixes: PushFixes) {}

  /** Gives the push that the person chose to make next; resolves when the message is closed. */
  async show(made: MadePush): Promise<NextPush | undefined> {
    const { result } = made;
    if (result.hookFailed) void notify('warning', hookWords(result.hookFailed));
    switch (result.outcome) {
      case 'accepted':
        return this.showAccepted(made);
      case 'refused':
      case 'failed':
        return this.showRejected(made);
      case 'cancelled':
        void notify('information', 'The push was cancelled, and the server has nothing of it.');
        return undefined;
      case 'unknown':
        return this.showUnknown(made);
    }
  }

  private async showAccepted(made: MadePush): Promise<NextPush | undefined> {
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
    return ready && chosen === ready.title ? this.edit(ready, made) : undefined;
  }

  private async showRejected(made: MadePush): Promise<NextPush | undefined> {
    const { result, request, passwords } = made;
    const { rejections } = result.answer;
    const [rejection] = rejections;
    if (!rejection) return this.showUnknown(made);
    if (result.outcome === 'failed' && rejection.reason === 'connection-lost') {
      return offer('warning', nothingArrivedWords(result), this.buttons(made, AGAIN, OUTPUT));
    }
    if (rejection.fixes.some(({ kind }) => kind === 'sign-in')) await passwords.forget();
    const closed = result.plan.commits.find(({ change }) => change && change.status !== 'NEW')?.change;
    return offer('error', rejectedWords(rejection, rejections.length), [
      ...editsFor(result, request).map((edit) => ({ title: edit.title, press: () => this.edit(edit, made) })),
      ...this.buttons(made, ...rejection.fixes.filter(({ kind }) => kind !== OUTPUT.kind)),
      ...(closed ? [{ title: OPEN, press: () => openChange(closed).then(() => undefined) }] : []),
      ...this.buttons(made, OUTPUT),
    ]);
  }

  private buttons(made: MadePush, ...fixes: readonly PushFix[]): Button[] {
    return fixes.flatMap((fix) => {
      const title = fixButton(fix);
      return title === undefined
        ? []
        : [{ title, press: () => this.fixes.apply(fix, made, () => this.askServer(made)) }];
    });
  }

  /** Done on the server with the person's account, as they would on the page of the change. */
  private async edit(edit: ChangeEdit, made: MadePush): Promise<NextPush | undefined> {
    const client = await made.asPerson();
    if (!client) return undefined;
    await edit.make(client);
    await vscode.commands.executeCommand('openstackContributor.change.refresh');
    if (edit.thenPush) return { request: { ...made.request, plan: made.result.plan } };
    void notify('information', edit.done);
    return undefined;
  }

  private showUnknown = (made: MadePush, wasAsked = false): Promise<NextPush | undefined> =>
    offer('warning', unknownWords(wasAsked), this.buttons(made, ASK, AGAIN, OUTPUT));

  private async askServer(made: MadePush): Promise<NextPush | undefined> {
    const { server, signedIn } = made;
    const options = { location: vscode.ProgressLocation.Window, title: 'Asking the server for the push' };
    const result = await withProgress(options, () =>
      settle(made.result, server ? { client: server.direct, signedIn } : {}),
    );
    return result.outcome === 'unknown' ? this.showUnknown(made, true) : this.show({ ...made, result });
  }
}

async function offer(
  level: 'warning' | 'error',
  text: string,
  buttons: readonly Button[],
): Promise<NextPush | undefined> {
  const chosen = await notify(level, text, ...buttons.map(({ title }) => title));
  return buttons.find(({ title }) => title === chosen)?.press();
}
