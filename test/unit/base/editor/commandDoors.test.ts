import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { withFakeVscode } from '../../testing/editor/withFakeVscode';
import type * as commandDoors from './commandDoors';

const at = (fsPath: string, scheme = 'file') => ({ scheme, fsPath });

describe('what commands check first', () => {
  let folder: string;
  let door: typeof commandDoors;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'command-doors-'));
    const fake = path.join(__dirname, 'fakeWorkspace.ts');
    door = await withFakeVscode<typeof commandDoors>('test/unit/base/editor/commandDoors.ts', folder, fake);
  });
  after(() => removeFolder(folder));
  beforeEach(() => {
    Object.assign(door.workspace, {
      isTrusted: true,
      workspaceFolders: ['/nova', '/nova/api', '/glance'].map((each) => ({ name: path.basename(each), uri: at(each) })),
    });
    Object.assign(door.person, { takes: 0, presses: '' });
    Object.assign(door.seen, { lists: [], messages: [], commands: [] });
    open(undefined);
  });

  const open = (file: string | undefined, scheme = 'file'): void => {
    door.window.activeTextEditor = file === undefined ? undefined : { document: { uri: at(file, scheme) } };
  };
  const picked = async (): Promise<string | undefined> => (await door.pickFolder(door.openFolders(), 'Which?'))?.name;

  it("a command is for the innermost folder around the active editor's file, without a question", async () => {
    open('/glance/api.py');
    assert.equal(await picked(), 'glance');
    open('/nova/api/wsgi.py');
    assert.equal(await picked(), 'api');
    assert.deepEqual(door.seen.lists, []);
  });

  it('a command is for the selected folder if the active editor is in none of them', async () => {
    for (const [file, scheme] of [[undefined], ['/cinder/x.py'], ['/glance/x.py', 'git']] as const) {
      open(file, scheme);
      door.person.takes = 2;
      assert.equal(await picked(), 'glance');
    }
    door.person.takes = 9; // Escape
    assert.equal(await picked(), undefined);
    assert.deepEqual(door.seen.lists, Array(4).fill(['nova', 'api', 'glance']));
  });

  it('a command is for the only folder, wherever the active editor is', async () => {
    door.workspace.workspaceFolders.splice(1);
    open('/cinder/x.py');
    assert.equal(await picked(), 'nova');
    door.workspace.workspaceFolders.splice(0);
    assert.equal(await picked(), undefined);
    assert.deepEqual(door.seen.lists, []);
  });

  it('a command is not for a folder of another machine or a virtual one', () => {
    door.workspace.workspaceFolders.push({ name: 'remote', uri: at('/remote', 'vscode-vfs') });
    assert.deepEqual(
      door.openFolders().map(({ name }) => name),
      ['nova', 'api', 'glance'],
    );
  });

  it('a command does nothing in Restricted Mode, and its message offers the trust dialog', async () => {
    door.requireTrust('Running tests');
    door.workspace.isTrusted = false;
    door.person.presses = 'Manage Workspace Trust';
    let refused: unknown;
    assert.throws(
      () => door.requireTrust('Running tests'),
      (error) => ((refused = error), (error as { reason?: string }).reason === 'untrusted'),
    );
    await door.showError(refused);
    assert.deepEqual(door.seen.messages, [
      [
        'Running tests can run code of this folder, which needs a trusted workspace.',
        'Manage Workspace Trust',
        'Show Log',
      ],
    ]);
    assert.deepEqual(door.seen.commands, ['workbench.trust.manage']);
  });
});
