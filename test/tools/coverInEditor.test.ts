/**
 * The whole way in a real VS Code: a person runs a command, real tox, stestr and coverage.py do the work, and the lines
 * are on screen. The sample's environment is made by tox before the window opens, so that the test waits for tests
 * and not for pip.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { editorKit } from '../../scripts/editor/kit';
import { type Browser, type EditorWindow, startBrowser } from '../../scripts/editor/page';
import { installExtension, type Server, startServer } from '../../scripts/editor/server';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { eventually } from '../../scripts/lib/eventually';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { root } from '../../scripts/lib/script';
import { packageExtension } from '../../scripts/package';
import { copyOfSample, tools, tox } from './lab';
import { CONSTRAINTS, run } from './lib/run';

const VIEW = 'Untested Lines';
/** A run of the sample's tests under tox takes some 10 s alone. */
const RUN_MS = 120_000;

describe('coverage made from the editor by the real tools', function () {
  this.timeout(300_000);
  let browser: Browser;
  let server: Server;
  let windows: EditorWindow[] = [];
  /** Virtual environments name the folder they are in, so the windows show this one and not copies of it. */
  let project: string;

  before(async () => {
    const bin = await tools();
    project = await copyOfSample();
    await tox(project, 'cover');
    const editor = await editorKit('newest');
    const extensions = temporaryFolder();
    await installExtension(editor, await packageExtension(), extensions);
    // What the sample's tox.ini would otherwise fetch from OpenStack's server. A task has the server's environment.
    process.env.TOX_CONSTRAINTS_FILE = CONSTRAINTS;
    const settings = { 'openstackContributor.tox.path': join(bin, 'tox') };
    server = await startServer(editor, { extensions, trusted: true, settings });
    browser = await startBrowser();
  });
  afterEach(async function () {
    const name = this.currentTest?.title.replaceAll(/\W+/g, '-') ?? '';
    for (const [i, window] of windows.entries()) {
      if (this.currentTest?.state === 'failed') {
        await window.screenshot(join(root, 'out/failures/tools', `${name}-${i}.png`));
      }
      await window.close();
    }
    windows = [];
  });
  after(async () => {
    delete process.env.TOX_CONSTRAINTS_FILE;
    await browser.close();
    await server.stop();
  });

  async function open(): Promise<EditorWindow['workbench']> {
    const window = await browser.open(server, { folder: project });
    windows.push(window);
    await window.workbench.ready();
    await window.workbench.showViews('OpenStack');
    return window.workbench;
  }

  it('the cover task runs to its end, and reports how far it moved coverage', async () => {
    const test = join(project, 'cloudlet/tests/unit/common/test_retry.py');
    const text = readFileSync(test, 'utf8');
    const workbench = await open();
    await eventually(
      'files',
      () => workbench.treeRows(VIEW),
      (rows) => rows.length > 5,
    );
    const told = (what: RegExp): Promise<string[]> =>
      eventually(
        String(what),
        () => workbench.notifications(),
        (all) => all.some((one) => what.test(one)),
        RUN_MS,
      );
    // Nobody tests retry.py. Its text is the same, but nothing says that all others are: this is no noise.
    writeFileSync(test, text.replaceAll('    def test_', '    def left_out_'));
    await workbench.run('OpenStack: Run tox cover');
    await told(/^\d+ lines no longer tested: \d+(?:\.\d+)?% to \d+(?:\.\d+)?%$/);
    // coverage.py writes the report before tox ends, and a task that runs is not started again without being asked.
    await windows[0]!.page.locator('.part.panel .codicon-check').first().waitFor();
    writeFileSync(test, text);
    await workbench.run('OpenStack: Run tox cover');
    await told(/^\d+ more lines tested: \d+(?:\.\d+)?% to \d+(?:\.\d+)?%/);
  });

  it('making the report of existing data marks its lines', async () => {
    removeFolder(join(project, 'cover'));
    rmSync(join(project, '.coverage'), { force: true });
    // What a cover environment leaves when a test fails: a part for each process, and nothing combined.
    const environment = join(project, '.tox', 'cover', 'bin');
    await run(join(environment, 'stestr'), ['run', 'cloudlet.tests.unit.common'], {
      cwd: project,
      env: {
        PATH: `${environment}:${process.env.PATH}`,
        PYTHON: `${join(environment, 'coverage')} run --source cloudlet --parallel-mode`,
      },
    });
    const parts = (): string[] =>
      readdirSync(project)
        .filter((name) => name.startsWith('.coverage.'))
        .sort();
    const left = parts();
    assert.ok(left.length > 0);

    const workbench = await open();
    await eventually(
      'the offer',
      () => workbench.welcome(VIEW),
      (lines) => lines.includes('Make the Report'),
    );
    await workbench.openFile('cloudlet/common/utils.py', 40);
    await workbench.run('OpenStack: Make Coverage Report from .coverage Data');
    const lines = await eventually(
      'marks',
      () => workbench.editorLines(),
      (all) => all.some(({ marks }) => marks.length > 0),
      RUN_MS,
    );
    const marked = lines.filter(({ marks }) => marks.length > 0).map(({ line }) => line);
    const report = await run(join(environment, 'coverage'), ['xml', '-q', '-o', '-'], {
      cwd: project,
      env: { COVERAGE_FILE: join(project, '.tox/openstack-contributor/.coverage') },
    });
    const [, utils = ''] = /filename="common\/utils\.py"([^]*?)<\/class>/.exec(report) ?? [];
    const missing = [...utils.matchAll(/number="(\d+)" hits="0"/g)].map(([, line]) => Number(line));
    const onScreen = missing.filter((line) => line >= lines[0]!.line && line <= lines.at(-1)!.line);
    assert.ok(onScreen.length > 0);
    assert.deepEqual(
      onScreen.filter((line) => !marked.includes(line)),
      [],
    );
    assert.deepEqual(parts(), left, 'the parts of the run are the project’s, and stay');
    assert.ok(existsSync(join(project, 'cover/coverage.xml')));
  });

  it('two windows of one folder show the same, and keep their baseline', async () => {
    const headline = (workbench: EditorWindow['workbench']) => (): Promise<string> => workbench.view(VIEW).innerText();
    const both = [await open(), await open()];
    const report = join(project, 'cover/coverage.xml');
    const xml = readFileSync(report, 'utf8');
    for (const workbench of both) {
      await eventually(
        'files',
        () => workbench.treeRows(VIEW),
        (rows) => rows.length > 5,
      );
    }
    writeFileSync(report, xml.replace(/(<line number="\d+" hits=)"0"/, '$1"1"'));
    for (const workbench of both) {
      await eventually('the change', headline(workbench), (text) => text.includes('1 more line tested'));
    }
    await windows[0]!.page.reload();
    await both[0]!.ready();
    await both[0]!.showViews('OpenStack');
    await eventually(
      'the change after a reload',
      headline(both[0]!),
      (text) => text.includes('1 more line tested'),
      60_000,
    );
    assert.match(await headline(both[1]!)(), /1 more line tested/);
    writeFileSync(report, xml);
    for (const workbench of both) {
      await eventually('the way back', headline(workbench), (text) => text.includes('1 line no longer tested'));
    }
  });
});
