/** What tox says about each folder: asked once for each state of its configuration, or read where tox is missing. */
import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { messageOf, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { runProcess } from '../../base/process';
import { diskFiles } from '../files';
import { environmentOf } from '../tox/environmentOf';
import { readTox } from '../tox/readTox';
import type { Run } from '../tox/run';
import type { Tox, ToxEnvironment } from '../tox/tox';
import { ToxConfig } from '../tox/toxConfig';
import type { ToxEnvironmentName } from '../tox/toxOutput';

export interface ToxNames {
  readonly names: readonly ToxEnvironmentName[];
  /** Why tox itself could not be asked; the names are then those that reading its file gives. */
  readonly problem: UserError | undefined;
}

/** Asking tox runs code of the project (plugins, `requires`): in an untrusted workspace its files are only read. */
export class ToxAnswers implements vscode.Disposable {
  private readonly configs = new Map<string, ToxConfig>();
  /** A tox that first installs the one that the project wants takes its time: it does not outlive the window. */
  private readonly closing = new AbortController();

  constructor(private readonly log: Log) {}

  /** What the project's files say; nothing is run. Undefined when it has no configuration of tox. */
  read(root: string): Promise<Tox | undefined> {
    return readSettings(root);
  }

  /** Undefined when the project has no configuration of tox. */
  async names(root: string): Promise<ToxNames | undefined> {
    const read = await readSettings(root);
    if (!read) return undefined;
    const names = read.names().map((name) => ({ ...name, description: '' }));
    if (!vscode.workspace.isTrusted) return { names, problem: undefined };
    try {
      return { names: await this.config(root).environments(), problem: undefined };
    } catch (error) {
      return { names, problem: this.told(root, error) };
    }
  }

  /** As cheap as it is certain: what the project's files say, or tox's own answer where only tox can tell. */
  reading(root: string, name: string): Promise<ToxEnvironment | undefined> {
    return environmentOf(root, name, diskFiles, process.env, (...question) => this.environment(...question));
  }

  /** tox's own answer; where it cannot be asked, what reading its file gives, with nothing held back of pass_env. */
  async environment(root: string, name: string): Promise<ToxEnvironment | undefined> {
    if (vscode.workspace.isTrusted) {
      try {
        return await this.config(root).environment(name);
      } catch (error) {
        this.told(root, error);
      }
    }
    return (await readSettings(root))?.environment(name);
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

function readSettings(root: string): Promise<Tox | undefined> {
  return readTox(root, diskFiles, process.env);
}
