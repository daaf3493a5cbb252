import { Answers, type AnswersOptions, ofEach } from '../base/answers';
import { type Disposable, DisposableStore, Emitter } from '../base/emitter';
import { messageOf } from '../base/errors';
import { FRESH_MS } from '../base/freshness';
import type { Log } from '../base/log';
import type { ChangeRef } from './addresses';
import type { GerritClient } from './client';
import { GerritError } from './errors';
import type { Change, ChangeMessage, ProjectConfig } from './model';

/** `missing`: the server shows everyone no such change. */
type ChangeState = Change | 'missing';

export interface ServerOptions {
  readonly log?: Log;
  readonly now?: () => number;
}

/** All patch sets: which one a commit is tells what a push of it does. */
const DETAIL = { detail: 'patch-sets' } as const;

/**
 * What one Gerrit server told everyone, for all that ask it. `known...` answer at once. What is named like a method of
 * the client asks for what is unknown or old; where that fails what is known stands in, and `problemWith` says why. A
 * change has one state here, whichever question it was an answer to. Only anonymous answers are kept.
 */
export class Server implements Disposable {
  private readonly store = new DisposableStore();
  private readonly learned = this.store.add(new Emitter<void>());
  /** Something became known that was not, or changed; once for all that an answer told. */
  readonly onDidLearn = this.learned.event;
  private telling: NodeJS.Immediate | undefined;
  private readonly now: () => number;

  private readonly changes = this.answers<number, ChangeState>(FRESH_MS.change, async (numbers) => {
    const found = await this.client.changesByNumber(numbers, DETAIL);
    for (const change of found.values()) this.list(change);
    return new Map(numbers.map((number) => [number, found.get(number) ?? 'missing']));
  });
  /** Numbers of the changes with a Change-Id. */
  private readonly numbers = this.answers<string, readonly number[]>(FRESH_MS.change, async (ids) => {
    const at = this.now();
    const found = await this.client.changesById(ids, DETAIL);
    for (const change of [...found.values()].flat()) this.changes.put(change.number, change, at);
    return new Map([...found].map(([id, changes]) => [id, changes.map(({ number }) => number)]));
  });
  private readonly messagesOf = this.answers<number, readonly ChangeMessage[]>(FRESH_MS.change, async (numbers) => {
    const found = await this.client.changesByNumber(numbers, { detail: 'messages' });
    return new Map(numbers.map((number) => [number, found.get(number)?.messages ?? []]));
  });
  private readonly configs = this.answers<string, ProjectConfig>(
    FRESH_MS.project,
    ofEach((project) => this.client.projectConfig(project)),
  );
  private readonly branchNames = this.answers<string, readonly string[]>(
    FRESH_MS.project,
    ofEach((project) => this.client.branches(project)),
  );

  constructor(
    /** Asks anonymously, and remembers nothing but that the server is out of reach. */
    readonly client: GerritClient,
    private readonly options: ServerOptions = {},
  ) {
    this.now = options.now ?? Date.now;
  }

  /** With a slash at its end. */
  get webUrl(): string {
    return this.client.webUrl;
  }

  knownChange(number: number): ChangeState | undefined {
    return this.changes.peek(number);
  }

  /** An id is left out while it is unknown what the server has for it. */
  knownChangesById(ids: Iterable<string>): Map<string, Change[]> {
    return new Map(
      [...ids].flatMap((id) => {
        const states = this.numbers.peek(id)?.map((number) => this.changes.peek(number));
        if (!states || states.includes(undefined)) return [];
        return [[id, states.filter((state) => state !== undefined && state !== 'missing')] as const];
      }),
    );
  }

  knownMessages(number: number): readonly ChangeMessage[] | undefined {
    return this.messagesOf.peek(number);
  }

  knownConfig(project: string): ProjectConfig | undefined {
    return this.configs.peek(project);
  }

  /** Those that the server shows everyone. */
  async changesByNumber(numbers: readonly number[]): Promise<Map<number, Change>> {
    const known = await this.changes.get(numbers);
    return new Map([...known].flatMap(([number, state]) => (state === 'missing' ? [] : [[number, state] as const])));
  }

  async changesById(ids: Iterable<string>): Promise<Map<string, Change[]>> {
    const wanted = [...ids];
    await this.numbers.get(wanted);
    return this.knownChangesById(wanted);
  }

  /**
   * What people and Zuul said on changes, the oldest first. They are many times as long as all else of a change, so they
   * are asked for where somebody wants to know why.
   */
  messages(numbers: readonly number[]): Promise<Map<number, readonly ChangeMessage[]>> {
    return this.messagesOf.get(numbers);
  }

  /** Undefined when the server does not tell, or has no such project that everyone may see. */
  async projectConfig(project: string): Promise<ProjectConfig | undefined> {
    return (await this.configs.get([project])).get(project);
  }

  /** Names of a project's branches; undefined as above. */
  async branches(project: string): Promise<readonly string[] | undefined> {
    return (await this.branchNames.get([project])).get(project);
  }

  /**
   * For a command of the person, which must not go by an old answer: asks now, whatever is known, and even where the
   * server was out of reach a moment ago. Throws GerritError. Gives all patch sets, without their messages.
   */
  readonly direct: Pick<GerritClient, 'changesById'> = {
    changesById: async (ids) => {
      const wanted = [...ids];
      this.client.askAgain();
      await this.numbers.refresh(wanted, 'all');
      return this.knownChangesById(wanted);
    },
  };

  /** The same for one change, as a person named it. Throws GerritError. */
  async findChange(ref: ChangeRef, place: { project?: string; branch?: string } = {}): Promise<Change> {
    const at = this.now();
    this.client.askAgain();
    const change = await this.client.findChange(ref, place);
    this.changes.put(change.number, change, at);
    this.list(change);
    return change;
  }

  /** The same for the hook that the server hands out. Throws GerritError. */
  commitMsgHook(): Promise<string> {
    this.client.askAgain();
    return this.client.commitMsgHook();
  }

  /** When the oldest answer for these ids was asked for, in milliseconds since the epoch; undefined when none is known. */
  asOf(changeIds: Iterable<string>): number | undefined {
    return this.numbers.asOf(changeIds);
  }

  /** The same for changes by number, and by Change-Id. */
  asOfChanges(numbers: Iterable<number>, changeIds: Iterable<string>): number | undefined {
    const times = [this.changes.asOf(numbers), this.numbers.asOf(changeIds)].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Why the server did not answer the last question for one of these. That it has no such project is an answer. */
  problemWith({ changeIds = [], numbers = [], projects = [] }: Subjects): string | undefined {
    const errors = [
      this.numbers.failure(changeIds),
      this.changes.failure(numbers),
      this.configs.failure(projects),
      this.branchNames.failure(projects),
    ];
    const isProblem = (error: Error | undefined): boolean =>
      error !== undefined && !(error instanceof GerritError && error.reason === 'not-found');
    const problem = errors.find(isProblem);
    return problem?.message;
  }

  /** The next questions go to the server; until it answers, what is known stays. */
  askAgain(): void {
    this.client.askAgain();
    for (const answers of [this.changes, this.numbers, this.messagesOf, this.configs, this.branchNames]) {
      answers.askAgain();
    }
  }

  dispose(): void {
    clearImmediate(this.telling);
    this.store.dispose();
  }

  /** A change that became known by its number belongs to its Change-Id too; the answer for that one gets no younger. */
  private list({ number, changeId }: Change): void {
    const known = this.numbers.peek(changeId);
    const at = this.numbers.asOf([changeId]);
    if (known && at !== undefined && !known.includes(number)) this.numbers.put(changeId, [...known, number], at);
  }

  private answers<Key, Value>(freshMs: number, ask: AnswersOptions<Key, Value>['ask']): Answers<Key, Value> {
    const answers = this.store.add(
      new Answers<Key, Value>({ freshMs, now: () => this.now(), ask: (keys) => this.logged(ask(keys)) }),
    );
    answers.onDidChange(() => {
      clearImmediate(this.telling);
      this.telling = setImmediate(() => this.learned.fire());
    });
    return answers;
  }

  private async logged<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      this.options.log?.info(`${this.webUrl} was asked in vain: ${messageOf(error)}`);
      throw error;
    }
  }
}

/** What was asked for. */
export interface Subjects {
  readonly changeIds?: readonly string[];
  readonly numbers?: readonly number[];
  readonly projects?: readonly string[];
}
