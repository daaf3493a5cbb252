import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { withFakeVscode } from '../../testing/editor/withFakeVscode';
import type * as doors from './doors';

const HOSTILE = '[Fix](command:a.b) $(check) \u202etxet';
const PLAIN = '[Fix] (command:a.b) $ (check) txet';

/** All texts in a value, however deep. What stands for an item of ours is not shown. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'of' || key === 'button' ? [] : textsIn(inner)));
}

describe('the doors to what VS Code shows', () => {
  let folder: string;
  let door: typeof doors;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'doors-'));
    door = await withFakeVscode<typeof doors>(
      'test/unit/base/editor/doors.ts',
      folder,
      path.join(__dirname, 'fakeWindow.ts'),
    );
  });
  after(() => removeFolder(folder));
  beforeEach(() => {
    door.given.length = 0;
    Object.assign(door.person, { takes: 0, types: '' });
  });

  /** Each text of others that was given to VS Code was plain; gives how many there were. */
  function assertPlain(icons = /^(?!)/): number {
    const texts = textsIn(door.given).filter((text) => text.includes('Fix'));
    for (const text of texts) {
      assert.doesNotMatch(text, /\]\(|\u202e/);
      assert.doesNotMatch(text.replace(icons, ''), /\$\([a-z]+\)/);
    }
    return texts.length;
  }

  it('messages and their buttons are plain, and the answer is the button as it was given', async () => {
    for (const severity of ['information', 'warning', 'error'] as const) {
      door.given.length = 0;
      assert.equal(await door.notify(severity, HOSTILE.replace('$', ''), HOSTILE, 'Other'), HOSTILE);
      assert.equal(assertPlain(), 2);
    }
    door.person.takes = 2;
    assert.equal(await door.notify('warning', 'text', 'One', 'Other'), undefined);
  });

  it("a dialog's question and detail are plain, and the detail keeps its lines", async () => {
    assert.equal(
      await door.showDialog('warning', HOSTILE.replace('$', ''), `one\n${HOSTILE.replace('$', '')}`, 'Go On'),
      'Go On',
    );
    assert.equal(assertPlain(), 2);
    assert.match(textsIn(door.given).join('|'), /one\n\[Fix\] /);
  });

  it('a progress has a plain title and plain steps', async () => {
    const made = await door.withProgress({ location: 15, title: HOSTILE }, (report) => {
      report({ message: HOSTILE, increment: 5 });
      report({ increment: 5 });
      return Promise.resolve('done');
    });
    assert.equal(made, 'done');
    assert.deepEqual(textsIn(door.given), [PLAIN, PLAIN]);
    assert.deepEqual(door.given.slice(1), [{ message: PLAIN, increment: 5 }, { increment: 5 }]);
  });

  it("an input box has plain texts except its value, which is the person's", async () => {
    door.person.types = HOSTILE;
    const options = {
      title: HOSTILE,
      prompt: HOSTILE,
      placeHolder: HOSTILE,
      validateInput: (value: string) => `"${value}" is wrong`,
    };
    assert.equal(await door.showInputBox(options), HOSTILE);
    assert.equal(assertPlain(), 4);
    assert.equal(await door.showInputBox({ value: HOSTILE, validateInput: () => undefined }), HOSTILE);
    assert.deepEqual(door.given.slice(-1), [undefined]);
    assert.equal((door.given.at(-2) as { value: string }).value, HOSTILE);
  });

  it('list items are plain, with our icons alone, and the answer is the item that was given', async () => {
    const item = { icon: 'gear', label: HOSTILE, description: HOSTILE, detail: HOSTILE };
    const options = { title: HOSTILE, placeHolder: HOSTILE };
    assert.equal(await door.showQuickPick(Promise.resolve([item]), options), item);
    assert.equal(assertPlain(/^\$\(gear\) /), 5);
    assert.ok(textsIn(door.given).includes(`$(gear) ${PLAIN}`));
    assert.deepEqual(await door.showQuickPickOfMany([item], options), [item]);
    door.person.takes = 1;
    assert.equal(await door.showQuickPick([item], options), undefined);
  });

  it('a list that follows the typed text has plain texts', () => {
    const pick = door.createQuickPick<{ label: string }>({ title: HOSTILE, placeHolder: HOSTILE });
    const item = { label: HOSTILE };
    pick.items = [door.shownItem(item)];
    assert.equal(assertPlain(), 3);
    assert.equal(pick.items[0]?.of, item);
  });

  it('status bar items have plain texts, with our icons alone', () => {
    door.setStatusBarMessage(HOSTILE, 5, 'check');
    const item = new door.StatusItem('id', 'name', 1, 1);
    item.show(
      {
        icon: 'beaker',
        iconBehind: 'history',
        text: HOSTILE,
        tooltip: `one\n${HOSTILE.replace('$', '')}`,
        spoken: HOSTILE,
      },
      'a.command',
    );
    assert.deepEqual(
      textsIn(door.given).filter((text) => text.includes('$(')),
      [`$(check) ${PLAIN}`, `$(beaker) ${PLAIN} $(history)`],
    );
    assert.equal(assertPlain(/^\$\((check|beaker)\) | \$\(history\)$/g), 4);
  });

  it('the language status has a plain detail', () => {
    const item = new door.LanguageStatus('id', 'name', 'python');
    item.show({ detail: HOSTILE, severity: 0, command: { title: 'Check Now', command: 'a.command' }, busy: false });
    assert.equal(assertPlain(), 1);
  });
});
