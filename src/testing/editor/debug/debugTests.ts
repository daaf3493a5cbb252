/** Runs tests under the installed Python debugger, in one process, and shows their results as any run does. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { messageOf, UserError } from '../../../base/errors';
import { keepFile } from '../../../base/keeping';
import type { Log } from '../../../base/log';
import { fileChunks } from '../../../base/readFile';
import { unmeasured } from '../../run/processVariables';
import { ranLine, totalsOf } from '../../run/summary';
import { ResultCollector } from '../../subunit/resultCollector';
import type { ResultListener } from '../../subunit/testResult';
import { SubunitV2Decoder } from '../../subunit/v2';
import type { EnvironmentChoice } from '../environments/choice';
import { forTerminal, ShownResults } from '../run/showResults';
import { itemsByRoot, leavesOf, type RootItems } from '../tree/selection';
import type { ItemMeaning, TestItems } from '../tree/testItems';
import { debugToItsEnd } from './debugSession';

/** The extension that brings the debug type `debugpy`. */
const DEBUGGER = 'ms-python.debugpy';

/** The variable that tells `program` where the results go. */
const RESULTS = 'OPENSTACK_CONTRIBUTOR_RESULTS';

export interface DebugServices {
  readonly log: Log;
  readonly controller: vscode.TestController;
  readonly items: TestItems;
  readonly environments: Pick<EnvironmentChoice, 'require'>;
  /** Absolute path of python/debug_tests.py. */
  readonly program: string;
  /** Absolute path of a folder of ours. */
  readonly storage: string;
}

/** What tests print goes along. */
const MOST_RESULT_BYTES = 1 << 30;

/** Each run has a file of its own: a person may debug several at a time, in several windows. */
let runs = 0;

/**
 * @param all the roots of the Testing view
 * @throws UserError `no-debugger`, `untrusted`, `not-started`, or an EnvironmentProblem
 */
export async function debugTests(
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
  all: readonly vscode.TestItem[],
  services: DebugServices,
): Promise<void> {
  if (!vscode.extensions.getExtension(DEBUGGER)) {
    throw new UserError('no-debugger', 'Debugging tests needs the Python Debugger extension, which is not installed.');
  }
  const run = services.controller.createTestRun(request);
  try {
    for (const selected of itemsByRoot(request, services.items, all)) {
      if (!token.isCancellationRequested) await debugRoot(run, selected, token, services);
    }
  } finally {
    run.end();
  }
}

async function debugRoot(
  run: vscode.TestRun,
  { project, included, excluded }: RootItems,
  token: vscode.CancellationToken,
  { log, items, environments, program, storage }: DebugServices,
): Promise<void> {
  const { python, variables } = await environments.require(project.root);
  const file = join(storage, `debugged-${process.pid}-${runs++}`);
  const [results, wanted] = [`${file}.subunit`, `${file}.json`];
  await rm(results, { force: true }); // what a process of this number left is no result of these tests
  try {
    await keepFile('The list of tests to debug', wanted, JSON.stringify(await wantedOf(included, excluded, items)));
    for (const item of leavesOf(included)) run.started(item);
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(project.root));
    const configuration = {
      type: 'debugpy',
      request: 'launch',
      name: 'Debug OpenStack Tests',
      program,
      args: [wanted],
      cwd: project.root,
      python,
      env: { ...unmeasured(variables), [RESULTS]: results },
      console: 'internalConsole',
      justMyCode: false,
    };
    const { stopped, exitCode } = await debugToItsEnd(folder, configuration, run, token);
    const shown = new ShownResults(run, items, project, (error) => log.error(messageOf(error)));
    const collected = await readResults(results, shown.listener, stopped ? 'cancelled' : 'ended');
    const told = collected.results();
    const how = exitCode === undefined ? 'ended' : `ended with exit code ${exitCode}`;
    await shown.finish(stopped ? undefined : `The program under the debugger ${how} before it came to this test.`);
    if (!stopped && told.length === 0 && collected.problems.length === 0) {
      const words = `No test ran under the debugger: its program ${how}. The Debug Console says why.`;
      for (const item of included) run.errored(item, new vscode.TestMessage(words));
    }
    run.appendOutput(forTerminal(`\n${ranLine({ ran: totalsOf(told).ran, seconds: collected.seconds })}\n`));
  } finally {
    await Promise.all([results, wanted].map((each) => rm(each, { force: true })));
  }
}

/** @param how for `cancelled`, what was running has no outcome, and gets none */
async function readResults(
  file: string,
  listener: ResultListener,
  how: 'ended' | 'cancelled',
): Promise<ResultCollector> {
  const collector = new ResultCollector(listener);
  const decoder = new SubunitV2Decoder();
  for await (const chunk of fileChunks(file, MOST_RESULT_BYTES)) {
    decoder.push(chunk).forEach((event) => collector.add(event));
  }
  decoder.end().forEach((event) => collector.add(event));
  collector.finish(how);
  return collector;
}

/** What `program` is told, in a file: the names of all tests of a root may be too long for a command line. */
async function wantedOf(
  included: readonly vscode.TestItem[],
  excluded: readonly vscode.TestItem[],
  items: TestItems,
): Promise<{ modules: string[]; names: string[]; without: string[] }> {
  const meanings = included.flatMap((item) => items.meaningOf(item) ?? []);
  const modules = (await Promise.all(meanings.map((each) => modulesOf(each)))).flat();
  const without = excluded.flatMap((item) => items.meaningOf(item) ?? []);
  return {
    modules: [...new Set(modules)],
    names: meanings.map(({ node }) => node),
    without: without.map(({ node }) => node),
  };
}

/** The modules that the tests of a node are in; none is read for it. */
async function modulesOf({ project, node, kind }: Pick<ItemMeaning, 'project' | 'node' | 'kind'>): Promise<string[]> {
  if (kind !== 'root' && kind !== 'package') return [project.tree.moduleOfId(node)];
  const below = await project.tree.childrenOf(kind === 'root' ? undefined : node);
  return (await Promise.all(below.map((each) => modulesOf({ project, node: each.id, kind: each.kind })))).flat();
}
