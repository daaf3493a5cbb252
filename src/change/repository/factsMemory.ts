import { isDeepStrictEqual } from 'node:util';
import { type Disposable, Emitter } from '../../base/emitter';
import type { RepositoryFacts } from './repositoryFacts';

/** How long facts are used before they are read again in the background. */
const FRESH_MS = 10_000;

/** What was read of each working tree; kept, so that typing waits for nothing. */
export class FactsMemory implements Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly changed = new Emitter<string>();
  /** Tells the root whose facts are others than before. A reading that finds the same is no news: who listens reads again. */
  readonly onDidChange = this.changed.event;

  /** @param readNow never throws: what cannot be read is missing */
  constructor(
    private readonly readNow: (root: string) => Promise<RepositoryFacts>,
    private readonly now: () => number = Date.now,
  ) {}

  has(root: string): boolean {
    return this.entries.has(root);
  }

  /** What is known now; undefined until the first reading. Old facts are read again in the background. */
  known(root: string): RepositoryFacts | undefined {
    const entry = this.entries.get(root);
    if (!entry || this.now() - entry.readAt > FRESH_MS) void this.read(root);
    return entry?.facts;
  }

  /** What is known, after a first reading. */
  async facts(root: string): Promise<RepositoryFacts> {
    return this.entries.get(root)?.facts ?? this.read(root);
  }

  /** Reads again; whoever awaits it gets what holds now. */
  async read(root: string): Promise<RepositoryFacts> {
    const before = this.entries.get(root);
    if (before?.reading) return before.reading;
    const reading = this.readNow(root);
    this.entries.set(root, { ...before, readAt: this.now(), reading });
    const facts = await reading;
    this.entries.set(root, { facts, readAt: this.now() });
    if (!isDeepStrictEqual(facts, before?.facts)) this.changed.fire(root);
    return facts;
  }

  dispose(): void {
    this.changed.dispose();
    this.entries.clear();
  }
}

interface Entry {
  readonly facts?: RepositoryFacts;
  readonly readAt: number;
  readonly reading?: Promise<RepositoryFacts>;
}
