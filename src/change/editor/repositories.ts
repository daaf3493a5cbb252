import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { Emitter } from '../../base/emitter';
import { messageOf, UserError } from '../../base/errors';
import { OPENDEV } from '../../gerrit';
import { openRepository, type Repository } from '../../base/git';
import type { Log } from '../../base/log';
import { diskFiles } from '../../project/files';
import { readFacts, type RepositoryFacts } from '../repositoryFacts';

/** How long facts are used before they are read again in the background. */
const FRESH_MS = 10_000;

/** What is known of each working tree, in memory so that typing waits for nothing. */
export class Repositories implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly changed = new Emitter<string>();
  readonly onDidChange = this.changed.event;
  private readonly watcher = vscode.workspace.createFileSystemWatcher('**/.gitreview');

  constructor(private readonly log: Log) {
    const again = ({ fsPath }: vscode.Uri): void => {
      if (this.entries.has(dirname(fsPath))) void this.read(dirname(fsPath));
    };
    this.watcher.onDidChange(again);
    this.watcher.onDidCreate(again);
    this.watcher.onDidDelete(again);
  }

  /** What is known now; undefined until the first reading. Old facts are read again in the background. */
  known(root: string): RepositoryFacts | undefined {
    const entry = this.entries.get(root);
    if (!entry || Date.now() - entry.readAt > FRESH_MS) void this.read(root);
    return entry?.facts;
  }

  /** What is known, after a first reading. */
  async facts(root: string): Promise<RepositoryFacts> {
    return this.entries.get(root)?.facts ?? this.read(root);
  }

  /** Reads again; whoever awaits it gets what holds now. Never throws: what cannot be read is missing. */
  async read(root: string): Promise<RepositoryFacts> {
    const running = this.entries.get(root)?.reading;
    if (running) return running;
    const reading = this.readNow(root);
    const before = this.entries.get(root);
    this.entries.set(root, { ...before, readAt: Date.now(), reading });
    const facts = await reading;
    this.entries.set(root, { facts, readAt: Date.now() });
    this.changed.fire(root);
    return facts;
  }

  /** For a command that needs git. Throws UserError `untrusted` in Restricted Mode, and git's own reasons. */
  async git(root: string): Promise<Repository> {
    if (!vscode.workspace.isTrusted) {
      throw new UserError('untrusted', 'In Restricted Mode git is not run here. Trust the workspace to go on.');
    }
    return openRepository(root);
  }

  dispose(): void {
    this.watcher.dispose();
    this.changed.dispose();
    this.entries.clear();
  }

  private async readNow(root: string): Promise<RepositoryFacts> {
    try {
      const repository = vscode.workspace.isTrusted ? await openRepository(root) : undefined;
      return await readFacts(root, diskFiles, repository);
    } catch (error) {
      this.log.warn(`What is known of ${root} stays empty: ${messageOf(error)}`);
      return { root, isGerrit: false, server: OPENDEV, config: new Map(), hook: {}, history: { subjects: [], people: [], tools: [] } };
    }
  }
}

interface Entry {
  readonly facts?: RepositoryFacts;
  readonly readAt: number;
  readonly reading?: Promise<RepositoryFacts>;
}

/** Whether messages of this repository are checked, by the person's setting. */
export function isChecked(facts: RepositoryFacts): boolean {
  const when = setting('change.check', vscode.Uri.file(facts.root));
  return when === 'always' || (when === 'gerrit' && facts.isGerrit);
}
