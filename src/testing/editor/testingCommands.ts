import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { TestRunSummary } from '../../api';
import { type ErrorAction, registerCommand } from '../../base/editor/commands';
import { pickFolder } from '../../base/editor/pickFolder';
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { failingTests } from '../run/failingTests';
import { ENVIRONMENT_ACTIONS } from './environments/commands';
import type { RunEnvironments } from './run/runEnvironments';
import type { StoredRuns } from './run/storedRuns';
import type { TestRunner } from './run/testRunner';
import { analyzeIsolation } from './tasks/analyzeIsolation';
import { TOOL_TASK } from './tasks/tasksTools';
import { itemOf } from './testingApi';
import type { ProjectTests } from './tree/projectTests';
import { slowestTests } from './tree/slowestTests';
import type { TestItems } from './tree/testItems';
import type { TestRoots } from './tree/testRoots';

/** The button for each reason for which tests do not run. */
export const RUN_ACTIONS: Readonly<Record<string, ErrorAction>> = {
  ...ENVIRONMENT_ACTIONS,
  'no-debugger': { title: 'Show the Extension', command: 'extension.open', args: ['ms-python.debugpy'] },
  pytest: { title: 'Show the Python Extension', command: 'extension.open', args: ['ms-python.python'] },
  'no-base': { title: 'Choose What to Compare With', command: 'openstackContributor.coverage.chooseBase' },
  'no-failing-run': {
    title: 'Run stestr',
    command: 'workbench.action.tasks.runTask',
    args: [{ type: TOOL_TASK, tool: 'stestr', command: 'run' }],
  },
  'no-coverage': { title: 'Choose a Python', command: 'openstackContributor.testing.chooseEnvironment' },
};

export interface CommandParts {
  readonly log: Log;
  readonly roots: TestRoots;
  readonly items: TestItems;
  readonly runner: TestRunner;
  readonly environments: RunEnvironments;
  readonly stored: StoredRuns;
}

/** Those that run tests return what came of it: undefined when that was nothing, and the person was told why. */
export function registerTestingCommands(parts: CommandParts): vscode.Disposable {
  const { log, roots, items, runner, environments, stored } = parts;
  const register = (name: string, run: (...args: unknown[]) => unknown): vscode.Disposable =>
    registerCommand(log, `openstackContributor.testing.${name}`, run, RUN_ACTIONS);
  const again = async (untilFailure: boolean): Promise<TestRunSummary> => {
    const last = runner.lastRequest;
    if (!last) throw new UserError('no-run', 'No tests were run in this window yet.');
    const { token } = new vscode.CancellationTokenSource();
    return runner.run(last.request, token, { ...last.options, untilFailure });
  };
  const pickProject = async (): Promise<ProjectTests | undefined> => {
    await roots.settle();
    const projects = roots.projects();
    if (projects.length === 0) throw roots.whyNone();
    const candidates = projects.map((project) => ({ name: basename(project.root), path: project.root, project }));
    return (await pickFolder(candidates, 'The Tests of Which Folder?'))?.project;
  };

  return vscode.Disposable.from(
    register('runFailing', async () => {
      const project = await pickProject();
      return project && runner.runItems(await failingItems(project, items, environments));
    }),
    register('runLast', () => again(false)),
    register('runUntilFailure', () => again(true)),
    register('loadLastRun', async () => {
      const project = await pickProject();
      if (!project) return;
      await stored.load(project);
      await vscode.commands.executeCommand('workbench.view.testing.focus');
    }),
    register('showSlowest', async () => {
      const project = await pickProject();
      if (project) await slowestTests(project, items, await environments.lastRepository(project));
    }),
    register('analyzeIsolation', async () => {
      const project = await pickProject();
      if (project) await analyzeIsolation(project, environments);
    }),
    register('runIds', async (ids?: unknown) => {
      await roots.start();
      const wanted = Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
      if (wanted.length === 0) throw new UserError('no-tests', 'There is no test to run.');
      return runner.runItems(await Promise.all(wanted.map((id) => itemOf(id, roots, items))));
    }),
  );
}

/** Those that failed last, in the view or in a terminal: whichever ran tests later. */
async function failingItems(
  project: ProjectTests,
  items: TestItems,
  environments: RunEnvironments,
): Promise<vscode.TestItem[]> {
  const where = await environments.of(project);
  const folder = await environments.lastRepository(project);
  const ids = folder === undefined ? [] : await failingTests(where, folder);
  const found = await Promise.all(ids.map((id) => items.ofTest(project, id)));
  const failing = found.filter((item) => item !== undefined);
  if (failing.length > 0) return failing;
  throw new UserError('none-failing', 'No test failed in the last run.');
}
