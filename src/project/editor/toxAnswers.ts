/** What tox says about each folder: asked once for each state of its configuration, or read where tox is missing. */
import type * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { messageOf, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { runProcess } from '../../base/process';
import { diskFiles } from '../files';
import { readTox } from '../tox/readTox';
import type { Run } from '../tox/run';
import { ToxConfig } from '../tox/toxConfig';
import type { ToxEnvironment, ToxEnvironmentName } from '../tox/toxOutput';

export interface ToxNames {
  readonly names: readonly ToxEnvironmentName[];
  /** Why tox itself could not be asked; the names are then those that reading its file gives. */
  readonly problem: UserError | undefined;
}

/** Settings of a run under an environment. */
export type ToxSettings = Pick<ToxEnvironment, 'commands' | 'setEnv' | 'passEnv' | 'envDir'>;

/** Asking tox runs code of the project (plugins, `requires`): only for trusted folders. */
export class ToxAnswers implements vscode.Disposable {
  private readonly configs = new Map<string, ToxConfig>();
  /** A tox that first installs the one that the project wants takes its time: it does not outlive the window. */
  private readonly closing = new AbortController();

  constructor(private readonly log: Log) {}

  /** Undefined when the project has no configuration of tox. */
  async names(root: string): Promise<ToxNames | undefined> {
    const read = await readTox(root, diskFiles);
    if (!read) return undefined;
    try {
      return { names: await this.config(root).environments(), problem: undefined };
    } catch (error) {
      const names = read.names().map((name) => ({ ...name, description: '' }));
      return { names, problem: this.told(root, error) };
    }
  }

  /** The settings of an environment; read from the file, with nothing held back, where tox cannot be asked. */
  async settings(root: string, name: string): Promise<ToxSettings | undefined> {
    try {
      return await this.config(root).environment(name);
    } catch (error) {
      this.told(root, error);
      const read = (await readTox(root, diskFiles))?.environment(name);
      if (!read) return undefined;
      const commands = read.commands.map(({ args }) => args.join(' '));
      return { commands, setEnv: Object.fromEntries(read.variables), passEnv: ['*'], envDir: read.environmentFolder };
    }
  }

  dispose(): void {
    this.closing.abort();
  }

  private readonly run: Run = (file, args, { cwd, timeoutMs }) =>
    runProcess(file, args, { cwd, signal: this.closing.signal, ...(timeoutMs !== undefined && { timeoutMs }) });

  private config(root: string): ToxConfig {
    const program = setting('tox.path');
    const key = `${program}\n${root}`;
    const known = this.configs.get(key) ?? new ToxConfig(root, this.run, { file: program, args: [] });
    this.configs.set(key, known);
    return known;
  }

  private told(root: string, error: unknown): UserError {
    this.log.warn(`tox in ${root}: ${messageOf(error)}`);
    const reason = error instanceof UserError ? String(error.reason) : 'tox-failed';
    return new UserError(reason, messageOf(error), { cause: error });
  }
}
