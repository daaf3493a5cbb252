import { type PushOutput, type RefStatus, readPushOutput } from '../rejections/pushOutput';
import { type Rejection, recogniseRejections } from '../rejections/recogniseRejections';

/** A change the server made or updated. */
export interface PushedChange {
  readonly url: string;
  readonly number: number;
  readonly project?: string;
  /** As the server printed it: cut with `...` after 80 characters. */
  readonly subject: string;
  readonly isNew: boolean;
  readonly wip: boolean;
  readonly private: boolean;
  readonly edit: boolean;
}

/** Something Gerrit remarks on a commit, such as `no files changed, was rebased`. */
interface PushRemark {
  readonly commit?: string;
  readonly text: string;
}

/**
 * - accepted: the server said so;
 * - refused: the server said no, and nothing was made;
 * - failed: the server was never asked, did not let us in, or git says nothing of its answer;
 * - unknown: the connection ended before the server's answer; only the server can tell what happened.
 */
type PushOutcome = 'accepted' | 'refused' | 'failed' | 'unknown';

export interface PushAnswer {
  readonly outcome: PushOutcome;
  readonly changes: readonly PushedChange[];
  readonly remarks: readonly PushRemark[];
  /** Votes that the new patch set does not keep, as `Code-Review+1 by Dev Example`. */
  readonly lostVotes: readonly string[];
  readonly refs: readonly RefStatus[];
  /** Why not; empty when accepted. */
  readonly rejections: readonly Rejection[];
  /** What the server wrote, without progress, for showing as it is. */
  readonly remote: readonly string[];
  readonly local: readonly string[];
}

export interface PushResultText {
  readonly stdout: string;
  readonly stderr: string;
  /** Missing when a signal ended git. */
  readonly exitCode?: number;
}

/** The answer to `git push`, read as data. Any text is accepted; success is claimed only where the server claimed it. */
export function readPushAnswer(result: PushResultText): PushAnswer {
  const output = readPushOutput(result.stdout, result.stderr);
  const outcome = outcomeOf(result, output);
  return {
    outcome,
    changes: outcome === 'accepted' ? output.remote.flatMap(readChange) : [],
    remarks: output.remote.flatMap(readRemark),
    lostVotes: readLostVotes(output.remote),
    refs: output.refs,
    rejections: outcome === 'accepted' ? [] : recogniseRejections(output),
    remote: output.remote,
    local: output.local,
  };
}

function outcomeOf({ exitCode }: PushResultText, { refs, local }: PushOutput): PushOutcome {
  if (refs.some(({ flag }) => flag === '!')) {
    return refs.some(({ summary }) => summary === '[remote failure]') ? 'unknown' : 'refused';
  }
  if (refs.length > 0 && exitCode === 0) {
    return refs.every(({ flag }) => flag !== '=') ? 'accepted' : 'refused';
  }
  if (exitCode === undefined || refs.length > 0 || local.some(isCut)) {
    return 'unknown';
  }
  return 'failed';
}

/** What git and ssh say when a connection that stood ends before the answer. */
const isCut = (line: string): boolean =>
  /remote end hung up|unexpected disconnect|early EOF|Broken pipe|Connection reset|Connection to \S{1,255} closed|the remote end closed|RPC failed|Recv failure: (?:Operation|Connection) timed out|client_loop:|Timeout, server \S{1,255} not responding|send-pack: |unpack-objects|index-pack/i.test(
    line,
  ) && !line.startsWith('fatal: Could not read from remote repository');

/** `  http://host/c/openstack/nova/+/5 Subject [WIP] [NEW]`; older servers print `http://host/5`. */
function readChange(line: string): PushedChange[] {
  const found = /^\s+(https?:\/\/[^\s/]+\/(?:\S*[^\s\d])?)(\d{1,15})\/? (.*)$/.exec(line);
  if (!found) {
    return [];
  }
  const url = `${found[1] ?? ''}${found[2] ?? ''}`;
  const tags = new Set<string>();
  let subject = found[3] ?? '';
  for (let tag = TAG.exec(subject); tag; tag = TAG.exec(subject)) {
    tags.add(tag[1] ?? '');
    subject = subject.slice(0, tag.index);
  }
  const project = /\/c\/(.+)\/\+\/\d+$/.exec(url)?.[1];
  return [
    {
      url,
      number: Number(found[2]),
      ...(project ? { project } : {}),
      subject,
      isNew: tags.has('NEW'),
      wip: tags.has('WIP'),
      private: tags.has('PRIVATE'),
      edit: tags.has('EDIT'),
    },
  ];
}

const TAG = /\s\[(NEW|WIP|PRIVATE|EDIT)\]$/;

function readRemark(line: string): PushRemark[] {
  const found = /^warning: (?:([0-9a-f]{7,40}): )?(.*)$/.exec(line);
  return found ? [{ ...(found[1] ? { commit: found[1] } : {}), text: found[2] ?? '' }] : [];
}

function readLostVotes(remote: readonly string[]): string[] {
  const start = remote.indexOf('The following approvals got outdated and were removed:');
  const votes = start < 0 ? [] : remote.slice(start + 1);
  const end = votes.findIndex((line) => !line.startsWith('* '));
  return votes.slice(0, end < 0 ? undefined : end).map((line) => line.slice(2));
}
