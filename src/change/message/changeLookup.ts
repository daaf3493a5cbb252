import type { Disposable } from '../../base/emitter';
import type { KnownChange } from './finding';
import type { Person } from './signOff';

/** A change as a list or a hover shows it. */
export interface ChangeSummary extends KnownChange {
  readonly subject: string;
  readonly owner?: string;
  /** Such as `Code-Review +2`, the strongest of each label. */
  readonly votes?: readonly string[];
}

export interface Wanted {
  readonly numbers?: readonly number[];
  readonly changeIds?: readonly string[];
  readonly project?: string;
  /** The addresses of the person's account, with what git has for this working tree, absolute. */
  readonly account?: string;
}

/**
 * What Gerrit servers know, as far as messages need it. `known...` answer at once from memory and are safe on every
 * keystroke; `askFor` starts requests where memory has nothing or is old, and `onDidLearn` tells when one brought
 * something. Nothing here throws because a server is slow, down or wrong.
 *
 * A server is named by the address of its pages with a slash at the end, such as `https://review.opendev.org/`.
 */
export interface ChangeLookup {
  knownChange(server: string, number: number): ChangeSummary | undefined;
  /** Whether the server said that it shows everyone no change of that number. */
  isMissing(server: string, number: number): boolean;
  /** Every change with that Change-Id: a backport has the same. */
  knownChangesById(server: string, changeId: string): readonly ChangeSummary[] | undefined;
  /** What the project's configuration says. */
  knownSignOffRequired(server: string, project: string): boolean | undefined;
  /** All addresses of the person's account, where the server was asked with credentials. */
  knownAccountEmails(server: string): readonly string[] | undefined;

  askFor(server: string, wanted: Wanted): void;

  /** Changes that fit what was typed: a number, a Change-Id, or words. Without any: the open ones of `owner`, an address. */
  search(
    server: string,
    typed: string,
    owner: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly ChangeSummary[]>;
  people(server: string, typed: string, signal: AbortSignal): Promise<readonly Person[]>;

  onDidLearn(listener: () => void): Disposable;
}

/** Knows nothing. */
export const NO_LOOKUP: ChangeLookup = {
  knownChange: () => undefined,
  isMissing: () => false,
  knownChangesById: () => undefined,
  knownSignOffRequired: () => undefined,
  knownAccountEmails: () => undefined,
  askFor: () => undefined,
  search: () => Promise.resolve([]),
  people: () => Promise.resolve([]),
  onDidLearn: () => ({ dispose: () => undefined }),
};

/** The server that a host in a message stands for: the project's own, or one over HTTPS. */
export const serverOf = (host: string, own: string): string => (new URL(own).host === host ? own : `https://${host}/`);

/** The address of a change in the form that both directions of Zuul match. */
export const addressOf = (server: string, { project, number }: KnownChange): string =>
  `${server}c/${project}/+/${number}`;
