/** What servers said of the changes of plans, kept for a window that opens while a server is away. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { keepFile } from '../../base/keeping';
import { isReadError, readText } from '../../base/readFile';
import type { Change } from '../../gerrit';
import type { LastKnown } from './askStatus';

const MOST_BYTES = 2 << 20;
const MOST_CHANGES = 500;
/** Of a change; one with more is kept without the oldest. */
const MOST_PATCH_SETS = 20;
const MOST_VOTES = 50;
/** A subject or a name, in UTF-16 units. */
const LONGEST = 200;

const SHORT = v.pipe(
  v.string(),
  v.transform((text) => text.slice(0, LONGEST)),
);
const ACCOUNT = v.object({
  id: v.number(),
  name: v.exactOptional(SHORT),
  email: v.exactOptional(SHORT),
  username: v.exactOptional(SHORT),
});
const PATCH_SET = v.object({
  number: v.number(),
  commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/)),
  ref: v.pipe(v.string(), v.regex(/^refs\/changes\/\d\d\/\d+\/\d+$/)),
  uploader: v.exactOptional(ACCOUNT),
});
/** What tells where a step stands. */
const CHANGE = v.object({
  number: v.number(),
  changeId: v.pipe(v.string(), v.regex(/^I[0-9a-f]{40}$/)),
  project: SHORT,
  branch: SHORT,
  subject: SHORT,
  status: v.picklist(['NEW', 'MERGED', 'ABANDONED']),
  url: v.pipe(v.string(), v.maxLength(2000), v.regex(/^https?:\/\//)),
  wip: v.boolean(),
  owner: ACCOUNT,
  created: v.number(),
  updated: v.number(),
  submitted: v.exactOptional(v.number()),
  votes: v.array(v.object({ label: SHORT, value: v.number(), by: ACCOUNT })),
  requirements: v.array(v.object({ name: SHORT, status: SHORT })),
  patchSets: v.array(PATCH_SET),
});
/** `asOf`: when it was asked for, in milliseconds since the epoch. */
const KEPT = v.object({ asOf: v.number(), change: CHANGE });
const FILE = v.pipe(v.string(), v.parseJson(), v.array(KEPT), v.maxLength(MOST_CHANGES));
type Kept = v.InferOutput<typeof KEPT>;

/** One file for each server, in a folder of the extension that all windows share. */
export class LastKnownChanges implements LastKnown {
  /** By server, then by number. */
  private readonly kept = new Map<string, ReadonlyMap<number, Kept>>();

  constructor(
    /** Absolute; made when needed. */
    private readonly folder: string,
  ) {}

  get(server: string, number: number): Change | undefined {
    const found = this.kept.get(server)?.get(number)?.change;
    if (!found) return undefined;
    const current = found.patchSets.at(-1);
    return { ...found, hashtags: [], private: false, unresolvedComments: 0, ...(current ? { current } : {}) };
  }

  asOf(server: string, changes: Iterable<number>): number | undefined {
    const kept = this.kept.get(server);
    const ages = [...changes].flatMap((number) => kept?.get(number)?.asOf ?? []);
    return ages.length === 0 ? undefined : Math.min(...ages);
  }

  /** Reads what was kept of a server, unless that was done; what is damaged counts as nothing. */
  async load(server: string): Promise<void> {
    if (this.kept.has(server)) return;
    const read = await this.read(server);
    if (!this.kept.has(server)) this.kept.set(server, read);
  }

  /**
   * Keeps what a server said, together with what other windows kept of it. An older answer never takes the place of a
   * newer one; of too many changes the oldest answers go.
   * @param asOf when it was asked for, in milliseconds since the epoch
   * @throws KeepingError
   */
  async keep(server: string, changes: readonly Change[], asOf: number): Promise<void> {
    const all = new Map(await this.read(server));
    const ours = [...(this.kept.get(server)?.values() ?? []), ...changes.flatMap((change) => reduced(change, asOf))];
    for (const each of ours) {
      const { number } = each.change;
      if ((all.get(number)?.asOf ?? -Infinity) <= each.asOf) all.set(number, each);
    }
    const newest = [...all.values()].sort((a, b) => b.asOf - a.asOf).slice(0, MOST_CHANGES);
    this.kept.set(server, byNumber(newest));
    await keepFile('What Gerrit said of the changes', this.fileOf(server), withinBytes(newest));
  }

  private async read(server: string): Promise<ReadonlyMap<number, Kept>> {
    const text = await readText(this.fileOf(server), MOST_BYTES).catch((error: unknown) => {
      if (isReadError(error)) return undefined;
      throw error;
    });
    const read = v.safeParse(FILE, text);
    return byNumber(read.success ? read.output : []);
  }

  private fileOf(server: string): string {
    return join(this.folder, `${createHash('sha256').update(server).digest('hex').slice(0, 16)}.json`);
  }
}

const byNumber = (kept: readonly Kept[]): ReadonlyMap<number, Kept> =>
  new Map(kept.map((each) => [each.change.number, each]));

/** None for a change that could not be read again, such as one without a date. */
function reduced(change: Change, asOf: number): Kept[] {
  const read = v.safeParse(CHANGE, {
    ...change,
    votes: change.votes.slice(0, MOST_VOTES),
    requirements: change.requirements.slice(0, MOST_VOTES),
    patchSets: change.patchSets.slice(-MOST_PATCH_SETS),
  });
  return read.success ? [{ asOf, change: read.output }] : [];
}

/** JSON that can be read again: a server may have filled every change to its limits. */
function withinBytes(kept: readonly Kept[]): string {
  const text = JSON.stringify(kept);
  return Buffer.byteLength(text) <= MOST_BYTES ? text : withinBytes(kept.slice(0, Math.floor(kept.length / 2)));
}
