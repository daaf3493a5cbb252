import * as vscode from 'vscode';
import { messageOf, UserError } from '../errors';
import { KeepingError } from '../keeping';
import type { Log } from '../log';
import { notify } from './notifications';

/**
 * Registers a command whose failure becomes a message: the sentence of a `UserError` with the buttons that go with its
 * reason, or else one that points to the log, where the details are written either way.
 */
export function registerCommand<Args extends unknown[]>(
  log: Log,
  id: string,
  run: (...args: Args) => unknown,
  actions: Readonly<Record<string, ErrorAction>> = {},
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: Args) => {
    try {
      return await run(...args);
    } catch (error) {
      log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      void showError(error, {
        ...(error instanceof KeepingError && { [error.reason]: { title: 'Try Again', command: id, args } }),
        ...actions,
      });
      return undefined;
    }
  });
}

/** The button that goes with an error of a certain reason. */
export interface ErrorAction {
  readonly title: string;
  readonly command: string;
  /** Those of the error when left out. */
  readonly args?: unknown[];
}

/** For reasons that mean the same wherever they come from. */
const COMMON_ACTIONS: Readonly<Record<string, ErrorAction>> = {
  untrusted: { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' },
};

const SHOW_LOG: ErrorAction = { title: 'Show Log', command: 'openstackContributor.showLog' };

/** Shows an error as a message with its buttons; resolves when it is closed. */
export async function showError(error: unknown, actions: Readonly<Record<string, ErrorAction>> = {}): Promise<void> {
  const known: UserError | undefined = error instanceof UserError ? error : undefined;
  const text = known?.message ?? `Something went wrong that OpenStack Contributor did not expect: ${messageOf(error)}`;
  const own = known && (actions[known.reason] ?? COMMON_ACTIONS[known.reason]);
  const buttons = own ? [own, SHOW_LOG] : [SHOW_LOG];
  const pressed = await notify('error', text, ...buttons.map(({ title }) => title));
  const chosen = buttons.find(({ title }) => title === pressed);
  if (!chosen) return;
  const args = chosen.args ?? (chosen === own ? known?.actionArgs : undefined) ?? [];
  await vscode.commands.executeCommand(chosen.command, ...args);
}

/** Sets a `when` key of ours. */
export function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', `openstackContributor.${key}`, value);
}
