/** A project in a folder of its own, with its coverage as the extension has it, but for the worker. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { Baselines } from '../../../../src/coverage/baseline/baselines';
import { readReportFiles } from '../../../../src/coverage/reading/readReportFiles';
import type { CoverageServices } from '../../../../src/coverage/state/coverageServices';
import { FolderCoverage } from '../../../../src/coverage/state/folderCoverage';
import { type FolderState, isReady, type ReadyFolder } from '../../../../src/coverage/state/folderState';
import { diskFiles } from '../../../../src/project/files';
import { readTox } from '../../../../src/project/tox/readTox';

/** Hits by 1-based line, by the name of the file. */
export type Hits = Readonly<Record<string, Readonly<Record<number, number>>>>;

export function xmlOf(files: Hits): string {
  const classes = Object.entries(files).map(([name, hits]) => {
    const lines = Object.entries(hits).map(([line, count]) => `<line number="${line}" hits="${count}"/>`);
    return `<class name="${name}" filename="${name}" complexity="0" line-rate="1" branch-rate="0"><methods/><lines>${lines.join('')}</lines></class>`;
  });
  return `<?xml version="1.0" ?>
<coverage version="7.0" timestamp="1" lines-valid="1" lines-covered="1" line-rate="1" branches-covered="0" branches-valid="0" branch-rate="0" complexity="0">
<sources><source>.</source></sources>
<packages><package name="." line-rate="1" branch-rate="0" complexity="0"><classes>
${classes.join('\n')}
</classes></package></packages></coverage>`;
}

/** The state of a folder that has a report. */
export function shown({ state }: FolderCoverage): ReadyFolder {
  assert.ok(isReady(state), `there is no report, the folder is ${state.kind}`);
  return state;
}

export class FolderScene {
  readonly folder = mkdtempSync(join(tmpdir(), 'folder-coverage-'));
  readonly project = join(this.folder, 'project');
  /** How many reports were read. */
  reads = 0;
  readonly log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
  /** What the windows published, in order. */
  readonly published: FolderState[] = [];
  private readonly windows: FolderCoverage[] = [];

  constructor() {
    mkdirSync(this.project);
  }

  /** What a window knows of the project. */
  window(services: Partial<CoverageServices> = {}): FolderCoverage {
    const folder = new FolderCoverage({ path: this.project, name: 'project' }, this.services(services), (state) => {
      this.published.push(state);
      return Promise.resolve();
    });
    this.windows.push(folder);
    return folder;
  }

  services(services: Partial<CoverageServices> = {}): CoverageServices {
    return {
      log: this.log,
      settings: () => ({ reports: [], base: '' }),
      trusted: () => false,
      environment: async (folder, name) => (await readTox(folder, diskFiles))?.environment(name),
      baselines: (path) => Baselines.open(join(this.folder, 'kept'), path, this.log),
      reader: {
        read: (paths, roots) => {
          this.reads++;
          return Promise.resolve(readReportFiles(paths, roots));
        },
      },
      ...services,
    };
  }

  /** Another folder beside the project. Returns its absolute path. */
  addFolder(name: string): string {
    mkdirSync(join(this.folder, name));
    return join(this.folder, name);
  }

  /**
   * Writes a file as if at a time, in seconds since the epoch. Returns its absolute path.
   * @param name relative to the project, or absolute
   */
  write(name: string, text: string, time: number): string {
    const path = resolve(this.project, name);
    writeFileSync(path, text);
    utimesSync(path, time, time);
    return path;
  }

  end(): void {
    for (const folder of this.windows) folder.dispose();
    removeFolder(this.folder);
  }
}
