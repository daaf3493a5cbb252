import * as vscode from 'vscode';
import { coalesce, debounce } from '../../base/coalesce';
import { DisposableStore } from '../../base/emitter';
import { messageOf, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { isInside } from '../../base/paths';
import { LAYOUT_FILES } from '../discovery/readLayout';
import { pythonFiles, readProjectTests, type ProjectTests } from './projectTests';
import { RelatedFiles } from './related/relatedFiles';
import type { TestItems } from './testItems';

/** How long typing must rest before the text of a test file is read again. */
const TYPING_MS = 300;

/** A root with tests, and what keeps its tree equal to its files. */
interface Root {
  readonly folder: vscode.WorkspaceFolder;
  readonly watchers: DisposableStore;
  project: ProjectTests | undefined;
  /** All Python files, for the way from a module to its tests and back. */
  related: RelatedFiles | undefined;
}

/** The roots of the window that have tests. They are looked at when the Testing view, or a test file, is first shown. */
export class TestRoots implements vscode.Disposable {
  private readonly roots = new Map<string, Root>();
  private readonly store = new DisposableStore();
  private readonly edited = new Map<string, () => void>();
  private started: Promise<void> | undefined;
  private readonly added = new vscode.EventEmitter<ProjectTests>();
  /** Fires with a root whose tests were found, or found anew. */
  readonly onDidFind = this.added.event;
  private readonly written = new vscode.EventEmitter<{ readonly project: ProjectTests; readonly file: string }>();
  /** Fires with each Python file of a root, by its absolute path, that was written, made or deleted on disk. */
  readonly onDidWrite = this.written.event;

  constructor(
    private readonly items: TestItems,
    private readonly log: Log,
  ) {
    this.store.add(this.added);
    this.store.add(this.written);
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.setFolders()));
    this.store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.edit(document)));
    this.store.add(vscode.workspace.onDidSaveTextDocument((document) => this.save(document)));
    this.store.add(vscode.workspace.onDidCloseTextDocument((document) => this.close(document)));
    this.store.add(vscode.window.onDidChangeVisibleTextEditors(() => void this.showVisible()));
  }

  /** Finds the tests of all folders, once; resolves when they are in the view. */
  start(): Promise<void> {
    return (this.started ??= this.setFolders());
  }

  projects(): ProjectTests[] {
    return [...this.roots.values()].flatMap(({ project }) => project ?? []);
  }

  /** The root that a file belongs to. */
  projectOf(file: string): ProjectTests | undefined {
    return this.projects().find(({ root }) => isInside(root, file));
  }

  /** What is known of the way between the modules and the tests of the root that a file belongs to. */
  relatedOf(file: string): RelatedFiles | undefined {
    return [...this.roots.values()].find(({ project }) => project && isInside(project.root, file))?.related;
  }

  private readonly setFolders = coalesce(async () => {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    for (const [path, root] of this.roots) {
      if (folders.some(({ uri }) => uri.fsPath === path)) continue;
      root.watchers.dispose();
      this.roots.delete(path);
      this.items.removeRoot(path);
    }
    for (const folder of folders) if (!this.roots.has(folder.uri.fsPath)) await this.add(folder);
    await this.showFiles(visiblePythonFiles());
  });

  private async add(folder: vscode.WorkspaceFolder): Promise<void> {
    const root: Root = { folder, watchers: new DisposableStore(), project: undefined, related: undefined };
    this.roots.set(folder.uri.fsPath, root);
    const readAgain = debounce(() => void this.read(root), TYPING_MS);
    const settings = new vscode.RelativePattern(folder, `{${LAYOUT_FILES.join(',')}}`);
    root.watchers.add(watch(settings, { created: readAgain, changed: readAgain, deleted: readAgain }));
    await this.read(root);
  }

  /** Reads the layout and finds the files; what the view showed of the root stays where it is the same. */
  private async read(root: Root): Promise<void> {
    const { fsPath } = root.folder.uri;
    try {
      const isFirst = root.project === undefined;
      const project = await readProjectTests(fsPath);
      root.project = project;
      if (!project) return this.items.removeRoot(fsPath);
      root.related = new RelatedFiles(project, await pythonFiles(project.layout.topDir));
      for (const document of vscode.workspace.textDocuments) if (document.isDirty) this.readText(project, document);
      await this.items.setProject(project, root.folder.name);
      if (isFirst) this.watchFiles(root, project);
      this.added.fire(project);
    } catch (error) {
      if (!(error instanceof UserError)) this.log.error(`${fsPath}: ${messageOf(error)}`);
      this.items.setProblem(fsPath, root.folder.name, messageOf(error));
    }
  }

  private watchFiles(root: Root, { layout }: ProjectTests): void {
    const update = debounce(() => root.project && void this.items.update(root.project), TYPING_MS);
    const wrote = (file: string): void => root.project && this.written.fire({ project: root.project, file });
    const pattern = new vscode.RelativePattern(vscode.Uri.file(layout.topDir), '**/*.py');
    root.watchers.add(
      watch(pattern, {
        created: ({ fsPath }) => {
          root.related?.add(fsPath);
          if (root.project?.tree.addFiles([fsPath])) update();
          wrote(fsPath);
        },
        changed: ({ fsPath }) => {
          wrote(fsPath);
          if (vscode.workspace.textDocuments.some((document) => document.uri.fsPath === fsPath)) return;
          root.project?.tree.forgetText(fsPath);
          update();
        },
        deleted: ({ fsPath }) => {
          root.related?.remove(fsPath);
          root.project?.tree.removeFile(fsPath);
          update();
          wrote(fsPath);
        },
      }),
    );
  }

  private save(document: vscode.TextDocument): void {
    this.edit(document);
    const file = document.uri.fsPath;
    const project = document.languageId === 'python' ? this.projectOf(file) : undefined;
    if (project) this.written.fire({ project, file });
  }

  /** Follows unsaved edits, once typing rests. */
  private edit(document: vscode.TextDocument): void {
    const file = document.uri.fsPath;
    if (document.languageId !== 'python' || !this.projectOf(file)) return;
    let later = this.edited.get(file);
    if (!later) {
      later = debounce(() => {
        this.edited.delete(file);
        const project = this.projectOf(file);
        if (project && !document.isClosed && this.readText(project, document)) void this.items.update(project);
      }, TYPING_MS);
      this.edited.set(file, later);
    }
    later();
  }

  private readText({ tree, root }: ProjectTests, document: vscode.TextDocument): boolean {
    if (!isInside(root, document.uri.fsPath)) return false;
    return tree.setText(document.uri.fsPath, document.getText(), { saved: !document.isDirty });
  }

  private close({ uri: { fsPath } }: vscode.TextDocument): void {
    const project = this.projectOf(fsPath);
    if (project?.tree.forgetUnsaved(fsPath)) void this.items.update(project);
  }

  /** The tests of files on screen have their icons, whether or not somebody opened the Testing view. */
  private async showVisible(): Promise<void> {
    const files = visiblePythonFiles();
    if (files.length === 0) return;
    await this.start();
    await this.showFiles(files);
  }

  private async showFiles(files: readonly string[]): Promise<void> {
    for (const file of files) {
      const project = this.projectOf(file);
      if (project) await this.items.ofFile(project, file);
    }
  }

  dispose(): void {
    this.store.dispose();
    for (const { watchers } of this.roots.values()) watchers.dispose();
  }
}

function visiblePythonFiles(): string[] {
  return vscode.window.visibleTextEditors
    .map(({ document }) => document)
    .filter(({ languageId, uri }) => languageId === 'python' && uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

function watch(
  pattern: vscode.RelativePattern,
  on: Record<'created' | 'changed' | 'deleted', (uri: vscode.Uri) => void>,
): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  watcher.onDidCreate(on.created);
  watcher.onDidChange(on.changed);
  watcher.onDidDelete(on.deleted);
  return watcher;
}

