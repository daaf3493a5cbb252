import { type Comparison, describeComparison } from './comparison';

/** How a file moved, then all, a line each: `This file: 8 more lines tested: 62% to 64%`. */
export function comparisonLines(change: Comparison, name: string): string[] {
  const file = change.files.find((one) => one.name === name);
  const all = `All files: ${change.text} (compared with ${change.baseline})`;
  if (!file?.before || !file.after) return [all];
  return [
    `This file: ${describeComparison({ ...change, before: file.before, after: file.after, files: [file] })}`,
    all,
  ];
}
