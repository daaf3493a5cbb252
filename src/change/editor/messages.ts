import type * as vscode from 'vscode';
import type { ChangeLookup } from '../changeLookup';
import { authorInAdvice, commentMark } from '../commentMark';
import { isOfCommit } from '../drafts';
import type { RepositoryFacts } from '../repositoryFacts';
import type { MessageDocument, MessageDocuments } from './messageDocuments';
import { isChecked, type Repositories } from './repositories';

/** A message with all that is known about it. */
export interface OpenMessage extends MessageDocument {
  readonly facts: RepositoryFacts;
  /** What begins a comment; `false` where git takes the text as it is. */
  readonly comment: string | false;
}

/** What the providers share. */
export interface MessageServices {
  readonly documents: MessageDocuments;
  readonly repositories: Repositories;
  readonly lookup: ChangeLookup;
}

/** Undefined for a document that is no message, or one of a repository whose messages are not checked. */
export async function openMessage(document: vscode.TextDocument, services: MessageServices): Promise<OpenMessage | undefined> {
  const message = await services.documents.of(document);
  if (!message) return undefined;
  const facts = services.repositories.known(message.root) ?? (await services.repositories.facts(message.root));
  if (!isChecked(facts)) return undefined;
  // VS Code commits its input with `git commit --file -`, which keeps lines that begin with the comment mark.
  const isTakenAsItIs = message.place === 'sourceControl' || (message.draft !== undefined && isOfCommit(message.draft));
  const comment = isTakenAsItIs ? false : commentMark(facts.config, document.getText());
  const authorEmail = message.authorEmail ?? (comment === false ? undefined : authorInAdvice(document.getText(), comment));
  return { ...message, facts, comment, ...(authorEmail ? { authorEmail } : {}) };
}
