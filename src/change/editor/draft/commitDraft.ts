import * as vscode from 'vscode';
import { cancellable } from '../../../base/editor/cancellation';
import { notify, showDialog } from '../../../base/editor/notifications';
import { setting } from '../../../base/editor/settings';
import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { prepareReword } from '../../commits/chainEdits';
import { type CommitReason, type Committed, commit } from '../../commits/commit';
import type { PreparedEdit } from '../../commits/rewrite';
import { type Draft, isOfCommit } from '../../draft/drafts';
import { changeIdOf } from '../../message/addTrailers';
import { commentMark } from '../../message/commentMark';
import { complete } from '../../message/complete';
import { committedText, parseMessage } from '../../message/message';
import { checkMessage } from '../../message/rules/checkMessage';
import { PersonGit } from '../../repository/personGit';
import { readTarget } from '../../repository/readTarget';
import { checkContext, type RepositoryFacts } from '../../repository/repositoryFacts';
import { makeWithConsent } from '../commits/prepared';
import type { MessageServices } from '../message/openMessage';
import type { Composer } from './composer';

/**
 * Commits what the active composer document says, through git and the person's hooks, and puts the draft away.
 * Undefined when the person thought better of it. A commit that is refused leaves the draft as it is.
 */
export async function commitDraft(
  composer: Composer,
  services: MessageServices,
  log: Log,
): Promise<{ readonly root: string; readonly commit: string } | undefined> {
  const { draft, document } = await composer.active();
  const text = document.getText();
  const message = await messageOf(draft, text, services);
  if (!(await isMeant(draft, message, text, services))) return undefined;
  const { root, commit: below } = draft;
  const done =
    below === undefined ? await commitWithProgress(draft, message, log) : await rewordBelow(root, below, message, log);
  if (!done) return undefined;
  await composer.discard(draft);
  await services.repositories.read(root);
  return { root, commit: done };
}

/** Gives the new commit. */
async function commitWithProgress({ root, kind }: Draft, message: string, log: Log): Promise<string | undefined> {
  const wishes = { message, amend: kind === 'amend' };
  const done = await cancellable(`Committing in ${vscode.workspace.asRelativePath(root)}`, (signal) =>
    commitStaged(root, wishes, signal),
  );
  if (done) {
    log.info(
      `Committed ${done.commit} in ${root}; before it ${done.before ?? 'nothing'} was checked out. ${done.output}`,
    );
  }
  return done?.commit;
}

/** The commits above are recreated, so it is shown first. Gives the new HEAD. */
async function rewordBelow(root: string, commit: string, message: string, log: Log): Promise<string | undefined> {
  const prepare = async (git: PersonGit): Promise<PreparedEdit> =>
    prepareReword(git, commit, message, await readTarget(git));
  const made = await makeWithConsent(root, prepare, 'Re-word', log);
  return made && new PersonGit(root).head();
}

/** Without comments, and with a Change-Id where the hook would add one. Throws UserError `empty-message`. */
async function messageOf(draft: Draft, text: string, { repositories }: MessageServices): Promise<string> {
  const facts = await repositories.read(draft.root);
  const options = { comment: commentOf(draft, facts, text), ...facts.hook };
  const message = committedText(parseMessage(complete(text, undefined, options), options));
  const [summary = ''] = text.split('\n');
  if (!summary.trim() || !message.trim()) {
    throw new UserError('empty-message', 'The first line is empty. Write a summary of the change there.');
  }
  return message;
}

const commentOf = ({ kind }: Draft, { config }: RepositoryFacts, text: string): string | false =>
  isOfCommit(kind) ? false : commentMark(config, text);

/** Asks where the server would refuse the message, or the commit would become another change. */
async function isMeant(
  draft: Draft,
  message: string,
  text: string,
  { repositories, lookup }: MessageServices,
): Promise<boolean> {
  const facts = await repositories.facts(draft.root);
  const policy = setting('change.signOff', vscode.Uri.file(draft.root));
  const author = draft.authorEmail === undefined ? {} : { authorEmail: draft.authorEmail };
  const context = {
    ...checkContext(facts, message, lookup, policy, { comment: false }),
    ...author,
    stage: 'push' as const,
  };
  const errors = checkMessage(message, context).filter(({ severity }) => severity === 'error');
  const reasons = errors.map((finding) => finding.message);
  if (draft.kind !== 'commit') {
    const repository = await repositories.git(draft.root);
    const before = changeIdOf(
      await repository.run(['log', '--max-count=1', '--format=%B', draft.commit ?? 'HEAD', '--']),
      { comment: false },
    );
    const typed = changeIdOf(text, { comment: commentOf(draft, facts, text) });
    if (before && before !== typed) {
      reasons.push(
        `The commit had the Change-Id ${before.slice(0, 9)}…; with another one Gerrit makes a new change of it, and the old one stays.`,
      );
    }
    if (draft.kind === 'amend' && draft.head && draft.head !== (await repository.head())) {
      throw new UserError(
        'head-moved',
        'Another commit is checked out than the one this text was taken from. Amend for Gerrit takes the text of the present one.',
      );
    }
  }
  if (reasons.length === 0) return true;
  const detail = reasons.map((reason) => `• ${reason}`).join('\n');
  const question =
    errors.length > 0 ? 'The server would refuse this message, or misread it.' : 'Is this to become a new change?';
  return (await showDialog('warning', question, detail, 'Commit Anyway')) === 'Commit Anyway';
}

async function commitStaged(
  root: string,
  wishes: { message: string; amend: boolean },
  signal: AbortSignal,
): Promise<Committed | undefined> {
  try {
    return await commit(root, wishes, signal);
  } catch (error) {
    const reason = error instanceof UserError ? (error.reason as CommitReason) : undefined;
    if (reason === 'nothing-staged') {
      const detail = 'Files that git does not know yet are left out.';
      const answer = await showDialog('warning', 'Nothing is staged. Commit all changed files?', detail, 'Commit All');
      return answer ? commit(root, { ...wishes, all: true }, signal) : undefined;
    }
    if (reason === 'commit-refused' && error instanceof UserError && error.cause instanceof Error) {
      void offerOutput(error.message, error.cause.message);
      return undefined;
    }
    throw error;
  }
}

/** Hooks say more than fits into a notification. */
async function offerOutput(message: string, output: string): Promise<void> {
  const show = 'Show All It Said';
  if ((await notify('error', message, show)) !== show) return;
  const document = await vscode.workspace.openTextDocument({ content: output, language: 'log' });
  await vscode.window.showTextDocument(document, { preview: true });
}
