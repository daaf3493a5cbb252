import { UserError } from '../../../base/errors';

export type ReportErrorReason =
  /** The file ends before its format says it may: a run is writing it, or was stopped. */
  | 'truncated'
  /** The file changed while it was read. */
  | 'being-written'
  /** The text breaks the rules of its format. */
  | 'malformed'
  /** A well-formed file of another kind. */
  | 'not-a-report'
  /** A report in the lcov format. */
  | 'lcov'
  /** Measurements that a report is still to be made of. */
  | 'coverage-data'
  /** A report in a form that is not read, such as one with a DTD or in UTF-16. */
  | 'unsupported'
  | 'too-large'
  /** The file system refused: not there, not permitted, a folder. */
  | 'unreadable';

/** Why a coverage report cannot be shown. */
export class ReportError extends UserError<ReportErrorReason> {
  constructor(
    reason: ReportErrorReason,
    /** What is wrong, to follow the report's name: `ends in the middle of a line`. */
    readonly predicate: string,
    /** Absolute path of the report file; undefined while only its bytes are known. */
    readonly path?: string,
    options?: { cause?: unknown },
  ) {
    super(reason, `The coverage report ${path === undefined ? '' : `${path} `}${predicate}.`, options);
  }

  /** The same error, about the file at an absolute path. */
  in(path: string): ReportError {
    return new ReportError(this.reason, this.predicate, path, { cause: this.cause });
  }
}

export function tooLarge(limitBytes: number, why = ''): ReportError {
  return new ReportError('too-large', `is larger than ${Math.round(limitBytes / 1024 / 1024)} MB${why}`);
}

export function tooManyFiles(limit: number): ReportError {
  return new ReportError('too-large', `lists more than ${limit.toLocaleString('en')} files`);
}
