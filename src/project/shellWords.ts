/**
 * Whether a shell takes a path as one word as it stands. stestr and `.testr.conf` put the Python of the tests into a
 * line for a shell without quotes; where its path is no such word, `PYTHON=python` makes them look for it in PATH.
 */
export function isPlainWord(path: string): boolean {
  return /^[\w@%+=:,./\\-]*$/.test(path);
}
