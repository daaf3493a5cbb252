import { type Change, type GerritClient, isUnreachable, type ProjectConfig } from '../../gerrit';

type Reads = Pick<GerritClient, 'changesById' | 'changesByNumber' | 'projectConfig' | 'branches'>;

/** How long a server that is out of reach is left alone. Each question would wait for its time-out. */
const SILENCE_MS = 60_000;

/** Reads for a view that is brought up to date all the time: after an unreachable answer the same failure is told for a minute. */
export class PatientClient implements Reads {
  private silent: { readonly error: unknown; readonly until: number } | undefined;

  constructor(
    private readonly client: Reads,
    private readonly now: () => number = Date.now,
  ) {}

  /** The next question goes to the server. */
  askAgain(): void {
    this.silent = undefined;
  }

  changesById(...given: Parameters<Reads['changesById']>): Promise<Map<string, Change[]>> {
    return this.ask(() => this.client.changesById(...given));
  }

  changesByNumber(...given: Parameters<Reads['changesByNumber']>): Promise<Map<number, Change>> {
    return this.ask(() => this.client.changesByNumber(...given));
  }

  projectConfig(project: string): Promise<ProjectConfig> {
    return this.ask(() => this.client.projectConfig(project));
  }

  branches(project: string): Promise<string[]> {
    return this.ask(() => this.client.branches(project));
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.silent && this.now() < this.silent.until) throw this.silent.error;
    try {
      const answer = await question();
      this.silent = undefined;
      return answer;
    } catch (error) {
      if (isUnreachable(error)) this.silent = { error, until: this.now() + SILENCE_MS };
      throw error;
    }
  }
}
