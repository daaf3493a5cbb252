import { insertTrailer } from './changeId';
import { type CommitMessage, type ParseOptions, parseMessage } from './message';
import { applyEdits } from './textEdit';

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** The message as `git commit -s` leaves it, except that a sign-off of the same address is never repeated. */
export function addSignOff(text: string, person: Person, options: ParseOptions = {}): string {
  const message = parseMessage(text, options);
  if (message.kept.length === 0 || isSignedBy(message, person)) {
    return text;
  }
  return applyEdits(text, [insertTrailer(message, signOffLine(person))]);
}

/** Whether git's trailer block has a sign-off with this person's address; names may be spelled in several ways. */
export function isSignedBy(message: CommitMessage, person: Person): boolean {
  const email = person.email.toLowerCase();
  return message.trailers.some(
    ({ key, value }) => key.toLowerCase() === 'signed-off-by' && emailOf(value)?.toLowerCase() === email,
  );
}

/** `Signed-off-by: Name <email>` without what git drops from names and addresses too (ident.c, strbuf_addstr_without_crud). */
export function signOffLine(person: Person): string {
  const name = clean(person.name).replace(/^[.,:;<>"\\'\s]+|[.,:;<>"\\'\s]+$/g, '');
  return `Signed-off-by: ${name} <${clean(person.email).trim()}>`;
}

/** The address Gerrit reads from a footer: between angle brackets, or the whole value when it has an `@` and none. */
export function emailOf(value: string): string | undefined {
  const start = value.indexOf('<');
  if (start < 0) {
    return value.indexOf('@') > 0 ? value : undefined;
  }
  const end = value.indexOf('>', start);
  return end < 0 ? undefined : value.slice(start + 1, end);
}

const clean = (text: string): string => text.replace(/[<>\p{Cc}]/gu, '');
