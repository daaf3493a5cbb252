/** The environment variables of a run of ours: what tox would hand to the same command. */
import path from 'node:path';
import type { ToxEnvironment } from '../../project/tox/tox';
import type { TestEnvironment } from './findEnvironment';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Under tox: what its pass_env lets through of `own`, then its set_env. Otherwise all of `own`. In both, the
 * environment's programs come first in PATH.
 */
export function runEnvironment(
  environment: Pick<TestEnvironment, 'programs'>,
  tox: Pick<ToxEnvironment, 'setEnv' | 'passEnv' | 'envDir'> | undefined,
  own: Variables,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const passed = tox ? passedVariables(tox.passEnv, own, platform) : definedOf(own);
  const merged = { ...passed, ...tox?.setEnv };
  const pathName =
    platform === 'win32' ? (Object.keys(own).find((name) => name.toUpperCase() === 'PATH') ?? 'Path') : 'PATH';
  // tox sets PATH itself whatever pass_env says; a set_env of PATH wins, as there.
  const inherited = tox?.setEnv[pathName] ?? own[pathName];
  const separator = platform === 'win32' ? ';' : ':';
  merged[pathName] = inherited ? `${environment.programs}${separator}${inherited}` : environment.programs;
  merged.VIRTUAL_ENV = tox?.envDir ?? path.dirname(environment.programs);
  return merged;
}

/** What pass_env lets through. Source: tox documentation, pass_env: wildcards `*` and `?`, and names without regard to case. */
export function passedVariables(
  patterns: readonly string[],
  own: Variables,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const alternatives = patterns.map((pattern) =>
    pattern
      .replace(/[\\^$.+()|{}[\]]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.'),
  );
  const passes = new RegExp(`^(?:${alternatives.join('|')})$`, 'i');
  const always = platform === 'win32' ? /^(?:SYSTEMROOT|SYSTEMDRIVE|PATHEXT|TEMP|TMP|USERPROFILE|COMSPEC)$/i : /^$/;
  return Object.fromEntries(Object.entries(definedOf(own)).filter(([name]) => passes.test(name) || always.test(name)));
}

function definedOf(variables: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
