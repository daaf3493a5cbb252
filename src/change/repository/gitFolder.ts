import { realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { parseIni } from '../../base/ini';
import type { ProjectFiles } from '../../project/files';

const SMALL = 64 * 1024;

/**
 * The top folder of the working tree to which a message such as `.git/COMMIT_EDITMSG` belongs; undefined when it is in
 * no git folder. Read from the files that git keeps for work trees and submodules (gitrepository-layout(5)), so that no
 * program has to run.
 */
export async function workTreeOf(messageFile: string, files: ProjectFiles): Promise<string | undefined> {
  const folder = dirname(messageFile);
  if (basename(folder) === '.git') {
    return dirname(folder);
  }
  const linked = await files.read(resolve(folder, 'gitdir'), SMALL);
  if (linked !== undefined) {
    return dirname(resolve(folder, linked.trim()));
  }
  const config = /[\\/]\.git[\\/]modules[\\/]/.test(folder)
    ? await files.read(resolve(folder, 'config'), SMALL)
    : undefined;
  const worktree = config && parseIni(config.replace(/^\s+/gm, ''), 'config').get('core', 'worktree');
  return worktree ? realpath(resolve(folder, worktree)) : undefined;
}
