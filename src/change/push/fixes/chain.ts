import type { PendingCommit } from '../../commits/pendingCommits';
import { type PreparedEdit, rewriting } from '../../commits/prepared';
import type { Person } from '../../message/signOff';
import { GitError, type PersonGit } from '../../repository/personGit';
import type { PlannedCommit, PushPlan } from '../pushPlan';

/** The committer that git would name. */
export async function personOf(git: PersonGit): Promise<Person> {
  const ident = await git.text(['var', 'GIT_COMMITTER_IDENT']);
  const [, name = '', email = ''] = /^(.*) <([^>]*)> \d+ [+-]\d+\s*$/.exec(ident) ?? [];
  return { name, email };
}

export const shortName = ({ commit, subject }: PendingCommit): string => `${commit.slice(0, 8)} ${subject}`;

/** The commit that a fix names, or that of the change it names; else the only or newest one of the push. */
export function commitOf(
  { commits }: PushPlan,
  { commit: named, url }: { readonly commit?: string; readonly url?: string },
): PlannedCommit {
  const ofChange =
    url === undefined ? undefined : commits.find(({ change }) => change?.number === Number(/(\d+)\/?$/.exec(url)?.[1]));
  const found =
    named === undefined ? (ofChange ?? commits.at(-1)) : commits.find(({ commit }) => commit.startsWith(named));
  if (found) return found;
  throw new GitError('changed-meanwhile', `The commit ${named ?? ''} is not on the branch any more.`);
}

/**
 * Gives commits other messages; those that would get the same one are left alone.
 * @param done says that no commit needs another message
 * @throws GitError `nothing-to-do`
 */
export function rewording(
  git: PersonGit,
  { tip }: PushPlan,
  title: string,
  commits: readonly PendingCommit[],
  edit: (message: string) => string,
  done: string,
): PreparedEdit {
  const texts = commits
    .map((commit) => ({ commit, name: shortName(commit), before: commit.message, after: edit(commit.message) }))
    .filter(({ before, after }) => before !== after);
  if (texts.length === 0) throw new GitError('nothing-to-do', done);
  const edits = new Map(texts.map(({ commit, after }) => [commit.commit, { message: after }]));
  const names = texts.map(({ name }) => name);
  return rewriting(
    git,
    tip,
    title,
    edits,
    names,
    texts.map(({ commit: _commit, ...text }) => text),
  );
}
