import { execFileSync } from 'node:child_process';
import { closeSync, constants, ftruncateSync, mkdirSync, openSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What a repository, or an archive that somebody unpacked, can put where a file is expected. */
export interface HostileFile {
  readonly name: string;
  /** Makes it at a path in `folder`, and gives the path. */
  make(folder: string, name: string): string;
}

export const HOSTILE_FILES: readonly HostileFile[] = [
  { name: 'a link to /dev/zero', make: linkTo('/dev/zero') },
  { name: 'a link to a file of /proc that has no end', make: linkTo('/proc/self/pagemap') },
  { name: 'a link to itself', make: (folder, name) => linkTo(join(folder, name))(folder, name) },
  { name: 'a link to nothing', make: linkTo('/nowhere') },
  { name: 'a folder', make: at((path) => mkdirSync(path)) },
  { name: 'a named pipe', make: pipe },
  {
    name: 'a link to a named pipe',
    make: (folder, name) => linkTo(pipe(folder, `${name}.pipe`))(folder, name),
  },
  { name: 'a file of 64 GB', make: at(makeSparse) },
];

function at(make: (path: string) => void): HostileFile['make'] {
  return (folder, name) => {
    make(join(folder, name));
    return join(folder, name);
  };
}

function linkTo(target: string): HostileFile['make'] {
  return at((path) => symlinkSync(target, path));
}

function makeSparse(path: string): void {
  const file = openSync(path, 'w');
  ftruncateSync(file, 2 ** 36);
  closeSync(file);
}

const pipes: string[] = [];

function pipe(folder: string, name: string): string {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  pipes.push(path);
  return path;
}

/** Ends what waits for the pipes: a reader that hangs fails its test, and must not keep mocha from ending. */
export function releasePipes(): void {
  for (const path of pipes.splice(0)) closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
}
