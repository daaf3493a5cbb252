/** One program under the Python debugger, from its start to its end. */
import * as vscode from 'vscode';
import { DisposableStore } from '../../../base/emitter';
import { UserError } from '../../../base/errors';

export interface DebugEnd {
  /** Somebody ended it, or let go of it, before it came to its own end. */
  readonly stopped: boolean;
  /** Of the program; undefined when the debugger does not know it. */
  readonly exitCode: number | undefined;
}

/** What is looked at of the messages. Source: Debug Adapter Protocol, Events and Requests. */
interface Message {
  readonly event?: string;
  readonly command?: string;
  readonly body?: { readonly exitCode?: number };
}

/**
 * Stop and Restart of the debugger are those of the run of tests: VS Code cancels the run, and makes a new one.
 * @param configuration its `args` are no other session's
 * @throws UserError `not-started`
 */
export async function debugToItsEnd(
  folder: vscode.WorkspaceFolder | undefined,
  configuration: vscode.DebugConfiguration & { readonly args: readonly string[] },
  testRun: vscode.TestRun,
  token: vscode.CancellationToken,
): Promise<DebugEnd> {
  const store = new DisposableStore();
  let session: vscode.DebugSession | undefined;
  const told = { exitCode: undefined as number | undefined, isOver: false, isStopped: false };
  const tracker: vscode.DebugAdapterTracker = {
    onWillReceiveMessage: ({ command }: Message) => {
      // VS Code also disconnects from what is over.
      if (command === 'terminate' || command === 'disconnect') told.isStopped ||= !told.isOver;
    },
    onDidSendMessage: ({ event, body }: Message) => {
      told.isOver ||= event === 'exited' || event === 'terminated';
      if (event === 'exited') told.exitCode = body?.exitCode;
    },
  };
  const isOurs = (each: vscode.DebugSession): boolean =>
    // What the tests start in their turn are sessions below ours.
    !each.parentSession && String(each.configuration.args) === String(configuration.args);
  const stop = (): void => void (session && vscode.debug.stopDebugging(session));
  store.add(
    vscode.debug.registerDebugAdapterTrackerFactory(configuration.type, {
      createDebugAdapterTracker: (each) => {
        if (!isOurs(each)) return undefined;
        session = each;
        return tracker;
      },
    }),
  );
  const ended = new Promise<void>((resolve) => {
    store.add(vscode.debug.onDidTerminateDebugSession((gone) => gone.id === session?.id && resolve()));
  });
  store.add(token.onCancellationRequested(stop));
  try {
    const hasStarted = await vscode.debug.startDebugging(folder, configuration, { testRun });
    if (hasStarted && token.isCancellationRequested) stop(); // what is only about to start cannot be stopped
    if (hasStarted) {
      await ended;
    } else if (!token.isCancellationRequested) {
      throw new UserError('not-started', 'The Python debugger did not start. Its own log says why.');
    }
    return { stopped: told.isStopped || token.isCancellationRequested, exitCode: told.exitCode };
  } finally {
    store.dispose();
  }
}
