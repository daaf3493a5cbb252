import type { MyChange } from './readMyChange';

/** What is looked at before a push. A setting switches each of them off. */
export const CHECKS = {
  message: 'Message',
  'sign-off': 'Sign-off',
  'change-id': 'Change-Id',
  bug: 'Bug',
  'depends-on': 'Depends-On',
  server: 'Gerrit',
  backport: 'Backport',
  rebase: 'Applies',
  'release-note': 'Release note',
  'untested-lines': 'Untested lines',
  style: 'Style',
  tests: 'Affected tests',
} as const;

export type CheckName = keyof typeof CHECKS;

/**
 * - passed: nothing to say
 * - advice: worth a look; a push is taken all the same
 * - refused: the server would refuse the push, or Zuul misread it
 * - unknown: it could not be looked at; the text says why
 * - off: switched off
 * - cancelled
 */
export type CheckState = 'passed' | 'advice' | 'refused' | 'unknown' | 'off' | 'cancelled';

export interface CheckDetail {
  readonly text: string;
  /** Absolute path, and a 0-based line in it. */
  readonly file?: string;
  readonly line?: number;
}

export interface CheckResult {
  readonly name: CheckName;
  readonly state: CheckState;
  /** Of `refused`: Gerrit by default. What Zuul alone misreads, Gerrit takes. */
  readonly refusedBy?: 'Zuul';
  /** One line. */
  readonly text: string;
  /** The full id, where it is about one commit; else about all of them. */
  readonly commit?: string;
  readonly details?: readonly CheckDetail[];
}

/** A check of a whole change. Those of other features are handed in. */
export interface Check {
  readonly name: CheckName;
  /** Reads what is there, runs nothing, and takes no longer than git: done whenever the change is looked at. */
  readonly isQuick: boolean;
  /** What it throws becomes the reason of `unknown`. */
  run(change: MyChange, signal: AbortSignal): Promise<readonly CheckResult[]>;
}

const ORDER: readonly CheckState[] = ['refused', 'advice', 'unknown', 'cancelled', 'off', 'passed'];

/** The state that matters most; of none it is `passed`. */
export const worstOf = (results: readonly Pick<CheckResult, 'state'>[]): CheckState =>
  ORDER.find((state) => results.some((result) => result.state === state)) ?? 'passed';

/** What matters most, for a mark; nothing found is no praise. */
export const markOf = (results: readonly Pick<CheckResult, 'state'>[]): CheckState =>
  results.length === 0 ? 'unknown' : worstOf(results);

const OF_ALL: ReadonlySet<CheckName> = new Set(['rebase', 'release-note', 'untested-lines', 'style', 'tests'] as const);

/** What is about no single commit: the checks of all files, and those of commits that could not look. */
export const resultsOfAll = (results: readonly CheckResult[]): CheckResult[] =>
  results.filter(
    ({ commit, name, state }) => commit === undefined && (OF_ALL.has(name) || (state !== 'passed' && state !== 'off')),
  );
