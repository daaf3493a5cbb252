/**
 * `.gitreview`: on which Gerrit server, in which project and against which branch a change is reviewed.
 *
 * The values end in command lines of git, in URLs and in texts, and anyone can write them: each has a grammar, and
 * what does not follow it is refused, not repaired. Source of keys and defaults: git-review, git_review/cmd.py.
 */
import { UserError } from '../base/errors';
import { parseIni } from '../base/ini';

export interface GitReview {
  /** Host name, such as `review.opendev.org`. */
  readonly host: string;
  /** Port of the scheme; 29418 is Gerrit's for SSH. */
  readonly port: number;
  /** Name on the server, such as `openstack/nova`, without `.git`. */
  readonly project: string;
  readonly defaultBranch: string;
  readonly defaultRemote: string;
  readonly scheme: (typeof SCHEMES)[number];
}

const SCHEMES = ['ssh', 'http', 'https'] as const;

/** Ports that a scheme stands for. git-review knows that of SSH; those of HTTP leave the port out of the URL. */
const PORTS = { ssh: 29418, http: 80, https: 443 } as const;

/** git-review's defaults. `master` is what its releases have, whatever a new repository calls its branch. */
const DEFAULTS = { branch: 'master', remote: 'gerrit', scheme: 'ssh' } as const;

/**
 * @returns undefined when the text names no server: such a `.gitreview` only sets options
 * @throws UserError `invalid-gitreview` when a value is not what its key is for, `too-big` for a text over 1 MiB
 */
export function parseGitReview(text: string): GitReview | undefined {
  const ini = parseIni(text, '.gitreview');
  const value = (key: string): string | undefined => {
    const text = ini.get('gerrit', key);
    return text === '' ? undefined : text;
  };

  const host = value('host');
  const project = value('project');
  if (host === undefined || project === undefined) return undefined;

  const scheme = SCHEMES.find((known) => known === (value('scheme') ?? DEFAULTS.scheme));
  if (!scheme) throw invalid('scheme', value('scheme'));
  return {
    host: checked('host', host, isHost),
    port: portOf(value('port'), scheme),
    project: checked('project', project.replace(/\.git$/, ''), isProject),
    defaultBranch: checked('defaultbranch', value('defaultbranch') ?? DEFAULTS.branch, isRefName),
    defaultRemote: checked('defaultremote', value('defaultremote') ?? DEFAULTS.remote, isRefName),
    scheme,
  };
}

function portOf(text: string | undefined, scheme: keyof typeof PORTS): number {
  if (text === undefined) return PORTS[scheme];
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw invalid('port', text);
  return port;
}

/** A DNS name or an IPv4 address, or an IPv6 address in brackets. */
function isHost(host: string): boolean {
  if (host.length > 253) return false;
  if (/^\[[0-9a-fA-F:.]{2,45}\]$/.test(host)) return true;
  return host.split('.').every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));
}

/** Segments of letters, digits, `.`, `_`, `+` and `-`; none begins with `-` or is `.` or `..`. */
function isProject(project: string): boolean {
  return (
    project.length <= 200 &&
    project.split('/').every((segment) => /^[A-Za-z0-9._+][A-Za-z0-9._+-]*$/.test(segment) && !/^\.+$/.test(segment))
  );
}

/**
 * A branch or a remote that git accepts and that no shell, option parser or refspec could take for more.
 * Stricter than git: only letters, digits and `. _ + - /`. Source of the rest: git-check-ref-format(1).
 */
function isRefName(name: string): boolean {
  return (
    name.length <= 200 &&
    name.split('/').every((part) => /^[A-Za-z0-9_+][A-Za-z0-9._+-]*$/.test(part) && !/\.\.|\.$|\.lock$/.test(part))
  );
}

function checked(key: string, value: string, isValid: (value: string) => boolean): string {
  if (!isValid(value)) throw invalid(key, value);
  return value;
}

function invalid(key: string, value = ''): UserError {
  // JSON makes control characters visible instead of letting them reach a terminal or a view.
  const shown = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return new UserError('invalid-gitreview', `.gitreview has ${key} = ${shown}, which is no valid ${key}.`);
}
