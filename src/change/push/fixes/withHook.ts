import { messageOf } from '../../../base/errors';
import type { MadeEdit, PreparedEdit } from '../../commits/rewrite';
import { inspectHook, installHook } from '../../repository/installHook';
import type { PersonGit } from '../../repository/personGit';

/**
 * An edit that also installs the server's commit-msg hook where there is none, for without it the next commit has the
 * same fault. Not into submodules, nor where other repositories would get it: that is for Set Up, which asks.
 * @param fetchHook gives the text of the hook
 */
export async function withHook(
  git: PersonGit,
  prepared: PreparedEdit,
  fetchHook: () => Promise<string>,
): Promise<PreparedEdit> {
  const { kind, shared, path } = await inspectHook(git);
  if (kind !== 'missing' || shared) return prepared;
  return {
    ...prepared,
    preview: [
      ...prepared.preview,
      `The server's commit-msg hook is installed as ${path}, so that later commits get a Change-Id.`,
    ],
    async make(): Promise<MadeEdit> {
      const made = await prepared.make();
      try {
        await installHook(git, await fetchHook(), { withoutSubmodules: true });
      } catch (error) {
        // The commits are fixed all the same.
        return { ...made, done: `${made.done} (without the hook: ${messageOf(error)})` };
      }
      return { ...made, done: `${made.done}, and the commit-msg hook`, undo: `${made.undo} && rm "${path}"` };
    },
  };
}
