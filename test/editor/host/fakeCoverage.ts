/** A project with coverage data, and a coverage program in its tox environment that only notes how it was called. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAM = '#!/bin/sh\nprintf "%s\\n" "$*" >> called.txt\n';

export function giveCoverage(folder: string): void {
  const bin = join(folder, '.tox/cover/bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'coverage'), PROGRAM);
  chmodSync(join(bin, 'coverage'), 0o755);
  writeFileSync(join(folder, '.coverage'), 'data');
}

/** The arguments of each call. */
export function callsOf(folder: string): string[] {
  const file = join(folder, 'called.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
