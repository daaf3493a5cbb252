/**
 * The suite in a real VS Code with the packaged extension installed.
 *
 *   npm run test:editor                    all of it in the newest VS Code
 *   npm run test:editor -- coverage marks  only test files whose path contains one of the words
 *   npm run test:oldest                    in the oldest VS Code that is supported: each feature once (IN_OLDEST)
 *   npm run test:oldest -- composer        there, the test files whose path contains the word
 *
 * What failed leaves a picture, the page's console and the logs of the extension host in out/failures/.
 */
import { join, relative } from 'node:path';
import type { TestOutcome } from '../test/editor/host/results';
import { runHostFile } from './editor/hostTests';
import { editorKit } from './editor/kit';
import { isKit, type KitName, kits } from './editor/kits';
import { startBrowser } from './editor/page';
import { runPageFile } from './editor/pageTests';
import { installExtension } from './editor/server';
import { Stage } from './editor/stage';
import { longestFirst, runFiles } from './editor/tries';
import { temporaryFolder } from './lib/cleanup';
import { removeFolder } from './lib/removeFolder';
import { forgetCounts, lastLines, slowestLines, writeCounts } from './lib/results';
import { root, runScript, Stop } from './lib/script';
import { testFiles } from './lib/testFiles';
import { packageExtension } from './package';

/** Each feature once; what these do not show, the newest VS Code does. */
const IN_OLDEST = ['test/editor/host/activation.test.ts', 'test/editor/smoke/everyFeature.test.ts'];

/** A window waits for the disk, its server and its extension host: while it does, the other one works. */
const LANES = 2;

/** The files that take 24 seconds or more, the longest first. */
const LONGEST = [
  'page/retirement',
  'page/changes',
  'page/testStates',
  'page/testingStory',
  'page/style',
  'page/severalFolders',
  'page/testListing',
  'page/untestedLines',
  'page/push',
  'host/style',
  'host/debugpy',
  'page/testCommands',
  'page/testing',
  'page/composer',
  'host/tasks',
  'page/myChange',
];

runScript(module, async ([name = '', ...words]) => {
  if (!isKit(name)) {
    throw new Stop(`Which VS Code? One of: ${Object.keys(kits).join(', ')}`, 2);
  }
  const step = name === 'newest' ? 'test:editor' : `test:${name}`;
  forgetCounts(step);
  const files = filesFor(name, words);

  const vsix = await packageExtension();
  const editor = await editorKit(name);
  const extensions = temporaryFolder();
  await installExtension(editor, vsix, extensions);
  const failures = join(root, 'out', 'failures', name);
  // Tests find the repository from there: out/host-tests/NAME.
  const bundles = Array.from({ length: LANES }, (_, lane) => join(root, 'out', 'host-tests', `${name}-${lane}`));
  for (const folder of bundles) removeFolder(folder);
  // Each lane has a browser of its own, and with it a clipboard.
  const browsers = await Promise.all(Array.from({ length: LANES }, startBrowser));
  const stages = browsers.map((browser) => new Stage(editor, extensions, browser, failures));

  console.log(`\nVS Code ${editor.kit.vscode}: ${files.length} test files in ${LANES} lanes`);
  const runFile = async (file: string, lane: number): Promise<readonly TestOutcome[]> => {
    const stage = stages[lane]!;
    const start = Date.now();
    const tests = file.startsWith('test/editor/host/')
      ? await runHostFile(stage, file, bundles[lane]!)
      : await runPageFile(stage, file);
    print(file, tests, Date.now() - start, stage.takeOpeningMs());
    return tests;
  };
  const counts = await runFiles(files, runFile, LANES);
  await Promise.all(stages.map((stage) => stage.close()));
  await Promise.all(browsers.map((browser) => browser.close()));

  writeCounts(step, counts);
  console.log(`\n${slowestLines(counts)}\n`);
  if (counts.notes.length > 0) {
    console.log(`Pictures and logs of what failed are in ${relative(root, failures)}.`);
  }
  console.log(lastLines(counts));
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
});

/** The test files to run, relative to the project, in the order in which they begin. */
function filesFor(kit: KitName, words: readonly string[]): string[] {
  if (kit === 'oldest' && words.length === 0) return IN_OLDEST;
  const folders = words.length === 0 ? ['host', 'page'] : ['host', 'page', 'smoke'];
  return longestFirst(
    folders.flatMap((folder) => testFiles(`test/editor/${folder}`, words)),
    LONGEST,
  );
}

/** Prints a file's outcome when it is over, because another file runs at the same time. */
function print(file: string, tests: readonly TestOutcome[], ms: number, openingMs: number): void {
  console.log(`\n  ${file} (${seconds(ms)}, ${seconds(openingMs)} of it until its windows were ready)`);
  for (const test of tests) {
    if ('error' in test) {
      console.log(`    ✖ ${test.title}\n${test.error.replaceAll(/^/gm, '        ')}`);
    } else {
      console.log(`    ✔ ${test.title} (${test.ms} ms)`);
    }
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
