import { messageOf } from '../../base/errors';
import { type Change, type GerritClient, GerritError } from '../../gerrit';

/** How long an answer is used without asking again. */
const FRESH_MS = 60_000;

/**
 * What a server said of changes by Change-Id. Asks in one request for those that are unknown or old; while the server
 * gives no answer the old ones stay, and `asOf` tells their age.
 */
export class RememberedChanges implements Pick<GerritClient, 'changesById'> {
  private readonly kept = new Map<string, { readonly changes: Change[]; readonly at: number }>();
  private forgotten = 0;
  private lastProblem: string | undefined;

  constructor(
    private readonly client: Pick<GerritClient, 'changesById'>,
    private readonly now: () => number = Date.now,
    /** What stands for an answer, such as for an empty one. */
    private readonly fill: (id: string, told: Change[]) => Change[] = (_id, told) => told,
  ) {}

  /** Why the server gave no answer the last time it was asked. */
  get problem(): string | undefined {
    return this.lastProblem;
  }

  /** When the oldest of these answers came, in milliseconds since the epoch; undefined when none did. */
  asOf(ids: readonly string[]): number | undefined {
    const times = ids.flatMap((id) => this.kept.get(id)?.at ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** The next question goes to the server; until it answers, what is known stays. */
  askAgain(): void {
    this.forgotten = this.now();
  }

  /** Those that are known: an id is missing while the server never told of it. `problem` says why; no GerritError is thrown. */
  async changesById(ids: Iterable<string>): Promise<Map<string, Change[]>> {
    const wanted = [...new Set(ids)];
    const oldest = Math.max(this.now() - FRESH_MS, this.forgotten);
    const missing = wanted.filter((id) => (this.kept.get(id)?.at ?? -Infinity) <= oldest);
    if (missing.length > 0) await this.ask(missing);
    return this.known(wanted);
  }

  /** The same without asking. */
  known(ids: Iterable<string>): Map<string, Change[]> {
    return new Map(
      [...ids].flatMap((id) => {
        const kept = this.kept.get(id);
        return kept ? [[id, this.fill(id, kept.changes)] as const] : [];
      }),
    );
  }

  private async ask(ids: readonly string[]): Promise<void> {
    try {
      const found = await this.client.changesById(ids, { detail: 'patch-sets' });
      const at = this.now();
      for (const id of ids) this.kept.set(id, { changes: found.get(id) ?? [], at });
      this.lastProblem = undefined;
    } catch (error) {
      if (!(error instanceof GerritError)) throw error;
      this.lastProblem = messageOf(error);
    }
  }
}
