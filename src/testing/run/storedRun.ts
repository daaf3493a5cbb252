import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../base/errors';
import { fileChunks, readText } from '../../base/readFile';
import { ResultCollector } from '../subunit/resultCollector';
import type { ResultListener } from '../subunit/testResult';
import { SubunitV1Decoder } from '../subunit/v1';

const MOST_NUMBER_BYTES = 4096;
/** A run of nova with all its logs has some 500 MB. */
const MOST_STREAM_BYTES = 4 * (1 << 30);

/**
 * Number of the last run in a `.stestr` or `.testrepository` folder, or undefined when there is none.
 * `next-stream` holds the number that the next run will have.
 */
export async function lastRunNumber(repositoryFolder: string): Promise<number | undefined> {
  const text = await readText(join(repositoryFolder, 'next-stream'), MOST_NUMBER_BYTES);
  const next = text === undefined ? 0 : Number(text.trim());
  return Number.isSafeInteger(next) && next > 0 ? next - 1 : undefined;
}

/**
 * Results of a stored run: by its number, or those that failed last. A run that is not there has no results.
 * @throws UserError with a ReadReason
 */
export async function readStoredRun(
  repositoryFolder: string,
  run: number | 'failing',
  listener: ResultListener = {},
): Promise<ResultCollector> {
  const collector = new ResultCollector(listener);
  const decoder = new SubunitV1Decoder();
  for await (const chunk of fileChunks(join(repositoryFolder, String(run)), MOST_STREAM_BYTES)) {
    decoder.push(chunk).forEach((event) => collector.add(event));
  }
  decoder.end().forEach((event) => collector.add(event));
  collector.finish('ended');
  return collector;
}

/** Those of the `.stestr` or `.testrepository` folders that have a run, the one with the newest first. */
export async function newestFirst(repositoryFolders: readonly string[]): Promise<string[]> {
  const found: { folder: string; at: number }[] = [];
  for (const folder of repositoryFolders) {
    const last = await lastRunNumber(folder);
    const at = last === undefined ? undefined : await modifiedAt(join(folder, String(last)));
    if (at !== undefined) found.push({ folder, at });
  }
  return found.sort((a, b) => b.at - a.at).map(({ folder }) => folder);
}

/** Removes all but the last two: the last, and the one it is compared with. Only for a repository of ours. */
export async function forgetOldRuns(repositoryFolder: string): Promise<void> {
  const last = await lastRunNumber(repositoryFolder);
  if (last === undefined) {
    return;
  }
  const old = (await readdir(repositoryFolder)).filter((name) => /^\d+$/.test(name) && Number(name) < last - 1);
  await Promise.all(old.map((name) => rm(join(repositoryFolder, name), { force: true })));
}

async function modifiedAt(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
