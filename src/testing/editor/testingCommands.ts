import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type Mend, registerCommand } from '../../base/editor/commands';
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { isolationArguments, programOf } from '../run/command';
import { failingTests } from '../run/stestr';
import { ENVIRONMENT_MENDS } from './environmentCommands';
import type { ProjectTests } from './projectTests';
import type { StoredRuns } from './storedRuns';
import type { TestItems } from './testItems';
import { itemOf } from './testingApi';
import type { TestRoots } from './testRoots';
import type { TestRunner } from './testRunner';
import { slowestTests } from './slowestTests';

/** The button for each reason for which tests do not run. */
export const RUN_MENDS: Readonly<Record<string, Mend>> = {
  ...ENVIRONMENT_MENDS,
  'no-debugger': { title: 'Show the Extension', command: 'extension.open', args: ['ms-python.debugpy'] },
  'no-base': { title: 'Choose What to Compare With', command: 'openstackContributor.coverage.chooseBase' },
  'no-coverage': { title: 'Choose a Python', command: 'openstackContributor.testing.chooseEnvironment' },
};

export interface CommandParts {
  readonly log: Log;
  readonly roots: TestRoots;
  readonly items: TestItems;
  readonly runner: TestRunner;
  readonly stored: StoredRuns;
}

export function registerTestingCommands({ log, roots, items, runner, stored }: CommandParts): vscode.Disposable {
  const register = (name: string, run: (...args: unknown[]) => unknown): vscode.Disposable =>
    registerCommand(log, `openstackContributor.testing.${name}`, run, RUN_MENDS);
  const again = async (untilFailure: boolean): Promise<void> => {
    const last = runner.lastRequest;
    if (!last) throw new UserError('no-run', 'No tests were run in this window yet.');
    const { token } = new vscode.CancellationTokenSource();
    await runner.run(last.request, token, { ...last.options, untilFailure });
  };
  const pickProject = async (): Promise<ProjectTests | undefined> => {
    await roots.start();
    const projects = roots.projects();
    if (projects.length === 0) throw new UserError('no-tests', 'No folder of this window has tests that stestr or testr runs.');
    if (projects.length === 1) return projects[0];
    const choices = projects.map((project) => ({ label: basename(project.root), description: project.root, project }));
    return (await vscode.window.showQuickPick(choices, { title: 'The tests of which folder?' }))?.project;
  };

  return vscode.Disposable.from(
    register('runFailing', async () => {
      const project = await pickProject();
      if (project) await runner.runItems(await failingItems(project, items, runner));
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
      if (project) await slowestTests(project, items, runner.runFolders(project));
    }),
    register('analyzeIsolation', async () => {
      const project = await pickProject();
      if (project) await analyzeIsolation(project, runner);
    }),
    register('runIds', async (ids?: unknown) => {
      await roots.start();
      const wanted = Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
      if (wanted.length === 0) throw new UserError('no-tests', 'There is no test to run.');
      await runner.runItems(await Promise.all(wanted.map((id) => itemOf(id, roots, items))));
    }),
  );
}

/** Those that failed when the view ran tests last, else those of the project's own repository. */
async function failingItems(project: ProjectTests, items: TestItems, runner: TestRunner): Promise<vscode.TestItem[]> {
  const where = await runner.environmentOf(project);
  for (const folder of runner.runFolders(project)) {
    const ids = await failingTests(where, folder);
    const found = await Promise.all(ids.map((id) => items.ofTest(project, id)));
    const failing = found.filter((item) => item !== undefined);
    if (failing.length > 0) return failing;
  }
  throw new UserError('none-failing', 'No test failed in the last run.');
}

/**
 * The search writes text for a person and takes long, so it runs as a task. It can only work in the project's own
 * repository (see isolationArguments).
 */
async function analyzeIsolation(project: ProjectTests, runner: TestRunner): Promise<void> {
  const { binDir, env, root } = await runner.environmentOf(project);
  if (project.runner === 'testr') throw new UserError('testr', 'Only stestr can search for the test that makes another fail.');
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(root));
  const variables = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const task = new vscode.Task(
    { type: 'process' },
    folder ?? vscode.TaskScope.Workspace,
    'Analyze Test Isolation',
    'OpenStack',
    new vscode.ProcessExecution(programOf('stestr', binDir), isolationArguments(), { cwd: root, env: variables }),
    [],
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  await vscode.tasks.executeTask(task);
}
