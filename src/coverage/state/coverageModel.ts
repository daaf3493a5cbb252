/** The coverage of all folders of the window. Views read it; commands ask it; it knows no editor. */
import { basename, dirname } from 'node:path';
import { coalesce } from '../../base/coalesce';
import { Emitter } from '../../base/emitter';
import { UserError } from '../../base/errors';
import { isInside } from '../../base/paths';
import type { ToxEnvironment } from '../../project/tox/tox';
import type { FileCoverage } from '../report/coverageReport';
import { ReportTables } from '../table/reportTables';
import type { ReportTable } from '../table/table';
import type { CoverageServices } from './coverageServices';
import { FolderCoverage } from './folderCoverage';
import { type Folder, type FolderState, isReady, type ReadyFolder } from './folderState';

export class CoverageModel {
  private readonly byPath = new Map<string, FolderCoverage>();
  private readonly changed = new Emitter<FolderState | undefined>();
  /** Fires with the state of the folder that changed, or undefined when folders came or went. */
  readonly onDidChange = this.changed.event;
  private readonly painters = new Set<() => Promise<void>>();
  /** Absolute path of the folder whose report was shown last. */
  private lastShown: string | undefined;
  /** Undefined until it is known which folders there are. */
  private workspaceFolders: readonly Folder[] | undefined;
  /** Absolute paths of the folders beside those of the window that a report was opened from. */
  private readonly opened = new Set<string>();
  private readonly tables = new ReportTables();
  private disposed = false;

  constructor(
    private readonly services: CoverageServices,
    /** Whether a folder looks like a project whose reports are of interest; one that cannot be read says so itself. */
    private readonly isProject: (folder: string) => Promise<boolean>,
  ) {}

  /**
   * Lets `paint` draw the marks of a new state before anybody else hears of it; it resolves when they are on screen.
   * All else that a state brings waits for that, the steps to the next state too.
   */
  paintFirst(paint: () => Promise<void>): { dispose(): void } {
    this.painters.add(paint);
    return { dispose: () => this.painters.delete(paint) };
  }

  private async publish(folder?: FolderCoverage): Promise<void> {
    if (folder && isReady(folder.state)) this.lastShown = folder.path;
    await Promise.all([...this.painters].map((paint) => paint()));
    this.changed.fire(folder?.state);
  }

  /** Makes these the folders of the window; starts to read those that are new. */
  async setFolders(folders: readonly Folder[]): Promise<void> {
    this.workspaceFolders = folders;
    await this.look();
    const added = this.folders().filter(({ state }) => state.kind === 'reading');
    await Promise.all(added.map((folder) => folder.refresh()));
  }

  /** What the cover environment of a folder runs; undefined when it has none. */
  coverEnvironment(folder: string): Promise<ToxEnvironment | undefined> {
    return this.services.environment(folder, 'cover');
  }

  /** One after the other: looking takes a while, and there may be other folders by then. */
  private readonly look = coalesce(() => this.lookAtFolders());

  private async lookAtFolders(): Promise<void> {
    const { workspaceFolders: folders = [] } = this;
    const wanted = new Set([...folders.map(({ path }) => path), ...this.opened]);
    for (const [path, folder] of this.byPath) {
      if (!wanted.has(path)) {
        folder.dispose();
        this.byPath.delete(path);
      }
    }
    for (const folder of folders) {
      if (this.byPath.has(folder.path) || !(await this.isProject(folder.path).catch(() => true))) continue;
      if (this.disposed || this.workspaceFolders !== folders) return;
      this.folderAt(folder); // a report may have been opened meanwhile
    }
    await this.publish();
  }

  private folderAt({ path, name }: Folder): FolderCoverage {
    const known = this.byPath.get(path);
    if (known) return known;
    const folder: FolderCoverage = new FolderCoverage({ path, name }, this.services, () => this.publish(folder));
    this.byPath.set(path, folder);
    return folder;
  }

  folders(): FolderCoverage[] {
    return [...this.byPath.values()];
  }

  /** The coverage of a folder by its absolute path. */
  folder(path: string): FolderCoverage {
    const folder = this.byPath.get(path);
    if (!folder) throw noReport();
    return folder;
  }

  /** What is known of each folder. */
  states(): FolderState[] {
    return this.folders().map(({ state }) => state);
  }

  /** The folders that have a report, in their order. */
  reports(): ReadyFolder[] {
    return this.states().filter(isReady);
  }

  /** The state of the window for the empty view: that of the folder which is nearest to having a report. */
  overallState(): FolderState['kind'] | 'noFolder' | 'notOpenStack' {
    const kinds = this.states().map(({ kind }) => kind);
    for (const kind of ['ready', 'broken', 'reading', 'onlyData', 'noReport'] as const) {
      if (kinds.includes(kind)) return kind;
    }
    if (!this.workspaceFolders) return 'reading';
    return this.workspaceFolders.length === 0 ? 'noFolder' : 'notOpenStack';
  }

  /** The measurement of a file by its absolute path, with the folder it belongs to. */
  find(path: string): { readonly folder: ReadyFolder; readonly file: FileCoverage } | undefined {
    for (const folder of this.reports()) {
      const file = folder.files.get(path);
      if (file) return { folder, file };
    }
    return undefined;
  }

  async refresh(): Promise<void> {
    if (this.workspaceFolders) await this.setFolders(this.workspaceFolders);
    await Promise.all(this.folders().map((folder) => folder.refresh()));
  }

  /** Shows a report file in place of what was found for its folder; throws when it cannot be read. */
  async load(report: string): Promise<ReadyFolder> {
    const known = await this.folderOf(report);
    const folder = this.folderAt(known ?? { path: dirname(report), name: dirname(report) });
    if (!known) this.opened.add(folder.path);
    await folder.open([report]);
    return this.report(folder.path);
  }

  /** The folder that a report lies in, or else the one that holds most of the files it tells of. */
  private async folderOf(report: string): Promise<Folder | undefined> {
    const { workspaceFolders: folders = [] } = this;
    const around = folders.find(({ path }) => isInside(path, report));
    if (around || folders.length <= 1) return around ?? folders[0];
    const { files } = await this.services.reader.read(
      [report],
      folders.map(({ path }) => path),
    );
    const counted = folders.map((folder) => {
      const measured = files.filter(({ path }) => path !== undefined && isInside(folder.path, path));
      return { folder, count: measured.length };
    });
    const most = counted.reduce((a, b) => (b.count > a.count ? b : a));
    return most.count > 0 ? most.folder : undefined;
  }

  /** Adds the report of a run of some tests to what is shown of a folder of the window. */
  async addRun(folder: string, report: string, startedAt: number): Promise<void> {
    await this.folderAt({ path: folder, name: basename(folder) }).addRun(report, startedAt);
  }

  /** What is shown of a folder, or of the one whose report was shown last. */
  report(folder?: string): ReadyFolder {
    const found = this.shown(folder);
    if (!found) throw noReport();
    return found;
  }

  /** The text of `coverage report -m` for a folder, made at once. */
  table(folder?: string): ReportTable | undefined {
    const shown = this.shown(folder);
    return shown?.survey && this.tables.of(shown.report, shown.survey.config);
  }

  /** The same without holding up the event loop. */
  async tableInTurns(folder: string): Promise<ReportTable | undefined> {
    const shown = this.shown(folder);
    return shown?.survey && (await this.tables.inTurns(shown.report, shown.survey.config));
  }

  private shown(folder: string | undefined): ReadyFolder | undefined {
    const reports = this.reports();
    if (folder !== undefined) return reports.find(({ path }) => path === folder);
    // Its report may be gone since, or its folder.
    return reports.find(({ path }) => path === this.lastShown) ?? reports[0];
  }

  dispose(): void {
    this.disposed = true;
    for (const folder of this.byPath.values()) folder.dispose();
    this.byPath.clear();
    this.changed.dispose();
  }
}

function noReport(): UserError {
  return new UserError('no-report', 'There is no coverage report here yet.');
}
