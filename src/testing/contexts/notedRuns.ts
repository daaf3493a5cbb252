/**
 * The runs that noted which test runs each line, kept on disk: a run of some tests adds to what is known of the others.
 *
 * Each run is two files, `N.coverage` with coverage.py's data and `N.json` with the ids of the tests that ran; the
 * second is written last, so that a run without it is one whose keeping was interrupted.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import writeFileAtomic from 'write-file-atomic';
import { hasCode } from '../../base/errors';
import { withoutScenario } from '../subunit/pseudoTests';

export interface NotedRun {
  /** Absolute path of coverage.py's data. */
  readonly path: string;
  /** When it was written, in milliseconds since the epoch. */
  readonly writtenAt: number;
  /**
   * Ids of the tests that ran, and of their methods where they are scenarios. Undefined for the project's own
   * `.coverage`: that is a run of all tests as far as anybody knows.
   */
  readonly ran: ReadonlySet<string> | undefined;
}

/** magnum's data has 7 MB: older runs beyond these are forgotten. */
const MOST_RUNS = 12;
const IDS = v.array(v.string());

export class NotedRuns {
  /** @param storage absolute path of a folder of ours */
  constructor(private readonly storage: string) {}

  /**
   * Copies the data that a run left: the next run, without contexts, is free to delete its own. Runs of which each test
   * ran again since are forgotten.
   */
  async keep(root: string, data: string, ids: Iterable<string>): Promise<void> {
    const folder = this.folder(root);
    await mkdir(folder, { recursive: true });
    const number = Math.max(0, ...(await numbersIn(folder))) + 1;
    await copyFile(data, join(folder, `${number}.coverage`));
    await writeFileAtomic(join(folder, `${number}.json`), JSON.stringify([...ids]));
    await forgetReplaced(folder);
  }

  /** What may have contexts, newest first. */
  async of(root: string): Promise<NotedRun[]> {
    const folder = this.folder(root);
    const kept = (await numbersIn(folder)).map((number) => readRun(folder, number));
    const own = runAt(join(root, '.coverage'), undefined);
    const found = (await Promise.all([...kept, own])).filter((run) => run !== undefined);
    return found.sort((a, b) => b.writtenAt - a.writtenAt);
  }

  private folder(root: string): string {
    return join(this.storage, createHash('sha256').update(root).digest('hex').slice(0, 16), 'contexts');
  }
}

/** Numbers of the runs in a folder, newest first. */
async function numbersIn(folder: string): Promise<number[]> {
  try {
    const names = await readdir(folder);
    return names.flatMap((name) => /^(\d+)\.coverage$/.exec(name)?.[1] ?? []).map(Number).sort((a, b) => b - a);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function forgetReplaced(folder: string): Promise<void> {
  const ranSince = new Set<string>();
  let count = 0;
  for (const number of await numbersIn(folder)) {
    const ids = [...((await readRun(folder, number))?.ran ?? [])];
    if (count < MOST_RUNS && ids.some((id) => !ranSince.has(id))) {
      count++;
      ids.forEach((id) => ranSince.add(id));
    } else {
      for (const end of ['json', 'coverage']) await rm(join(folder, `${number}.${end}`), { force: true });
    }
  }
}

async function readRun(folder: string, number: number): Promise<NotedRun | undefined> {
  try {
    const ids = v.parse(IDS, JSON.parse(await readFile(join(folder, `${number}.json`), 'utf8')));
    return await runAt(join(folder, `${number}.coverage`), new Set([...ids, ...ids.map(withoutScenario)]));
  } catch (error) {
    // Not a run that was kept to the end, or one that another window has just forgotten.
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError || error instanceof v.ValiError) return undefined;
    throw error;
  }
}

async function runAt(path: string, ran: NotedRun['ran']): Promise<NotedRun | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? { path, writtenAt: stats.mtimeMs, ran } : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return undefined;
    throw error;
  }
}
