/** The one way that scripts, tests and benches remove a folder with all that is in it. */
import { rmSync } from 'node:fs';

const TRIES = 30;
const WAIT_MS = 100;

/**
 * Removes a folder that may not be there, and tries again for three seconds while something still writes into it: a
 * process that was just ended, or work of this one that is under way. The `maxRetries` of `rmSync` are no help there:
 * Node 20 only removes the folder again, not the file that has come into it meanwhile.
 * @throws what the last try threw, such as ENOTEMPTY
 */
export function removeFolder(folder: string): void {
  for (let left = TRIES; ; left--) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (left === 1) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
    }
  }
}
