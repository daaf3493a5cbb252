/** Answers which contexts ran the lines of a file, keeping the last data file in memory while it stays as it is. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../base/errors';
import { isMissing, type ReadReason, readFile } from '../../base/readFile';
import { type ContextsByFile, CoverageData, type CoverageDataProblem, type FileContexts } from './coverageData';

export interface ContextQuestion {
  /** Absolute path of coverage.py's data file. */
  readonly dataFile: string;
  /** Absolute path of the source file asked about. */
  readonly file: string;
  /** Absolute path of the project's root, for data with relative paths or from another machine. */
  readonly root: string;
}

/** nova's data with contexts stays far below; more would not fit beside the editor. */
const MAX_BYTES = 1 << 30;

export class ContextReader {
  private last: { readonly key: string; readonly data: CoverageData } | undefined;

  /**
   * Undefined when the data does not have the file. Throws a `UserError` with a `CoverageDataProblem`, a ReadReason or
   * `no-contexts` (of no line it is known which test ran it), and errors of the file system as they are.
   */
  async ask({ dataFile, file, root }: ContextQuestion): Promise<FileContexts | undefined> {
    const data = await this.withContexts(dataFile);
    const stored = storedPath(data.paths, file, root);
    return stored === undefined ? undefined : data.contextsOf(stored);
  }

  /** What ran anything of each file of the data. Throws as `ask`. */
  async askAll(dataFile: string): Promise<ContextsByFile> {
    return (await this.withContexts(dataFile)).contextsByFile();
  }

  private async withContexts(dataFile: string): Promise<CoverageData> {
    const data = await this.open(dataFile);
    if (data.contexts.length > 0) return data;
    throw new UserError('no-contexts', 'The tests were measured without noting which test runs each line.');
  }

  private async open(dataFile: string): Promise<CoverageData> {
    const { mtimeMs, size } = await stat(dataFile).catch((cause: unknown) => {
      if (!isMissing(cause)) throw cause;
      throw new UserError<ReadReason>('unreadable', `${dataFile} is not there any more.`, { cause });
    });
    const key = `${dataFile}\n${mtimeMs}\n${size}`;
    if (this.last?.key === key) return this.last.data;
    this.last = undefined; // the old data goes before the new comes
    const content = await readFile(dataFile, MAX_BYTES);
    if (!content) {
      throw new UserError<CoverageDataProblem>('not-coverage', `${dataFile} is not a data file of coverage.py.`);
    }
    const data = new CoverageData(content.bytes);
    this.last = { key, data };
    return data;
  }
}

/**
 * The stored path that stands for a file: itself, its path from the root (`relative_files`), or, for data of another
 * checkout, the only one that ends with its path from the root.
 */
export function storedPath(stored: readonly string[], file: string, root: string): string | undefined {
  if (stored.includes(file)) return file;
  const relative = path.relative(root, file).split(path.sep).join('/');
  const slashed = (each: string): string => each.replaceAll('\\', '/');
  const same = stored.find((each) => slashed(each) === relative);
  if (same !== undefined) return same;
  const ending = stored.filter((each) => slashed(each).endsWith(`/${relative}`));
  return ending.length === 1 ? ending[0] : undefined;
}
