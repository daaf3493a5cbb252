import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../../scripts/lib/cleanup';
import { type PlanOptions, type PushPlan, planPush } from '../../../src/change/push/pushPlan';
import { PersonGit } from '../../../src/change/repository/personGit';
import type { ReviewTarget } from '../../../src/change/repository/target';

export const TARGET: ReviewTarget = {
  remote: 'gerrit',
  exists: true,
  url: 'ssh://dev@review.example.org:29418/a/b',
  scheme: 'ssh',
  branch: 'master',
  host: 'review.example.org',
  project: 'a/b',
};

export const idOf = (name: string): string => `I${Buffer.from(name.padEnd(20)).toString('hex').slice(0, 40)}`;

/** A repository whose `gerrit/master` is one commit below the work of Dev Example; no server is behind it. */
export class ChainRepository {
  readonly root = temporaryFolder();
  readonly git = new PersonGit(this.root);

  constructor() {
    this.run('init', '-q', '-b', 'work');
    const settings = {
      'user.name': 'Dev Example',
      'user.email': 'dev@example.org',
      'gc.auto': '0',
      'remote.gerrit.url': TARGET.url,
    };
    for (const [key, value] of Object.entries(settings)) this.run('config', key, value);
    this.commit('Merged before');
    this.run('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
  }

  readonly run = (...args: string[]): string =>
    execFileSync('git', args, { cwd: this.root, encoding: 'utf8', stdio: 'pipe' }).trimEnd();

  write(name: string, text: string): void {
    const file = join(this.root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** A commit with a file of its own; its message is the summary and the trailers given. Gives the full id. */
  commit(subject: string, trailers: readonly string[] = [], options: readonly string[] = []): string {
    this.write(`${subject}.txt`, `${subject}\n`);
    this.run('add', '-A');
    this.run('commit', '-q', '--no-verify', ...options, '-m', [subject, '', ...trailers].join('\n').trim());
    return this.run('rev-parse', 'HEAD');
  }

  plan = (options: PlanOptions = {}): Promise<PushPlan> => planPush(this.git, TARGET, undefined, options);

  /** Newest first, as `git log` has them. */
  subjects = (range = 'gerrit/master..HEAD'): string[] =>
    this.run('log', '--format=%s', range).split('\n').filter(Boolean);
}
