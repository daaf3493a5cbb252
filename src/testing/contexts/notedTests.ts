/** The tests of each file of a root, as its runs noted them: a moment's knowledge, answered from memory. */
import { groupBy } from '../../base/groupBy';
import { storedPath } from './contextReader';
import type { ContextsByFile } from './coverageData';
import type { NotedRun } from './notedRuns';
import { testsOfRuns } from './testsOfLine';

/** What one run noted; undefined contexts where it noted none, or its data cannot be read. */
export interface NotedFiles extends Pick<NotedRun, 'ran'> {
  readonly contexts: ContextsByFile | undefined;
}

/** The tests of a root now, as the tree of the Testing view has them. */
export interface TestsByContext {
  /** See `TestTree.idsByContext`. */
  readonly idsByContext: ReadonlyMap<string, readonly string[]>;
  readonly moduleOfId: (id: string) => string;
}

export interface TestsOfFile {
  /** Dotted names of test modules, best first. */
  readonly modules: readonly string[];
  /** Of each module that is to run: all of it, or the tests of it that ran the file; dotted names and ids. */
  readonly toRun: readonly string[];
}

export class NotedTests {
  private readonly idsByModule: ReadonlyMap<string, readonly string[]>;

  /** @param runs newest first */
  constructor(
    private readonly root: string,
    private readonly runs: readonly NotedFiles[],
    private readonly tests: TestsByContext,
  ) {
    this.idsByModule = groupBy(new Set([...tests.idsByContext.values()].flat()), tests.moduleOfId);
  }

  /**
   * What decides where runs noted something of a file: the tests that ran it. Of the modules that names and imports give,
   * those stay that ran it, and those of which not all tests were noted.
   *
   * @param file absolute path
   * @param named the modules by names and imports, best first
   * @returns undefined where nothing was noted of the file
   */
  testsOf(file: string, named: readonly string[]): TestsOfFile | undefined {
    const noted = this.idsThatRan(file);
    if (!noted) return undefined;
    const ranIt = groupBy(noted, this.tests.moduleOfId);
    const byCount = [...ranIt].sort(([, a], [, b]) => b.length - a.length).map(([module]) => module);
    const unnoted = named.filter((module) => !this.wasNoted(module));
    const first = named.filter((module) => ranIt.has(module) || unnoted.includes(module));
    const exactly = byCount.filter((module) => !unnoted.includes(module)).flatMap((module) => ranIt.get(module) ?? []);
    return { modules: [...new Set([...first, ...byCount])], toRun: [...unnoted, ...exactly] };
  }

  private idsThatRan(file: string): readonly string[] | undefined {
    const found = this.runs.flatMap(({ contexts, ran }) => {
      if (!contexts) return [];
      const path = storedPath([...contexts.files.keys()], file, this.root);
      const indexes = path === undefined ? undefined : contexts.files.get(path);
      // A run of all tests says nothing of a file that it did not measure; one of some tests says that they did not run it.
      if (!indexes && !ran) return [];
      const names = [...(indexes ?? [])].map((index) => contexts.contexts[index] ?? '');
      return [{ ran, measured: indexes !== undefined, contexts: new Set(names) }];
    });
    return found.some(({ measured }) => measured) ? testsOfRuns(found, this.tests.idsByContext).ids : undefined;
  }

  /** Whether it was noted of all tests of a module which lines they run, be it that they ran none of the file. */
  private wasNoted(module: string): boolean {
    return this.idsByModule.get(module)?.every((id) => this.runs.some(({ ran }) => ran?.has(id))) ?? true;
  }
}
