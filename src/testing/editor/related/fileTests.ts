/** The tests of a source file: where runs noted what they run, these decide; else names and imports do. */
import * as vscode from 'vscode';
import { UserError } from '../../../base/errors';
import type { TestsOfFile as TestNames } from '../../contexts/notedTests';
import type { LineTests } from '../lineTests/lineTests';
import type { ProjectTests } from '../tree/projectTests';
import type { TestRoots } from '../tree/testRoots';

export interface TestsOfFile extends TestNames {
  readonly project: ProjectTests;
}

export class FileTests {
  constructor(
    private readonly roots: TestRoots,
    private readonly lineTests: Pick<LineTests, 'notedTests' | 'notedTestsNow'>,
  ) {}

  /** No modules where none is known; undefined for a file outside of all roots with tests. */
  async of(file: string): Promise<TestsOfFile | undefined> {
    await this.roots.start();
    const project = this.roots.projectOf(file);
    const related = this.roots.relatedOf(file);
    if (!project || !related) return undefined;
    const named = await related.decided((each) => each.testModulesOf(file));
    const noted = related.isTest(file) ? undefined : await this.lineTests.notedTests(project.root);
    return { project, ...(noted?.testsOf(file, named) ?? { modules: named, toRun: named }) };
  }

  /**
   * The test modules of a file by what is in memory, best first: what runs noted is there after `load`. What the tests
   * import is read meanwhile when names do not decide, so that the next answer knows it.
   */
  modulesNow(file: string): readonly string[] {
    const project = this.roots.projectOf(file);
    const related = this.roots.relatedOf(file);
    if (!project || !related) return [];
    const named = related.testModulesOf(file);
    if (named.length === 0) void related.readImports();
    if (related.isTest(file)) return named;
    return this.lineTests.notedTestsNow(project.root)?.testsOf(file, named)?.modules ?? named;
  }

  /** Finds the tests of all folders and, off the event loop, what runs noted of them. */
  async load(): Promise<void> {
    await this.roots.start();
    await Promise.all(this.roots.projects().map(({ root }) => this.lineTests.notedTests(root)));
  }

  /** @throws UserError `no-tests` */
  async require(file: string): Promise<TestsOfFile> {
    const found = await this.of(file);
    if (found && found.modules.length > 0) return found;
    throw new UserError('no-tests', `No test module was found for ${vscode.workspace.asRelativePath(file)}.`);
  }

  /** Absolute paths of the source files that a test module tests, best first; undefined for any other file. */
  async testedBy(test: string): Promise<string[] | undefined> {
    await this.roots.start();
    const related = this.roots.relatedOf(test);
    return related?.isTest(test) ? related.decided((each) => each.modulesOf(test)) : undefined;
  }
}
