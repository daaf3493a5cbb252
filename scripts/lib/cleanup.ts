/** What must not outlive a script: processes and temporary folders, whichever way the script ends. */
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from './removeFolder';

const pending: (() => void)[] = [];
let listening = false;

/**
 * Runs `work` when this process exits, also by Ctrl-C or an uncaught error; what was asked for last is done first.
 * Only synchronous work: a process that exits waits for nothing. Gives a function that takes the request back.
 */
export function atExit(work: () => void): () => void {
  listen();
  pending.push(work);
  return () => {
    const index = pending.indexOf(work);
    if (index >= 0) {
      pending.splice(index, 1);
    }
  };
}

/** A new folder, absolute and without links in its path; gone when the script ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'openstack-contributor-')));
  // A process that was just killed may still be closing files in there.
  atExit(() => removeFolder(folder));
  return folder;
}

function listen(): void {
  if (listening) {
    return;
  }
  listening = true;
  process.once('exit', () => {
    for (const work of pending.splice(0).reverse()) {
      work();
    }
  });
  // Node runs no exit listeners for a signal that nobody handles. The codes are those that a shell gives.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGHUP', () => process.exit(129));
}
