/**
 * The runs that noted which test runs each line, kept on disk: a run of some tests adds to what is known of the others.
 *
 * Each run is two files, `N.coverage` with coverage.py's data and `N.json` with the ids of the tests that ran; the
 * second is written last, so that a run without it is one whose keeping was interrupted.
 */
import { createHash } from 'node:crypto';
import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { hasCode, UserError } from '../../base/errors';
import { keepFile, keeping, makeFolder } from '../../base/keeping';
import { fileChunks, isReadError, readText } from '../../base/readFile';
import { inTurns } from '../../base/turns';
import { withoutScenario } from '../subunit/pseudoTests';

export interface NotedRun {
  /** Absolute path of coverage.py's data. */
  readonly path: string;
  /**
   * When its tests began, in milliseconds since the epoch: what was written later is not what they ran. For the project's
   * own `.coverage`, when it was written: nobody noted when its tests began.
   */
  readonly measuredAt: number;
  /**
   * Ids of the tests that ran, and of their methods where they are scenarios. Undefined for the project's own
   * `.coverage`: that is a run of all tests as far as anybody knows.
   */
  readonly ran: ReadonlySet<string> | undefined;
}

/** magnum's data has 7 MB: beyond these, the runs are forgotten that say least. */
const MOST_RUNS = 12;
/** As much as is read of coverage.py's data (`ContextReader`), and a thousand times the ids of nova's tests. */
const MOST_DATA_BYTES = 1 << 30;
const MOST_ID_BYTES = 64 << 20;
/** As the subject of a sentence. */
const WHAT = 'Which test runs each line';
const IDS = v.array(v.string());

export class NotedRuns {
  /** The ids of each run by the path of their file: every hover asks, and a file never changes. */
  private readonly ids = new Map<string, Promise<NotedRun['ran']>>();

  /** @param storage absolute path of a folder of ours */
  constructor(private readonly storage: string) {}

  /**
   * Copies the data that a run left: the next run, without contexts, is free to delete its own. Runs of which each test
   * ran again since are forgotten.
   * @param startedAt when its tests began, in milliseconds since the epoch
   * @throws UserError `no-data`, a ReadReason or a KeepingReason
   */
  async keep(root: string, data: string, ids: Iterable<string>, startedAt: number): Promise<void> {
    const folder = this.folder(root);
    await keeping(WHAT, folder, () => makeFolder(folder));
    const number = Math.max(0, ...(await numbersIn(folder))) + 1;
    const copy = join(folder, `${number}.coverage`);
    await keeping(WHAT, copy, () => writeFile(copy, fileChunks(data, MOST_DATA_BYTES))).catch(
      async (error: unknown) => {
        await rm(copy, { force: true }); // half a copy is the copy of no run
        throw error;
      },
    );
    if ((await stat(copy)).size === 0) {
      await rm(copy);
      throw new UserError('no-data', `Which test runs each line is not known: coverage.py left no data at ${data}.`);
    }
    await utimes(copy, startedAt / 1000, startedAt / 1000);
    await keepFile(WHAT, join(folder, `${number}.json`), JSON.stringify([...ids]));
    await this.forgetReplaced(folder);
  }

  /** What may have contexts, newest first. */
  async of(root: string): Promise<NotedRun[]> {
    const folder = this.folder(root);
    const kept = (await numbersIn(folder)).map((number) => this.readRun(folder, number));
    const own = runAt(join(root, '.coverage'), undefined);
    const found = (await Promise.all([...kept, own])).filter((run) => run !== undefined);
    return found.sort((a, b) => b.measuredAt - a.measuredAt);
  }

  private folder(root: string): string {
    return join(this.storage, createHash('sha256').update(root).digest('hex').slice(0, 16), 'contexts');
  }

  /** Forgets runs that say nothing that a newer one does not say, and of too many those that alone know the fewest tests. */
  private async forgetReplaced(folder: string): Promise<void> {
    const ranSince = new Set<string>();
    /** Newest first, each with how many tests ran in it last. */
    const runs: { readonly number: number; readonly last: number }[] = [];
    for (const number of await numbersIn(folder)) {
      const ids = [...((await this.readRun(folder, number))?.ran ?? [])];
      runs.push({ number, last: ids.filter((id) => !ranSince.has(id)).length });
      ids.forEach((id) => ranSince.add(id));
    }
    const [newest, ...older] = runs;
    const kept = older.filter(({ last }) => last > 0).sort((a, b) => b.last - a.last || b.number - a.number);
    const numbers = new Set([newest, ...kept.slice(0, MOST_RUNS - 1)].map((run) => run?.number));
    for (const { number } of runs.filter((run) => !numbers.has(run.number))) {
      this.ids.delete(idsPath(folder, number));
      for (const path of [idsPath(folder, number), dataPath(folder, number)]) await rm(path, { force: true });
    }
  }

  private async readRun(folder: string, number: number): Promise<NotedRun | undefined> {
    const path = idsPath(folder, number);
    const ran = this.ids.get(path) ?? readIds(path);
    this.ids.set(path, ran);
    const run = await runAt(dataPath(folder, number), await ran);
    if (run?.ran) return run;
    this.ids.delete(path); // not kept to the end yet
    return undefined;
  }
}

const dataPath = (folder: string, number: number): string => join(folder, `${number}.coverage`);
const idsPath = (folder: string, number: number): string => join(folder, `${number}.json`);

/** Undefined where no run was kept to its end. */
async function readIds(path: string): Promise<NotedRun['ran']> {
  try {
    const ids = v.parse(IDS, JSON.parse((await readText(path, MOST_ID_BYTES)) ?? ''));
    return await inTurns(withMethods(ids));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof v.ValiError || isReadError(error)) return undefined;
    throw error;
  }
}

/** Ids, and those of their methods where they are scenarios. Pauses, for nova has 13,000. */
function* withMethods(ids: readonly string[]): Generator<void, Set<string>> {
  const all = new Set<string>();
  for (const [i, id] of ids.entries()) {
    all.add(id).add(withoutScenario(id));
    if (i % 500 === 0) yield;
  }
  return all;
}

/** Numbers of the runs in a folder, newest first. */
async function numbersIn(folder: string): Promise<number[]> {
  try {
    const names = await readdir(folder);
    return names
      .flatMap((name) => /^(\d+)\.coverage$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => b - a);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function runAt(path: string, ran: NotedRun['ran']): Promise<NotedRun | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? { path, measuredAt: stats.mtimeMs, ran } : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return undefined;
    throw error;
  }
}
