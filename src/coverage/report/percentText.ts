/**
 * A percentage as coverage.py prints it: 0 and 100 only when they are exact, however few digits there are.
 * Source: coverage.py results.py, display_covered.
 *
 * @param percent 0 to 100
 * @param precision digits after the point, 0 to 9
 * @returns without a percent sign
 */
export function percentText(percent: number, precision: number): string {
  const smallest = 1 / 10 ** precision;
  if (percent > 0 && percent < smallest) return smallest.toFixed(precision);
  if (percent > 100 - smallest && percent < 100) return (100 - smallest).toFixed(precision);
  return roundHalfEven(percent, precision);
}

/** As Python's round(): what lies exactly between two goes to the even one, where JavaScript takes the larger. */
export function roundHalfEven(value: number, digits: number): string {
  if (!Number.isInteger(value * 2 * 10 ** digits)) return value.toFixed(digits);
  const exact = value.toFixed(100);
  const point = exact.indexOf('.');
  const kept = digits === 0 ? exact.slice(0, point) : exact.slice(0, point + 1 + digits);
  const isTie = /^50*$/.test(exact.slice(point + 1 + digits));
  const isEven = /[02468]$/.test(kept);
  return isTie && isEven ? kept : value.toFixed(digits);
}
