/** The tests of a source file: where runs noted what they run, these decide; else names and imports do. */
import * as vscode from 'vscode';
import { UserError } from '../../../base/errors';
import { groupBy } from '../../../base/groupBy';
import type { LineTests } from '../lineTests';
import type { ProjectTests } from '../projectTests';
import type { TestRoots } from '../testRoots';

export interface TestsOfFile {
  readonly project: ProjectTests;
  /** Dotted names of test modules, best first. */
  readonly modules: readonly string[];
  /** Of each module that is to run: all of it, or the tests of it that ran the file; dotted names and ids. */
  readonly toRun: readonly string[];
}

export class FileTests {
  constructor(
    private readonly roots: TestRoots,
    private readonly lineTests: Pick<LineTests, 'testsOfFile'>,
  ) {}

  /** No modules where none is known; undefined for a file outside of all roots with tests. */
  async of(file: string): Promise<TestsOfFile | undefined> {
    await this.roots.start();
    const project = this.roots.projectOf(file);
    const related = this.roots.relatedOf(file);
    if (!project || !related) return undefined;
    const named = await related.decided((each) => each.testModulesOf(file));
    const noted = related.isTest(file) ? undefined : await this.lineTests.testsOfFile(vscode.Uri.file(file));
    if (!noted) return { project, modules: named, toRun: named };

    const unnoted: string[] = [];
    for (const module of named) {
      if (!noted.wereNoted((await project.tree.testsBelow(module)).ids)) unnoted.push(module);
    }
    const idsByModule = groupBy(noted.ids, (id) => project.tree.moduleOfId(id));
    const byCount = [...idsByModule].sort(([, a], [, b]) => b.length - a.length).map(([module]) => module);
    const first = named.filter((module) => idsByModule.has(module) || unnoted.includes(module));
    const exactly = byCount.filter((module) => !unnoted.includes(module)).flatMap((module) => idsByModule.get(module) ?? []);
    return { project, modules: [...new Set([...first, ...byCount])], toRun: [...unnoted, ...exactly] };
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
