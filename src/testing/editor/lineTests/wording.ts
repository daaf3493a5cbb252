/** What a person reads about the tests of a line. */
import type { TestsOfLine } from './lineTests';

/** `12 tests run this line`, or what runs it when no test is known to. */
export function headline({
  ids,
  outsideTests,
  unknown,
}: Pick<TestsOfLine, 'ids' | 'outsideTests' | 'unknown'>): string {
  if (ids.length === 1) return '1 test runs this line';
  if (ids.length > 1) return `${ids.length} tests run this line`;
  if (unknown.length > 0) return 'No test that is there now is known to run this line';
  if (outsideTests) return 'No test by itself runs this line';
  return 'No test was noted to run this line';
}

/** What the data does not say, a sentence each. */
export function reservations({
  outsideTests,
  unknown,
  shared,
  leftOut,
}: Pick<TestsOfLine, 'outsideTests' | 'unknown' | 'shared' | 'leftOut'>): string[] {
  const sentences: string[] = [];
  if (leftOut) sentences.push('What earlier runs noted before this line was changed is left out.');
  if (shared) {
    sentences.push(
      'Scenarios of a test, and classes that inherit it, are noted as one: perhaps not all of them run it.',
    );
  }
  if (outsideTests) {
    sentences.push(
      'It also ran where no test is noted: at import, in setUp or tearDown, or in tests that ddt or parameterized made.',
    );
  }
  if (unknown.length > 0) {
    const names = unknown.slice(0, 3).join(', ') + (unknown.length > 3 ? ', …' : '');
    sentences.push(
      `Noted under ${unknown.length === 1 ? 'a name' : `${unknown.length} names`} that no test has now: ${names}.`,
    );
  }
  return sentences;
}
