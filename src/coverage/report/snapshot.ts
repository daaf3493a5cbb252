/**
 * What is kept of a report so that a later one can be compared with it: the statements of each file, which of them were
 * missed, and hashes of the lines that were measured. For nova some 3 MB; written as columns, since JSON of it would
 * hold up the event loop.
 */
import * as v from 'valibot';
import { messageOf, UserError } from '../../base/errors';
import { atOnce } from '../../base/turns';
import { type CoverageCounts, type CoverageReport, countsOf, type FileCoverage } from './coverageReport';

export interface Snapshot {
  /** Equal for two snapshots of the same report, and only for those. */
  readonly identity: string;
  readonly writtenAt: number;
  /** Names the state of the whole working tree when the report arrived; undefined where it is not known. */
  readonly tree: string | undefined;
  /** By the file's name in the report. */
  readonly files: ReadonlyMap<string, FileSnapshot>;
}

export interface FileSnapshot {
  readonly counts: CoverageCounts;
  /** 1-based first lines of the statements, ascending. */
  readonly lines: Uint32Array;
  /** 1 for each of `lines` that no test ran, else 0. */
  readonly missed: Uint8Array;
  /** One for each line of the measured text; undefined where that text is not known. */
  readonly hashes: Uint32Array | undefined;
}

/** The same as `snapshotSteps`, at once. */
export function snapshotOf(...args: Parameters<typeof snapshotSteps>): Snapshot {
  return atOnce(snapshotSteps(...args));
}

/** Pauses after each file. */
export function* snapshotSteps(
  report: CoverageReport,
  hashesOf: (file: FileCoverage) => Uint32Array | undefined,
  tree: string | undefined,
): Generator<void, Snapshot> {
  const files = new Map<string, FileSnapshot>();
  for (const file of report.files) {
    // A plain loop takes a tenth of Uint8Array.from.
    const missed = new Uint8Array(file.hits.length);
    for (let i = 0; i < missed.length; i++) missed[i] = file.hits[i] === 0 ? 1 : 0;
    files.set(file.name, { counts: countsOf(file), lines: file.lines, missed, hashes: hashesOf(file) });
    yield;
  }
  return { identity: identityOf(report), writtenAt: report.writtenAt, tree, files };
}

/** How far the clock of another machine, such as a file server's, may be ahead of this one's. */
const MOST_AHEAD_MS = 24 * 60 * 60 * 1000;

/** Whether a time, in milliseconds since the epoch, can only come from a clock that was wrong. */
export function isToCome(time: number, now = Date.now()): boolean {
  return time > now + MOST_AHEAD_MS;
}

/** Which report files, written when. */
export function identityOf(report: Pick<CoverageReport, 'sources' | 'writtenAt'>): string {
  return identityFor(report.sources, report.writtenAt);
}

/** That of a report that these files give, the newest of them written then. */
export function identityFor(sources: readonly string[], writtenAt: number): string {
  return [...sources, writtenAt].join('\n');
}

/**
 * Whether one report is of the same files as another, and was written before it; both by their identities. One whose time
 * is still to come was written when the clock was wrong, so none was written before it.
 */
export function isBefore(identity: string, other: string, now = Date.now()): boolean {
  const [own, others] = [identity.lastIndexOf('\n'), other.lastIndexOf('\n')];
  if (identity.slice(0, own) !== other.slice(0, others)) return false;
  const otherTime = Number(other.slice(others + 1));
  return !isToCome(otherTime, now) && Number(identity.slice(own + 1)) < otherTime;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Header = v.object({
  version: v.literal(1),
  identity: v.string(),
  writtenAt: v.number(),
  tree: v.optional(v.string()),
  /** Name, statements, missed, branches, partial branches, missed branches, lines of the text or -1. */
  files: v.array(
    v.tuple([v.string(), count, count, count, count, count, v.pipe(v.number(), v.integer(), v.minValue(-1))]),
  ),
});

/**
 * A JSON header that ends in a line break, then all statement lines, all hashes, and all missed flags. In parts, to be
 * written one after the other: views, not copies.
 */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array[] {
  const files = [...snapshot.files];
  const header: v.InferInput<typeof Header> = {
    version: 1,
    identity: snapshot.identity,
    writtenAt: snapshot.writtenAt,
    tree: snapshot.tree,
    files: files.map(([name, { counts: c, hashes }]) => [
      name,
      c.statements,
      c.missed,
      c.branches,
      c.partialBranches,
      c.missedBranches,
      hashes?.length ?? -1,
    ]),
  };
  return [
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...files.map(([, { lines }]) => bytesOf(lines)),
    ...files.map(([, { hashes }]) => bytesOf(hashes ?? new Uint32Array())),
    ...files.map(([, { missed }]) => bytesOf(missed)),
  ];
}

/** @throws UserError `damaged` for anything that `encodeSnapshot` did not write, whole */
export function decodeSnapshot(bytes: Buffer): Snapshot {
  const end = bytes.indexOf('\n');
  const header = parsed(bytes.toString('utf8', 0, Math.max(end, 0)));
  const statements = header.files.reduce((sum, file) => sum + file[1], 0);
  const texts = header.files.reduce((sum, file) => sum + Math.max(file[6], 0), 0);
  const body = bytes.subarray(end + 1);
  if (body.length !== 4 * statements + 4 * texts + statements) throw damaged('its length is wrong');

  // Copied, since a view of four-byte numbers has to begin at a multiple of four.
  const columns = new Uint32Array(new Uint8Array(body.subarray(0, 4 * (statements + texts))).buffer);
  const flags = new Uint8Array(body.subarray(4 * (statements + texts)));
  const files = new Map<string, FileSnapshot>();
  let line = 0;
  let hash = statements;
  for (const [name, count, missed, branches, partialBranches, missedBranches, text] of header.files) {
    files.set(name, {
      counts: { statements: count, missed, branches, partialBranches, missedBranches },
      lines: columns.subarray(line, line + count),
      missed: flags.subarray(line, line + count),
      hashes: text < 0 ? undefined : columns.subarray(hash, hash + text),
    });
    line += count;
    hash += Math.max(text, 0);
  }
  return { identity: header.identity, writtenAt: header.writtenAt, tree: header.tree, files };
}

function parsed(text: string): v.InferOutput<typeof Header> {
  try {
    return v.parse(Header, JSON.parse(text));
  } catch (error) {
    throw damaged(messageOf(error));
  }
}

function damaged(why: string): UserError<'damaged'> {
  return new UserError('damaged', `The kept coverage report is damaged: ${why}.`);
}

function bytesOf(column: Uint32Array | Uint8Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
