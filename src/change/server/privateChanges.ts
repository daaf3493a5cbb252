import { type Change, type Detail, type GerritClient, GerritError } from '../../gerrit';

type Asked = Pick<GerritClient, 'changesById'>;

/** Who is asked for changes: anyone, and then, with credentials that are there already, as the person. */
export interface ChangeSources {
  readonly client: Asked;
  /** A client that has credentials; undefined where there are none without asking the person. */
  readonly signedIn?: () => Promise<Asked | undefined>;
}

export interface FoundChanges {
  readonly changes: Map<string, Change[]>;
  /** None is missing because it is private. */
  readonly isAll: boolean;
}

/**
 * Changes by Change-Id. Those that not everyone may see are looked for as the person, where that asks for nothing.
 * @param isWanted told of what everyone may see
 * @throws GerritError when the server does not answer
 */
export async function findChanges(
  { client, signedIn }: ChangeSources,
  ids: readonly string[],
  detail: Detail,
  isWanted: (change: Change) => boolean = () => true,
): Promise<FoundChanges> {
  const changes = await client.changesById(ids, { detail });
  const missing = ids.filter((id) => !changes.get(id)?.some(isWanted));
  if (missing.length === 0) return { changes, isAll: true };
  const hidden = await asPerson(signedIn, missing, detail);
  for (const [id, found] of hidden ?? []) changes.set(id, found);
  return { changes, isAll: hidden !== undefined };
}

/** Credentials that the server does not take are as good as none. */
async function asPerson(
  signedIn: ChangeSources['signedIn'],
  ids: readonly string[],
  detail: Detail,
): Promise<Map<string, Change[]> | undefined> {
  try {
    const client = await signedIn?.();
    return await client?.changesById(ids, { detail, signIn: true });
  } catch (error) {
    if (error instanceof GerritError) return undefined;
    throw error;
  }
}

/** The same for who only wants changes. */
export const withPrivateChanges = (sources: ChangeSources): Asked => ({
  changesById: async (ids, { detail = 'summary' } = {}) => (await findChanges(sources, [...ids], detail)).changes,
});
