/** The tests of my change: exactly those that ran its lines where runs noted it, else those of its files. */
import * as vscode from 'vscode';
import { setting } from '../../../base/editor/settings';
import { requireTrust } from '../../../base/editor/trust';
import { UserError } from '../../../base/errors';
import type { LineTests } from '../lineTests/lineTests';
import type { ProjectTests } from '../tree/projectTests';
import type { TestRoots } from '../tree/testRoots';
import type { FileTests } from './fileTests';

export interface ChangedTests {
  readonly project: ProjectTests;
  /** Dotted names of test modules, and ids of tests. */
  readonly toRun: readonly string[];
}

export class TestsOfChange {
  constructor(
    private readonly roots: TestRoots,
    private readonly fileTests: FileTests,
    private readonly lineTests: Pick<LineTests, 'testsOf'>,
  ) {}

  /**
   * @param folder a root; undefined: that of the active editor, or the first one with tests
   * @throws UserError `no-change`, `no-tests`, `untrusted`, or a reason of `openMyChange`
   */
  async of(folder: vscode.Uri | undefined): Promise<ChangedTests> {
    requireTrust('git');
    await this.roots.start();
    const active = folder ?? vscode.window.activeTextEditor?.document.uri;
    const projects = this.roots.projects();
    const project =
      projects.find(({ root }) => root === active?.fsPath) ?? this.roots.projectOf(active?.fsPath ?? '') ?? projects[0];
    if (!project) throw this.roots.whyNone();

    // git takes a moment to load, and most windows never ask.
    const { openMyChange } = await import('../../../project/myChange');
    const { repository, base } = await openMyChange(
      project.root,
      setting('coverage.base', vscode.Uri.file(project.root)) || undefined,
    );
    const lines = await repository.changedLines(base.commit);
    const files = (await repository.changedFiles(base.commit)).filter(
      (file) => file.endsWith('.py') && this.roots.projectOf(file) === project,
    );
    if (files.length === 0) throw new UserError('no-change', `No Python file differs from ${base.ref}.`);
    const toRun = new Set<string>();
    for (const file of files) for (const name of await this.testsOf(file, lines.get(file))) toRun.add(name);
    if (toRun.size === 0) {
      const names = files.map((file) => vscode.workspace.asRelativePath(file)).join(', ');
      throw new UserError('no-tests', `No test was found for what differs from ${base.ref}: ${names}.`);
    }
    return { project, toRun: [...toRun] };
  }

  /** @param lines the changed ones, 1-based; undefined for a file that git does not have: all of them */
  private async testsOf(file: string, lines: readonly number[] | undefined): Promise<readonly string[]> {
    const isTest = (await this.fileTests.testedBy(file)) !== undefined;
    if (!isTest && lines && lines.length > 0) {
      const noted = await this.notedTests(file, lines);
      if (noted) return noted;
    }
    return (await this.fileTests.of(file))?.toRun ?? [];
  }

  /** Undefined unless every line is one that was measured: of the others nobody knows which tests run them. */
  private async notedTests(file: string, lines: readonly number[]): Promise<readonly string[] | undefined> {
    try {
      const { ids, changed } = await this.lineTests.testsOf(vscode.Uri.file(file), lines);
      return changed.length > 0 ? undefined : ids;
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
}
