import { splitLines } from '../../base/lines';
import { readSource } from '../../base/readFile';

/** The lines of a source file at an absolute path; undefined as for `readSource`. */
export async function linesOnDisk(file: string): Promise<string[] | undefined> {
  const text = await readSource(file);
  return text === undefined ? undefined : splitLines(text);
}
