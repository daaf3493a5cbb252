import { GerritError, isUnreachable, KnownChanges, type GerritClient, type ProjectConfig } from '../../gerrit';
import type { KnownChange } from '../finding';
import { RememberedChanges } from './rememberedChanges';

/** How long a server that gave no answer is not asked the same again. */
const FAILED_MS = 60_000;

/** What one server said: of the person's own changes, of those they wait for, and what a project asks of commits. */
export class ServerMemory {
  readonly own: RememberedChanges;
  private readonly others: KnownChanges;
  private readonly configs = new Map<string, Asked<ProjectConfig>>();
  private readonly branchNames = new Map<string, Asked<readonly string[]>>();

  constructor(
    readonly client: GerritClient,
    private readonly now: () => number = Date.now,
  ) {
    this.own = new RememberedChanges(client);
    this.others = new KnownChanges(client);
  }

  /** The changes with these numbers as far as they are known; asks for those that are not. Quiet when the server is away. */
  async byNumber(numbers: readonly number[]): Promise<ReadonlyMap<number, KnownChange & { readonly votes: readonly string[] }>> {
    await this.others.refresh(numbers);
    return new Map(
      numbers.flatMap((number) => {
        const known = this.others.peek(number)?.value;
        if (known === undefined || known === 'missing') return [];
        const votes = known.votes.map(({ label, value }) => `${label} ${value > 0 ? '+' : ''}${value}`);
        return [[number, { ...known, votes: [...new Set(votes)] }] as const];
      }),
    );
  }

  /** Undefined when the server is away or has no such project that everyone may see. */
  projectConfig(project: string): Promise<ProjectConfig | undefined> {
    return once(this.configs, project, () => this.client.projectConfig(project), this.now);
  }

  /** Names of a project's branches; undefined as above. */
  branches(project: string): Promise<readonly string[] | undefined> {
    return once(this.branchNames, project, () => this.client.branches(project), this.now);
  }
}

interface Asked<T> {
  readonly answer: Promise<T>;
  /** In milliseconds since the epoch. */
  failedAt?: number;
}

/** What was answered once is not asked for again; what was not, is after a while. */
async function once<T>(answers: Map<string, Asked<T>>, key: string, ask: () => Promise<T>, now: () => number): Promise<T | undefined> {
  const before = answers.get(key);
  const asked: Asked<T> = before && now() - (before.failedAt ?? Infinity) < FAILED_MS ? before : { answer: ask() };
  answers.set(key, asked);
  try {
    return await asked.answer;
  } catch (error) {
    asked.failedAt ??= now();
    if (isUnreachable(error) || (error instanceof GerritError && error.reason === 'not-found')) return undefined;
    throw error;
  }
}
