/**
 * The suite in a real VS Code with the packaged extension installed.
 *
 *   npm run test:editor                    all of it in the newest VS Code
 *   npm run test:editor -- coverage marks  only test files whose path contains one of the words
 *   npm run test:oldest                    in the oldest VS Code that is supported, but for some (IN_NEWEST_ONLY)
 *
 * What failed leaves a picture, the page's console and the logs of the extension host in out/failures/.
 */
import { join, relative } from 'node:path';
import { runHostFile } from './editor/hostTests';
import { editorKit } from './editor/kit';
import { isKit, kits } from './editor/kits';
import { startBrowser } from './editor/page';
import { runPageFile } from './editor/pageTests';
import { installExtension } from './editor/server';
import { Stage } from './editor/stage';
import { runFiles } from './editor/tries';
import { temporaryFolder } from './lib/cleanup';
import { removeFolder } from './lib/removeFolder';
import { add, forgetCounts, summary, writeCounts } from './lib/results';
import { root, runScript, Stop } from './lib/script';
import { testFiles } from './lib/testFiles';
import { packageExtension } from './package';

/**
 * What these show is the part of servers and tools, or the same views in more states, and takes minutes; the parts of
 * the editor that they go through are in other files too. By name they run in any.
 */
const IN_NEWEST_ONLY = [
  ...['blankFolder', 'cancelledRuns', 'debugpy', 'environments', 'makeReport', 'projectCommand', 'relatedTests'].map(
    (name) => `test/editor/host/${name}.test.ts`,
  ),
  ...[
    'chain',
    'changes',
    'closing',
    'emptyView',
    'mirror',
    'myChangeStates',
    'projectCommand',
    'style',
    'testCommands',
    'testingStory',
    'testListing',
    'testStates',
  ].map((name) => `test/editor/page/${name}.test.ts`),
];

/** A window waits for seconds before it runs tests in its extension host. On the page each test acts at its own pace. */
const HOST_LANES = 2;

runScript(module, async ([name = '', ...words]) => {
  if (!isKit(name)) {
    throw new Stop(`Which VS Code? One of: ${Object.keys(kits).join(', ')}`, 2);
  }
  const step = name === 'newest' ? 'test:editor' : `test:${name}`;
  forgetCounts(step);
  const isLeftOut = (file: string): boolean => name !== 'newest' && words.length === 0 && IN_NEWEST_ONLY.includes(file);
  const filesIn = (folder: string): string[] => testFiles(folder, words).filter((file) => !isLeftOut(file));
  const hostFiles = filesIn('test/editor/host');
  const pageFiles = filesIn('test/editor/page');

  const vsix = await packageExtension();
  const editor = await editorKit(name);
  const browser = await startBrowser();
  const extensions = temporaryFolder();
  await installExtension(editor, vsix, extensions);
  const failures = join(root, 'out', 'failures', name);
  const stages = Array.from({ length: HOST_LANES }, () => new Stage(editor, extensions, browser, failures));

  console.log(`\nVS Code ${editor.kit.vscode}: in the extension host`);
  const bundles = stages.map((_, lane) => join(root, 'out', 'host-tests', `${name}-${lane}`));
  for (const folder of bundles) removeFolder(folder);
  const host = await runFiles(hostFiles, (file, lane) => runHostFile(stages[lane]!, file, bundles[lane]!), HOST_LANES);
  console.log(`\nVS Code ${editor.kit.vscode}: on the page`);
  const page = await runFiles(pageFiles, (file) => runPageFile(stages[0]!, file));
  for (const stage of stages) await stage.close();
  await browser.close();

  const all = add([host, page]);
  writeCounts(step, all);
  if (all.notes.length > 0) {
    console.log(`\n${all.notes.join('\n')}`);
    console.log(`Pictures and logs of what failed are in ${relative(root, failures)}.`);
  }
  console.log(summary(all));
  return all.failed === 0 && all.passed > 0 ? 0 : 1;
});
