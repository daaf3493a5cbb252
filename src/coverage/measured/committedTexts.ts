/** Texts that git kept, for files that were saved after they were measured, or checked out again. */
import DataLoader from 'dataloader';
import { UserError } from '../../base/errors';
import type { Repository } from '../../base/git';
import { groupBy } from '../../base/groupBy';

/** Files whose texts git is asked for at once: a fresh clone is asked for all of them, and a process takes its time. */
const AT_ONCE = 100;
/** How long a question waits for others to go with it. */
const COLLECT_MS = 20;

interface Question {
  readonly path: string;
  /** In milliseconds since the epoch. */
  readonly time: number;
}

export class CommittedTexts {
  private readonly repository: () => Promise<Repository>;
  /** By time. */
  private readonly commits = new Map<number, Promise<string | undefined>>();
  private readonly texts = new DataLoader<Question, string | undefined>((questions) => this.answer(questions), {
    cache: false,
    maxBatchSize: AT_ONCE,
    batchScheduleFn: (answer) => setTimeout(answer, COLLECT_MS),
  });

  /** @param root absolute path of a folder that may be in a repository */
  constructor(root: string) {
    let opened: Promise<Repository> | undefined;
    this.repository = () => (opened ??= openRepository(root));
  }

  /**
   * The text of a file in the commit that was checked out at a time. Where git's log of that does not reach back so far,
   * as in a fresh clone: in the last commit before it, which may have been on another branch then. Undefined where git
   * has none, or there is no git.
   */
  async at(path: string, time: number): Promise<string | undefined> {
    try {
      return await this.texts.load({ path, time });
    } catch (error) {
      if (error instanceof UserError) return undefined; // no repository, no commits to look into
      throw error;
    }
  }

  private async answer(questions: readonly Question[]): Promise<(string | undefined)[]> {
    const repository = await this.repository();
    const texts = new Map<Question, string>();
    for (const [time, asked] of groupBy(questions, (question) => question.time)) {
      const commit = await this.commitAt(time, repository);
      if (commit === undefined) continue;
      const found = await repository.textsAt(
        commit,
        asked.map(({ path }) => path),
      );
      for (const question of asked) {
        const text = found.get(question.path);
        if (text !== undefined) texts.set(question, text);
      }
    }
    return questions.map((question) => texts.get(question));
  }

  private commitAt(time: number, repository: Repository): Promise<string | undefined> {
    const commit =
      this.commits.get(time) ??
      repository.checkedOutAt(time).then((found) => found ?? repository.lastCommitBefore(time));
    this.commits.set(time, commit);
    return commit;
  }
}

/** Loaded when it is needed: the texts of most files are on disk as they were measured. */
async function openRepository(root: string): Promise<Repository> {
  const git = await import('../../base/git');
  return git.openRepository(root);
}
