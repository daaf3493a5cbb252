import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, realpath, rename, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../../base/errors';
import { exists } from '../../base/exists';
import { keepFile, keeping, makeFolder } from '../../base/keeping';
import { isInside } from '../../base/paths';
import { readText } from '../../base/readFile';
import { plural } from '../../base/words';
import { PersonGit } from './personGit';

/** As the subject of a sentence. */
const THE_HOOK = 'The commit-msg hook';

/** A hook that is a compiled program can be large; nobody's commit-msg hook is larger than this. */
const MOST_BYTES = 16 << 20;

export type HookReason = 'foreign-hook' | 'shared-hooks' | 'unusable-hook';
export class HookError extends UserError<HookReason> {}

/**
 * - missing
 * - not-executable: a hook of Gerrit that git passes over
 * - gerrit: a hook of Gerrit
 * - foreign: another program, which may or may not call Gerrit's
 */
type HookKind = 'missing' | 'not-executable' | 'gerrit' | 'foreign';

export interface HookState {
  readonly kind: HookKind;
  /** Absolute path where git looks: core.hooksPath, and the common folder of worktrees, are followed. */
  readonly path: string;
  /** Other repositories use this folder too (core.hooksPath outside of this one). */
  readonly shared: boolean;
  /** Of a hook of Gerrit that says so, such as `3.13.5`; old ones and git-review's own do not. */
  readonly version?: string;
  /** Of the text, for telling whether it is the server's. */
  readonly sha256?: string;
}

/** The commit-msg hook of a working tree as it is. */
export async function inspectHook(git: PersonGit): Promise<HookState> {
  const path = await hookPath(git, 'commit-msg');
  const shared = !(await isOwn(git, path));
  const text = await textOf(path);
  if (text === undefined) return { kind: 'missing', path, shared };
  const sha256 = createHash('sha256').update(text).digest('hex');
  if (!isGerrits(text)) return { kind: 'foreign', path, shared, sha256 };
  const version = /^# From Gerrit Code Review (\S+)/m.exec(text)?.[1];
  const kind = (await isExecutable(path)) ? 'gerrit' : 'not-executable';
  return { kind, path, shared, sha256, ...(version ? { version } : {}) };
}

/** Whether another hook than the server's would run, or none. */
export const isOutdated = (state: HookState, ofServer: string): boolean =>
  state.sha256 !== createHash('sha256').update(ofServer).digest('hex');

export interface InstallOptions {
  /** The person agreed that the other hook runs no more. Whatever was there is kept beside, as `commit-msg.before-gerrit`. */
  readonly replaceForeign?: boolean;
  /** The person agreed that all repositories which share the folder get it. */
  readonly intoShared?: boolean;
  /** Checked-out submodules stay as they are. */
  readonly withoutSubmodules?: boolean;
}

export interface Installed {
  readonly path: string;
  /** As it was before. */
  readonly was: HookKind;
  /** Whether it was not the server's. */
  readonly replaced: boolean;
  /** Where a hook that was there is now. */
  readonly kept?: string;
}

/**
 * Puts the server's hook where git looks, as `git review -s` does, and into checked-out submodules that have no other.
 * @param hook text of the hook, from `GerritClient.commitMsgHook`
 * @throws HookError `foreign-hook`, `shared-hooks` without the person's consent
 */
export async function installHook(git: PersonGit, hook: string, options: InstallOptions = {}): Promise<Installed[]> {
  const installed = [await installOne(git, hook, options)];
  for (const submodule of options.withoutSubmodules ? [] : await submodules(git)) {
    const { kind, shared } = await inspectHook(submodule);
    if (!shared && kind !== 'foreign') installed.push(await installOne(submodule, hook, {}));
  }
  return installed;
}

/**
 * The same, with a question for each consent that it takes. Undefined when the person does not agree.
 * @throws HookError `unusable-hook`
 */
export async function installHookAsking(
  git: PersonGit,
  hook: string,
  agrees: (why: HookError) => Promise<boolean>,
): Promise<Installed[] | undefined> {
  let options: InstallOptions = {};
  for (;;) {
    try {
      return await installHook(git, hook, options);
    } catch (error) {
      if (!(error instanceof HookError) || error.reason === 'unusable-hook') throw error;
      if (!(await agrees(error))) return undefined;
      options = { ...options, ...(error.reason === 'foreign-hook' ? { replaceForeign: true } : { intoShared: true }) };
    }
  }
}

async function installOne(
  git: PersonGit,
  hook: string,
  { replaceForeign, intoShared }: InstallOptions,
): Promise<Installed> {
  const state = await inspectHook(git);
  const { kind, path, shared } = state;
  if (!isOutdated(state, hook)) {
    if (kind === 'not-executable') await makeHookExecutable(state);
    return { path, was: kind, replaced: false };
  }
  if (shared && !intoShared) {
    throw new HookError(
      'shared-hooks',
      `core.hooksPath puts the hooks of all repositories into ${dirname(path)}. Install it there for all of them?`,
    );
  }
  if (kind === 'foreign' && !replaceForeign) {
    throw new HookError(
      'foreign-hook',
      `There is another commit-msg hook in ${path}. Replacing it keeps it beside, but it runs no more.`,
    );
  }
  await keeping(THE_HOOK, path, () => makeFolder(dirname(path)));
  // A hook of Gerrit may have the person's own lines in it.
  const kept = kind === 'missing' ? undefined : await freeName(`${path}.before-gerrit`);
  if (kept) await keeping(THE_HOOK, path, () => rename(path, kept));
  try {
    await keepFile(THE_HOOK, path, hook, { mode: 0o755 });
    await keeping(THE_HOOK, path, () => chmod(path, 0o755));
  } catch (error) {
    if (kept) await rename(kept, path); // the hook that was there goes on to run
    throw error;
  }
  return { path, was: kind, replaced: true, ...(kept ? { kept } : {}) };
}

/** What was done, in sentences: of the repository, of its submodules, and where older hooks are. */
export function installedWords([own, ...submodules]: readonly Installed[]): string {
  const again = own?.was === 'not-executable' ? ', and may run again' : '';
  const first = own?.replaced
    ? 'The commit-msg hook of the server is installed.'
    : `The commit-msg hook is that of the server${again}.`;
  const done = submodules.filter(({ was, replaced }) => replaced || was === 'not-executable').length;
  const kept = [own, ...submodules].flatMap((one) => one?.kept ?? []);
  return [
    first,
    ...(done > 0 ? [`It was set up in ${plural(done, 'submodule')} too.`] : []),
    ...(kept.length > 0 ? [`What was there before is kept as ${kept.join(', ')}.`] : []),
  ].join(' ');
}

/** Gives the run bit back to a hook that lost it, as a copy over some file systems does. */
export async function makeHookExecutable({ path }: HookState): Promise<void> {
  const { mode } = await stat(path);
  await keeping(`The run bit of ${path}`, path, () => chmod(path, mode | 0o100 | ((mode & 0o044) >> 2)));
}

/** Absolute path where git looks for a hook, whether there is one or not. */
export async function hookPath(git: PersonGit, name: 'commit-msg' | 'pre-push'): Promise<string> {
  const path = (await git.text(['rev-parse', '--git-path', `hooks/${name}`])).trimEnd();
  return isAbsolute(path) ? path : resolve(git.root, path);
}

/** Whether git would run a hook: it passes over one that is missing, or has no run bit. */
export const wouldRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Hooks in the repository's own folder, or in its working tree, concern no other repository. */
async function isOwn(git: PersonGit, path: string): Promise<boolean> {
  const common = resolve(git.root, (await git.text(['rev-parse', '--git-common-dir'])).trimEnd());
  const own = await Promise.all([common, git.root].map((folder) => realpath(folder)));
  const real = await realpath(dirname(path)).catch(() => dirname(path));
  return own.some((folder) => isInside(folder, real));
}

/** Working trees of submodules that are checked out. Names come from a file of the repository: none leaves it. */
async function submodules(git: PersonGit): Promise<PersonGit[]> {
  const listed =
    (await git.ask(['config', '-z', '--file', '.gitmodules', '--get-regexp', '^submodule\\..*\\.path$'])) ?? '';
  const found: PersonGit[] = [];
  for (const entry of listed.split('\0')) {
    const folder = resolve(git.root, entry.slice(entry.indexOf('\n') + 1));
    if (entry.includes('\n') && isInside(git.root, folder) && (await exists(join(folder, '.git')))) {
      found.push(new PersonGit(folder));
    }
  }
  return found;
}

/** Every hook of Gerrit since 2.0, and the copy inside git-review, names its maker or its variable. */
const isGerrits = (text: string): boolean =>
  /^# From Gerrit Code Review|gerrit\.createChangeId/m.test(text) && text.includes('Change-Id');

/** Undefined where nothing is at this path; what is no regular file, or none that can be read, is no hook to replace. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    const text = await readText(path, MOST_BYTES);
    if (text !== undefined || !(await exists(path))) return text;
  } catch (cause) {
    throw new HookError('unusable-hook', `${path} cannot be read.`, { cause });
  }
  throw new HookError('unusable-hook', `${path} is not a file.`);
}

const isExecutable = async (path: string): Promise<boolean> =>
  process.platform === 'win32' || ((await stat(path)).mode & 0o100) !== 0;

async function freeName(path: string): Promise<string> {
  let name = path;
  for (let count = 2; await exists(name); count++) name = `${path}.${count}`;
  return name;
}
