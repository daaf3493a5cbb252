/**
 * The editor tests that run inside the extension host: the *.test.ts of test/editor/host, each bundled, and run in a
 * window of its own. A test file's scene, where it is not the usual one, is `scene` of the file *.scene.ts beside it.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { messageOf } from '../../src/base/errors';
import type { HostResults, TestOutcome } from '../../test/editor/host/results';
import { eventually } from '../lib/eventually';
import { removeFolder } from '../lib/removeFolder';
import { root, runScript } from '../lib/script';
import { testFiles } from '../lib/testFiles';
import { SAMPLE, type Scene, type SceneWindow, type Stage } from './stage';

/** How long nothing may happen: mocha ends a test that takes longer. */
const SILENCE_MS = 150_000;

/** Makes the folder that brings the tests to the extension host, as an extension under development. */
function makeExtension(out: string, more: Scene['manifest'] = {}): void {
  mkdirSync(out, { recursive: true });
  const manifest = {
    name: 'host-tests',
    publisher: 'openstack-contributor',
    version: '0.0.0',
    engines: { vscode: '*' },
    ...more,
  };
  writeFileSync(join(out, 'package.json'), JSON.stringify(manifest));
}

/**
 * Runs a file while another one may run on another stage.
 *
 * @param file a test file, relative to the project
 * @param out folder for the bundles, absolute, and of no other test that runs now
 */
export async function runHostFile(stage: Stage, file: string, out: string): Promise<readonly TestOutcome[]> {
  const module = `${basename(file, '.test.ts')}.js`;
  const results = join(out, `${module}.results.json`);
  rmSync(results, { force: true });
  const scene = await sceneOf(file);
  makeExtension(out, scene.manifest);
  await bundle(file, join(out, module), results);
  const tests: TestOutcome[] = [];
  let window: SceneWindow | undefined;
  try {
    window = await stage.open(scene, { hostTests: { extension: out, module } });
    tests.push(...(await outcome(results)));
    if (tests.length === 0) {
      tests.push({ title: basename(file), error: 'It has no tests.' });
    }
  } catch (error) {
    // The other files are run all the same.
    tests.push(...read(results).tests, { title: basename(file), error: messageOf(error) });
  }
  const failure = tests.find((test) => 'error' in test);
  if (failure !== undefined) {
    stage.failed(failure.title);
  }
  await window?.close();
  await stage.settle();
  return tests;
}

/** Waits for the end of the tests, as long as now and then one of them ends. */
async function outcome(results: string): Promise<readonly TestOutcome[]> {
  for (let known = -1; ; ) {
    const now = await eventually(
      'the outcome of a test from the extension host',
      () => read(results),
      ({ ended, tests }) => ended || tests.length > known,
      SILENCE_MS,
    );
    if (now.ended) {
      return now.tests;
    }
    known = now.tests.length;
  }
}

function read(results: string): HostResults {
  const text = existsSync(results) ? readFileSync(results, 'utf8') : '';
  try {
    return JSON.parse(text) as HostResults;
  } catch {
    // Not there yet, or being written at this moment.
    return { ended: false, tests: [] };
  }
}

async function bundle(file: string, outfile: string, results?: string): Promise<void> {
  await build({
    stdin: {
      contents: `
        import { runTests } from ${JSON.stringify(join(root, 'test/editor/host/runner'))};
        export const run = () => runTests(() => require('./${basename(file)}'), ${results && JSON.stringify(results)});`,
      resolveDir: join(root, dirname(file)),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // mocha is found in the project's node_modules, above out/.
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function sceneOf(file: string): Promise<Scene> {
  const scene = join(root, file.replace(/\.test\.ts$/, '.scene.ts'));
  if (!existsSync(scene)) {
    return {};
  }
  const module = (await import(pathToFileURL(scene).href)) as { scene: Scene };
  return module.scene;
}

/** For F5 in a desktop VS Code (.vscode/launch.json): the bundles, and a copy of the sample that they may change. */
runScript(module, async () => {
  const out = join(root, 'out', 'host-tests', 'desktop');
  removeFolder(out);
  makeExtension(out);
  cpSync(join(root, SAMPLE), join(out, 'sample'), { recursive: true, preserveTimestamps: true });
  for (const file of testFiles('test/editor/host')) {
    await bundle(file, join(out, `${basename(file, '.ts')}.js`));
  }
});
