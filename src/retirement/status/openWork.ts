import type { Change, Server } from '../../gerrit';
import type { Plan } from '../plan/plan';

/** What is under way in a repository, for a person to see before it is emptied. */
export interface OpenWork {
  readonly changes: readonly Change[];
  /** There are more than were asked for. */
  readonly more: boolean;
  /** Branches beside the one that is emptied: their content stays. */
  readonly branches: readonly string[];
}

const MOST = 200;

/** Asks the server now. @param branch the one that is emptied @throws GerritError */
export async function openWork(server: Server, repository: string, branch: string): Promise<OpenWork> {
  // A name of a project has no quotes: the plan's reader sees to it.
  const { items, more } = await server.client.queryChanges(`status:open project:"${repository}"`, { most: MOST });
  const branches = (await server.branches(repository)) ?? [];
  return { changes: items, more, branches: branches.filter((name) => name !== branch).sort() };
}

/** One line each, without a full stop; none where nothing is under way. */
export function openWorkWords(repository: string, { changes, more, branches }: OpenWork): string[] {
  const words: string[] = [];
  if (changes.length > 0) {
    const count = `${changes.length}${more ? ' or more' : ''} open ${changes.length === 1 ? 'change' : 'changes'}`;
    words.push(
      `${repository} has ${count}, which cannot merge any more: ${changes
        .slice(0, 5)
        .map(({ number }) => number)
        .join(', ')}`,
    );
  }
  if (branches.length > 0) {
    words.push(
      `Other branches keep their content: ${branches.slice(0, 8).join(', ')}${branches.length > 8 ? ' …' : ''}`,
    );
  }
  return words;
}

/**
 * The changes that end with the project: not those of the retirement itself. Where it is deprecated, only master ends.
 * Source: resolution of 2019-07-11 of governance, and its tools/abandon_patches_on_retired_repositories.sh.
 */
export function toAbandon(plan: Plan, changes: readonly Change[]): Change[] {
  const own = new Set(plan.steps.flatMap(({ change, changeId }) => [change ?? '', changeId ?? '']));
  return changes.filter(
    ({ number, changeId, branch }) =>
      !own.has(number) && !own.has(changeId) && (plan.kind !== 'deprecate' || branch === 'master'),
  );
}
