import { prepareRebase } from '../../commits/rebase';
import { type CommitEdit, type PreparedEdit, rewording, rewriting, shortName } from '../../commits/rewrite';
import { fetchBranch } from '../../download/download';
import type { Person } from '../../message/signOff';
import type { PushFixOf } from '../../rejections/pushFix';
import { GitError, type PersonGit } from '../../repository/personGit';
import type { PushPlan } from '../pushPlan';
import { askForOne, editorFix, type FixGroup, type RepositoryFix } from './fix';
import { repeatedIds, withNewId } from './messageFixes';
import { prepareEmail } from './remotes';

/** Fixes of commits but for their messages: other people, other parents, fewer commits. */
export const COMMIT_FIXES = {
  'fix-identity': {
    button: 'Fix the Address',
    reach: 'repository',
    async ask(ui, { registered }, { git }) {
      const person = await git.committer();
      return askForOne(ui, 'Which of the Addresses That Gerrit Knows?', registered, (email) => ({
        person: { ...person, email },
      }));
    },
    async prepare(git, fix, plan, { person }) {
      return prepareIdentity(git, plan, fix, person ?? (await registeredPerson(git, fix)));
    },
    /** With git's own address the next amend has the same fault. */
    async prepareNext(git, { person }) {
      const own = (await git.committer()).email.toLowerCase();
      return person && person.email.toLowerCase() !== own ? prepareEmail(git, person.email) : undefined;
    },
  },
  'squash-or-renew': {
    button: 'Squash or Renew…',
    reach: 'repository',
    async ask(ui) {
      const squash = await ui.pick('Several Commits Have the Same Change-Id', [
        ['Squash them into one commit', true],
        ['Give each its own Change-Id', false],
      ]);
      return squash === undefined ? undefined : { squash };
    },
    prepare: (git, _fix, plan, { squash }) =>
      Promise.resolve(squash ? prepareSquash(git, plan) : prepareRenewal(git, plan)),
  },
  rebase: rebaseFix('Rebase', 'Rebase onto the branch'),
  'rebase-merge-away': rebaseFix('Rebase the Merge Away', 'Rebase the merge away'),
  'amend-first': editorFix('Amend for Gerrit', (ui) => ui.amend()),
  'commit-or-stash': editorFix('Show Source Control', (ui) => ui.showSourceControl()),
  'split-change': { reach: 'person' },
} satisfies FixGroup;

function rebaseFix(button: string, title: string): RepositoryFix<'rebase' | 'rebase-merge-away'> {
  return {
    button,
    reach: 'repository',
    async prepare(git, _fix, { tip, base, target }) {
      const onto = base ?? (await fetchBranch(git, target));
      const from = (await git.ask(['merge-base', tip, onto])) ?? onto;
      return prepareRebase(git, from, onto, title);
    },
  };
}

async function registeredPerson(git: PersonGit, { registered }: PushFixOf<'fix-identity'>): Promise<Person> {
  const { name, email } = await git.committer();
  return { name, email: registered[0] ?? email };
}

/** The commit with an address that the server knows as the person's; commits above get it as committer anyway. */
function prepareIdentity(
  git: PersonGit,
  { tip, commits }: PushPlan,
  { role, email }: PushFixOf<'fix-identity'>,
  person: Person,
): PreparedEdit {
  const wrong = email?.toLowerCase();
  const isWrong = (one: Person): boolean => wrong === undefined || one.email.toLowerCase() === wrong;
  const edits = new Map<string, CommitEdit>();
  for (const commit of commits) {
    if (isWrong(commit[role])) {
      edits.set(commit.commit, { committer: person, ...(role === 'author' ? { author: person } : {}) });
    } else if (edits.size > 0) {
      edits.set(commit.commit, { committer: person });
    }
  }
  const about = commits.filter(({ commit }) => edits.has(commit)).map(shortName);
  return rewriting(git, tip, `Commit again as ${person.name} <${person.email}>`, edits, about, []);
}

/** Each commit that repeats a Change-Id gets its own. */
const prepareRenewal = (git: PersonGit, plan: PushPlan): PreparedEdit =>
  rewording(
    git,
    plan.tip,
    'Give each commit its own Change-Id',
    repeatedIds(plan.commits),
    withNewId,
    'Every commit has a Change-Id of its own.',
  );

/** All commits become one, with the message of the oldest, whose change continues. */
function prepareSquash(git: PersonGit, { tip, commits }: PushPlan): PreparedEdit {
  const [oldest, ...others] = commits;
  const newest = others.at(-1);
  if (!oldest || !newest) throw new GitError('nothing-to-do', 'There is only one commit.');
  const edits = new Map<string, CommitEdit>([[oldest.commit, {}]]);
  for (const commit of others) edits.set(commit.commit, { dropParent: true });
  edits.set(newest.commit, { dropParent: true, message: oldest.message, author: oldest.author });
  const about = [...commits.map(shortName), `They become one commit with the message of ${shortName(oldest)}.`];
  return rewriting(git, tip, 'Squash the commits into one', edits, about, []);
}
