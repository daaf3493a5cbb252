import { GerritError, isUnreachable, KnownChanges, type GerritClient, type ProjectConfig } from '../../gerrit';
import type { KnownChange } from '../finding';
import { RememberedChanges } from './rememberedChanges';

/** What one server said: of the person's own changes, of those they wait for, and what a project asks of commits. */
export class ServerMemory {
  readonly own: RememberedChanges;
  private readonly others: KnownChanges;
  private readonly configs = new Map<string, Promise<ProjectConfig>>();
  private readonly branchNames = new Map<string, Promise<readonly string[]>>();

  constructor(readonly client: GerritClient) {
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
    return once(this.configs, project, () => this.client.projectConfig(project));
  }

  /** Names of a project's branches; undefined as above. */
  branches(project: string): Promise<readonly string[] | undefined> {
    return once(this.branchNames, project, () => this.client.branches(project));
  }
}

/** What was answered once is not asked for again; what was not, is. */
async function once<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T | undefined> {
  const asked = answers.get(key) ?? ask();
  answers.set(key, asked);
  try {
    return await asked;
  } catch (error) {
    answers.delete(key);
    if (isUnreachable(error) || (error instanceof GerritError && error.reason === 'not-found')) return undefined;
    throw error;
  }
}
