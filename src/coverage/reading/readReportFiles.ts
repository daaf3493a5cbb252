/**
 * From report files to one report: reads, recognizes, ties names to files, merges. Blocks while it parses, so the
 * editor does it in a worker; tests and benchmarks call it as it is.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from '../../base/errors';
import { type FileContent, type FileReads, isReadError, readFileSync, readSourceSync } from '../../base/readFile';
import { type CoverageReport, type FileCoverage, knowCounts } from '../report/coverageReport';
import { fitsStatements } from '../report/fitsText';
import { type MergeableFile, type MergeableReport, mergeReports } from './merge';
import { readCobertura } from './readers/cobertura';
import { withoutDocstrings } from './readers/docstrings';
import { readJson } from './readers/json';
import type { ReadFile, ReadReport } from './readers/readReport';
import { ReportError, tooLarge } from './readers/reportError';
import { type Disk, resolveNames } from './resolve';
import { diskOf } from './resolveOnDisk';

const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Reads coverage reports of any known format and merges them into one.
 * @param paths absolute paths of the report files, at least one
 * @param roots absolute paths of the workspace's folders: no file outside of them gets a path
 * @throws ReportError about the first report that cannot be read
 */
export function readReportFiles(paths: readonly string[], roots: readonly string[]): CoverageReport {
  const disk = diskOf(roots);
  const { files, ...report } = mergeReports(
    paths.map((path) => readReportFile(path, disk)),
    modifiedAt,
  );
  return { ...report, files: files.map((file) => (file.istanbul ? withoutIstanbul(file) : file)) };
}

function withoutIstanbul({ istanbul: _, ...file }: MergeableFile): FileCoverage {
  return file;
}

function readReportFile(path: string, disk: Disk): MergeableReport {
  try {
    const { bytes, writtenAt } = readWhole(path);
    return tie(readReport(bytes), path, writtenAt, disk);
  } catch (error) {
    if (error instanceof ReportError) throw error.in(path);
    throw error;
  }
}

/**
 * Reads one report, whatever its format.
 * @param bytes the whole file
 * @throws ReportError
 */
export function readReport(bytes: Buffer): ReadReport {
  const start = bytes
    .toString('latin1', 0, 1024)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (start === '') {
    throw new ReportError('truncated', 'is empty: the run that writes it was stopped or has not finished');
  }
  const other = otherKind(start);
  if (other) throw other;
  if (start.startsWith('<') || /^(?:\xff\xfe|\xfe\xff)/.test(start)) return readCobertura(bytes);
  if (start.startsWith('{')) return readJson(bytes);
  throw new ReportError(
    'not-a-report',
    'is neither Cobertura XML nor JSON of coverage.py or Istanbul. Open what "coverage xml" or "coverage json" writes',
  );
}

/** What people take for a report that can be shown; undefined where the start of a file is of none of these. */
function otherKind(start: string): ReportError | undefined {
  if (/^(?:TN:|SF:)/.test(start)) {
    return new ReportError(
      'lcov',
      'is in the lcov format, which is not read. Make one with "coverage xml" or "coverage json"',
    );
  }
  if (start.startsWith('SQLite format 3\0') || start.startsWith('!coverage.py: This is a private format')) {
    return new ReportError(
      'coverage-data',
      'holds the measurements of a run, not the report of them. Make the report with "coverage xml"',
    );
  }
  if (/^(?:<!doctype\s+)?<?html\b/i.test(start)) {
    return new ReportError(
      'not-a-report',
      'is a web page, as "coverage html" writes. Open what "coverage xml" or "coverage json" writes',
    );
  }
  return undefined;
}

/**
 * The bytes of a report file and when they were written.
 * @throws ReportError `being-written`, `too-large`, `unreadable`
 */
export function readWhole(path: string, fs?: FileReads): { bytes: Buffer; writtenAt: number } {
  const content = contentOf(path, fs);
  if (!content) throw new ReportError('unreadable', existsSync(path) ? 'is not a file' : 'is not there any more');
  if (content.changed) throw new ReportError('being-written', 'is being written right now');
  return { bytes: content.bytes, writtenAt: content.modifiedAt };
}

function contentOf(path: string, fs: FileReads | undefined): FileContent | undefined {
  try {
    return readFileSync(path, MOST_BYTES, fs);
  } catch (cause) {
    if (!isReadError(cause)) throw cause;
    if (cause.reason === 'too-big') throw tooLarge(MOST_BYTES);
    throw new ReportError(
      'unreadable',
      hasCode(cause.cause, 'EACCES', 'EPERM') ? 'may not be read by this user' : 'cannot be read',
      undefined,
      { cause },
    );
  }
}

/** Ties the names of a report to the files of this disk. */
function tie(report: ReadReport, path: string, writtenAt: number, disk: Disk): MergeableReport {
  const { sources, files, countedLines: counted = 0, ...said } = report;
  const names = { directory: dirname(path), sources, names: files.map((file) => file.name) };
  const resolved = resolveNames(names, disk, (i, candidate) => {
    const text = files[i]!.lines.length > 0 ? readSourceSync(candidate) : undefined;
    return text !== undefined && fitsStatements(files[i]!, text);
  });
  const listed = files.reduce((sum, file) => sum + file.lines.length, 0);
  return {
    ...said,
    ...(counted > listed && { incomplete: { listed, counted } }),
    sources: [path],
    writtenAt,
    files: files.map((file, i) => {
      const { name, path: known } = resolved[i]!;
      return fileAt(file, name, known, report.toolVersion);
    }),
    unresolved: resolved.flatMap(({ unresolved }) => unresolved ?? []),
  };
}

function fileAt(
  read: ReadFile,
  name: string,
  path: string | undefined,
  toolVersion: string | undefined,
): MergeableFile {
  const text = read.docstrings === undefined || path === undefined ? undefined : readSourceSync(path);
  const { lines, hits, branches, functions, istanbul } =
    text === undefined ? read : withoutDocstrings(read, text, toolVersion);
  const file = { name, path, lines, hits, branches, ...(functions && { functions }), ...(istanbul && { istanbul }) };
  if (read.counts) knowCounts(file, read.counts);
  return file;
}

function modifiedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
