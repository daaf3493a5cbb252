import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './script';

/** Test files under a folder of the project, relative to the project; with words, those whose path has one of them. */
export function testFiles(folder: string, words: readonly string[] = []): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort();
}
