/**
 * Folders that are made once and kept: complete or absent, never in between, and never by two at once. They live in
 * the git-ignored .editor/, outside node_modules, so that `npm ci` leaves them.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hasCode, messageOf } from '../../src/base/errors';
import { makeOnce } from '../lib/lock';
import { removeFolder } from '../lib/removeFolder';
import { root, Stop } from '../lib/script';

export interface Step {
  readonly title: string;
  /** Expected seconds, for the percentage. */
  readonly seconds: number;
  /** Works in `folder`, and says what its tools say in the file `log`. */
  readonly work: (folder: string, log: string) => Promise<void>;
}

export interface Recipe {
  /** Name of the folder in .editor/. */
  readonly name: string;
  /** What a person reads while it is made. */
  readonly title: string;
  /** All that the outcome depends on: a folder made from something else is made again. */
  readonly ingredients: readonly string[];
  readonly steps: readonly Step[];
}

const home = join(root, '.editor');

/** Written last: a folder without it was never finished. */
const STAMP = 'made-from.json';

/** Gives the recipe's folder, absolute, made now if it is not there. */
export async function madeOnce(recipe: Recipe): Promise<string> {
  const folder = join(home, recipe.name);
  await makeOnce(
    join(home, `${recipe.name}.lock`),
    () => isMade(folder, recipe),
    () => make(folder, recipe),
    (holder) => console.log(`Process ${holder} is making ${recipe.title}; waiting for it.`),
  );
  return folder;
}

function isMade(folder: string, recipe: Recipe): boolean {
  return textOf(join(folder, STAMP)) === stampOf(recipe);
}

function stampOf(recipe: Recipe): string {
  return `${JSON.stringify(recipe.ingredients, undefined, 2)}\n`;
}

async function make(folder: string, recipe: Recipe): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  const log = `${folder}.log`;
  for (const old of [unfinished, log]) {
    removeFolder(old);
  }
  mkdirSync(unfinished, { recursive: true });
  const total = recipe.steps.reduce((sum, step) => sum + step.seconds, 0);
  const where = relative(root, folder);
  console.log(`Making ${recipe.title} in ${where}, once: about ${Math.ceil(total / 30) / 2} minutes.`);
  let done = 0;
  for (const { title, seconds, work } of recipe.steps) {
    console.log(`  ${String(Math.floor((100 * done) / total)).padStart(3)}%  ${title}`);
    try {
      await work(unfinished, log);
    } catch (error) {
      if (error instanceof Stop) {
        throw error;
      }
      throw new Stop(`Making ${recipe.title} stopped at "${title}": ${messageOf(error)}\n${tail(log)}`);
    }
    done += seconds;
  }
  writeFileSync(join(unfinished, STAMP), stampOf(recipe));
  removeFolder(folder);
  renameSync(unfinished, folder);
  console.log(`  100%  done`);
}

/** The last lines of a log, which usually say what went wrong. */
export function tail(log: string, lines = 30): string {
  const text = textOf(log)?.trimEnd().split('\n').slice(-lines).join('\n');
  return text === undefined || text === '' ? '' : `The end of ${relative(root, log)}:\n${text}`;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}
