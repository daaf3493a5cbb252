/**
 * Contexts as coverage.py stores them: which test ran which line. Lines are 1-based.
 *
 * Read from the SQLite data file itself: `coverage json --show-contexts` writes 375 MB for magnum where the data file
 * has 7 MB. Source of the tables: coverage.py sqldata.py, SCHEMA, version 7 (coverage 5.0 up to 7.15).
 */
import { UserError } from '../../base/errors';
import type { SqliteProblem } from '../../base/sqlite/error';
import type { SqliteValue } from '../../base/sqlite/record';
import { SqliteFile } from '../../base/sqlite/table';

export type CoverageDataProblem = SqliteProblem | 'not-coverage' | 'other-schema';

/** Which contexts ran each line of one file. */
export interface FileContexts {
  /** The path as coverage.py stored it: absolute where the tests ran, or relative with `relative_files`. */
  readonly path: string;
  /** Contexts of each line, in the order of the data file; '' is what ran outside of any test. */
  readonly lines: ReadonlyMap<number, readonly string[]>;
}

/** Which contexts ran anything of each file. */
export interface ContextsByFile {
  readonly contexts: readonly string[];
  /** Indexes into `contexts`, by the path as coverage.py stored it. */
  readonly files: ReadonlyMap<string, Uint32Array>;
}

const SCHEMA = 7;

export class CoverageData {
  private readonly file: SqliteFile;
  private readonly fileIds = new Map<string, number>();
  private readonly names = new Map<number, string>();
  /** Whether branches were measured, and lines stand in `arc` and not in `line_bits`. */
  readonly hasArcs: boolean;

  /** Throws a `UserError` with a `CoverageDataProblem` for anything that is no data of coverage.py. */
  constructor(bytes: Uint8Array) {
    this.file = new SqliteFile(bytes);
    for (const table of ['coverage_schema', 'meta', 'file', 'context', 'arc', 'line_bits']) {
      if (!this.file.hasTable(table)) {
        throw new UserError<CoverageDataProblem>('not-coverage', 'This is no data file of coverage.py.');
      }
    }
    const [schema] = [...this.file.rows('coverage_schema')].map((row) => row.values[0]);
    if (schema !== SCHEMA) {
      const message = `The data has version ${String(schema)} of coverage.py's tables; version ${SCHEMA} is read here.`;
      throw new UserError<CoverageDataProblem>('other-schema', message);
    }
    const meta = new Map([...this.file.rows('meta')].map(({ values: [key, value] }) => [key, value]));
    this.hasArcs = meta.get('has_arcs') === '1';
    for (const { key, values } of this.file.rows('file')) this.fileIds.set(textOf(values[1]), key);
    for (const { key, values } of this.file.rows('context')) this.names.set(key, textOf(values[1]));
  }

  /** Paths of the measured files as stored. */
  get paths(): string[] {
    return [...this.fileIds.keys()];
  }

  /** All contexts, without the empty one. */
  get contexts(): string[] {
    return [...this.names.values()].filter((name) => name !== '');
  }

  /** Undefined for a path that was not measured. Walks the whole table: 40 ms for magnum's 7 MB. */
  contextsOf(path: string): FileContexts | undefined {
    const id = this.fileIds.get(path);
    if (id === undefined) return undefined;
    const ran = new Map<number, Set<number>>();
    const add = (line: number, context: number): void => {
      const contexts = ran.get(line);
      if (contexts) contexts.add(context);
      else ran.set(line, new Set([context]));
    };
    if (this.hasArcs) {
      for (const { values } of this.file.rows('arc', id)) {
        const [, context, from, to] = values.map(Number) as [number, number, number, number];
        // A negative number stands for entering or leaving a function, not for a line.
        if (from > 0) add(from, context);
        if (to > 0) add(to, context);
      }
    } else {
      for (const { values } of this.file.rows('line_bits', id)) {
        if (!(values[2] instanceof Uint8Array)) continue;
        for (const line of linesOfBits(values[2])) add(line, Number(values[1]));
      }
    }
    const lines = new Map<number, readonly string[]>();
    for (const line of [...ran.keys()].sort((a, b) => a - b)) {
      lines.set(
        line,
        [...ran.get(line)!].map((context) => this.names.get(context) ?? ''),
      );
    }
    return { path, lines };
  }

  /** What `contextsOf` says of all files at once, without the lines: one walk over the table. */
  contextsByFile(): ContextsByFile {
    const places = new Map([...this.names.keys()].map((id, place) => [id, place]));
    const ran = new Map<number, Set<number>>();
    for (const { values } of this.file.rows(this.hasArcs ? 'arc' : 'line_bits')) {
      const [file, context, from, to] = values;
      const place = places.get(Number(context));
      const hasLines =
        from instanceof Uint8Array ? from.some((byte) => byte !== 0) : Number(from) > 0 || Number(to) > 0;
      if (place === undefined || !hasLines) continue;
      const known = ran.get(Number(file));
      if (known) known.add(place);
      else ran.set(Number(file), new Set([place]));
    }
    const files = [...this.fileIds].map(([path, id]) => [path, Uint32Array.from(ran.get(id) ?? [])] as const);
    return { contexts: [...this.names.values()], files: new Map(files) };
  }
}

/** Bit n % 8 of byte n / 8 stands for line n. Source: coverage.py numbits.py, numbits_to_nums. */
export function linesOfBits(bits: Uint8Array): number[] {
  const lines: number[] = [];
  bits.forEach((byte, i) => {
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) lines.push(i * 8 + bit);
  });
  return lines;
}

function textOf(value: SqliteValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
