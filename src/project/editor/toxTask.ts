/** A run of tox as a task of VS Code. */
import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { diskFiles } from '../files';
import { isPlainWord } from '../shellWords';
import { readTox } from '../tox/readTox';
import type { Tox } from '../tox/tox';

export const TOX_TASK = 'openstack-tox';

/** As `taskDefinitions` of package.json describes it for tasks.json. */
export interface ToxTaskDefinition extends vscode.TaskDefinition {
  readonly type: typeof TOX_TASK;
  readonly environment: string;
  /** What follows `--`. */
  readonly arguments?: readonly string[];
  /** Name of the folder, for a task of a .code-workspace file. */
  readonly folder?: string;
}

/**
 * Tracebacks of tests. Patterns of several lines match lines that follow each other, and between a frame and what it
 * ended in stand none, one or two lines: a row of carets (Python 3.11), a blank one (stestr).
 */
export const TRACEBACK_MATCHERS = ['$openstack-tox', '$openstack-tox-spaced', '$openstack-tox-carets'];

export const FLAKE8_MATCHERS = ['$openstack-flake8'];

/**
 * A terminal of its own for each run: in one that was used before, VS Code (1.100 to 1.139) hands each line to the
 * problem matchers once more for every run in it, and then no pattern of several lines matches any more.
 */
export const PRESENTATION: vscode.TaskPresentationOptions = {
  reveal: vscode.TaskRevealKind.Always,
  panel: vscode.TaskPanelKind.New,
};

/** @param definition stays the task's own: VS Code refuses a task that was resolved to another definition */
export async function toxTask(folder: vscode.WorkspaceFolder, definition: ToxTaskDefinition): Promise<vscode.Task> {
  const root = folder.uri.fsPath;
  const env = overridesFor(root, definition.environment.split(','), await readTox(root, diskFiles));
  const args = ['-e', definition.environment];
  if (definition.arguments?.length) args.push('--', ...definition.arguments);
  const task = new vscode.Task(
    definition,
    folder,
    `tox -e ${definition.environment}`,
    'OpenStack',
    new vscode.ProcessExecution(setting('tox.path'), args, { cwd: root, env }),
    [...TRACEBACK_MATCHERS, ...FLAKE8_MATCHERS],
  );
  const group = groupOf(definition.environment);
  if (group) task.group = group;
  task.presentationOptions = PRESENTATION;
  return task;
}

/**
 * Lets the runners of tests find a Python whose path a shell would split (isPlainWord). An override that appends wins over
 * the environment's own value: it is kept from those that have one, such as `coverage run` of a cover environment.
 * tox 4 takes overrides from this variable too, and tox 3, which knows none, passes it over.
 */
function overridesFor(root: string, names: readonly string[], tox: Tox | undefined): Record<string, string> {
  const overrides = names.flatMap((name) => {
    const known = tox?.environment(name);
    const isPlain = isPlainWord(known?.envDir ?? root) || known?.setEnv.PYTHON !== undefined;
    return isPlain ? [] : `testenv:${name}.set_env+=PYTHON=python`;
  });
  if (overrides.length === 0) return {};
  return { TOX_OVERRIDE: [process.env.TOX_OVERRIDE, ...overrides].filter(Boolean).join(';') };
}

/** By the names that the Project Testing Interface gives; the rest, such as `venv` and `debug`, are in no group. */
function groupOf(environment: string): vscode.TaskGroup | undefined {
  if (/^(?:docs|pdf-docs|api-ref|releasenotes|gen(?:config|policy)|build)/.test(environment)) {
    return vscode.TaskGroup.Build;
  }
  const tests = /^(?:(?:py)?3|cover|functional|unit|pep8|linters|lint|mypy|bandit)/;
  return tests.test(environment) ? vscode.TaskGroup.Test : undefined;
}
