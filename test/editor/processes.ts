/** What runs in a folder, whoever started it. From /proc, so for Linux. */
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** The command lines of all processes that are in the folder itself. */
export function commandsIn(folder: string): string[] {
  const real = realpathSync(folder);
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && gone(() => readlinkSync(`/proc/${pid}/cwd`)) === real)
    .map((pid) =>
      gone(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
        .replaceAll('\0', ' ')
        .trim(),
    )
    .filter((command) => command !== '');
}

/** Empty for a process that is over by now, or not ours to look at. */
function gone(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
