/** The way between the modules and the test modules of one root, kept with its files. All paths are absolute. */
import { relative, resolve, sep } from 'node:path';
import { ProjectTests as RelatedTests } from '../../affected/testsOfFile';
import type { ProjectTests } from './projectTests';

export class RelatedFiles {
  private readonly files: Set<string>;
  /** What the test modules import, by file relative to the root; empty until names alone did not decide. */
  private imports = new Map<string, readonly string[]>();
  private known: RelatedTests | undefined;

  /** @param files all Python files of the project */
  constructor(
    private readonly project: ProjectTests,
    files: Iterable<string>,
  ) {
    this.files = new Set(files);
  }

  add(file: string): void {
    this.files.add(file);
    this.known = undefined;
  }

  remove(file: string): void {
    this.files.delete(file);
    this.known = undefined;
  }

  /** The files that lie in a folder, at any depth. */
  below(folder: string): string[] {
    return [...this.files].filter((file) => file.startsWith(folder + sep));
  }

  isTest(file: string): boolean {
    return this.project.tree.nodeOfFile(file) !== undefined;
  }

  /**
   * Dotted names of the test modules of a source file, best first; of a test module its own. By names and, once
   * `readImports` is done, by imports.
   */
  testModulesOf(file: string): string[] {
    const own = this.project.tree.nodeOfFile(file);
    if (own) return [own.id];
    return this.related.testsOf(this.nameOf(file)).flatMap((test) => {
      const node = this.project.tree.nodeOfFile(this.pathOf(test.file));
      return node ? [node.id] : [];
    });
  }

  /** The source files that a test module tests, best first; by names and imports as `testModulesOf`. */
  modulesOf(test: string): string[] {
    return this.related.modulesOf(this.nameOf(test)).map(({ file }) => this.pathOf(file));
  }

  /** As the method it is given, but reads what the tests import where their names do not decide. */
  async decided(find: (related: this) => string[]): Promise<string[]> {
    const found = find(this);
    if (found.length > 0) return found;
    await this.readImports();
    return find(this);
  }

  /** Reads what the test modules import; texts that were read before are not read again. */
  async readImports(): Promise<void> {
    const imports = new Map<string, readonly string[]>();
    for (const file of this.files) {
      const found = await this.project.tree.importsOf(file);
      if (found.length > 0) imports.set(this.nameOf(file), found);
    }
    this.imports = imports;
  }

  private get related(): RelatedTests {
    const names = (): string[] => [...this.files].map((file) => this.nameOf(file));
    return (this.known ??= new RelatedTests(names(), (test) => this.imports.get(test) ?? []));
  }

  private nameOf(file: string): string {
    return relative(this.project.root, file).split(sep).join('/');
  }

  private pathOf(name: string): string {
    return resolve(this.project.root, ...name.split('/'));
  }
}
