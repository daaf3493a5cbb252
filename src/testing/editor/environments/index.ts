/** Puts together what there is about environments: the choice, its place in the window, and the tasks that run in it. */
import type * as vscode from 'vscode';
import type { DisposableStore } from '../../../base/emitter';
import type { Log } from '../../../base/log';
import type { ToxAnswers } from '../../../project/editor/toxAnswers';
import { registerTasks } from '../tasks';
import { EnvironmentChoice } from './choice';
import { registerEnvironmentCommands } from './commands';
import { EnvironmentStatus } from './status';
import { watchEnvironments } from './watch';

/** Reads nothing yet: the status bar asks when activation is over. */
export function addEnvironments(
  store: DisposableStore,
  context: vscode.ExtensionContext,
  tox: ToxAnswers,
  log: Log,
): EnvironmentChoice {
  const choice = store.add(new EnvironmentChoice(log, context.workspaceState, tox));
  const status = store.add(new EnvironmentStatus(choice, log));
  store.add(watchEnvironments(choice));
  store.add(registerEnvironmentCommands(choice, log));
  store.add(registerTasks(choice, tox, log));
  setImmediate(() => status.render());
  return choice;
}
