import type * as vscode from 'vscode';
import { isOfCommit } from '../../draft/drafts';
import type { ChangeLookup } from '../../message/changeLookup';
import { authorInAdvice, cleanUpOf, commentMark } from '../../message/commentMark';
import type { ParseOptions } from '../../message/message';
import type { RepositoryFacts } from '../../repository/repositoryFacts';
import { isChecked, type Repositories } from '../repository/repositories';
import type { MessageDocument, MessageDocuments } from './messageDocuments';

/** A message with all that is known about it. */
export interface OpenMessage extends MessageDocument {
  readonly facts: RepositoryFacts;
  /** How git will read the text. */
  readonly reading: ParseOptions;
}

/** What the providers share. */
export interface MessageServices {
  readonly documents: MessageDocuments;
  readonly repositories: Repositories;
  readonly lookup: ChangeLookup;
}

/** Undefined for a document that is no message, or one of a repository whose messages are not checked. */
export async function openMessage(
  document: vscode.TextDocument,
  services: MessageServices,
): Promise<OpenMessage | undefined> {
  const message = await services.documents.of(document);
  if (!message) return undefined;
  const facts = services.repositories.known(message.root) ?? (await services.repositories.facts(message.root));
  if (!isChecked(facts)) return undefined;
  const text = document.getText();
  const reading = readingOf(message, facts.config, text);
  const authorEmail = message.authorEmail ?? (reading.comment ? authorInAdvice(text, reading.comment) : undefined);
  return { ...message, facts, reading, ...(authorEmail ? { authorEmail } : {}) };
}

/** How git will read a message with this text. */
export function readingOf(
  { place, draft }: MessageDocument,
  config: RepositoryFacts['config'],
  text: string,
): ParseOptions {
  // VS Code commits its input with `git commit --file -`: without an editor git takes comments out only when it is told to.
  const isTakenAsItIs =
    place === 'sourceControl' ? config.get('commit.cleanup') !== 'strip' : draft !== undefined && isOfCommit(draft);
  if (isTakenAsItIs) return { comment: false };
  // Of a new draft we take the comments out ourselves, whatever git is told.
  return place !== 'git' ? { comment: commentMark(config, text) } : cleanUpOf(config, text);
}
