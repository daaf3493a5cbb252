/** Which Python runs the tests of a root. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../base/errors';
import { lostInterpreter } from '../../base/programs';
import { readText } from '../../base/readFile';
import type { ToxEnvironment, ToxName } from '../../project/tox/tox';
import type { ToxEnvironmentName } from '../../project/tox/toxOutput';
import { programIn, programOf } from '../../project/virtualEnvironment';
import { testCommand } from '../layout/testCommand';
import { RUNNER_NAMES, type RunnerName } from '../runners';

export interface TestEnvironment {
  /** Where it was found: a setting, tox, the Python extension's choice, or the folder or file `.venv`. */
  readonly source: 'setting' | 'tox' | 'python-extension' | '.venv';
  /** Absolute path of the interpreter, which exists. */
  readonly python: string;
  /** Absolute path of the folder with its programs. */
  readonly programs: string;
  /** Name of the tox environment; undefined for other sources. */
  readonly tox: string | undefined;
  /** Which test runners stand beside the interpreter. */
  readonly runners: readonly RunnerName[];
  /** Absolute path of the interpreter that its runners name and that is not there. */
  readonly lost?: string;
}

/** Why a place that was looked at gives no environment. */
export interface MissingEnvironment {
  readonly reason:
    | 'setting-missing' // the interpreter that the setting names does not exist
    | 'no-tox' // the project uses tox, which is not installed
    | 'no-environment' // tox would make one, and nobody did yet
    | 'broken-environment' // its folder is there, its interpreter is gone (an upgraded Python)
    | 'moved-environment' // its runners name an interpreter that is not there, as after a move of the checkout
    | 'tox-failed' // it was asked and gave no answer
    | 'no-runner' // it is there and has no runner of tests, as after a creation that failed
    | 'broken-redirect'; // `.venv` is a file that leads nowhere
  /** Absolute path that was looked at, where there is one. */
  readonly path?: string;
  /** The tox environment it is about: for `no-environment` the one to create. */
  readonly tox?: string;
  /** For `tox-failed`: what it said; for `moved-environment`: the interpreter that is not there. */
  readonly words?: string;
}

export interface EnvironmentQuestion {
  /** Absolute path. */
  readonly root: string;
  /** The interpreter that a person set, absolute or relative to the root. */
  readonly setting?: string | undefined;
  /** What tox knows; undefined when tox is not installed or the project does not use it. */
  readonly tox?:
    | {
        readonly names: readonly ToxEnvironmentName[];
        readonly environment: (name: string) => Promise<ToxEnvironment>;
        /** What the project's files say of an environment, without asking tox; undefined where they do not name it. */
        readonly read?: (name: string) => ToxEnvironment | undefined;
      }
    | undefined;
  /** Whether tox.ini or its like is there though tox is not. */
  readonly toxIsMissing?: boolean;
  /** Absolute path of the interpreter chosen in the Python extension. */
  readonly pythonExtension?: string | undefined;
  readonly platform?: NodeJS.Platform;
}

export interface FoundEnvironments {
  /** Best first. */
  readonly found: readonly TestEnvironment[];
  readonly missing: readonly MissingEnvironment[];
}

/**
 * In the order of what a person said most plainly: setting, tox environments for Python 3 that exist, the Python
 * extension's choice, `.venv`. A setting that leads nowhere stands alone: another Python in its place would surprise.
 */
export async function findEnvironments(question: EnvironmentQuestion): Promise<FoundEnvironments> {
  const { root, setting, pythonExtension, platform = process.platform } = question;
  const found: TestEnvironment[] = [];
  const missing: MissingEnvironment[] = [];

  if (setting) {
    const chosen = await withPython('setting', path.resolve(root, setting), platform);
    if (!chosen) return { found, missing: [{ reason: 'setting-missing', path: path.resolve(root, setting) }] };
    found.push(chosen);
  }
  const tox = await toxEnvironments(question, platform);
  found.push(...tox.found);
  missing.push(...tox.missing);
  if (pythonExtension) {
    const chosen = await withPython('python-extension', pythonExtension, platform);
    if (chosen) found.push(chosen);
  }
  const venv = await dotVenv(root, platform);
  if (venv && 'python' in venv) found.push(venv);
  else if (venv) missing.push(venv);

  // The Python extension often chose what tox made: one interpreter is one environment.
  const unique = found.filter((each, i) => found.findIndex((other) => other.python === each.python) === i);
  return { found: unique, missing };
}

async function toxEnvironments(
  { root, tox, toxIsMissing }: EnvironmentQuestion,
  platform: NodeJS.Platform,
): Promise<{ found: TestEnvironment[]; missing: MissingEnvironment[] }> {
  const missing: MissingEnvironment[] = toxIsMissing ? [{ reason: 'no-tox' }] : [];
  const listed = (tox?.names ?? []).filter(({ name }) => isPython3(name));
  const found: TestEnvironment[] = [];
  const looked = new Set<string>();
  const look = async (name: string, folder: string): Promise<void> => {
    if (looked.has(folder)) return;
    looked.add(folder);
    const environment = await withPython('tox', programOf(folder, 'python', platform), platform, name);
    const isWanted = !tox || name === preferred || listed.some((each) => each.name === name);
    if (environment && environment.lost === undefined) {
      found.push(environment);
    } else if (isWanted && environment) {
      missing.push(movedOf(environment, folder));
    } else if (isWanted && (await statOf(folder))) {
      missing.push({ reason: 'broken-environment', path: folder, tox: name });
    }
  };
  let preferred = [...listed].sort(byPreference)[0]?.name;
  const workDir = tox?.read?.('py3')?.setEnv.TOX_WORK_DIR ?? path.join(root, '.tox');
  const folderOf = (name: string): string => tox?.read?.(name)?.envDir ?? path.join(workDir, name);
  // tox makes more than it lists, such as py312 where the list has py3; and what it made is as good when it is gone.
  const made = (await namesIn(workDir)).filter((name) => isPython3(name) && !listed.some((each) => each.name === name));
  const candidates = [...listed, ...made.map((name) => ({ name, description: '', isDefault: false }))].sort(
    byPreference,
  );
  for (const { name } of candidates) await look(name, folderOf(name));
  if (found.length > 0 || !tox) return { found, missing };

  // Nothing where the files say. tox may know of another folder; its answer takes half a second.
  try {
    preferred ??= await preferredName(tox);
    if (preferred === undefined) return { found, missing };
    const { envDir } = await tox.environment(preferred);
    await look(preferred, envDir);
    if (found.length === 0) missing.push({ reason: 'no-environment', path: envDir, tox: preferred });
  } catch (error) {
    missing.push({ reason: 'tox-failed', ...(preferred !== undefined && { tox: preferred }), words: messageOf(error) });
  }
  return { found, missing };
}

/**
 * The environment that runs the unit tests when nobody chose: the best whose name says Python 3; else the first that a
 * bare tox runs and that runs tests, such as `unit`; else `py3`, which tox makes of [testenv] without being told.
 */
export async function preferredName({
  names,
  environment,
}: {
  readonly names: readonly ToxName[];
  readonly environment: (name: string) => ToxEnvironment | undefined | Promise<ToxEnvironment | undefined>;
}): Promise<string | undefined> {
  const [listed] = names.filter(({ name }) => isPython3(name)).sort(byPreference);
  if (listed) return listed.name;
  for (const name of [...names.filter(({ isDefault }) => isDefault).map((each) => each.name), 'py3']) {
    const found = await environment(name);
    if (found && testCommand(found)) return name;
  }
  return undefined;
}

/** `py3`, `py311`, `py3-eventlet`, and tox 4's `3.12`. */
function isPython3(name: string): boolean {
  return /^(?:py)?3(?:\.?\d+)?(?:-[\w.-]+)?$/.test(name);
}

/** What a bare `tox` runs first, then plain names before those with factors, `py3` before versions, newest first. */
function byPreference(a: ToxName, b: ToxName): number {
  const rank = ({ name, isDefault }: ToxName): number =>
    (isDefault ? 0 : 4) + (name.includes('-') ? 2 : 0) + (/^py3(?:-|$)/.test(name) ? 0 : 1);
  return rank(a) - rank(b) || minor(b.name) - minor(a.name);
}

function minor(name: string): number {
  return Number(/^(?:py)?3\.?(\d+)/.exec(name)?.[1] ?? 0);
}

const MOST_REDIRECT_BYTES = 4096;

/** `.venv` is a folder, or since PEP 832 a file whose text is the path of the folder: `.tox/cover`. */
async function dotVenv(
  root: string,
  platform: NodeJS.Platform,
): Promise<TestEnvironment | MissingEnvironment | undefined> {
  const place = path.join(root, '.venv');
  let folder = place;
  try {
    const status = await stat(place);
    if (status.isFile()) {
      const redirect = await readText(place, MOST_REDIRECT_BYTES).catch(() => undefined); // too big to be a path
      if (redirect === undefined) return { reason: 'broken-redirect', path: place };
      folder = path.resolve(root, redirect.split('\n')[0]!.trim());
    }
    const environment = await withPython('.venv', programOf(folder, 'python', platform), platform);
    if (!environment) return { reason: status.isFile() ? 'broken-redirect' : 'broken-environment', path: folder };
    return environment.lost === undefined ? environment : movedOf(environment, folder);
  } catch {
    return undefined; // there is no .venv, or none that can be read
  }
}

async function withPython(
  source: TestEnvironment['source'],
  python: string,
  platform: NodeJS.Platform,
  tox?: string,
): Promise<TestEnvironment | undefined> {
  if (!(await isFile(python))) return undefined;
  const programs = path.dirname(python);
  const runners: RunnerName[] = [];
  let lost: string | undefined;
  for (const runner of RUNNER_NAMES) {
    const program = programIn(programs, runner, platform);
    if (!(await isFile(program))) continue;
    const missing = await lostInterpreter(program);
    if (missing === undefined) runners.push(runner);
    else lost = missing;
  }
  return { source, python, programs, tox, runners, ...(lost !== undefined && { lost }) };
}

function movedOf({ tox, lost }: TestEnvironment, folder: string): MissingEnvironment {
  return {
    reason: 'moved-environment',
    path: folder,
    ...(tox !== undefined && { tox }),
    ...(lost !== undefined && { words: lost }),
  };
}

async function isFile(file: string): Promise<boolean> {
  // Follows links: bin/python of an environment whose Python was removed is a link to nothing.
  return (await statOf(file))?.isFile() ?? false;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return []; // not there, or not for us: no environment either way
  }
}

async function statOf(file: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(file);
  } catch {
    return undefined; // not there, or not for us: no environment either way
  }
}
