import { UserError } from '../../base/errors';
import { openRepository, type Repository } from '../../base/git';
import type { ProjectFiles } from '../../project/files';

/** A file that is not as it was. */
export interface ChangedFile {
  /** Absolute path. */
  readonly path: string;
  /** Undefined when it was not there. */
  readonly before: string | undefined;
}

/** No source file is as large; what is, is not compared. */
const MAX_BYTES = 4 << 20;

/**
 * The state of a working tree, to see afterwards what a run of tools changed in it: the text of what is not committed
 * is kept, all else is in the commit.
 */
export class TreeBefore {
  private constructor(
    private readonly repository: Repository,
    private readonly head: string,
    private readonly texts: ReadonlyMap<string, string | undefined>,
    private readonly files: ProjectFiles,
  ) {}

  /** @throws UserError with a `GitReason` when the folder is in no repository, or in one without a commit */
  static async take(root: string, files: ProjectFiles): Promise<TreeBefore> {
    const repository = await openRepository(root);
    const head = await repository.head();
    const texts = new Map<string, string | undefined>();
    for (const path of await repository.changedFiles(head)) texts.set(path, await textOf(path, files));
    return new TreeBefore(repository, head, texts, files);
  }

  /** What is different now. */
  async changes(): Promise<ChangedFile[]> {
    const changed: ChangedFile[] = [];
    for (const path of new Set([...this.texts.keys(), ...(await this.repository.changedFiles(this.head))])) {
      const before = this.texts.has(path) ? this.texts.get(path) : await this.repository.textAt(this.head, path);
      if (before !== (await textOf(path, this.files))) changed.push({ path, before });
    }
    return changed;
  }
}

async function textOf(path: string, files: ProjectFiles): Promise<string | undefined> {
  try {
    return await files.read(path, MAX_BYTES);
  } catch (error) {
    if (error instanceof UserError && error.reason === 'too-big') return undefined;
    throw error;
  }
}
