/**
 * Finding tests, against the tools themselves: every id of a real `stestr list` lands in the tree, Python's own parser
 * finds the same classes and methods, and tox's own words are understood.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { ToxConfig } from '../../src/project/tox/toxConfig';
import { allClasses, scanModule } from '../../src/testing/discovery/scan';
import { TestTree } from '../../src/testing/discovery/tree';
import { findEnvironments } from '../../src/testing/environments/findEnvironment';
import { layoutOf, type TestLayout } from '../../src/testing/layout/modules';
import { LAB } from './lib/run';
import { labTools, run, runOrFail, writeProject } from './testingLab';

describe('finding tests of a real project', function () {
  this.timeout(600_000);
  const root = path.join(LAB, 'cloudling');
  let tools: string;
  let listed: string[];
  let tree: TestTree;

  before(async () => {
    tools = await labTools();
    writeProject(root);
    await runOrFail(path.join(tools, 'stestr'), ['init'], { cwd: root });
    const { stdout } = await runOrFail(path.join(tools, 'stestr'), ['list'], { cwd: root });
    listed = stdout.split('\n').filter((line) => line !== '');
    const layout = layoutOf(root, { testPath: '${OS_TEST_PATH:-./cloudling/tests/unit}', topDir: './' }) as TestLayout;
    tree = new TestTree(layout, readText);
    tree.addFiles(pythonFiles(root));
  });

  it('stestr lists scenarios, data, inherited and generated tests', () => {
    const T = 'cloudling.tests.unit';
    for (const id of [
      `${T}.test_flavor.ScenarioTest.test_size(large)`,
      `${T}.test_flavor.ScenarioTest.test_size(small)`,
      `${T}.test_flavor.DataTest.test_word_1_foo`,
      `${T}.test_flavor.InheritingTest.test_shared`,
      `${T}.test_flavor.TaggedTest.test_tag[id-1,smoke]`,
      `${T}.test_flavor.MadeTest.test_made_2`,
      `${T}.deep.test_more.MoreTest.test_async`,
    ]) {
      assert.ok(listed.includes(id), `${id} in\n${listed.join('\n')}`);
    }
  });

  it('before a listing, the text shows every class that stestr lists but those made by code', async () => {
    const classes = new Set(listed.map((id) => id.split(/[([]/)[0]!.split('.').slice(0, -1).join('.')));
    const shown = await draw(tree);
    assert.deepEqual(
      [...classes].filter((each) => !shown.has(each)),
      ['cloudling.tests.unit.test_flavor.MadeTest'],
    );
    for (const id of shown.keys()) assert.ok(!id.endsWith('Mixin'), id);
  });

  it('every listed id lands in the tree, and nothing else stays', async () => {
    await tree.merge(listed);
    const all = await tree.testsBelow();
    assert.deepEqual([...all.ids].sort(), [...listed].sort());
    assert.equal(all.exact, true);
    const leaves = [...(await draw(tree)).values()].filter(
      (node) => node.kind === 'variant' || (node.kind === 'test' && !node.hasChildren),
    );
    assert.deepEqual(leaves.map((node) => node.id).sort(), [...listed].sort());
    for (const leaf of leaves) {
      assert.equal((await tree.pathTo(leaf.id)).at(-1), leaf.id);
      if (leaf.id.includes('MadeTest')) continue;
      const line = readFileSync(leaf.definition!.file, 'utf8').split('\n')[leaf.definition!.line - 1]!;
      const method = /\.(\w+?)(?:_\d+_\w+)?(?:[([].*)?$/.exec(leaf.id)![1]!;
      assert.ok(line.includes(`def ${method}(`), `${leaf.id} at ${line}`);
    }
  });

  it("Python's own parser finds the same classes and methods in its library and in ours", async () => {
    const stdlib = (
      await runOrFail(path.join(tools, 'python'), ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
        cwd: root,
      })
    ).stdout.trim();
    const folders = ['unittest', 'test', 'asyncio', 'email', 'json', 'idlelib'].map((name) => path.join(stdlib, name));
    const { stdout } = await runOrFail(path.join(tools, 'python'), ['-W', 'ignore', '-c', OUTLINE, root, ...folders], {
      cwd: root,
    });
    let files = 0;
    for (const row of stdout.split('\n').filter((each) => each !== '')) {
      const [file, truth] = JSON.parse(row) as [string, [string, number][]];
      const found: [string, number][] = [];
      for (const each of allClasses(scanModule(readFileSync(file, 'utf8')).classes)) {
        found.push([each.qualname, each.line]);
        for (const test of each.tests) found.push([`${each.qualname}.${test.name}`, test.line]);
      }
      assert.deepEqual(found.map(String).sort(), truth.map(String).sort(), file);
      files++;
    }
    console.log(`      ${files} files`);
    assert.ok(files > 100, `${files} files`);
  });

  it("tox 4 and tox 3 tell the same about the project's environments", async () => {
    const four = new ToxConfig(root, run, { file: path.join(tools, 'tox'), args: [] });
    const three = new ToxConfig(root, run, {
      file: path.join(await labTools('tox3', ['tox==3.28.0', 'setuptools<81']), 'tox'),
      args: [],
    });
    assert.deepEqual(await four.environments(), await three.environments());
    assert.deepEqual(
      (await four.environments()).map((each) => each.name),
      ['py3', 'a-cover', 'b-cover', 'pep8'],
    );
    const [a, b] = [await four.environment('py3'), await three.environment('py3')];
    assert.deepEqual(a.commands, b.commands);
    assert.deepEqual([a.envDir, a.changeDir], [b.envDir, b.changeDir]);
    for (const name of ['OS_STDOUT_CAPTURE', 'DATA_DIR', 'QUOTED']) assert.equal(a.setEnv[name], b.setEnv[name], name);
    await assert.rejects(four.environment('nope'), { reason: 'unknown-environment' });
    await assert.rejects(three.environment('nope'), { reason: 'unknown-environment' });
    await assert.rejects(new ToxConfig(root, run, { file: path.join(root, 'no-tox'), args: [] }).environments(), {
      reason: 'no-tox',
    });

    const tox = { names: await four.environments(), environment: (name: string) => four.environment(name) };
    removeFolder(path.join(root, '.tox'));
    assert.deepEqual((await findEnvironments({ root, tox })).missing, [
      { reason: 'no-environment', path: path.join(root, '.tox', 'py3'), tox: 'py3' },
    ]);
    mkdirSync(path.join(root, '.tox'));
    await runOrFail(path.join(tools, 'python'), ['-m', 'venv', '--without-pip', '.tox/py3'], { cwd: root });
    const [found] = (await findEnvironments({ root, tox })).found;
    assert.equal(found?.tox, 'py3');
    assert.match((await runOrFail(found.python, ['--version'], { cwd: root })).stdout, /^Python 3/);
  });
});

/** Classes and test methods of each Python file below the folders, one JSON row a file. */
const OUTLINE = `
import ast, json, pathlib, sys
def walk(body, prefix, inclass, out):
    for n in body:
        if isinstance(n, ast.ClassDef):
            out.append((prefix + n.name, n.lineno))
            walk(n.body, prefix + n.name + '.', True, out)
        elif isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if inclass and n.name.startswith('test'):
                out.append((prefix + n.name, n.lineno))
        else:
            for part in ('body', 'orelse', 'finalbody'):
                walk(getattr(n, part, []), prefix, inclass, out)
            for part in getattr(n, 'handlers', []) + getattr(n, 'cases', []):
                walk(part.body, prefix, inclass, out)
for folder in sys.argv[1:]:
    for file in pathlib.Path(folder).rglob('*.py'):
        if '.tox' in file.parts:
            continue
        try:
            text = file.read_text(encoding='utf-8')
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        out = []
        walk(tree.body, '', False, out)
        print(json.dumps([str(file), out]))
`;

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined; // the tree asks for modules of base classes that may not be the project's
  }
}

function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py'))
    .map((file) => path.join(folder, file));
}

type Nodes = Map<string, Awaited<ReturnType<TestTree['childrenOf']>>[number]>;

async function draw(tree: TestTree, id?: string, nodes: Nodes = new Map()): Promise<Nodes> {
  for (const node of await tree.childrenOf(id)) {
    assert.ok(!nodes.has(node.id), `${node.id} stands twice`);
    nodes.set(node.id, node);
    if (node.hasChildren) await draw(tree, node.id, nodes);
  }
  return nodes;
}
