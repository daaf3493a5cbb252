/**
 * The reports that the present one is compared with, kept on disk: the one before it, or one that the person named.
 *
 * A folder for each root holds at most three files. Each is replaced as a whole, so that a crash or a second window
 * leaves the old or the new one; two windows that see the same report arrive write the same files.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { hasCode, messageOf, UserError } from '../base/errors';
import type { Log } from '../base/log';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from './snapshot';

/** Larger than any snapshot that is written (nova's has some 3 MB): what is larger is not ours. */
const MAX_BYTES = 64 << 20;

export interface Baseline {
  /** What the person called it, or when its report was written. */
  readonly name: string;
  readonly snapshot: Snapshot;
}

export class Baselines {
  private constructor(
    private readonly folder: string,
    private readonly log: Log,
  ) {}

  /**
   * @param storage absolute path of a folder of ours; made when it is missing
   * @param root absolute path of the root whose reports these are
   */
  static async open(storage: string, root: string, log: Log): Promise<Baselines> {
    const folder = join(storage, 'baselines', createHash('sha256').update(root).digest('hex').slice(0, 32));
    await mkdir(folder, { recursive: true });
    return new Baselines(folder, log);
  }

  /**
   * Notes that this report is the present one, and gives what to compare it with: the named baseline, or else the
   * report that was the present one before. The same report again, after a reload or in a second window, changes nothing.
   */
  async arrived(snapshot: Snapshot): Promise<Baseline | undefined> {
    const latest = await this.read('latest');
    if (latest?.snapshot.identity !== snapshot.identity) {
      if (latest) await this.write('previous', latest);
      await this.write('latest', { name: '', snapshot });
    }
    return this.comparedWith();
  }

  /** The named baseline, or else the report before the present one. */
  async comparedWith(): Promise<Baseline | undefined> {
    const named = await this.named();
    if (named) return named;
    const previous = await this.read('previous');
    return previous && { ...previous, name: `the report of ${new Date(previous.snapshot.writtenAt).toLocaleString()}` };
  }

  /** The present report as it was noted: the hashes of the text that it measured outlive edits and a reload. */
  async latest(): Promise<Snapshot | undefined> {
    return (await this.read('latest'))?.snapshot;
  }

  named(): Promise<Baseline | undefined> {
    return this.read('named');
  }

  async setNamed(name: string, snapshot: Snapshot): Promise<void> {
    await this.write('named', { name, snapshot });
  }

  async clearNamed(): Promise<void> {
    await rm(this.fileOf('named'), { force: true });
  }

  private fileOf(slot: Slot): string {
    return join(this.folder, slot);
  }

  private async write(slot: Slot, { name, snapshot }: Baseline): Promise<void> {
    const header = Buffer.from(`${JSON.stringify({ name })}\n`);
    await writeFileAtomic(this.fileOf(slot), Buffer.concat([header, encodeSnapshot(snapshot)]));
  }

  /** A file that cannot be read counts as none: the comparison is lost, and nothing else. */
  private async read(slot: Slot): Promise<Baseline | undefined> {
    try {
      const { size } = await stat(this.fileOf(slot));
      if (size > MAX_BYTES) throw new UserError('too-large', `it has ${size} bytes`);
      const bytes = await readFile(this.fileOf(slot));
      const end = bytes.indexOf('\n');
      const header: unknown = JSON.parse(bytes.toString('utf8', 0, end));
      const name = typeof header === 'object' && header !== null && 'name' in header ? String(header.name) : '';
      return { name, snapshot: decodeSnapshot(bytes.subarray(end + 1)) };
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) this.log.warn(`The kept report ${this.fileOf(slot)} is left out: ${messageOf(error)}`);
      return undefined;
    }
  }
}

type Slot = 'latest' | 'previous' | 'named';
