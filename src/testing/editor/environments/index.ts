/** Puts together what there is about environments: the choice, its place in the window, its commands. */
import type * as vscode from 'vscode';
import type { DisposableStore } from '../../../base/emitter';
import type { Log } from '../../../base/log';
import type { ToxAnswers } from '../../../project/editor/toxAnswers';
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
  setImmediate(() => status.render());
  return choice;
}
