import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../scripts/lib/cleanup';

/** A repository of its own, with nobody's configuration but this: one commit, and what it takes to make more. */
export class GitRepository {
  readonly root = temporaryFolder();

  constructor() {
    this.git('init', '-q', '-b', 'master');
    this.git('config', 'user.name', 'Dev Example');
    this.git('config', 'user.email', 'dev@example.org');
    this.commit('Begin');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8' }).trimEnd();
  }

  /** Gives the full id. Another file for each, so that commits apply in any order. */
  commit(message: string): string {
    const file = `${message.replace(/\W.*/s, '').toLowerCase()}.txt`;
    appendFileSync(join(this.root, file), `${message}\n`);
    this.git('add', '-A');
    this.git('commit', '-q', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }
}
