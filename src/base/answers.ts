import { isDeepStrictEqual } from 'node:util';
import { type Disposable, Emitter } from './emitter';
import { messageOf, UserError } from './errors';
import { RETRY_MS } from './freshness';

export interface AnswersOptions<Key, Value> {
  /** One question for several keys; each has an answer in the result. */
  readonly ask: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;
  /** How long an answer is used, in milliseconds; see `FRESH_MS`. */
  readonly freshMs: number;
  readonly now?: () => number;
}

/** For what is asked one key at a time. One that fails, fails for all that were wanted together. */
export const ofEach =
  <Key, Value>(ask: (key: Key) => Promise<Value>): AnswersOptions<Key, Value>['ask'] =>
  async (keys) =>
    new Map(await Promise.all(keys.map(async (key) => [key, await ask(key)] as const)));

/** All times are those of the question, in milliseconds since the epoch: an answer is never newer than that. */
interface Entry<Value> {
  readonly answer?: { readonly at: number; readonly value: Value } | undefined;
  /** Since the answer. */
  readonly failure?: { readonly at: number; readonly error: Error };
  readonly question?: { readonly at: number; readonly done: Promise<void> } | undefined;
}

/** The newest ones are kept: some megabytes, of changes with all their patch sets. */
const MOST = 2000;

/**
 * Answers of something that is slow or may be away, with their age. A question goes out for what is unknown or old, one
 * at a time for each key; the old answer stays until the new one is there, and where the question fails. What failed is
 * not asked again for a minute. Keys are compared as a Map does.
 */
export class Answers<Key, Value> implements Disposable {
  private readonly entries = new Map<Key, Entry<Value>>();
  private readonly changed = new Emitter<Key>();
  /** A key whose answer differs from the one before. The same answer again is no news: listeners may ask again. */
  readonly onDidChange = this.changed.event;
  /** What was asked for until then is old. */
  private outdated = -Infinity;
  private readonly now: () => number;

  constructor(private readonly options: AnswersOptions<Key, Value>) {
    this.now = options.now ?? Date.now;
  }

  /** What is known, without asking. */
  peek(key: Key): Value | undefined {
    return this.entries.get(key)?.answer?.value;
  }

  /**
   * The answers that are known after asking for those that are unknown or old. Where that fails with a UserError the old
   * ones stand in, and `failure` says why.
   */
  async get(keys: Iterable<Key>): Promise<Map<Key, Value>> {
    const wanted = [...keys];
    await this.refresh(wanted).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
    });
    return new Map(
      wanted.flatMap((key) => {
        const answer = this.entries.get(key)?.answer;
        return answer ? [[key, answer.value] as const] : [];
      }),
    );
  }

  /**
   * Asks for those that are unknown or old, or for all of them. A question under way is waited for, and asked once more
   * where it began too long ago to count.
   * @throws what the question throws, or threw less than a minute ago
   */
  async refresh(keys: Iterable<Key>, which: 'old' | 'all' = 'old'): Promise<void> {
    const wanted = [...new Set(keys)];
    const since = this.now() - (which === 'all' ? 0 : this.options.freshMs);
    const questions = () => wanted.flatMap((key) => this.entries.get(key)?.question ?? []);
    const late = questions().filter(({ at }) => at < since || at <= this.outdated);
    if (late.length > 0) await Promise.allSettled(late.map(({ done }) => done));
    const missing = wanted.filter((key) => !this.entries.get(key)?.question && (which === 'all' || this.isOld(key)));
    if (missing.length > 0) this.begin(missing);
    await Promise.all(questions().map(({ done }) => done));
    const error = this.failure(wanted);
    if (error !== undefined) throw error;
  }

  /** Takes over what another question found out. @param at when that was asked, in milliseconds since the epoch */
  put(key: Key, value: Value, at: number): void {
    const { answer: before, question } = this.entries.get(key) ?? {};
    if (before && before.at > at) return;
    this.set(key, { answer: { at, value }, question });
    if (!before || !isDeepStrictEqual(before.value, value)) this.changed.fire(key);
  }

  /** When the oldest of these answers was asked for, in milliseconds since the epoch; undefined when none is known. */
  asOf(keys: Iterable<Key>): number | undefined {
    const times = [...keys].flatMap((key) => this.entries.get(key)?.answer?.at ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Why the last question for one of these failed; undefined where all were answered. */
  failure(keys: Iterable<Key>): Error | undefined {
    return [...keys].map((key) => this.entries.get(key)?.failure?.error).find((error) => error !== undefined);
  }

  /** All answers are old, and what failed may be tried again; what is known stays until a new answer is there. */
  askAgain(): void {
    this.outdated = this.now();
  }

  /** Nothing is known of it any more. */
  forget(key: Key): void {
    this.entries.delete(key);
  }

  dispose(): void {
    this.changed.dispose();
    this.entries.clear();
  }

  private isOld(key: Key): boolean {
    const { answer, failure } = this.entries.get(key) ?? {};
    const isOver = (at = -Infinity, ms: number): boolean => at <= this.outdated || this.now() - at >= ms;
    return isOver(answer?.at, this.options.freshMs) && isOver(failure?.at, RETRY_MS);
  }

  private begin(keys: readonly Key[]): void {
    const at = this.now();
    const end = (failure?: Entry<Value>['failure']): void => {
      for (const key of keys) {
        const { answer } = this.entries.get(key) ?? {};
        this.set(key, failure ? { answer, failure } : { answer });
      }
    };
    const done = this.options.ask(keys).then(
      (found) => {
        end(); // before a listener hears of it, who may ask again
        for (const [key, value] of found) this.put(key, value, at);
      },
      (thrown: unknown) => {
        const error = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
        end({ at, error });
        throw error;
      },
    );
    for (const key of keys) this.set(key, { ...this.entries.get(key), question: { at, done } });
  }

  private set(key: Key, entry: Entry<Value>): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    const oldest = this.entries.size > MOST ? this.entries.keys().next().value : undefined;
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
