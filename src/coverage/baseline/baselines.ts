/**
 * The reports that the present one is compared with, kept on disk: the one before it, or one that the person named.
 *
 * A folder for each root holds at most three files. Each is replaced as a whole, so that a crash or a second window
 * leaves the old or the new one; two windows that see the same report arrive write the same files. A checksum tells
 * what a disk or somebody else changed.
 */
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { hasCode, messageOf, UserError } from '../../base/errors';
import { KeepingError, keepFile, keeping, makeFolder } from '../../base/keeping';
import type { Log } from '../../base/log';
import { readFile, readStart } from '../../base/readFile';
import { decodeSnapshot, encodeSnapshot, isBefore, type Snapshot } from '../report/snapshot';

/** Larger than any snapshot that is written (nova's has some 3 MB): what is larger is not ours. */
const MAX_BYTES = 64 << 20;
/** A header holds a name that a person typed, and the paths of a root's reports. */
const MAX_HEADER_BYTES = 64 << 10;
/** Roots whose reports are kept for one workspace; that of the one that was used longest ago makes room for another. */
const MOST_ROOTS = 32;

export interface Baseline {
  /** What the person called it, or when its report was written. */
  readonly name: string;
  /** Whether the person set it. */
  readonly isNamed: boolean;
  readonly snapshot: Snapshot;
}

/** A report that nobody named. */
export function baselineOf(snapshot: Snapshot): Baseline {
  return { name: `the report of ${new Date(snapshot.writtenAt).toLocaleString()}`, isNamed: false, snapshot };
}

/** The first line of a file. */
const Header = v.object({ name: v.string(), identity: v.string(), sha256: v.string() });
type Header = v.InferOutput<typeof Header>;

export class Baselines {
  /**
   * Why a kept report is not compared with, or this one could not be kept, in a sentence for a person; undefined while
   * all is whole.
   */
  problem: UserError | undefined;

  private constructor(
    private readonly folder: string,
    private readonly log: Log,
    private readonly keep: typeof keepFile,
  ) {}

  /**
   * @param storage absolute path of a folder of ours; made when it is missing
   * @param root absolute path of the root whose reports these are
   * @param keep replaces a file; tests put a full disk in its place
   * @throws KeepingError
   */
  static async open(storage: string, root: string, log: Log, keep = keepFile): Promise<Baselines> {
    const all = join(storage, 'baselines');
    const folder = join(all, createHash('sha256').update(root).digest('hex').slice(0, 32));
    const isNew = await keeping('Reports to compare with', all, () => makeFolder(folder));
    if (isNew) await dropOldest(all);
    return new Baselines(folder, log, keep);
  }

  /**
   * Notes that this report is the present one, and gives what to compare it with: the named baseline, or else the
   * report that was the present one before. The same report again, after a reload or in a second window, changes
   * nothing, nor does one that came late: of the same files, but written before what is noted. One that cannot be kept
   * is compared all the same, and `problem` says that the next will not be compared with it.
   */
  async arrived(snapshot: Snapshot): Promise<Baseline | undefined> {
    const { identity } = snapshot;
    const noted = await this.identityIn('latest');
    if (noted === undefined || !(noted === identity || isBefore(identity, noted))) {
      try {
        const latest = noted === undefined ? undefined : await this.bytesOf('latest');
        if (latest) await this.keep(THIS_REPORT, this.fileOf('previous'), latest.file);
        await this.write(THIS_REPORT, 'latest', '', snapshot);
        if (this.problem instanceof KeepingError) this.problem = undefined;
      } catch (error) {
        if (!(error instanceof KeepingError)) throw error;
        this.problem = error;
        this.log.warn(`${error.message} ${messageOf(error.cause)}`);
        const before = await this.read('latest'); // still the report before this one
        return (await this.named()) ?? (before && baselineOf(before.snapshot));
      }
    }
    const baseline = await this.comparedWith();
    const other = baseline?.isNamed ? undefined : baseline?.snapshot.identity;
    return other !== undefined && (other === identity || isBefore(identity, other)) ? undefined : baseline;
  }

  /** The named baseline, or else the report before the present one. */
  async comparedWith(): Promise<Baseline | undefined> {
    const named = await this.named();
    if (named) return named;
    const previous = await this.read('previous');
    return previous && baselineOf(previous.snapshot);
  }

  /**
   * What was noted of the report of this identity, if it was the last: the hashes of the text that it measured outlive
   * edits and a reload.
   */
  async latest(identity: string): Promise<Snapshot | undefined> {
    return (await this.read('latest', (header) => header.identity === identity))?.snapshot;
  }

  named(): Promise<Baseline | undefined> {
    return this.read('named');
  }

  /** @throws KeepingError */
  async setNamed(name: string, snapshot: Snapshot): Promise<void> {
    await this.write('The baseline', 'named', name, snapshot);
  }

  async clearNamed(): Promise<void> {
    await keeping('That the baseline is cleared', this.folder, () => rm(this.fileOf('named'), { force: true }));
  }

  private fileOf(slot: Slot): string {
    return join(this.folder, slot);
  }

  private async write(what: string, slot: Slot, name: string, snapshot: Snapshot): Promise<void> {
    const body = encodeSnapshot(snapshot);
    const header: Header = { name, identity: snapshot.identity, sha256: sha256(...body) };
    await this.keep(what, this.fileOf(slot), Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...body]));
  }

  private async identityIn(slot: Slot): Promise<string | undefined> {
    let identity: string | undefined;
    await this.bytesOf(slot, (header) => {
      identity = header.identity;
      return false;
    });
    return identity;
  }

  private async read(slot: Slot, isWanted?: (header: Header) => boolean): Promise<Baseline | undefined> {
    const found = await this.bytesOf(slot, isWanted);
    if (!found) return undefined;
    try {
      return { name: found.header.name, isNamed: slot === 'named', snapshot: decodeSnapshot(found.body) };
    } catch (error) {
      this.leaveOut(slot, error);
      return undefined;
    }
  }

  /**
   * A file that is whole and wanted. One that is damaged counts as none: the comparison is lost, and nothing else.
   * @param isWanted told by the header, so that a file of nova's size is not read in vain
   */
  private async bytesOf(
    slot: Slot,
    isWanted: (header: Header) => boolean = () => true,
  ): Promise<{ header: Header; body: Buffer; file: Buffer } | undefined> {
    try {
      const start = await readStart(this.fileOf(slot), MAX_HEADER_BYTES);
      if (!start || !isWanted(headerOf(start))) return undefined;
      // Another window may have replaced it since: its header is read with its body.
      const file = (await readFile(this.fileOf(slot), MAX_BYTES))?.bytes;
      if (!file) return undefined;
      const header = headerOf(file);
      if (!isWanted(header)) return undefined;
      const body = file.subarray(file.indexOf('\n') + 1);
      if (sha256(body) !== header.sha256) throw new Error('its checksum is wrong');
      return { header, body, file };
    } catch (error) {
      this.leaveOut(slot, error);
      return undefined;
    }
  }

  private leaveOut(slot: Slot, error: unknown): void {
    this.log.warn(`The kept report ${this.fileOf(slot)} is left out: ${messageOf(error)}`);
    if (slot === 'latest') return; // it is written again
    this.problem = new UserError(
      'damaged',
      slot === 'named'
        ? 'The baseline that you set is damaged, so nothing is compared with it. Set or clear it again.'
        : 'The report kept from before is damaged, so this one is not compared with it. The next one will be again.',
      { cause: error },
    );
  }
}

/** As the subject of a sentence. */
const THIS_REPORT = 'This report, which the next one is compared with,';

type Slot = 'latest' | 'previous' | 'named';

/** @throws SyntaxError or ValiError where the first line is not a header */
function headerOf(file: Buffer): Header {
  const end = file.subarray(0, MAX_HEADER_BYTES).indexOf('\n');
  return v.parse(Header, JSON.parse(file.toString('utf8', 0, Math.max(end, 0))));
}

function sha256(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Another window may drop the same ones meanwhile. */
async function dropOldest(all: string): Promise<void> {
  const folders = await Promise.all(
    (await readdir(all)).map(async (name) => {
      const path = join(all, name);
      return { path, usedAt: await usedAt(path) };
    }),
  );
  const oldest = folders.sort((a, b) => b.usedAt - a.usedAt).slice(MOST_ROOTS);
  await Promise.all(oldest.map(({ path }) => rm(path, { recursive: true, force: true })));
}

/** A folder changes when a file in it is replaced. */
async function usedAt(folder: string): Promise<number> {
  try {
    return (await stat(folder)).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
