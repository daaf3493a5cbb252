import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api } from '../../../src/api';

const FILE = 'cloudlet/tests/unit/common/test_utils.py';
const MODULE = 'cloudlet.tests.unit.common.test_utils';
/** From out/host-tests/NAME, where the tests run. */
const ADAPTER = resolve(__dirname, '../../../.lab/debugpy-1.8.22/bin/python');

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly body?: { readonly reason?: string; readonly threadId?: number };
}

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source: { readonly path: string };
}

/** The part of VS Code's proposal `testObserver` that is used here. */
interface ShownTest {
  readonly id: string;
  readonly children: readonly ShownTest[];
  readonly taskStates: readonly { readonly state: number }[];
}
type Observer = {
  readonly testResults: readonly { readonly completedAt: number; readonly results: readonly ShownTest[] }[];
};
const PASSED = 3;
const FAILED = 4;
const ERRORED = 6;

const CRASHES = `import os

import testtools


class CrashTest(testtools.TestCase):
    def test_1_before(self):
        pass

    def test_2_crash(self):
        os._exit(0)

    def test_3_after(self):
        pass
`;

describe('tests under the real debugpy', () => {
  const subscriptions: vscode.Disposable[] = [];
  const events: { readonly session: vscode.DebugSession; readonly message: Message }[] = [];
  /** Ids of the sessions that have begun, and not ended yet. */
  const open = new Set<string>();
  let sessions = 0;
  let document: vscode.TextDocument;
  let api: Api;

  before(async function () {
    this.timeout(120_000);
    subscriptions.push(
      vscode.debug.onDidStartDebugSession(({ id }) => {
        sessions++;
        open.add(id);
      }),
      vscode.debug.onDidTerminateDebugSession(({ id }) => open.delete(id)),
      vscode.debug.registerDebugAdapterDescriptorFactory('debugpy', {
        createDebugAdapterDescriptor: () => new vscode.DebugAdapterExecutable(ADAPTER, ['-m', 'debugpy.adapter']),
      }),
      vscode.debug.registerDebugAdapterTrackerFactory('debugpy', {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: Message) => {
            if (message.type === 'event') events.push({ session, message });
          },
        }),
      }),
    );
    api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    document = await vscode.workspace.openTextDocument(join(folder, FILE));
    await api.testing.run([MODULE]); // VS Code knows the tests of a file once the view has shown them
  });
  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    if (open.size > 0) await vscode.debug.stopDebugging(); // one that is about to end cannot be stopped
    events.length = 0;
    sessions = 0;
  });
  after(() => {
    for (const subscription of subscriptions) subscription.dispose();
  });

  /** 0-based line of the first place where the text has it. */
  const lineOf = (text: string): number =>
    document
      .getText()
      .split('\n')
      .findIndex((line) => line.includes(text));
  const stopped = () => events.find(({ message }) => message.event === 'stopped');
  const ended = (): boolean => sessions > 0 && open.size === 0;

  /** Debugs the test with the cursor on a line, which is there for a person's F5. */
  async function debugAt(line: number): Promise<void> {
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, 8, line, 8) });
    void vscode.commands.executeCommand('testing.debugAtCursor');
  }

  async function topFrame(): Promise<{ session: vscode.DebugSession; frame: Frame }> {
    const stop = (await eventually('the stop', stopped, (found) => found !== undefined, 60_000))!;
    const { session, message } = stop;
    const answer = (await session.customRequest('stackTrace', { threadId: message.body!.threadId })) as {
      stackFrames: Frame[];
    };
    return { session, frame: answer.stackFrames[0]! };
  }

  /** When the last run ended; 0 while one is not over. */
  const runEnd = (): number => (vscode.tests as unknown as Observer).testResults[0]?.completedAt ?? 0;
  const resultsFile = (session: vscode.DebugSession): string =>
    (session.configuration.env as Record<string, string>).OPENSTACK_CONTRIBUTOR_RESULTS!;

  function breakAt(line: number): void {
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0))),
    ]);
  }

  /** The states that the Testing view shows of the last run, by the end of their ids. */
  function shown(name: string): number[] {
    const { testResults } = vscode.tests as unknown as Observer;
    const walk = (tests: readonly ShownTest[]): ShownTest[] => tests.flatMap((test) => [test, ...walk(test.children)]);
    const all = walk(testResults[0]?.results ?? []).filter(({ id }) => id.endsWith(name));
    return all.flatMap(({ taskStates }) => taskStates.map(({ state }) => state));
  }

  it('debugged tests stop at a breakpoint, know its variables, and are shown when they end', async function () {
    this.timeout(120_000);
    const line = lineOf('self.assert');
    breakAt(line);
    await debugAt(line);
    const { session, frame } = await topFrame();
    // Behind a server VS Code makes an address of the path.
    assert.ok(frame.source.path.endsWith(document.uri.path), frame.source.path);
    assert.equal(frame.line, line + 1);
    const { result } = (await session.customRequest('evaluate', { expression: 'self.id()', frameId: frame.id })) as {
      result: string;
    };
    assert.ok(result.includes(`${MODULE}.`) && result.includes(`.${frame.name.split('.').pop()}`), result);
    await session.customRequest('continue', { threadId: stopped()!.message.body!.threadId });
    await eventually('the end of the session', ended, Boolean, 60_000);
    await eventually(
      'the result',
      () => shown(frame.name.split('.').pop()!),
      (states) => states.includes(PASSED),
      30_000,
    );
  });

  it('debugged tests run again on Restart, and are shown when they end', async function () {
    this.timeout(120_000);
    const line = lineOf('self.assert');
    breakAt(line);
    await debugAt(line);
    const first = await topFrame();
    events.length = 0;
    await vscode.commands.executeCommand('workbench.action.debug.restart');
    const { session, frame } = await topFrame();
    await session.customRequest('continue', { threadId: stopped()!.message.body!.threadId });
    await eventually('the end of the session', ended, Boolean, 60_000);
    await eventually(
      'the result',
      () => shown(frame.name.split('.').pop()!),
      (states) => states.includes(PASSED),
      30_000,
    );
    assert.deepEqual([first.session, session].map(resultsFile).filter(existsSync), [], 'nothing is left of either');
  });

  it('debugged tests have no outcome when they are stopped', async function () {
    this.timeout(120_000);
    const before = runEnd();
    const line = lineOf('self.assert');
    breakAt(line);
    await debugAt(line);
    const { session, frame } = await topFrame();
    await vscode.commands.executeCommand('workbench.action.debug.stop');
    await eventually('the end of the session', ended, Boolean, 60_000);
    await eventually('the end of the run', runEnd, (end) => end > before, 30_000);
    const states = shown(frame.name.split('.').pop()!);
    assert.deepEqual(
      [states.length > 0, states.filter((state) => [PASSED, FAILED, ERRORED].includes(state))],
      [true, []],
    );
    assert.equal(existsSync(resultsFile(session)), false);
  });

  it('debugged tests have errors when the program crashes, including those that did not run yet', async function () {
    this.timeout(120_000);
    const file = join(dirname(document.uri.fsPath), 'test_crash.py');
    writeFileSync(file, CRASHES);
    await vscode.window.showTextDocument(vscode.Uri.file(file));
    await eventually(
      'the tests of the new file',
      () => api.testing.testsOf(vscode.Uri.file(file)),
      (modules) => modules.length > 0,
    );
    await api.testing.run([`${MODULE.replace('test_utils', 'test_crash')}.CrashTest.test_3_after`]); // so that VS Code knows them
    void vscode.commands.executeCommand('testing.debugCurrentFile');
    await eventually('the end of the session', ended, Boolean, 60_000);
    const states = () => ['test_1_before', 'test_2_crash', 'test_3_after'].map((name) => shown(name));
    rmSync(file);
    const all = await eventually('the results', states, ([, crashed]) => crashed!.includes(ERRORED), 30_000);
    assert.deepEqual(all, [[PASSED], [ERRORED], [ERRORED]]);
  });

  it('debugged tests end by themselves after a failure, which is shown', async function () {
    this.timeout(120_000);
    const line = lineOf('self.assert');
    const name = /def (\w+)/.exec(
      document
        .getText()
        .split('\n')
        .slice(0, line)
        .reverse()
        .find((each) => each.includes('def test_'))!,
    )![1]!;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(line, 0), "        self.fail('on purpose')\n");
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await debugAt(line);
    await eventually('the end of the session', ended, Boolean, 60_000);
    assert.equal(stopped(), undefined, 'debugpy did not stop at the exit of the program');
    await eventually(
      'the result',
      () => shown(name),
      (states) => states.includes(FAILED),
      30_000,
    );
  });
});
