/** The order in which a fix goes to stable branches: the newest first, each branch before the next older one. */
import type { Change } from '../../gerrit';
import { footersOf, gerritFooters } from '../message/footers';
import { parseMessage } from '../message/message';
import type { PersonGit } from '../repository/personGit';

/** A series is `yoga` or, since 2023, `2025.1`; unmaintained branches take the place of stable ones (releases.openstack.org). */
const SERIES = /^(?:stable|unmaintained)\/([a-z]+|\d{4}\.\d+)$/;

export const isStableBranch = (branch: string): boolean => SERIES.test(branch);

/** Names go by the alphabet up to Zed, numbers come after them. Undefined for a branch of no series. */
function ageOf(branch: string): string | undefined {
  const series = SERIES.exec(branch)?.[1];
  return series && `${/^\d/.test(series) ? '1' : '0'}${series}`;
}

/**
 * The branches that have to have a fix before `target` gets it (contributor-guide, using-gerrit.rst, Backports): master and
 * every newer stable or unmaintained branch there is, newest first. Empty when `target` is no stable branch.
 * @param branches names without `refs/heads/`
 */
export function newerBranches(target: string, branches: readonly string[]): string[] {
  const age = ageOf(target);
  if (age === undefined) return [];
  const main = branches.includes('master') || !branches.includes('main') ? 'master' : 'main';
  const aged = [...new Set(branches)].map((branch) => ({ branch, age: ageOf(branch) ?? '' }));
  const newer = aged.filter((other) => other.age > age).sort((a, b) => (a.age < b.age ? 1 : -1));
  return [main, ...newer.map(({ branch }) => branch)];
}

/** What git or `git cherry-pick -x` wrote: full or short ids of commits, in the order of the message. */
export const pickedFrom = (message: string): string[] =>
  [...message.matchAll(/^\(cherry picked from commit ([0-9a-f]{7,40})\)$/gm)].map(([, commit = '']) => commit);

/**
 * - has: the fix is there
 * - open: it is in review there
 * - missing: it is not there, abandoned or never proposed
 * - unknown: neither server nor git can tell
 */
export interface BackportState {
  readonly branch: string;
  readonly state: 'has' | 'open' | 'missing' | 'unknown';
  /** The number of the change, where the server knows one. */
  readonly change?: number;
}

/** By what the server told; else by what was fetched last. @param changes with the Change-Id; undefined: the server did not tell */
export async function backportStates(
  git: PersonGit,
  {
    changeId,
    branches,
    target,
    remote,
    changes,
  }: {
    readonly changeId: string;
    readonly branches: readonly string[];
    readonly target: string;
    readonly remote: string;
    readonly changes: readonly Change[] | undefined;
  },
): Promise<BackportState[]> {
  return Promise.all(
    branches.map(async (branch): Promise<BackportState> => {
      const there = changes?.filter((change) => change.branch === branch) ?? [];
      const merged = there.find(({ status }) => status === 'MERGED');
      if (merged) return { branch, state: 'has', change: merged.number };
      // What merged under another server, or before it, only git knows.
      const fetched = await isFetched(
        git,
        changeId,
        `refs/remotes/${remote}/${branch}`,
        `refs/remotes/${remote}/${target}`,
      );
      if (fetched) return { branch, state: 'has' };
      const open = there.find(({ status }) => status === 'NEW');
      if (open) return { branch, state: 'open', change: open.number };
      return { branch, state: changes === undefined && fetched === undefined ? 'unknown' : 'missing' };
    }),
  );
}

/** Whether a branch, as it was fetched last, has a commit with this Change-Id that the older branch has not; undefined: never fetched. */
async function isFetched(
  git: PersonGit,
  changeId: string,
  branch: string,
  older: string,
): Promise<boolean | undefined> {
  const [newer, base] = await Promise.all([git.commitOf(branch), git.commitOf(older)]);
  if (newer === undefined) return undefined;
  const range = [newer, ...(base ? [`^${base}`] : [])];
  const found = await git.ask([
    'log',
    '--format=%H%x00%B%x00',
    '--fixed-strings',
    `--grep=Change-Id: ${changeId}`,
    '--max-count=20',
    ...range,
    '--',
  ]);
  // The id may only be quoted, as in the message of a revert.
  const messages = (found ?? '').split('\0').filter((_, at) => at % 2 === 1);
  return messages.some((message) =>
    footersOf(gerritFooters(parseMessage(message, { comment: false }).kept), 'Change-Id').some(
      ({ value }) => value.trim() === changeId,
    ),
  );
}

/** Names of branches that were fetched from a remote. */
export async function fetchedBranches(git: PersonGit, remote: string): Promise<string[]> {
  const listed = await git.ask(['for-each-ref', '--format=%(refname:lstrip=3)', `refs/remotes/${remote}/`]);
  return (listed ?? '').split('\n').filter((name) => name !== '' && name !== 'HEAD');
}
