/** "Tests of This Line" and "Run the Tests of This Line". */
import * as vscode from 'vscode';
import { type ErrorAction, registerCommand } from '../../../base/editor/commands';
import { notify } from '../../../base/editor/notifications';
import { type PickItem, showQuickPick } from '../../../base/editor/quickInput';
import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import type { LineTests, TestsOfLine } from './lineTests';
import { headline, reservations } from './wording';

const ACTIONS: Readonly<Record<string, ErrorAction>> = {
  'no-contexts': { title: 'Open the Testing View', command: 'workbench.view.testing.focus' },
  'not-measured': { title: 'Open the Testing View', command: 'workbench.view.testing.focus' },
  'line-changed': { title: 'Open the Testing View', command: 'workbench.view.testing.focus' },
};

/** A place in a file: of the active editor, or what a link of the hover names. The line is 1-based. */
interface Place {
  readonly file: vscode.Uri;
  readonly line: number;
}

export function registerLineTestsCommands(lineTests: LineTests, log: Log): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(
      log,
      'openstackContributor.testing.testsOfLine',
      async (file?: unknown, line?: unknown) => {
        const { file: uri, line: number } = placeOf(file, line);
        await show(lineTests, await lineTests.testsOf(uri, [number]));
      },
      ACTIONS,
    ),
    registerCommand(
      log,
      'openstackContributor.testing.runTestsOfLine',
      async (file?: unknown, line?: unknown) => {
        const { file: uri, line: number } = placeOf(file, line);
        await run(await lineTests.testsOf(uri, [number]));
      },
      ACTIONS,
    ),
  );
}

function placeOf(file: unknown, line: unknown): Place {
  if (typeof file === 'string' && typeof line === 'number') return { file: vscode.Uri.parse(file, true), line };
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new UserError('no-editor', 'Open a file and put the cursor on a line first.');
  return { file: editor.document.uri, line: editor.selection.active.line + 1 };
}

async function show(lineTests: LineTests, tests: TestsOfLine): Promise<void> {
  const notes = reservations(tests);
  if (tests.ids.length === 0) {
    await notify('information', [`${headline(tests)}.`, ...notes].join(' '));
    return;
  }
  const runAll = {
    icon: 'run',
    label: `Run ${tests.ids.length === 1 ? 'this test' : `these ${tests.ids.length} tests`}`,
    alwaysShow: true,
  };
  const separator = {
    label: `measured ${new Date(tests.measuredAt).toLocaleString()}`,
    kind: vscode.QuickPickItemKind.Separator,
  };
  const items = tests.ids.map((id) => ({ ...nameOf(id), id }));
  const chosen = await showQuickPick<PickItem & { id?: string }>([runAll, separator, ...items], {
    title: headline(tests),
    placeHolder: notes.join(' ') || 'Choose a test to open it',
    matchOnDescription: true,
  });
  if (chosen === runAll) await run(tests);
  else if (chosen?.id !== undefined) await open(lineTests, tests.root, chosen.id);
}

/** The class and method, with the module behind: `FilterTest.test_ram` · `cloudlet.tests.unit.test_filters`. */
function nameOf(id: string): { label: string; description: string } {
  const [dotted = id] = id.split(/[([]/, 1);
  const parts = dotted.split('.');
  const module = parts.slice(0, -2).join('.');
  return { label: id.slice(module === '' ? 0 : module.length + 1), description: module };
}

async function run(tests: TestsOfLine): Promise<void> {
  if (tests.ids.length === 0) {
    throw new UserError(
      'no-tests',
      [`${headline(tests)}, so there is nothing to run.`, ...reservations(tests)].join(' '),
    );
  }
  await vscode.commands.executeCommand('openstackContributor.testing.runIds', tests.ids);
}

async function open(lineTests: LineTests, root: string, id: string): Promise<void> {
  const location = await lineTests.definitionOf(root, id);
  if (!location) throw new UserError('no-definition', `The text of the tests does not show where ${id} is defined.`);
  await vscode.window.showTextDocument(location.uri, { selection: location.range });
}
