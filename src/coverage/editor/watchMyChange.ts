import * as vscode from 'vscode';
import { debounce } from '../../base/coalesce';
import { DisposableStore } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { isInside } from '../../base/paths';
import type { CoverageModel } from '../state/coverageModel';
import type { FolderCoverage } from '../state/folderCoverage';

/** After the last thing that was saved or that git wrote: "Save All" and a rebase write many times. */
const REST_MS = 500;

/** Keeps the coverage of my change up to date while files are saved, staged, committed and checked out. */
export class MyChangeWatchers implements vscode.Disposable {
  private readonly watched = new Map<FolderCoverage, { readonly again: () => void; readonly store: DisposableStore }>();
  private readonly subscription: vscode.Disposable;

  /** @param isShown whether the view shows it: asking git takes several processes */
  constructor(
    private readonly model: CoverageModel,
    private readonly isShown: () => boolean,
    private readonly log: Log,
  ) {
    this.subscription = vscode.Disposable.from(
      model.onDidChange(() => this.update()),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        for (const [{ path }, { again }] of this.watched) if (isInside(path, uri.fsPath)) again();
      }),
    );
  }

  private update(): void {
    const { isTrusted } = vscode.workspace;
    const folders = new Set(this.model.folders().filter(({ state }) => isTrusted && state.kind === 'ready'));
    for (const [folder, { store }] of this.watched) {
      if (folders.has(folder)) continue;
      store.dispose();
      this.watched.delete(folder);
    }
    for (const folder of folders) if (!this.watched.has(folder)) void this.watch(folder);
  }

  private async watch(folder: FolderCoverage): Promise<void> {
    const store = new DisposableStore();
    const later = debounce(() => void folder.measureMyChange(), REST_MS);
    store.add({ dispose: () => later.cancel() });
    const again = (): void => {
      if (this.isShown()) later();
    };
    this.watched.set(folder, { again, store });
    try {
      const { openRepository } = await import('../../base/git');
      const gitFolder = await (await openRepository(folder.path)).run(['rev-parse', '--absolute-git-dir']);
      const pattern = new vscode.RelativePattern(
        vscode.Uri.file(gitFolder.trim()),
        '{HEAD,index,packed-refs,logs/HEAD,refs/remotes/**}',
      );
      const watcher = store.add(vscode.workspace.createFileSystemWatcher(pattern));
      for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) store.add(event(again));
    } catch (error) {
      this.log.info(`What git writes in ${folder.path} is not watched: ${messageOf(error)}`); // measuring says why
    }
  }

  dispose(): void {
    this.subscription.dispose();
    for (const { store } of this.watched.values()) store.dispose();
  }
}
