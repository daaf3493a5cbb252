import { type CoverageCounts, percentOf } from './coverageReport';
import { percentText, roundHalfEven } from './percentText';

/** How versions of coverage.py differ. */
export interface FailureForm {
  /** Before 6.0 the total is only rounded, so that it can be said to be 0 or 100 without being it. */
  readonly onlyRounds: boolean;
  /** Before 7.0, where nothing was measured, the total is 0. */
  readonly nothingIs0: boolean;
}

/**
 * What `coverage report` prints last where the total is less than the settings ask for; undefined where it is not.
 * Sources: coverage.py cmdline.py, the end of CoverageScript.command_line, and results.py, should_fail_under.
 *
 * @param failUnder the setting `fail_under`, a percentage
 * @param precision digits after the point
 */
export function failureLine(
  total: CoverageCounts,
  failUnder: number,
  precision: number,
  form: FailureForm,
): string | undefined {
  const percent = total.statements === 0 && form.nothingIs0 ? 0 : percentOf(total);
  const isLess = Number(roundHalfEven(percent, precision)) < failUnder;
  // Of 100 rounding takes nothing away.
  if (!isLess && !(failUnder === 100 && percent !== 100)) return undefined;
  const shown = form.onlyRounds ? roundHalfEven(percent, precision) : percentText(percent, precision);
  return `Coverage failure: total of ${shown} is less than fail-under=${roundHalfEven(failUnder, precision)}`;
}
