import { type GerritClient, GerritError, KnownChanges, type ProjectConfig } from '../../gerrit';
import type { KnownChange } from '../message/finding';
import type { OwnPushes } from '../push/ownPushes';
import { PatientClient } from './patientClient';
import { RememberedChanges } from './rememberedChanges';

/** How long a server that gave no answer is not asked the same again. */
const FAILED_MS = 60_000;

/** What one server said: of the person's own changes, of those they wait for, and what a project asks of commits. */
export class ServerMemory {
  readonly own: RememberedChanges;
  private readonly patient: PatientClient;
  private readonly others: KnownChanges;
  private readonly configs = new Map<string, Asked<ProjectConfig>>();
  /** By what was asked. */
  private readonly problems = new Map<string, string>();
  private readonly branchNames = new Map<string, Asked<readonly string[]>>();

  constructor(
    readonly client: GerritClient,
    private readonly now: () => number = Date.now,
    pushes?: Pick<OwnPushes, 'fill'>,
  ) {
    this.patient = new PatientClient(client, now);
    this.own = new RememberedChanges(this.patient, now, pushes && ((id, told) => pushes.fill(client.webUrl, id, told)));
    this.others = new KnownChanges(this.patient, now);
  }

  /** The next questions go to the server; until it answers, what is known stays. */
  askAgain(): void {
    this.patient.askAgain();
    this.own.askAgain();
    for (const answers of [this.configs, this.branchNames]) {
      for (const [key, { failedAt }] of answers) if (failedAt !== undefined) answers.delete(key);
    }
  }

  /** Why the server did not answer something the last time it was asked for it. */
  get problem(): string | undefined {
    return this.own.problem ?? [...this.problems.values()].at(-1);
  }

  /** The changes with these numbers as far as they are known; asks for those that are not. */
  async byNumber(
    numbers: readonly number[],
  ): Promise<ReadonlyMap<number, KnownChange & { readonly votes: readonly string[] }>> {
    await this.quietly('changes', () => this.others.refresh(numbers));
    return new Map(
      numbers.flatMap((number) => {
        const known = this.others.peek(number)?.value;
        if (known === undefined || known === 'missing') return [];
        const votes = known.votes.map(({ label, value }) => `${label} ${value > 0 ? '+' : ''}${value}`);
        return [[number, { ...known, votes: [...new Set(votes)] }] as const];
      }),
    );
  }

  /** Undefined when the server does not tell, or has no such project that everyone may see. */
  projectConfig(project: string): Promise<ProjectConfig | undefined> {
    return this.quietly(`config ${project}`, () =>
      once(this.configs, project, () => this.patient.projectConfig(project), this.now),
    );
  }

  /** Names of a project's branches; undefined as above. */
  branches(project: string): Promise<readonly string[] | undefined> {
    return this.quietly(`branches ${project}`, () =>
      once(this.branchNames, project, () => this.patient.branches(project), this.now),
    );
  }

  /** A server that answers one thing wrongly takes nothing away from what needs no server; `problem` tells. */
  private async quietly<T>(what: string, ask: () => Promise<T>): Promise<T | undefined> {
    this.problems.delete(what);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof GerritError)) throw error;
      if (error.reason !== 'not-found') this.problems.set(what, error.message);
      return undefined;
    }
  }
}

interface Asked<T> {
  readonly answer: Promise<T>;
  /** In milliseconds since the epoch. */
  failedAt?: number;
}

/** What was answered once is not asked for again; what was not, is after a while. */
async function once<T>(
  answers: Map<string, Asked<T>>,
  key: string,
  ask: () => Promise<T>,
  now: () => number,
): Promise<T | undefined> {
  const before = answers.get(key);
  const asked: Asked<T> = before && now() - (before.failedAt ?? Infinity) < FAILED_MS ? before : { answer: ask() };
  answers.set(key, asked);
  try {
    return await asked.answer;
  } catch (error) {
    asked.failedAt ??= now();
    throw error;
  }
}
