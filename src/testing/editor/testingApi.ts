import * as vscode from 'vscode';
import type * as api from '../../api';
import { UserError } from '../../base/errors';
import type { EnvironmentChoice } from './environments/choice';
import type { LineTests } from './lineTests/lineTests';
import type { FileTests } from './related/fileTests';
import type { TestListing } from './run/testListing';
import type { RunOptions, TestRunner } from './run/testRunner';
import type { TestItems } from './tree/testItems';
import type { TestRoots } from './tree/testRoots';

export interface ApiParts {
  readonly roots: TestRoots;
  readonly items: TestItems;
  readonly runner: TestRunner;
  readonly listing: TestListing;
  readonly environments: EnvironmentChoice;
  readonly lineTests: LineTests;
  readonly fileTests: FileTests;
}

/** The feature's main jobs without its views; see src/api.ts for what each member promises. */
export function testingApi({
  roots,
  items,
  runner,
  listing,
  environments,
  lineTests,
  fileTests,
}: ApiParts): api.TestingApi {
  return {
    async run(ids, { token, ...options }: RunOptions & { token?: vscode.CancellationToken } = {}) {
      await roots.settle();
      const include = ids && (await Promise.all(ids.map((id) => itemOf(id, roots, items))));
      return runner.run(
        new vscode.TestRunRequest(include),
        token ?? new vscode.CancellationTokenSource().token,
        options,
      );
    },
    ready: async () => {
      await roots.settle();
      await fileTests.load();
    },
    async list(root) {
      await roots.settle();
      const project = roots.projects().find((each) => each.root === root.fsPath);
      if (!project) throw roots.whyNone(root.fsPath);
      return [...(await listing.list(project)).ids];
    },
    async environment(root) {
      const environment = await environments.environmentFor(root.fsPath);
      return (
        environment && { python: vscode.Uri.file(environment.python), tox: environment.tox, source: environment.source }
      );
    },
    testsOfLine: async (file, line) => [...(await lineTests.testsOf(file, [line])).ids],
    testsOf: (file) => [...fileTests.modulesNow(file.fsPath)],
  };
}

/** The item of a dotted name or id. @throws UserError `unknown-test` */
export async function itemOf(id: string, roots: TestRoots, items: TestItems): Promise<vscode.TestItem> {
  for (const project of roots.projects()) {
    const item = await items.named(project, id);
    if (item) return item;
  }
  throw new UserError('unknown-test', `No folder of this window has a test, class, module or package named ${id}.`);
}
