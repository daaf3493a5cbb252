import { UserError } from '../../base/errors';

export type TargetProblem = 'bad-branch' | 'bad-remote' | 'bad-address' | 'bad-project' | 'bad-option' | 'no-gitreview';
export class TargetError extends UserError<TargetProblem> {}

/** Longer names are no names. */
const LONGEST = 250;

/**
 * A branch name, without `refs/heads/`. Refused: what git refuses (git-check-ref-format), and `%`, at which Gerrit
 * would begin to read push options.
 */
export function branchName(given: string): string {
  const name = given.replace(/^refs\/heads\//, '');
  if (!isRefName(name) || name.includes('%') || name.startsWith('refs/')) {
    throw new TargetError('bad-branch', `"${printable(given)}" is not the name of a branch.`);
  }
  return name;
}

/** What git takes as a part of a ref's name, and what is no option on a command line. */
export function isRefName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= LONGEST &&
    !/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^@$|^[-/]|[/.]$|\.lock(\/|$)|(^|\/)\./u.test(name)
  );
}

/** The name of a remote as git's own rule has it, without what could be an option or an address. */
export function remoteName(given: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._/+-]*$/.test(given) || !isRefName(given)) {
    throw new TargetError('bad-remote', `"${printable(given)}" is not the name of a remote.`);
  }
  return given;
}

export function hostName(given: string): string {
  const isName = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$/.test(given) && !given.includes('..');
  const isV6 = /^\[[0-9A-Fa-f:.]{2,45}\]$/.test(given);
  if (!isName && !isV6) {
    throw new TargetError('bad-address', `"${printable(given)}" is not the name of a server.`);
  }
  return given;
}

export function portNumber(given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (port < 1 || port > 65535) {
    throw new TargetError('bad-address', `"${printable(given)}" is not a port.`);
  }
  return port;
}

/** A project such as `openstack/nova`; `.git` at the end is git-review's custom and stays away. */
export function projectName(given: string): string {
  const name = given.replace(/\.git$/, '');
  if (!/^[A-Za-z0-9_][A-Za-z0-9._/+-]{0,249}$/.test(name) || /\.\.|\/\/|\/$|(^|\/)\.|\.lock(\/|$)/.test(name)) {
    throw new TargetError('bad-project', `"${printable(given)}" is not the name of a project.`);
  }
  return name;
}

export function userName(given: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._@+-]{0,99}$/.test(given)) {
    throw new TargetError('bad-address', `"${printable(given)}" is not a user name.`);
  }
  return given;
}

/**
 * An address git may push to: ssh, https or http, or ssh's short form. `ext::`, `file:` and anything that ssh could
 * take for an option is refused, for remotes come from files of the workspace.
 */
export function pushAddress(given: string): string {
  const url = /^(?:ssh|git\+ssh|https?):\/\/(?:([^@/]*)@)?(\[[^\]]*\]|[^:/?#]+)(?::(\d+))?\/[^\s]*$/i.exec(given);
  const short = url ? undefined : /^(?:([^@:/]+)@)?([^@:/]+):(?![/:])[^\s:]+$/.exec(given);
  const [, user, host = '', port] = url ?? short ?? [];
  if (given.length > 2000 || host === '' || user?.startsWith('-')) {
    throw new TargetError('bad-address', `"${printable(given)}" is not an address to push to.`);
  }
  hostName(host);
  if (port !== undefined) {
    portNumber(port);
  }
  return given;
}

/** Hostile text for a message: short, without control characters and changes of the writing direction. */
export const printable = (text: string): string => text.slice(0, 80).replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd');
