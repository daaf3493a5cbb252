import { branchName, isRefName, printable, TargetError } from '../repository/refNames';

/** What a push for review may say besides the branch. Nothing is sent that was not asked for. */
export interface PushOptions {
  /** An empty topic clears the change's topic. */
  readonly topic?: string;
  /** Addresses or user names. */
  readonly reviewers?: readonly string[];
  readonly cc?: readonly string[];
  readonly hashtags?: readonly string[];
  /** Missing: Gerrit keeps what the change is. */
  readonly state?: 'wip' | 'ready';
  readonly visibility?: 'private' | 'remove-private';
  /** Describes the patch set. */
  readonly message?: string;
  readonly notify?: 'NONE' | 'OWNER' | 'OWNER_REVIEWERS' | 'ALL';
}

/** git itself has no limit, servers have one of about 64 kB for a line of the protocol. */
const LONGEST_MESSAGE = 4000;

/**
 * `refs/for/<branch>%topic=x,r=a@example.org,wip`: all options are in the ref, which every Gerrit takes.
 * @throws TargetError for a name that neither git nor Gerrit could read
 */
export function reviewRef(branch: string, options: PushOptions = {}): string {
  const list = [
    ...(options.topic === undefined ? [] : [`topic=${options.topic === '' ? '' : value('topic', options.topic)}`]),
    ...(options.reviewers ?? []).map((account) => `r=${value('reviewer', account)}`),
    ...(options.cc ?? []).map((account) => `cc=${value('cc', account)}`),
    ...(options.hashtags ?? []).map((tag) => `t=${value('hashtag', tag.replace(/^#/, ''))}`),
    ...(options.state ? [options.state] : []),
    ...(options.visibility ? [options.visibility] : []),
    ...(options.notify ? [`notify=${options.notify}`] : []),
    ...(options.message ? [`m=${encodeMessage(options.message)}`] : []),
  ];
  return `refs/for/${branchName(branch)}${list.length > 0 ? `%${list.join(',')}` : ''}`;
}

/** The same as a refspec for HEAD or another commit. */
export function reviewRefspec(commit: string, branch: string, options: PushOptions = {}): string {
  if (commit !== 'HEAD' && !/^[0-9a-f]{7,64}$/.test(commit)) {
    throw new TargetError('bad-option', `"${printable(commit)}" is not a commit.`);
  }
  return `${commit}:${reviewRef(branch, options)}`;
}

/** Gerrit decodes only `m`: other values cannot hold a comma, a blank, or what git refuses in a ref. */
function value(option: string, given: string): string {
  const text = given.trim();
  if (text.includes(',') || text.includes('%') || !isRefName(`x${text}x`)) {
    throw new TargetError(
      'bad-option',
      `Gerrit cannot take "${printable(given)}" as ${option}: no spaces, commas or any of ~ ^ : ? * [ \\ %.`,
    );
  }
  return text;
}

/** Gerrit decodes the message as a form: `_` and `+` are spaces, `%XX` bytes of UTF-8 (Documentation/user-upload.txt). */
export function encodeMessage(message: string): string {
  const text = [...message.trim()].slice(0, LONGEST_MESSAGE).join('');
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(char)
        ? char
        : char === ' '
          ? '_'
          : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
