import type { Runner } from './runner';
import { stestr } from './stestr';
import { testr } from './testr';

/** In the order in which their files are looked for: the first stands for a project that has the marker of none. */
export const RUNNERS = { stestr, testr } as const satisfies Record<string, Runner>;

export type RunnerName = keyof typeof RUNNERS;

export const RUNNER_NAMES = Object.keys(RUNNERS) as readonly RunnerName[];

export function isRunnerName(name: string): name is RunnerName {
  return Object.hasOwn(RUNNERS, name);
}
