import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const fixtures = join('test', 'fixtures', 'style');

export function fixture(name: string): string {
  return readFileSync(join(fixtures, name), 'utf8');
}

/** What the tool wrote: the samples start with the command, and mark standard error and the exit status. */
export function toolOutput(name: string): string {
  const text = fixture(join('lint', name)).replace(/^\$ .*\n/, '');
  return text.replace(/^\[stderr\]\n/m, '').replace(/\[exit \d+\]\n*$/, '');
}
