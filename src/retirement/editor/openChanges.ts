import * as vscode from 'vscode';
import { cancellable } from '../../base/editor/cancellation';
import { notify, showDialog } from '../../base/editor/notifications';
import { showQuickPickOfMany } from '../../base/editor/quickInput';
import { requireTrust } from '../../base/editor/trust';
import { UserError } from '../../base/errors';
import { plural } from '../../base/words';
import type { ChangeDoor } from '../../change/editor';
import type { Change } from '../../gerrit';
import { abandonMessage } from '../messages';
import type { Plan } from '../plan';
import { openWork, toAbandon } from '../status/openWork';
import type { CloneBook } from './cloneBook';
import type { RetirementModel } from './retirementModel';

const ABANDON = 'Abandon';
const RESTORE = 'Restore Them';

export interface OpenChangesParts {
  readonly model: RetirementModel;
  readonly clones: CloneBook;
  readonly change: ChangeDoor;
}

/** What is still open in the repositories that retire: it cannot merge any more. */
export class OpenChanges {
  constructor(private readonly parts: OpenChangesParts) {}

  /** What is open, with the message for it, as a document. Throws GerritError. */
  async show(plan: Plan): Promise<void> {
    requireTrust('Asking the server for open changes');
    const lines: string[] = [];
    for (const repository of plan.repositories) {
      const { changes, branches } = await openWork(this.parts.change.servers.of(plan.server), repository, '');
      lines.push(`${repository}: ${plural(changes.length, 'open change')}; branches: ${branches.join(', ')}`);
      lines.push(
        ...changes.map(({ url, subject, branch, owner }) => `  ${url} ${branch}: ${subject} (${owner.name ?? ''})`),
        '',
      );
    }
    lines.push('The message for them:', '', abandonMessage(plan));
    const document = await vscode.workspace.openTextDocument({ content: lines.join('\n'), language: 'plaintext' });
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Abandons those that the person leaves chosen, as the person, with the message. Throws GerritError. */
  async abandon(file: string): Promise<void> {
    requireTrust('Abandoning changes');
    const plan = this.parts.model.get(file)?.plan;
    if (!plan) return;
    const open = await cancellable('Asking for open changes', (signal) => this.openChangesOf(plan, signal));
    if (!open) return;
    if (open.changes.length === 0) {
      void notify('information', 'There is no open change to abandon.');
      return;
    }
    const chosen = await showQuickPickOfMany(
      open.changes.map((change) => ({
        label: `${change.number}: ${change.subject}`,
        description: `${change.branch} of ${change.project}, ${change.owner.name ?? ''}`,
        picked: true,
        change,
      })),
      {
        title: 'Abandon Open Changes',
        placeHolder: open.more
          ? 'Which of them end with the project? There are more: run this once more for them.'
          : 'Which of them end with the project?',
        ignoreFocusOut: true,
      },
    );
    if (!chosen || chosen.length === 0) return;
    const changes = chosen.map(({ change }) => change);
    const question = `Abandon ${plural(changes.length, 'change')}? The server mails this to those who work on them:`;
    if ((await showDialog('warning', question, abandonMessage(plan), ABANDON)) !== ABANDON) return;
    const clone = await this.parts.clones.get(changes[0]?.project ?? '', plan.server);
    const client = clone && (await this.parts.change.asPerson(plan.server, clone.root));
    if (!client) return;
    const message = abandonMessage(plan);
    const outcome = await doEach('Abandoning changes', changes, ({ number }) => client.abandon(number, message));
    const restore = outcome.done.length > 0 ? [RESTORE] : [];
    if ((await tell('abandoned', outcome, restore)) !== RESTORE) return;
    await tell('restored', await doEach('Restoring changes', outcome.done, ({ number }) => client.restore(number)));
  }

  /** Undefined when the person cancelled it. */
  private async openChangesOf(
    plan: Plan,
    signal: AbortSignal,
  ): Promise<{ readonly changes: readonly Change[]; readonly more: boolean } | undefined> {
    const found: Change[] = [];
    let isCut = false;
    for (const repository of plan.repositories) {
      const { changes, more } = await openWork(this.parts.change.servers.of(plan.server), repository, '');
      if (signal.aborted) return undefined;
      found.push(...toAbandon(plan, changes));
      isCut ||= more;
    }
    return { changes: found, more: isCut };
  }
}

interface Outcome {
  readonly done: readonly Change[];
  readonly refused: readonly { readonly number: number; readonly why: string }[];
}

/** One that the server refuses does not keep the others. Throws the GerritError `sign-in` while nothing is done. */
async function doEach(
  title: string,
  changes: readonly Change[],
  run: (change: Change) => Promise<void>,
): Promise<Outcome> {
  const done: Change[] = [];
  const refused: { number: number; why: string }[] = [];
  await cancellable(title, async (signal, report) => {
    for (const change of changes) {
      if (signal.aborted) break;
      report({ message: String(change.number), increment: 100 / changes.length });
      try {
        await run(change);
        done.push(change);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const isSignedOut = error.reason === 'sign-in';
        if (isSignedOut && done.length === 0) throw error;
        refused.push({ number: change.number, why: error.message });
        if (isSignedOut) break;
      }
    }
  });
  return { done, refused };
}

/** @param did as in "2 changes abandoned" */
function tell(did: string, { done, refused }: Outcome, buttons: readonly string[] = []): Thenable<string | undefined> {
  const [first] = refused;
  const more = refused.length > 1 ? `, and ${refused.length - 1} more` : '';
  const failed =
    first === undefined ? '' : ` Change ${first.number} was refused: ${first.why.replace(/\.$/, '')}${more}.`;
  const kind = refused.length > 0 ? 'warning' : 'information';
  return notify(kind, `${plural(done.length, 'change')} ${did}.${failed}`, ...buttons);
}
