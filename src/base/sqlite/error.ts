import { UserError } from '../errors';

/** `not-sqlite`: some other file. `damaged`: cut short or not consistent. `unsupported`: a feature we do not read. */
export type SqliteProblem = 'not-sqlite' | 'damaged' | 'unsupported';

export function notSqlite(): UserError<SqliteProblem> {
  return new UserError<SqliteProblem>('not-sqlite', 'This is no SQLite database.');
}

export function damaged(what: string): UserError<SqliteProblem> {
  return new UserError<SqliteProblem>('damaged', `The database is damaged or cut short (${what}).`);
}

export function unsupported(what: string): UserError<SqliteProblem> {
  return new UserError<SqliteProblem>('unsupported', `The database uses ${what}, which is not read here.`);
}
