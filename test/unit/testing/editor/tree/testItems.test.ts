import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import type * as vscode from 'vscode';
import { removeFolder } from '../../../../../scripts/lib/removeFolder';
import { TestTree } from '../../../../../src/testing/discovery/tree';
import type { ProjectTests } from '../../../../../src/testing/editor/tree/projectTests';
import type * as testItems from '../../../../../src/testing/editor/tree/testItems';
import type { TestLayout } from '../../../../../src/testing/layout/modules';
import { FakeController } from '../fakeVscode';
import { withFakeVscode } from '../withFakeVscode';

const ROOT = path.resolve('/stack/proj');
const layout: TestLayout = { root: ROOT, topDir: ROOT, testPath: path.join(ROOT, 'tests') };
const file = (name: string): string => path.join(ROOT, 'tests', ...name.split('/'));
const TEST = 'import base\nclass SomeTest(base.TestCase):\n    def test_it(self): pass\n';
const BASE = 'import unittest\nclass TestCase(unittest.TestCase):\n    def test_shared(self): pass\n';

describe('the items of the Testing view', () => {
  let folder: string;
  let TestItems: typeof testItems.TestItems;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'test-items-'));
    ({ TestItems } = await withFakeVscode<typeof testItems>('src/testing/editor/tree/testItems.ts', folder));
  });
  after(() => removeFolder(folder));

  /** Notes the nodes whose children are asked for. */
  class WatchedTree extends TestTree {
    readonly asked: string[] = [];

    override childrenOf(id?: string): ReturnType<TestTree['childrenOf']> {
      this.asked.push(id ?? '');
      return super.childrenOf(id);
    }
  }

  async function shown(
    texts: Map<string, string>,
  ): Promise<{ items: testItems.TestItems; tree: WatchedTree; project: ProjectTests; lines: () => unknown[] }> {
    const controller = new FakeController();
    const items = new TestItems(controller as unknown as vscode.TestController);
    const tree = new WatchedTree(layout, (asked) => Promise.resolve(texts.get(asked)));
    tree.addFiles(texts.keys());
    const project: ProjectTests = {
      root: ROOT,
      folder: ROOT,
      runner: 'stestr',
      file: '.stestr.conf',
      problem: undefined,
      layout,
      tree,
    };
    await items.setProject(project, 'proj');
    for (const each of texts.keys()) await items.ofFile(project, each);
    tree.asked.length = 0;
    const lines = (): unknown[] => {
      const found: unknown[] = [];
      const walk = (all: FakeController['items']): void => {
        for (const [id, item] of all) {
          if (item.range) found.push([id.split('.').slice(1).join('.'), item.range.startLine + 1]);
          walk(item.children);
        }
      };
      walk(controller.items);
      return found;
    };
    return { items, tree, project, lines };
  }

  it('test items are created again only where something changed', async () => {
    const texts = new Map([
      [file('test_a.py'), TEST.replace('base.', 'unittest.')],
      [file('sub/test_b.py'), TEST],
      [file('sub/test_c.py'), TEST.replace('base.', 'unittest.')],
      [path.join(ROOT, 'base.py'), BASE],
    ]);
    const { items, tree, project, lines } = await shown(texts);
    tree.setText(file('test_a.py'), `\n${TEST.replace('base.', 'unittest.')}`, { saved: false });
    await items.update(project);
    assert.deepEqual(tree.asked, ['', 'tests.sub', 'tests.test_a', 'tests.test_a.SomeTest']);
    const expected = [
      ['sub.test_b.SomeTest', 2],
      ['sub.test_b.SomeTest.test_it', 3],
      ['sub.test_b.SomeTest.test_shared', 3],
      ['sub.test_c.SomeTest', 2],
      ['sub.test_c.SomeTest.test_it', 3],
      ['test_a.SomeTest', 3],
      ['test_a.SomeTest.test_it', 4],
    ];
    assert.deepEqual(lines(), expected);

    tree.asked.length = 0;
    tree.setText(path.join(ROOT, 'base.py'), BASE.replace('class', '# moved\nclass'), { saved: false });
    await items.update(project);
    assert.deepEqual(tree.asked, ['', 'tests.sub', 'tests.sub.test_b', 'tests.sub.test_b.SomeTest']);
    assert.deepEqual(
      lines(),
      expected.map(([id, line]) => [id, id === 'sub.test_b.SomeTest.test_shared' ? 4 : line]),
    );
  });

  it('looking up many test items lets other events run', async () => {
    const methods = Array.from({ length: 50 }, (_, n) => `    def test_${n}(self): pass\n`);
    const texts = new Map(Array.from({ length: 100 }, (_, n) => [file(`test_${n}.py`), `${TEST}${methods.join('')}`]));
    const { items, tree, project } = await shown(texts);
    const { ids } = await tree.testsBelow();
    assert.equal(ids.length, 5100);
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    for (const id of ids) await items.ofTest(project, id);
    clearInterval(timer);
    assert.ok(turns >= 3, `${turns} turns`);
  });
});
