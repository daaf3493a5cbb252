import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../scripts/lib/cleanup';
import { addChangeId } from '../../../src/change/message/changeId';
import { addSignOff } from '../../../src/change/message/signOff';
import { GerritClient } from '../../../src/gerrit';
import type { GerritLab, Username } from '../gerritLab';
import { run } from './run';

export interface CommitOptions {
  /** A whole message is left as it is; a summary gets Change-Id and sign-off. */
  readonly message: string;
  /** Name and content; a file named by the message when missing. */
  readonly files?: Readonly<Record<string, string>>;
  readonly author?: string;
}

/** A clone of a project of the lab, with `.gitreview` and one of its people as the committer. */
export class ReviewRepository {
  private files = 0;

  private constructor(
    readonly gerrit: GerritLab,
    readonly project: string,
    readonly root: string,
    /** What git has to be run with: the key, and no configuration but that of the lab. */
    readonly env: NodeJS.ProcessEnv,
  ) {}

  static async clone(
    gerrit: GerritLab,
    project: string,
    over: 'ssh' | 'http',
    as: Username = 'dev',
  ): Promise<ReviewRepository> {
    const home = temporaryFolder();
    const root = join(home, 'work');
    const { host } = new URL(gerrit.url);
    const settings = {
      'user.name': `${as.charAt(0).toUpperCase()}${as.slice(1)} Example`,
      'user.email': `${as}@example.org`,
      'init.defaultBranch': 'master',
      'credential.helper': `store --file="${join(home, 'credentials')}"`,
      'advice.detachedHead': 'false',
      'gc.auto': '0',
    };
    const config = join(home, 'gitconfig');
    for (const [key, value] of Object.entries(settings)) {
      await run('git', ['config', '-f', config, key, value], { cwd: home });
    }
    writeFileSync(join(home, 'credentials'), `http://${as}:${as}-secret@${host}\n`, { mode: 0o600 });
    const env = {
      GIT_CONFIG_GLOBAL: config,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_SSH_COMMAND: gerrit.sshCommand(as),
      HOME: home,
    };
    const url =
      over === 'ssh' ? `ssh://${as}@127.0.0.1:${gerrit.sshPort}/${project}` : `http://${as}@${host}/a/${project}`;
    await run('git', ['clone', '-q', '-o', 'gerrit', url, root], { cwd: home, env });
    const [hostName, port] = over === 'ssh' ? ['127.0.0.1', gerrit.sshPort] : host.split(':');
    const scheme = over === 'ssh' ? [] : ['scheme=http'];
    const lines = ['[gerrit]', `host=${hostName}`, `port=${port}`, `project=${project}.git`, ...scheme];
    writeFileSync(join(root, '.gitreview'), `${lines.join('\n')}\n`);
    writeFileSync(join(root, '.git/info/exclude'), '.gitreview\n');
    return new ReviewRepository(gerrit, project, root, env);
  }

  readonly git = async (...args: string[]): Promise<string> =>
    (await run('git', args, { cwd: this.root, env: this.env })).trim();

  get client(): GerritClient {
    return new GerritClient({ webUrl: this.gerrit.url });
  }

  /** Gives the new commit's id. Change-Id and sign-off are added to a summary, nothing to a message of several lines. */
  async commit(given: string | CommitOptions): Promise<string> {
    const { message, files, author } =
      typeof given === 'string' ? { message: given, files: undefined, author: undefined } : given;
    const person = { name: await this.git('config', 'user.name'), email: await this.git('config', 'user.email') };
    const whole = message.includes('\n') ? message : addChangeId(addSignOff(`${message}\n`, person));
    this.write(files ?? { [`file${this.files++}.txt`]: `${message}\n` });
    await this.git('add', '-A');
    await this.git(
      'commit',
      '-q',
      '--allow-empty',
      '--cleanup=whitespace',
      '-m',
      whole,
      ...(author ? [`--author=${author}`] : []),
    );
    return this.git('rev-parse', 'HEAD');
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(this.root, name, '..'), { recursive: true });
      writeFileSync(join(this.root, name), content);
    }
  }

  /** Back to the tip of a branch of the server. */
  async fresh(branch = 'master'): Promise<void> {
    await this.git('fetch', '-q', 'gerrit');
    await this.git('checkout', '-q', '-f', '-B', 'work', `gerrit/${branch}`);
  }
}
