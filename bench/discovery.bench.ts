/**
 * The test tree at OpenStack's sizes: nova has 17,000 unit tests, and vscode#231383 tells of 8.6 s at 10,000 items and
 * 344 s at 60,000. Goal: the first package stands open within 1 s, and time grows with the number of tests, not faster.
 * The peer of the scanner is the parser that would read the same text otherwise, @lezer/python.
 */
import path from 'node:path';
import { parser } from '@lezer/python';
import { scanModule } from '../src/testing/discovery/scan';
import { TestTree } from '../src/testing/discovery/tree';

const CLASSES = 5;
const METHODS = 5;
const MODULES_IN_PACKAGE = 20;
const ROOT = path.resolve('/generated');

export const bench = {
  name: 'discovery',
  async run(): Promise<string[]> {
    const small = await measure(15_000);
    const large = await measure(60_000);
    const growth = large.all / small.all;
    const texts = [...generate(15_000).texts.values()];
    const scan = timed(() => texts.forEach((text) => scanModule(text)));
    const peer = timed(() => texts.forEach((text) => parser.parse(text)));
    const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
    return [
      ...[small, large].map(
        (each) =>
          `tree of ${each.tests} tests: first package open ${ms(each.first)}, ` +
          `first class after merge ${ms(each.merged)}, everything placed ${ms(each.all)}`,
      ),
      `growth 15,000 to 60,000 tests (4 times as many): ${growth.toFixed(1)} times`,
      `scan ${megabytes.toFixed(1)} MB: ${ms(scan)}; @lezer/python ${ms(peer)}; ratio ${(peer / scan).toFixed(1)}`,
    ];
  },
};

async function measure(tests: number): Promise<{ tests: number; first: number; merged: number; all: number }> {
  const { texts, ids } = generate(tests);
  const layout = { root: ROOT, topDir: ROOT, testPath: path.join(ROOT, 'cloud', 'tests', 'unit') };
  const began = performance.now();
  const tree = new TestTree(layout, (file) => Promise.resolve(texts.get(file)));
  tree.addFiles(texts.keys());
  await openFirst(tree);
  const first = performance.now() - began;

  const listed = performance.now();
  await tree.merge(ids);
  await openFirst(tree);
  const merged = performance.now() - listed;

  const whole = performance.now();
  const found = await placeAll(tree);
  const all = performance.now() - whole;
  if (found !== ids.length) throw new Error(`${found} of ${ids.length} ids have a place`);
  return { tests: ids.length, first, merged, all };
}

/** Opens the first node of each level, as a person does who clicks down to a test. */
async function openFirst(tree: TestTree): Promise<void> {
  let [node] = await tree.childrenOf();
  while (node?.hasChildren) [node] = await tree.childrenOf(node.id);
}

async function placeAll(tree: TestTree, id?: string): Promise<number> {
  let found = 0;
  for (const node of await tree.childrenOf(id)) {
    if (node.hasChildren) found += await placeAll(tree, node.id);
    else found++;
  }
  return found;
}

/** A project of our own: 25 methods a module, one in five with two scenarios, bodies of nova's average length. */
function generate(tests: number): { texts: Map<string, string>; ids: string[] } {
  const texts = new Map<string, string>();
  const ids: string[] = [];
  for (let m = 0; ids.length < tests; m++) {
    const folder = `area_${Math.floor(m / MODULES_IN_PACKAGE)}`;
    const module = `cloud.tests.unit.${folder}.test_module_${m}`;
    const text = ['"""Tests of one module."""', 'import mock', '', 'from cloud.tests import base', '', ''];
    for (let c = 0; c < CLASSES; c++) {
      text.push(`class Thing${c}TestCase(base.TestCase):`);
      if (c === 0) text.push("    scenarios = [('one', {'x': 1}), ('two', {'x': 2})]", '');
      for (let t = 0; t < METHODS; t++) {
        text.push(
          `    @mock.patch('cloud.thing.call', return_value={'id': ${t}})`,
          `    def test_case_${t}(self, mock_call):`,
        );
        text.push(`        """What happens in case ${t}.`, '', '        Told at some length."""');
        for (let i = 0; i < 8; i++)
          text.push(`        self.assertEqual([${i}, 'x'], self.thing.call(name='n', value=(${i}, "y")))  # why`);
        text.push('');
        const id = `${module}.Thing${c}TestCase.test_case_${t}`;
        ids.push(...(c === 0 ? [`${id}(one)`, `${id}(two)`] : [id]));
      }
      text.push('');
    }
    texts.set(path.join(ROOT, 'cloud', 'tests', 'unit', folder, `test_module_${m}.py`), text.join('\n'));
  }
  return { texts, ids };
}

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}
