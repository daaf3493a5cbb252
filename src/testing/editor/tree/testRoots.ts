import * as vscode from 'vscode';
import { coalesce, debounce } from '../../../base/coalesce';
import { DisposableStore } from '../../../base/emitter';
import { messageOf, UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { isInside } from '../../../base/paths';
import { pythonFiles } from '../../discovery/pythonFiles';
import { LAYOUT_FILES } from '../../layout/readLayout';
import { hasRunner, type TestCommand } from '../../layout/testCommand';
import { RUNNER_NAMES } from '../../runners';
import type { EnvironmentChoice } from '../environments/choice';
import { type ProjectTests, readProjectTests } from './projectTests';
import { RelatedFiles } from './relatedFiles';
import { pytestMessage, showsPytest } from './rootMessage';
import type { TestItems } from './testItems';
import { watchPython } from './watchPython';

/** How long typing must rest before the text of a test file is read again. */
const TYPING_MS = 300;

/** A root with tests, and what keeps its tree equal to its files. */
interface Root {
  readonly folder: vscode.WorkspaceFolder;
  /** Watches what decides the layout. */
  readonly configuration: DisposableStore;
  /** Watches the Python files of the layout that there is now. */
  files: vscode.Disposable | undefined;
  project: ProjectTests | undefined;
  /** All Python files, for the way from a module to its tests and back. */
  related: RelatedFiles | undefined;
  /** Why there are no tests; undefined where there are some, or nothing to say of them. */
  problem: UserError | undefined;
  /** Whether it is known which environment runs the tests. */
  isSettled: boolean;
  settling: Promise<void> | undefined;
  /** What the project's own command says of the tests, to see when it says something else. */
  command: string;
  readonly read: () => Promise<void>;
}

/** The roots of the window that have tests. They are looked at when the Testing view, or a test file, is first shown. */
export class TestRoots implements vscode.Disposable {
  private readonly roots = new Map<string, Root>();
  private readonly store = new DisposableStore();
  private readonly edited = new Map<string, () => void>();
  private started: Promise<void> | undefined;
  private readonly added = new vscode.EventEmitter<ProjectTests>();
  /** Fires with a root whose tests were found, or found again in other places. */
  readonly onDidFind = this.added.event;
  private readonly lost = new vscode.EventEmitter<string>();
  /** Fires with a root, by its absolute path, that has no tests any more, or is no folder of the window. */
  readonly onDidLose = this.lost.event;
  private readonly written = new vscode.EventEmitter<{ readonly project: ProjectTests; readonly file: string }>();
  /** Fires with each Python file of a root, by its absolute path, that was written, made or deleted on disk. */
  readonly onDidWrite = this.written.event;

  constructor(
    private readonly items: TestItems,
    private readonly environments: Pick<EnvironmentChoice, 'testSettings' | 'onDidChange'>,
    private readonly log: Log,
  ) {
    this.store.add(this.environments.onDidChange((path) => void this.settleRoot(this.roots.get(path), true)));
    for (const event of [this.added, this.lost, this.written]) this.store.add(event);
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.setFolders()));
    this.store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.edit(document)));
    this.store.add(vscode.workspace.onDidSaveTextDocument((document) => this.save(document)));
    this.store.add(vscode.workspace.onDidCloseTextDocument((document) => this.close(document)));
    this.store.add(vscode.window.onDidChangeVisibleTextEditors(() => void this.showVisible()));
  }

  /** Finds the tests of all folders, once, as their files say; resolves when they are in the view. */
  start(): Promise<void> {
    return (this.started ??= this.setFolders());
  }

  /** As `start`, and finds them again where the environment that runs them says otherwise, which only tox may know. */
  async settle(): Promise<void> {
    await this.start();
    await Promise.all([...this.roots.values()].map((root) => this.settleRoot(root)));
  }

  private async settleRoot(root: Root | undefined, again = false): Promise<void> {
    if (!root) return;
    root.isSettled = true;
    if (again) root.settling = undefined;
    await (root.settling ??= root.read());
  }

  /** Why there are no tests: in a root, or in the first that has something to say of it. */
  whyNone(path?: string): UserError {
    const wanted = [...this.roots].filter(([each]) => path === undefined || each === path);
    const [problem] = wanted.flatMap(([, root]) => root.problem ?? []);
    const where = path === undefined ? 'No folder of this window has' : `${path} has no`;
    return problem ?? new UserError('no-tests', `${where} tests that ${RUNNER_NAMES.join(' or ')} runs.`);
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
      root.configuration.dispose();
      this.roots.delete(path);
      this.lose(root);
    }
    for (const folder of folders) if (!this.roots.has(folder.uri.fsPath)) await this.add(folder);
    await this.showFiles(visiblePythonFiles());
  });

  private async add(folder: vscode.WorkspaceFolder): Promise<void> {
    const configuration = new DisposableStore();
    const read = coalesce(() => this.read(root));
    const root: Root = {
      folder,
      configuration,
      read,
      files: undefined,
      project: undefined,
      related: undefined,
      problem: undefined,
      isSettled: false,
      settling: undefined,
      command: '',
    };
    this.roots.set(folder.uri.fsPath, root);
    const readAgain = debounce(() => void read(), TYPING_MS);
    const settings = new vscode.RelativePattern(folder, `{${LAYOUT_FILES.join(',')}}`);
    const watcher = vscode.workspace.createFileSystemWatcher(settings);
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      configuration.add(event(readAgain));
    }
    configuration.add(watcher);
    await read();
  }

  /** Reads the layout and finds the files. Where it is the same as before, all that is known of the tests stays. */
  private async read(root: Root): Promise<void> {
    const { fsPath } = root.folder.uri;
    const isThere = (): boolean => this.roots.get(fsPath) === root;
    let command: TestCommand | undefined;
    try {
      const settings = await this.environments.testSettings(fsPath, root.isSettled);
      command = settings.command;
      const project = await readProjectTests(fsPath, root.project, settings);
      if (!isThere()) return; // its folder was removed meanwhile
      if (!project) return this.lose(root);
      const isNew = project !== root.project;
      const said = JSON.stringify(command);
      const isOther = isNew || said !== root.command;
      root.command = said;
      if (isNew) await this.take(root, project);
      if (!isThere()) {
        root.files?.dispose();
        return;
      }
      if (isOther || root.problem) {
        await this.items.setProject(project, root.folder.name, messageOfRoot(root.folder, project, command));
      }
      root.problem = undefined;
      if (isOther) this.added.fire(project);
    } catch (error) {
      if (!(error instanceof UserError)) this.log.error(`${fsPath}: ${messageOf(error)}`);
      if (!isThere()) return;
      this.showProblem(root, error, command);
    }
  }

  private showProblem(root: Root, error: unknown, command: TestCommand | undefined): void {
    const { uri, name } = root.folder;
    const known: UserError | undefined = error instanceof UserError ? error : undefined;
    const problem = known ?? new UserError('no-tests', messageOf(error));
    const isPytest = problem.reason === 'pytest' && command !== undefined;
    if (isPytest) this.lose(root);
    root.problem = problem;
    if (!isPytest) this.items.setProblem(uri.fsPath, name, problem.message);
    else if (!showsPytest(uri)) this.items.setProblem(uri.fsPath, name, pytestMessage(command, undefined));
  }

  private async take(root: Root, project: ProjectTests): Promise<void> {
    root.project = project;
    root.related = new RelatedFiles(project, await pythonFiles(project.root, project.layout.topDir));
    for (const document of vscode.workspace.textDocuments) if (document.isDirty) this.readText(project, document);
    root.files?.dispose();
    root.files = this.watchFiles(root, project);
  }

  private lose(root: Root): void {
    root.files?.dispose();
    root.files = root.project = root.related = root.problem = undefined;
    this.items.removeRoot(root.folder.uri.fsPath);
    this.lost.fire(root.folder.uri.fsPath);
  }

  private watchFiles(root: Root, { layout }: ProjectTests): vscode.Disposable {
    const update = debounce(() => root.project && void this.items.update(root.project), TYPING_MS);
    const wrote = (file: string): void => root.project && this.written.fire({ project: root.project, file });
    return watchPython(layout.topDir, {
      created: (file) => {
        root.related?.add(file);
        if (root.project?.tree.addFiles([file])) update();
        wrote(file);
      },
      changed: (file) => {
        wrote(file);
        if (vscode.workspace.textDocuments.some((document) => document.uri.fsPath === file)) return;
        root.project?.tree.forgetText(file);
        update();
      },
      deleted: (file) => {
        root.related?.remove(file);
        root.project?.tree.removeFile(file);
        update();
        wrote(file);
      },
      filesIn: (folder) => root.related?.below(folder) ?? [],
      onError: (error) => this.log.error(messageOf(error)),
    });
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
    for (const { configuration, files } of this.roots.values()) {
      configuration.dispose();
      files?.dispose();
    }
  }
}

/** Undefined where the tests say all that there is to say. */
function messageOfRoot(
  { uri }: vscode.WorkspaceFolder,
  { file, problem, runner }: ProjectTests,
  command: TestCommand | undefined,
): string | vscode.MarkdownString | undefined {
  if (command && !hasRunner(command)) return showsPytest(uri) ? undefined : pytestMessage(command, file);
  return problem && `${problem} ${runner} lists them once they have an environment to run in.`;
}

function visiblePythonFiles(): string[] {
  return vscode.window.visibleTextEditors
    .map(({ document }) => document)
    .filter(({ languageId, uri }) => languageId === 'python' && uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
