import type { Change, GerritClient } from '../../gerrit';
import type { PushResult } from './push';

/** A change as the server made or updated it at a push of ours. */
interface OwnPush {
  readonly number: number;
  readonly url: string;
  readonly subject: string;
  readonly project: string;
  readonly branch: string;
  readonly changeId: string;
  readonly commit: string;
  readonly patchSet: number;
  readonly wip: boolean;
  readonly private: boolean;
  /** When it was pushed, in milliseconds since the epoch. */
  readonly at: number;
}

/** What keeps values over a restart, such as `workspaceState`. */
export interface PushMemory {
  get<T>(key: string, otherwise: T): T;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'pushes.own';
const KEPT_MS = 30 * 24 * 60 * 60_000;
/** Of each server. */
const MOST = 200;

/**
 * What our accepted pushes made. Gerrit is asked anonymously and does not show private changes then: where its answer is
 * empty, what it said at the push stands in, for 30 days or until it tells itself.
 */
export class OwnPushes {
  constructor(
    private readonly memory: PushMemory,
    private readonly now: () => number = Date.now,
  ) {}

  /** @param webUrl address of the server's pages; without one nothing is kept */
  async keep(webUrl: string | undefined, { outcome, changes, plan }: PushResult): Promise<void> {
    if (webUrl === undefined || outcome !== 'accepted') return;
    const { target } = plan;
    const made = changes.flatMap((change): OwnPush[] => {
      const { number, url, subject, wip, changeId, commit, patchSet } = change;
      const project = change.project ?? target.project;
      if (changeId === undefined || commit === undefined || patchSet === undefined || project === undefined) return [];
      return [
        {
          number,
          url,
          subject,
          project,
          branch: target.branch,
          changeId,
          commit,
          patchSet,
          wip,
          private: change.private,
          at: this.now(),
        },
      ];
    });
    const numbers = new Set(made.map(({ number }) => number));
    await this.write(webUrl, [...made, ...this.of(webUrl).filter(({ number }) => !numbers.has(number))].slice(0, MOST));
  }

  /** The changes with a Change-Id: what the server told, else what it said when we pushed. */
  fill(webUrl: string, changeId: string, told: Change[]): Change[] {
    const own = this.of(webUrl);
    const same = own.filter((push) => push.changeId === changeId);
    if (told.length === 0) return same.map(changeOf);
    if (same.length > 0) {
      void this.write(
        webUrl,
        own.filter((push) => push.changeId !== changeId),
      );
    }
    return told;
  }

  /** A client whose empty answers are filled. */
  over(client: Pick<GerritClient, 'changesById' | 'webUrl'>): Pick<GerritClient, 'changesById'> {
    return {
      changesById: async (...asked) => {
        const told = await client.changesById(...asked);
        return new Map([...told].map(([id, changes]) => [id, this.fill(client.webUrl, id, changes)]));
      },
    };
  }

  private of(webUrl: string): readonly OwnPush[] {
    const kept = this.memory.get<Readonly<Record<string, readonly OwnPush[]>>>(KEY, {})[webUrl] ?? [];
    return kept.filter(({ at }) => this.now() - at < KEPT_MS);
  }

  private async write(webUrl: string, pushes: readonly OwnPush[]): Promise<void> {
    await this.memory.update(KEY, { ...this.memory.get(KEY, {}), [webUrl]: pushes });
  }
}

/** Such as `private, as pushed on 2026-11-26`, of a change that the server itself did not tell of. */
export function pushedWords(change: Change): string | undefined {
  if (!('pushedAt' in change) || typeof change.pushedAt !== 'number') return undefined;
  return `${change.private ? 'private, ' : ''}as pushed on ${new Date(change.pushedAt).toISOString().slice(0, 10)}`;
}

function changeOf({
  number,
  url,
  subject,
  project,
  branch,
  changeId,
  commit,
  patchSet,
  wip,
  private: isPrivate,
  at,
}: OwnPush): Change & { readonly pushedAt: number } {
  const current = {
    number: patchSet,
    commit,
    ref: `refs/changes/${String(number % 100).padStart(2, '0')}/${number}/${patchSet}`,
  };
  return {
    ...{
      number,
      changeId,
      project,
      branch,
      subject,
      url,
      wip,
      private: isPrivate,
      status: 'NEW',
      current,
      patchSets: [current],
    },
    ...{ hashtags: [], owner: { id: 0 }, created: at, updated: at, unresolvedComments: 0, votes: [], requirements: [] },
    pushedAt: at,
  };
}
