/** The middle one of measured times; the upper of the two middle ones where their number is even. */
export function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
