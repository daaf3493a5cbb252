import type { Change, PatchSet } from '../../gerrit';
import type { PersonGit } from '../repository/personGit';
import type { ReviewTarget } from '../repository/target';
import { fetchPatchSet, patchSetOf } from './download';

/** A file that two patch sets have differently. */
interface DifferentFile {
  /** Relative to the root, with `/`. */
  readonly name: string;
  /** Ids of blobs; missing on the side that has no such file. */
  readonly before?: string;
  readonly after?: string;
}

export interface PatchSetDiff {
  readonly from: PatchSet;
  readonly to: PatchSet;
  readonly files: readonly DifferentFile[];
  /**
   * What became of a rebase between the two: there was none, it was left out, or it could not be left out because the
   * older patch set collides with the newer one's parent; its lines are among the differences then.
   */
  readonly rebase: 'none' | 'left-out' | 'among-the-lines';
}

/**
 * What a reviewer of one patch set finds changed in another. After a rebase the older one is first put on the parent of
 * the newer, so that what others merged meanwhile is not shown. Both are fetched; nothing is checked out.
 * @param change with all patch sets
 * @throws GitError, GerritError `not-found`
 */
export async function comparePatchSets(
  git: PersonGit,
  target: Pick<ReviewTarget, 'exists' | 'remote' | 'url' | 'rawUrl'>,
  change: Pick<Change, 'number' | 'current' | 'patchSets'>,
  older: number,
  newer?: number,
): Promise<PatchSetDiff> {
  const [from, to] = [patchSetOf(change, older), patchSetOf(change, newer)];
  for (const patchSet of [from, to]) await fetchPatchSet(git, target, patchSet);
  const [parentBefore, parentAfter] = [await git.commitOf(`${from.commit}~1`), await git.commitOf(`${to.commit}~1`)];
  if (parentBefore === parentAfter || !parentAfter) {
    return { from, to, rebase: 'none', files: await differences(git, from.commit, to.commit) };
  }
  // git 2.38; an older one fails here, as a collision does.
  const rebased = await git.run(['merge-tree', '--write-tree', '--no-messages', parentAfter, from.commit]);
  const tree = /^[0-9a-f]{40,64}$/m.exec(rebased.stdout)?.[0];
  if (rebased.exitCode === 0 && tree) {
    return { from, to, rebase: 'left-out', files: await differences(git, tree, to.commit) };
  }
  const touched = new Set<string>();
  for (const [parent, commit] of [
    [parentBefore, from.commit],
    [parentAfter, to.commit],
  ] as const) {
    for (const { name } of parent ? await differences(git, parent, commit) : []) touched.add(name);
  }
  const all = await differences(git, from.commit, to.commit);
  return { from, to, rebase: 'among-the-lines', files: all.filter(({ name }) => touched.has(name)) };
}

const RAW = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*$/;
/** Files and links; a submodule is a commit and has no text. */
const HAS_TEXT = /^1[02]/;

/** `git diff-tree --raw -z`: a line of modes and ids, NUL, the name, NUL. */
async function differences(git: PersonGit, before: string, after: string): Promise<DifferentFile[]> {
  const raw = (await git.text(['diff-tree', '-r', '-z', '--raw', '--no-abbrev', '--no-renames', before, after])).split(
    '\0',
  );
  return raw.flatMap((entry, at): DifferentFile[] => {
    const [, modeBefore = '', modeAfter = '', blobBefore = '', blobAfter = ''] = RAW.exec(entry) ?? [];
    const sides = {
      ...(HAS_TEXT.test(modeBefore) ? { before: blobBefore } : {}),
      ...(HAS_TEXT.test(modeAfter) ? { after: blobAfter } : {}),
    };
    return at % 2 === 0 && Object.keys(sides).length > 0 ? [{ name: raw[at + 1] ?? '', ...sides }] : [];
  });
}
