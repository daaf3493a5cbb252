/** The coverage of all roots of the window. Views read it; commands ask it; it knows no editor. */
import { basename, dirname } from 'node:path';
import { coalesce } from '../../base/coalesce';
import { Emitter } from '../../base/emitter';
import { UserError } from '../../base/errors';
import { isInside } from '../../base/paths';
import { inTurns } from '../../base/turns';
import type { ToxEnvironment } from '../../project/tox/tox';
import type { FolderSurvey } from '../find/surveyFolder';
import type { CoverageReport, FileCoverage } from '../report/coverageReport';
import type { ReportTable } from '../table/table';
import { reportTable, reportTableSteps } from '../table/table';
import type { RootState } from './rootCoverage';
import { RootCoverage } from './rootCoverage';
import type { RootServices } from './rootServices';

/** A root that has a report to show. */
export type RootView = RootCoverage & { readonly report: CoverageReport };

export interface RootFolder {
  /** Absolute path. */
  readonly path: string;
  readonly name: string;
}

export class CoverageModel {
  private readonly roots = new Map<string, RootCoverage>();
  private readonly changed = new Emitter<RootCoverage | undefined>();
  /** Fires with the root that changed, or undefined when roots came or went. */
  readonly onDidChange = this.changed.event;
  private readonly changedFirst = new Emitter<void>();
  /** The same at once, for the documents that a person looks at: all others hear of it when those are done. */
  readonly onDidChangeFirst = this.changedFirst.event;
  /** What the others wait for. */
  first: () => Promise<void> = () => Promise.resolve();
  private lastShown: RootCoverage | undefined;
  /** Undefined until it is known which folders there are. */
  private folders: readonly RootFolder[] | undefined;
  /** Absolute paths of the folders beside those of the window that a report was opened from. */
  private readonly opened = new Set<string>();
  private disposed = false;
  private lastTable: { report: CoverageReport; survey: FolderSurvey; table: ReportTable } | undefined;

  constructor(
    private readonly services: RootServices,
    /** Whether a folder looks like a project whose reports are of interest; one that cannot be read says so as a root. */
    private readonly isProject: (folder: string) => Promise<boolean>,
  ) {}

  /** Makes these the folders of the window; starts to read those that are new. */
  async setFolders(folders: readonly RootFolder[]): Promise<void> {
    this.folders = folders;
    await this.look();
    const added = this.all().filter((root) => root.state === 'reading');
    await Promise.all(added.map((root) => root.refresh()));
  }

  /** What the cover environment of a folder runs; undefined when it has none. */
  coverEnvironment(folder: string): Promise<ToxEnvironment | undefined> {
    return this.services.environment(folder, 'cover');
  }

  /** One after the other: looking takes a while, and there may be other folders by then. */
  private readonly look = coalesce(() => this.lookAtFolders());

  private async lookAtFolders(): Promise<void> {
    const { folders = [] } = this;
    const wanted = new Set([...folders.map((folder) => folder.path), ...this.opened]);
    for (const [path, root] of this.roots) {
      if (!wanted.has(path)) {
        root.dispose();
        this.roots.delete(path);
      }
    }
    for (const folder of folders) {
      if (this.roots.has(folder.path) || !(await this.isProject(folder.path).catch(() => true))) continue;
      if (this.disposed || this.folders !== folders) return;
      if (!this.roots.has(folder.path)) this.addRoot(folder); // a report may have been opened meanwhile
    }
    this.tell(undefined);
  }

  private addRoot(folder: RootFolder): RootCoverage {
    const root = new RootCoverage(folder.path, folder.name, { ...this.services, marked: () => this.first() });
    this.roots.set(folder.path, root);
    root.onDidChange(() => {
      if (root.report) this.lastShown = root;
      this.tell(root);
    });
    return root;
  }

  private tell(root: RootCoverage | undefined): void {
    this.changedFirst.fire();
    void this.first().then(() => this.changed.fire(root));
  }

  all(): RootCoverage[] {
    return [...this.roots.values()];
  }

  /** The roots that have a report, in the order of the folders. */
  reports(): RootView[] {
    return this.all().filter((root): root is RootView => root.report !== undefined);
  }

  /** What keeps a newer report from being shown. */
  problems(): { root: RootCoverage; problem: UserError }[] {
    return this.all().flatMap((root) => (root.problem ? [{ root, problem: root.problem }] : []));
  }

  /** The state of the window for the empty view: that of the root which is nearest to having a report. */
  overallState(): RootState | 'noFolder' | 'notOpenStack' {
    const states = this.all().map((root) => root.state);
    for (const state of ['ready', 'broken', 'reading', 'onlyData', 'noReport'] as const) {
      if (states.includes(state)) return state;
    }
    if (!this.folders) return 'reading';
    return this.folders.length === 0 ? 'noFolder' : 'notOpenStack';
  }

  /** The measurement of a file by its absolute path, with the root it belongs to. */
  find(path: string): { readonly root: RootView; readonly file: FileCoverage } | undefined {
    for (const root of this.reports()) {
      const file = root.file(path);
      if (file) return { root, file };
    }
    return undefined;
  }

  async refresh(): Promise<void> {
    if (this.folders) await this.setFolders(this.folders);
    await Promise.all(this.all().map((root) => root.refresh()));
  }

  /** Shows a report file in place of what was found for its folder; throws when it cannot be read. */
  async load(report: string): Promise<RootView> {
    const known = await this.folderOf(report);
    const folder = known ?? { path: dirname(report), name: dirname(report) };
    const root = this.roots.get(folder.path) ?? this.addRoot(folder);
    if (!known) this.opened.add(folder.path);
    await root.open([report]);
    return root as RootView;
  }

  /** The folder that a report lies in, or else the one that holds most of the files it tells of. */
  private async folderOf(report: string): Promise<RootFolder | undefined> {
    const { folders = [] } = this;
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
    const root = this.roots.get(folder) ?? this.addRoot({ path: folder, name: basename(folder) });
    await root.addRun(report, startedAt);
  }

  /** The root of a folder, or the one whose report was shown last. */
  root(folder?: string): RootView {
    const root = this.rootOf(folder);
    if (!root?.report) throw new UserError('no-report', 'There is no coverage report here yet.');
    return root as RootView;
  }

  private rootOf(folder: string | undefined): RootCoverage | undefined {
    if (folder !== undefined) return this.roots.get(folder);
    // Its report may be gone since, or its folder.
    const last = this.reports().find((root) => root === this.lastShown);
    return last ?? this.reports()[0];
  }

  /** The text of `coverage report -m` for a root, made at once. */
  table(folder?: string): ReportTable | undefined {
    const wanted = this.tableWanted(folder);
    return wanted && (this.knownTable(wanted) ?? reportTable(wanted.report, wanted.survey.config));
  }

  /** The same without holding up the event loop. It is kept: a document asks for its text and then for its links. */
  async tableInTurns(folder: string): Promise<ReportTable | undefined> {
    const wanted = this.tableWanted(folder);
    if (!wanted) return undefined;
    const known = this.knownTable(wanted);
    if (known) return known;
    const table = await inTurns(reportTableSteps(wanted.report, wanted.survey.config));
    this.lastTable = { ...wanted, table };
    return table;
  }

  private tableWanted(folder: string | undefined): { report: CoverageReport; survey: FolderSurvey } | undefined {
    const root = this.rootOf(folder);
    return root?.report && root.survey && { report: root.report, survey: root.survey };
  }

  private knownTable({ report, survey }: { report: CoverageReport; survey: FolderSurvey }): ReportTable | undefined {
    return this.lastTable?.report === report && this.lastTable.survey === survey ? this.lastTable.table : undefined;
  }

  dispose(): void {
    this.disposed = true;
    for (const root of this.roots.values()) root.dispose();
    this.roots.clear();
    this.changedFirst.dispose();
    this.changed.dispose();
  }
}
