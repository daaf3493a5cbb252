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

/** The extension hosts in a process group, such as that of a server of VS Code; oldest first. */
export function extensionHosts(group: number | undefined): number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && groupOf(pid) === group)
    .filter((pid) => gone(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).includes('--type=extensionHost'))
    .map(Number)
    .sort((a, b) => a - b);
}

/** proc(5): the third field behind the name, which is in parentheses and may have any. */
function groupOf(pid: string): number {
  const stat = gone(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

/** Empty for a process that is over by now, or not ours to look at. */
function gone(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
