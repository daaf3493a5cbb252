import { Emitter, type Event } from '../base/emitter';
import type { GerritClient } from './client';
import { isUnreachable } from './errors';
import type { Change } from './model';

/** A value, and when the server said so (milliseconds since the epoch). */
export interface Aged<T> {
  readonly value: T;
  readonly at: number;
}

/** `missing`: the server has no such change that everyone may see. */
export type KnownState = Change | 'missing';

const FRESH_MS = 60_000;
const MOST = 2000;

/**
 * What is known of changes without asking: looked up while a person types, brought up to date in one request for many.
 * While the server cannot be reached the old values stay, with their age.
 */
export class KnownChanges {
  private readonly changes = new Map<number, Aged<KnownState>>();
  private readonly running = new Map<number, Promise<void>>();
  private readonly changed = new Emitter<void>();
  /** Something became known that was not, or changed. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly client: Pick<GerritClient, 'changesByNumber'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Never waits. */
  peek(number: number): Aged<KnownState> | undefined {
    return this.changes.get(number);
  }

  /**
   * Asks for those that are unknown or older than a minute; those being asked for are waited for, not asked again.
   * @returns false when the server could not be reached: what is known is as old as it says
   * @throws GerritError for other failures
   */
  async refresh(numbers: Iterable<number>, maxAgeMs = FRESH_MS): Promise<boolean> {
    const wanted = [...new Set(numbers)];
    const oldest = this.now() - maxAgeMs;
    const missing = wanted.filter(
      (number) => !this.running.has(number) && (this.changes.get(number)?.at ?? -Infinity) <= oldest,
    );
    if (missing.length > 0) {
      const work = this.ask(missing).finally(() => missing.forEach((number) => this.running.delete(number)));
      missing.forEach((number) => this.running.set(number, work));
    }
    try {
      await Promise.all(wanted.flatMap((number) => this.running.get(number) ?? []));
      return true;
    } catch (error) {
      if (isUnreachable(error)) return false;
      throw error;
    }
  }

  /** Takes over what another request has found out. */
  keep(changes: Iterable<Change>): void {
    const at = this.now();
    for (const change of changes) this.put(change.number, { value: change, at });
    this.changed.fire();
  }

  private async ask(numbers: readonly number[]): Promise<void> {
    const found = await this.client.changesByNumber(numbers, { detail: 'state' });
    const at = this.now();
    for (const number of numbers) this.put(number, { value: found.get(number) ?? 'missing', at });
    this.changed.fire();
  }

  private put(number: number, known: Aged<KnownState>): void {
    this.changes.delete(number);
    this.changes.set(number, known);
    const oldest = this.changes.size > MOST ? this.changes.keys().next().value : undefined;
    if (oldest !== undefined) this.changes.delete(oldest);
  }
}
