import * as vscode from 'vscode';
import { coalesce, debounce } from '../../base/coalesce';
import { DisposableStore } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { isInside } from '../../base/paths';
import type { CoverageModel } from '../state/coverageModel';
import type { RootCoverage } from '../state/rootCoverage';

/** After the last thing that was saved or that git wrote: "Save All" and a rebase write many times. */
const REST_MS = 500;

/** Keeps what the view says of my change true while files are saved, staged, committed and checked out. */
export class MyChangeWatchers implements vscode.Disposable {
  private readonly watched = new Map<RootCoverage, { readonly again: () => void; readonly store: DisposableStore }>();
  private readonly subscription: vscode.Disposable;

  /** @param isShown whether anybody looks at it: to ask git takes several processes */
  constructor(
    private readonly model: CoverageModel,
    private readonly isShown: () => boolean,
    private readonly log: Log,
  ) {
    this.subscription = vscode.Disposable.from(
      model.onDidChange(() => this.update()),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        for (const [root, { again }] of this.watched) if (isInside(root.root, uri.fsPath)) again();
      }),
    );
  }

  private update(): void {
    const roots = vscode.workspace.isTrusted ? this.model.reports() : [];
    for (const [root, { store }] of this.watched) {
      if (roots.some((one) => one === root)) continue;
      store.dispose();
      this.watched.delete(root);
    }
    for (const root of roots) if (!this.watched.has(root)) void this.watch(root);
  }

  private async watch(root: RootCoverage): Promise<void> {
    const store = new DisposableStore();
    const measure = coalesce(() => root.measureMyChange());
    const later = debounce(() => void measure(), REST_MS);
    store.add({ dispose: () => later.cancel() });
    const again = (): void => {
      if (this.isShown()) later();
    };
    this.watched.set(root, { again, store });
    try {
      const { openRepository } = await import('../../base/git');
      const folder = await (await openRepository(root.root)).run(['rev-parse', '--absolute-git-dir']);
      const pattern = new vscode.RelativePattern(
        vscode.Uri.file(folder.trim()),
        '{HEAD,index,packed-refs,logs/HEAD,refs/remotes/**}',
      );
      const watcher = store.add(vscode.workspace.createFileSystemWatcher(pattern));
      for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) store.add(event(again));
    } catch (error) {
      this.log.info(`What git writes in ${root.root} is not watched: ${messageOf(error)}`); // measuring says why
    }
  }

  dispose(): void {
    this.subscription.dispose();
    for (const { store } of this.watched.values()) store.dispose();
  }
}
