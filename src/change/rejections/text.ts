import type { PushFix } from './pushFix';
import type { PushOutput } from './pushOutput';

/** One answer of the catalogue. Texts are those of Gerrit 3.13.5 and 3.10.2, git 2.39 and OpenSSH 9.2. */
export interface RejectionText {
  /** `refusal`: the reason beside the ref, or what the server wrote when there is none; `remote`: what it wrote; `local`: git, ssh, curl. */
  readonly within: 'refusal' | 'remote' | 'local';
  readonly pattern: RegExp;
  readonly describe: (match: RegExpExecArray, output: PushOutput) => Described;
}

interface Described {
  readonly reason: string;
  readonly title: string;
  readonly meaning: string;
  readonly fixes: readonly PushFix[];
  readonly commit?: string;
}

/** An answer about one commit: `commit 1fce1a0: <what>`; older servers leave the commit out. */
export function aboutCommit(
  what: RegExp,
  reason: string,
  title: string,
  meaning: string,
  fixes: (commit: { commit?: string }, output: PushOutput, match: RegExpExecArray) => PushFix[],
): RejectionText {
  return {
    within: 'refusal',
    pattern: new RegExp(`^(?:commit ([0-9a-f]{7,40}): )?${what.source}`, 'm'),
    describe: (match, output) => {
      const commit = match[1] ? { commit: match[1] } : {};
      return { reason, title, meaning, fixes: fixes(commit, output, match), ...commit };
    },
  };
}

/** An answer whose fixes need nothing out of its text. */
export function plain(
  within: RejectionText['within'],
  pattern: RegExp,
  reason: string,
  title: string,
  meaning: string,
  ...fixes: PushFix[]
): RejectionText {
  return { within, pattern, describe: () => ({ reason, title, meaning, fixes }) };
}
