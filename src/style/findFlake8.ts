import { basename, join, resolve } from 'node:path';
import { isExecutable, namesIn } from '../base/programs';
import type { Command } from './run';

/** flake8 of an environment that is there. */
export interface FoundFlake8 {
  readonly command: Command;
  /** Where it is, for a person: `.tox/pep8`, `.venv`, or the program that a setting names. */
  readonly place: string;
}

/** tox environments that hold the project's style checks, under the names that projects give them. */
export const STYLE_ENVIRONMENTS = ['pep8', 'linters', 'lint', 'flake8'] as const;

/**
 * flake8 with the project's own checks: what a person chose, else that of the style environment of tox, else that of
 * any environment of the project. It belongs to the folder: trusted ones only.
 *
 * @param root absolute path
 * @param chosen a program, or an interpreter that has flake8; empty when nobody chose. Whether it exists is found out
 *   by running it: another one in its place would surprise.
 */
export async function findFlake8(
  root: string,
  chosen = '',
  platform: NodeJS.Platform = process.platform,
): Promise<FoundFlake8 | undefined> {
  if (chosen !== '') return { command: commandOf(chosen), place: chosen };
  const program = platform === 'win32' ? ['Scripts', 'flake8.exe'] : ['bin', 'flake8'];
  for (const place of await environmentsOf(root)) {
    const file = join(resolve(root, place), ...program);
    if (await isExecutable(file)) return { command: { file, args: [] }, place };
  }
  return undefined;
}

function commandOf(program: string): Command {
  const isPython = /^python[\d.]*(?:\.exe)?$/i.test(basename(program));
  return { file: program, args: isPython ? ['-m', 'flake8'] : [] };
}

async function environmentsOf(root: string): Promise<string[]> {
  const names = (await namesIn(join(root, '.tox'))).sort();
  const known = STYLE_ENVIRONMENTS.filter((name) => names.includes(name));
  const others = names.filter((name) => !(known as readonly string[]).includes(name));
  return [...[...known, ...others].map((name) => `.tox/${name}`), '.venv', 'venv'];
}
