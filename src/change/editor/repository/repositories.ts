import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { Answers, ofEach } from '../../../base/answers';
import { setting } from '../../../base/editor/settings';
import { requireTrust } from '../../../base/editor/trust';
import { messageOf } from '../../../base/errors';
import { FRESH_MS } from '../../../base/freshness';
import { openRepository, type Repository } from '../../../base/git';
import type { Log } from '../../../base/log';
import { OPENDEV } from '../../../gerrit';
import { diskFiles } from '../../../project/files';
import { type RepositoryFacts, readFacts } from '../../repository/repositoryFacts';

/** What is known of each working tree, in memory so that typing waits for nothing. */
export class Repositories implements vscode.Disposable {
  private readonly memory = new Answers<string, RepositoryFacts>({
    ask: ofEach((root) => this.readNow(root)),
    freshMs: FRESH_MS.workingTree,
  });
  /** A root whose facts are others than before. */
  readonly onDidChange = this.memory.onDidChange;
  private readonly watcher = vscode.workspace.createFileSystemWatcher('**/.gitreview');

  constructor(private readonly log: Log) {
    const again = ({ fsPath }: vscode.Uri): void => {
      if (this.memory.peek(dirname(fsPath))) void this.read(dirname(fsPath));
    };
    this.watcher.onDidChange(again);
    this.watcher.onDidCreate(again);
    this.watcher.onDidDelete(again);
  }

  /** What is known now; undefined until the first reading. Old facts are read again in the background. */
  known(root: string): RepositoryFacts | undefined {
    void this.memory.refresh([root]);
    return this.memory.peek(root);
  }

  /** What is known, after a first reading. */
  async facts(root: string): Promise<RepositoryFacts> {
    if (!this.memory.peek(root)) await this.memory.refresh([root]);
    return this.memory.peek(root) ?? noFacts(root);
  }

  /** Reads again; whoever awaits it gets what holds now. Never throws: what cannot be read is missing. */
  async read(root: string): Promise<RepositoryFacts> {
    await this.memory.refresh([root], 'all');
    return this.memory.peek(root) ?? noFacts(root);
  }

  /** For a command that needs git. Throws UserError `untrusted` in Restricted Mode, and git's own reasons. */
  async git(root: string): Promise<Repository> {
    requireTrust('git');
    return openRepository(root);
  }

  dispose(): void {
    this.watcher.dispose();
    this.memory.dispose();
  }

  private async readNow(root: string): Promise<RepositoryFacts> {
    try {
      const repository = vscode.workspace.isTrusted ? await openRepository(root) : undefined;
      return await readFacts(root, diskFiles, repository);
    } catch (error) {
      this.log.warn(`What is known of ${root} stays empty: ${messageOf(error)}`);
      return noFacts(root);
    }
  }
}

const noFacts = (root: string): RepositoryFacts => ({
  root,
  isGerrit: false,
  server: OPENDEV,
  config: new Map(),
  hook: {},
  history: { subjects: [], people: [], tools: [] },
});

/** Whether messages of this repository are checked, by the person's setting. */
export function isChecked(facts: RepositoryFacts): boolean {
  const when = setting('change.check', vscode.Uri.file(facts.root));
  return when === 'always' || (when === 'gerrit' && facts.isGerrit);
}
