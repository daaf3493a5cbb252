/** What the status bar says of the environments of tests. */
import type { EnvironmentState } from './choice';
import { environmentName, missingText, NOTHING_FOUND, sourceText } from './wording';

export interface EnvironmentOfFolder extends Pick<EnvironmentState, 'chosen' | 'missing'> {
  /** Of the folder of the workspace. */
  readonly name: string;
  /** Absolute path. */
  readonly root: string;
}

export interface StatusText {
  /** Name of a product icon. */
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  /** For a screen reader, which reads no icons. */
  readonly spoken: string;
}

/** @param named whether the name of the folder is said, as there are others */
export function statusOfOne(folder: EnvironmentOfFolder, named: boolean): StatusText {
  const { chosen, name } = folder;
  const of = named ? ` (${name})` : '';
  const what = chosen ? environmentName(chosen) : 'none';
  return {
    icon: chosen ? 'vm' : 'warning',
    text: chosen ? `${what}${of}` : `No test environment${of}`,
    tooltip: chosen
      ? `Tests of ${name} run with ${chosen.python}\n${sourceText(chosen.source)}, ${chosen.runners.join(' and ') || 'without stestr'}`
      : `${name}: ${whyNone(folder)}`,
    spoken: `Test environment${named ? ` of ${name}` : ''}: ${what}`,
  };
}

export function statusOfAll(folders: readonly EnvironmentOfFolder[]): StatusText {
  const without = folders.filter(({ chosen }) => !chosen).length;
  const all = folders.length;
  const spoken =
    without === 0
      ? `Test environments of ${all} folders`
      : `No test environment in ${without === all ? `any of ${all}` : `${without} of ${all}`} folders`;
  return {
    icon: without === 0 ? 'vm' : 'warning',
    text: without === 0 ? `${all} test environments` : spoken,
    tooltip: folders.map((each) => `${each.name}: ${lineOf(each)}`).join('\n'),
    spoken,
  };
}

/** `py3, made by tox`, or why there is none. */
export function lineOf(folder: Pick<EnvironmentOfFolder, 'chosen' | 'missing' | 'root'>): string {
  const { chosen } = folder;
  return chosen ? `${environmentName(chosen)}, ${sourceText(chosen.source)}` : whyNone(folder);
}

function whyNone({ missing, root }: Pick<EnvironmentOfFolder, 'missing' | 'root'>): string {
  return missing[0] ? missingText(missing[0], root) : NOTHING_FOUND;
}
