/** Folders of editor tests whose changes go to a real Gerrit. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { type GerritLab, startGerrit } from '../tools/gerritLab';
import { gitIn } from './host/repository';

let running: Promise<GerritLab> | undefined;

/** One server for all tests of a run; it ends with this process. */
const labGerrit = (): Promise<GerritLab> => (running ??= startGerrit());

let projects = 0;
const given = new Map<string, number>();

/** The name for the first project that wants it on the server of this run; a second try of a test gets another one. */
export function projectName(wanted: string): string {
  const count = (given.get(wanted) ?? 0) + 1;
  given.set(wanted, count);
  return count === 1 ? wanted : `${wanted}-${count}`;
}

/**
 * Makes a folder a clone of a new project of the server, as Dev Example, over HTTP; what is in the folder is the
 * project's master. Nothing is staged.
 * @param password whether git knows it; else it is asked for
 * @param name of the project below `openstack/`
 */
export async function cloneOfGerrit(
  folder: string,
  password: 'known' | 'asked' = 'known',
  name = `editor-${projects++}`,
): Promise<GerritLab> {
  const gerrit = await labGerrit();
  const project = await gerrit.createProject(name);
  const { host, hostname, port } = new URL(gerrit.url);
  gitIn(folder, 'init', '-q', '-b', 'master');
  const settings: Readonly<Record<string, string>> = {
    'user.name': 'Dev Example',
    'user.email': 'dev@example.org',
    'credential.helper': '',
    'gc.auto': '0',
    'remote.gerrit.url': `http://dev@${host}/a/${project}`,
    'remote.gerrit.fetch': '+refs/heads/*:refs/remotes/gerrit/*',
  };
  for (const [key, value] of Object.entries(settings)) gitIn(folder, 'config', key, value);
  writeFileSync(
    join(folder, '.gitreview'),
    `[gerrit]\nhost=${hostname}\nport=${port}\nproject=${project}.git\nscheme=http\n`,
  );
  await mergedInto(folder, 'master', 'scheduler: Filter hosts');
  gitIn(folder, 'branch', '-q', '-f', 'master');
  gitIn(folder, 'checkout', '-q', '-b', 'bug/2061234');
  if (password === 'known') {
    const file = join(dirname(folder), 'credentials');
    writeFileSync(file, `http://dev:dev-secret@${host}\n`, { mode: 0o600 });
    gitIn(folder, 'config', '--add', 'credential.helper', `store --file="${file}"`);
  }
  return gerrit;
}

/**
 * Makes what is in the folder the newest commit of a branch of the server; it stays checked out, without a branch. What
 * merged before is not reviewed here: the administrator pushes it.
 */
export async function mergedInto(folder: string, branch: string, subject: string): Promise<void> {
  const { url } = await labGerrit();
  const project = projectOf(folder);
  const { host } = new URL(url);
  gitIn(folder, 'fetch', '-q', `${url}/${project}`, branch);
  gitIn(folder, 'update-ref', '--no-deref', 'HEAD', 'FETCH_HEAD');
  gitIn(folder, 'add', '-A');
  commitAs('Administrator <admin@example.com>', folder, subject);
  gitIn(folder, 'push', '-q', `http://admin:secret@${host}/a/${project}`, `HEAD:refs/heads/${branch}`);
  gitIn(folder, 'update-ref', `refs/remotes/gerrit/${branch}`, 'HEAD');
}

const projectOf = (folder: string): string => gitIn(folder, 'config', 'remote.gerrit.url').split('/a/')[1] ?? '';

/** Commits what is in the folder as Gerrit wants it; gives the Change-Id. */
export function commitAs(
  person: string,
  folder: string,
  subject: string,
  id = `I${randomBytes(20).toString('hex')}`,
): string {
  const [, name = '', email = ''] = /^(.+) <(.+)>$/.exec(person) ?? [];
  gitIn(folder, 'add', '-A');
  const message = ['-m', subject, '-m', `Change-Id: ${id}\nSigned-off-by: ${person}`];
  gitIn(folder, '-c', `user.name=${name}`, '-c', `user.email=${email}`, 'commit', '-q', '--no-verify', ...message);
  return id;
}

export const DEV = 'Dev Example <dev@example.org>';
export const CORE = 'Core Example <core@example.org>';

/** Another clone of the same project, of somebody who reviews there and pushes without being asked for a password. */
export async function colleagueOf(folder: string): Promise<string> {
  const { url } = await labGerrit();
  const clone = join(temporaryFolder(), 'colleague');
  gitIn(
    folder,
    'clone',
    '-q',
    '-o',
    'gerrit',
    `http://core:core-secret@${new URL(url).host}/a/${projectOf(folder)}`,
    clone,
  );
  return clone;
}

export interface Proposed {
  readonly number: number;
  readonly changeId: string;
  /** The long form, as people paste it. */
  readonly url: string;
}

/**
 * Pushes what is in the folder for review.
 * @param changeId of the change whose next patch set it becomes
 */
export async function propose(
  folder: string,
  person: string,
  subject: string,
  { changeId, ref = 'refs/for/master' }: { changeId?: string; ref?: string } = {},
): Promise<Proposed> {
  const gerrit = await labGerrit();
  const id = commitAs(person, folder, subject, changeId);
  gitIn(folder, 'push', '-q', 'gerrit', `HEAD:${ref}`);
  const [change] = (await gerrit.rest('GET', `/changes/?q=${id}+project:${projectOf(folder)}`)) as {
    _number: number;
    project: string;
  }[];
  return { number: change!._number, changeId: id, url: `${gerrit.url}/c/${change!.project}/+/${change!._number}` };
}

/** Proposes a change to a project of its own, for others to depend on; gives its address. */
export async function proposedChange(subject: string): Promise<string> {
  const folder = temporaryFolder();
  await cloneOfGerrit(folder);
  writeFileSync(join(folder, 'new.txt'), 'new\n');
  return (await propose(folder, DEV, subject)).url;
}
