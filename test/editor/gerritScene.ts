/** Folders of editor tests whose changes go to a real Gerrit. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { startGerrit, type GerritLab } from '../tools/gerritLab';
import { gitIn } from './host/repository';

let running: Promise<GerritLab> | undefined;

/** One server for all tests of a run; it ends with this process. */
export const labGerrit = (): Promise<GerritLab> => (running ??= startGerrit());

let projects = 0;

/**
 * Makes a folder a clone of a new project of the server, as Dev Example, over HTTP; what is in the folder is the
 * project's master. Nothing is staged.
 * @param password whether git knows it; else it is asked for
 */
export async function cloneOfGerrit(folder: string, password: 'known' | 'asked' = 'known'): Promise<GerritLab> {
  const gerrit = await labGerrit();
  const project = await gerrit.createProject(`editor-${projects++}`);
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
  writeFileSync(join(folder, '.gitreview'), `[gerrit]\nhost=${hostname}\nport=${port}\nproject=${project}.git\nscheme=http\n`);
  seed(folder, `${gerrit.url}/${project}`, `http://admin:secret@${host}/a/${project}`);
  gitIn(folder, 'checkout', '-q', '-b', 'bug/2061234');
  if (password === 'known') {
    const file = join(dirname(folder), 'credentials');
    writeFileSync(file, `http://dev:dev-secret@${host}\n`, { mode: 0o600 });
    gitIn(folder, 'config', '--add', 'credential.helper', `store --file="${file}"`);
  }
  return gerrit;
}

/** What merged before is not reviewed here: the administrator pushes it. */
function seed(folder: string, address: string, asAdmin: string): void {
  gitIn(folder, 'fetch', '-q', address, 'master');
  gitIn(folder, 'reset', '-q', '--soft', 'FETCH_HEAD');
  gitIn(folder, 'add', '-A');
  const admin = ['-c', 'user.name=Administrator', '-c', 'user.email=admin@example.com'];
  const id = `I${randomBytes(20).toString('hex')}`;
  gitIn(folder, ...admin, 'commit', '-q', '-m', 'scheduler: Filter hosts', '-m', `Change-Id: ${id}\nSigned-off-by: Administrator <admin@example.com>`);
  gitIn(folder, 'push', '-q', asAdmin, 'HEAD:refs/heads/master');
  gitIn(folder, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
}

/** Proposes a change to a project of its own, for others to depend on; gives its address. */
export async function proposedChange(subject: string): Promise<string> {
  const folder = temporaryFolder();
  const gerrit = await cloneOfGerrit(folder);
  writeFileSync(join(folder, 'new.txt'), 'new\n');
  gitIn(folder, 'add', '-A');
  const id = `I${randomBytes(20).toString('hex')}`;
  gitIn(folder, 'commit', '-q', '-m', subject, '-m', `Change-Id: ${id}\nSigned-off-by: Dev Example <dev@example.org>`);
  gitIn(folder, 'push', '-q', 'gerrit', 'HEAD:refs/for/master');
  const [change] = (await gerrit.rest('GET', `/changes/?q=${id}`)) as { _number: number; project: string }[];
  return `${gerrit.url}/c/${change!.project}/+/${change!._number}`;
}
