import * as vscode from 'vscode';
import type { TestingApi } from '../../api';
import { showError } from '../../base/editor/commands';
import { DisposableStore } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { ToxAnswers } from '../../project/editor/toxAnswers';
import { debugTests } from './debug/debugTests';
import { addEnvironments } from './environments';
import { addLineTests } from './lineTests';
import { TestsOfChange } from './related/changeTests';
import { RelatedLenses } from './related/codeLens';
import { FileTests } from './related/fileTests';
import { registerRelatedCommands } from './related/relatedCommands';
import { RunEnvironments } from './run/runEnvironments';
import { runOnSave } from './run/runOnSave';
import { RunStatus } from './run/runStatus';
import { StoredRuns } from './run/storedRuns';
import { TestListing } from './run/testListing';
import { type RunOptions, TestRunner } from './run/testRunner';
import { registerTasks } from './tasks/tasks';
import { testingApi } from './testingApi';
import { RUN_ACTIONS, registerTestingCommands } from './testingCommands';
import { TestItems } from './tree/testItems';
import { TestRoots } from './tree/testRoots';

export interface TestingServices {
  readonly log: Log;
  readonly tox: ToxAnswers;
  /**
   * Adds the report of a measured run to what is known of a folder; both are absolute paths.
   * @param startedAt when the tests were started, in milliseconds since the epoch
   */
  readonly addCoverage: (folder: string, report: string, startedAt: number) => Promise<void>;
}

/** What it costs was measured on magnum and oslo.utils: up to 30 % of the time, and five to fifteen times the data. */
const NOTING = 'Coverage, Noting Which Test Runs Each Line (Up to 30% Slower)';

/** Builds the feature. Nothing is read here: the folders are looked at when the view or a test file is shown. */
export function activateTesting(
  context: vscode.ExtensionContext,
  { log, tox, addCoverage }: TestingServices,
): vscode.Disposable & { readonly api: TestingApi } {
  const store = new DisposableStore();
  const storage = (context.storageUri ?? context.globalStorageUri).fsPath;
  const environments = addEnvironments(store, context, tox, log);
  store.add(registerTasks(environments, tox, log));

  const controller = store.add(vscode.tests.createTestController('openstackContributor.tests', 'OpenStack Tests'));
  const items = new TestItems(controller);
  const roots = store.add(new TestRoots(items, environments, log));
  const all = (): vscode.TestItem[] => [...controller.items].map(([, item]) => item);
  const lineTests = addLineTests(store, context, log, async (root) => {
    await roots.start();
    return roots.projects().find((project) => project.root === root)?.tree;
  });
  const runEnvironments = new RunEnvironments(storage, environments);
  const runner = store.add(
    new TestRunner(controller, items, all, runEnvironments, {
      log,
      addCoverage,
      storing: (project, run) => stored.hold(project, run),
      keepContexts: (root, dataFile, ids, startedAt) => lineTests.keep(root, dataFile, ids, startedAt),
      listFirst: (project) => listing.first(project),
      noTests: () => roots.whyNone(),
      learned: (project, { gone, listed }) => void listing.learn(project, gone, listed).catch(logFailure),
    }),
  );
  const listing: TestListing = store.add(new TestListing(items, runner, runEnvironments, environments, log));
  store.add(runner.onDidBegin((root) => listing.pause(root)));
  store.add(roots.onDidWrite(({ project, file }) => listing.touch(project, file)));
  const fileTests = new FileTests(roots, lineTests);
  const testsOfChange = new TestsOfChange(roots, fileTests, lineTests);
  const stored = store.add(
    new StoredRuns(controller, items, (root) => roots.projects().find((project) => project.root === root), log),
  );
  const status = store.add(new RunStatus());
  store.add(runner.onDidEnd((summaries) => status.show(summaries)));
  store.add(registerTestingCommands({ log, roots, items, runner, environments: runEnvironments, stored }));
  store.add(
    registerRelatedCommands({
      log,
      items,
      fileTests,
      testsOfChange,
      run: (include) => runner.runItems(include),
      actions: RUN_ACTIONS,
    }),
  );
  store.add(new RelatedLenses(fileTests, [roots.onDidFind, lineTests.onDidKeep]));

  /** Listing runs code of the project: it begins when somebody looks at the tests, not when a file is opened. */
  let isLookedAt = false;
  const listAll = async (root?: string): Promise<void> => {
    const wanted = roots.projects().filter((project) => isLookedAt && (root === undefined || project.root === root));
    await Promise.all(wanted.map((project) => listing.update(project)));
  };
  controller.resolveHandler = async (item) => {
    if (item) return items.resolve(item);
    await roots.start();
    isLookedAt = true;
    void roots.settle().then(() => listAll(), logFailure);
  };
  controller.refreshHandler = async () => {
    await roots.settle();
    isLookedAt = true;
    await listAll();
  };
  store.add(
    roots.onDidFind((project) => {
      void stored.watch(project);
      void listAll(project.root);
    }),
  );
  store.add(
    roots.onDidLose((root) => {
      stored.forget(root);
      listing.forget(root);
    }),
  );
  store.add(environments.onDidChange((root) => void listAll(root)));

  const run = (options: RunOptions) => (request: vscode.TestRunRequest, token: vscode.CancellationToken) =>
    request.continuous
      ? runOnSave(request, token, {
          fileTests,
          items,
          all,
          run: (narrowed) => runner.run(narrowed, token, options),
          onError: logFailure,
        })
      : shown(runner.run(request, token, options));
  const shown = (running: Promise<unknown>): Promise<void> =>
    running.then(
      () => undefined,
      (error: unknown) => {
        logFailure(error);
        void showError(error, RUN_ACTIONS);
      },
    );
  const logFailure = (error: unknown): void =>
    log.error(error instanceof Error ? (error.stack ?? '') : messageOf(error));
  const program = vscode.Uri.joinPath(context.extensionUri, 'python', 'debug_tests.py').fsPath;
  const debugging = { log, controller, items, environments, program, storage };
  const { Run, Coverage, Debug } = vscode.TestRunProfileKind;
  const profiles = [
    controller.createRunProfile('Run', Run, run({}), true, undefined, true),
    controller.createRunProfile('Coverage', Coverage, run({ coverage: true }), true, undefined, false),
    controller.createRunProfile(NOTING, Coverage, run({ coverage: true, contexts: true }), false),
    controller.createRunProfile(
      'Debug',
      Debug,
      (request, token) => shown(debugTests(request, token, all(), debugging)),
      true,
    ),
  ];
  store.addAll(...profiles);

  return {
    dispose: () => store.dispose(),
    api: testingApi({ roots, items, runner, listing, environments, lineTests, fileTests }),
  };
}
