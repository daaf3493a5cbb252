/**
 * The texts that a report measured, as hashes of their lines: where each file's can be known from, in the order of
 * trust. A hash is enough to tell whether a line is still the one that was measured, and small enough to keep.
 */
import pLimit from 'p-limit';
import { hashLines } from '../../base/lines';
import { readSourceFile } from '../../base/readFile';
import type { CoverageReport, FileCoverage } from '../report/coverageReport';
import { fitsStatements, mayBeMeasured } from '../report/fitsText';
import { isToCome, type Snapshot } from '../report/snapshot';
import { CommittedTexts } from './committedTexts';

/** Files read at the same time; more would not be faster, and each holds its text. */
const AT_ONCE = 8;

export class MeasuredTexts {
  private readonly known = new Map<FileCoverage, Promise<Uint32Array | undefined>>();
  private readonly settled = new Map<FileCoverage, Uint32Array>();
  private readonly reading = pLimit(AT_ONCE);
  private readonly committed: CommittedTexts;

  /**
   * @param kept what was noted when this very report arrived, when it was
   * @param trusted whether git may be asked
   */
  constructor(
    root: string,
    private readonly report: CoverageReport,
    private readonly kept: Snapshot | undefined,
    readonly trusted: boolean,
  ) {
    this.committed = new CommittedTexts(root);
  }

  /**
   * The hashes of the lines of the text that the report measured for a file; undefined when that text is not known.
   * The first answer stays: later edits on disk do not change what was measured.
   */
  hashesOf(file: FileCoverage): Promise<Uint32Array | undefined> {
    let hashes = this.known.get(file);
    if (!hashes) {
      hashes = this.find(file);
      this.known.set(file, hashes);
      void hashes.then((found) => found && this.settled.set(file, found));
    }
    return hashes;
  }

  /** Names the state of the working tree that was measured, where that was noted when this very report arrived. */
  get keptTree(): string | undefined {
    return this.kept?.tree;
  }

  /** What `hashesOf` answered already. */
  knownHashes(file: FileCoverage): Uint32Array | undefined {
    return this.settled.get(file);
  }

  /** Finds the texts of all files. */
  async findAll(): Promise<void> {
    await Promise.all(this.report.files.map((file) => this.hashesOf(file)));
  }

  private async find(file: FileCoverage): Promise<Uint32Array | undefined> {
    if (file.path === undefined) return undefined;
    const kept = this.kept?.files.get(file.name)?.hashes;
    if (kept) return kept;
    const measuredAt = file.measuredAt ?? this.report.writtenAt;
    // No edit would ever be later: the clock was wrong then, and nobody knows what was measured.
    if (isToCome(measuredAt)) return undefined;
    const { path } = file;
    const onDisk = await this.reading(() => textOnDisk(path, measuredAt));
    if (onDisk !== undefined && mayBeMeasured(file, onDisk)) return hashLines(onDisk);
    const committed = this.trusted ? await this.committed.at(path, measuredAt) : undefined;
    return committed !== undefined && fitsStatements(file, committed) ? hashLines(committed) : undefined;
  }
}

/** The text of a file that was not written after a time, nor while it was read. */
async function textOnDisk(path: string, time: number): Promise<string | undefined> {
  const content = await readSourceFile(path);
  return content && !content.changed && content.modifiedAt <= time ? content.bytes.toString('utf8') : undefined;
}
