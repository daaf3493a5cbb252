import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { UserError } from '../../base/errors';
import type { Repository } from '../../base/git';
import type { ProjectFiles } from '../../project/files';
import { stagedFiles } from '../commits/commit';
import { commentMark } from '../message/commentMark';
import type { RepositoryFacts } from '../repository/repositoryFacts';
import { prefill } from './prefill';

const TEMPLATE_BYTES = 64 * 1024;

/** The text of a new message, from what is staged, the branch, the log and `commit.template`. */
export async function newMessage(
  repository: Repository,
  facts: RepositoryFacts,
  files: ProjectFiles,
  signsOff: boolean,
): Promise<string> {
  const staged = await stagedFiles(repository);
  const log =
    staged.length === 0
      ? undefined
      : await repository.ask([
          'log',
          '--max-count=30',
          '--no-merges',
          '--format=%s',
          'HEAD',
          '--',
          ...staged.slice(0, 50).map((name) => `:(literal)${name}`),
        ]);
  const template = await templateOf(facts, files);
  const { review, branch, committer, history } = facts;
  return prefill({
    staged,
    subjects: history.subjects,
    subjectsOfStaged: (log ?? '').split('\n').filter(Boolean),
    comment: commentMark(facts.config, ''),
    ...(branch ? { branch } : {}),
    ...(review ? { project: review.project, target: review.defaultBranch } : {}),
    ...(signsOff && committer ? { signer: committer } : {}),
    ...(template === undefined ? {} : { template }),
  });
}

/** The message of HEAD, or of a commit below it, to be changed. Throws UserError `nothing-to-amend` for one that is on a server's branch. */
export async function messageToAmend(
  repository: Repository,
  { review }: RepositoryFacts,
  below?: string,
): Promise<string> {
  const commit = below ?? (await repository.head());
  const target = `refs/remotes/*/${review?.defaultBranch ?? 'master'}`;
  const published = await repository.ask(['for-each-ref', `--contains=${commit}`, '--format=%(refname:short)', target]);
  if (published) {
    const where = published.split('\n')[0] ?? '';
    throw new UserError(
      'nothing-to-amend',
      `This commit is on ${where} already, so it is no change of yours. Commit a new one.`,
    );
  }
  return `${(await repository.run(['log', '--max-count=1', '--format=%B', commit, '--'])).trimEnd()}\n`;
}

async function templateOf({ root, config }: RepositoryFacts, files: ProjectFiles): Promise<string | undefined> {
  const path = config.get('commit.template');
  return path ? files.read(resolve(root, path.replace(/^~(?=\/)/, homedir())), TEMPLATE_BYTES) : undefined;
}
