/** A real git repository in a folder of a scene: the sample as a project of Gerrit, with a history. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whose commits they are, by git's keys under `user`. */
export const ME = { name: 'Dev Example', email: 'dev@example.org' };

/**
 * Runs git in the folder as it is run by a person without a configuration of their own; gives what it printed. While the
 * editor's git holds the index, it is tried again, as a person would.
 */
export function gitIn(folder: string, ...args: string[]): string {
  for (let patience = 40; ; patience--) {
    try {
      return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
    } catch (error) {
      if (patience === 0 || !String(error).includes('index.lock')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

export function makeRepository(folder: string, branch = 'bug/2061234'): void {
  writeFileSync(
    join(folder, '.gitreview'),
    '[gerrit]\nhost=review.opendev.org\nport=29418\nproject=openstack/cloudlet.git\n',
  );
  gitIn(folder, 'init', '-q', '-b', 'master');
  gitIn(folder, 'config', 'user.name', ME.name);
  gitIn(folder, 'config', 'user.email', ME.email);
  gitIn(folder, 'add', '-A');
  commit(folder, 'scheduler: Weigh hosts', 'Assisted-By: a tool, model 1');
  writeFileSync(join(folder, 'README.rst'), 'Cloudlet\n');
  gitIn(folder, 'add', '-A');
  commit(folder, 'scheduler: Filter hosts', 'Co-authored-by: Ada Other <ada@example.org>');
  gitIn(folder, 'checkout', '-q', '-b', branch);
}

function commit(folder: string, subject: string, trailer: string): void {
  const id = `I${Buffer.from(subject.padEnd(20).slice(0, 20)).toString('hex')}`;
  gitIn(
    folder,
    'commit',
    '-q',
    '-m',
    subject,
    '-m',
    `${trailer}\nChange-Id: ${id}\nSigned-off-by: ${ME.name} <${ME.email}>`,
  );
}
