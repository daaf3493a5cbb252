/**
 * Each feature once, in one window on one project: with host/activation.test.ts, which knows the commands and tasks, all
 * that `npm run test:oldest` shows of VS Code 1.100. The newest VS Code shows each of them in all its states.
 *
 * | feature  | what is shown of it                                                      |
 * |----------|--------------------------------------------------------------------------|
 * | views    | each view of package.json has rows                                       |
 * | coverage | marks in the text, hover, percentage in the status bar, the report       |
 * | testing  | the Testing view lists tests and runs one                                |
 * | style    | findings of flake8 in Problems                                           |
 * | message  | composer, diagnostics and their fix, completion, hover                   |
 * | change   | My Change shows the commit, and the checks before the push are made      |
 * | retire   | a plan is opened, and the view shows its steps                           |
 * | all      | no error in the log of the extension host                                |
 */
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { contributes } from '../../../package.json';
import { root } from '../../../scripts/lib/script';
import { gitIn, makeRepository } from '../host/repository';
import { TestExplorer } from '../page/testExplorer';
import { eventually, openWindow, type SceneWindow } from '../page/window';
import { badProject } from '../pep8Lab';
import { giveEnvironment } from '../sampleEnvironment';

const SUBJECT = 'scheduler: Weigh by load';
const ID = `I${'5'.repeat(40)}`;
const PLAN = 'retire-freezer-dr.retirement.yaml';

describe('each feature, once', () => {
  let window: SceneWindow;
  let tests: TestExplorer;
  const text = async (): Promise<string[]> => (await window.workbench.editorLines()).map((line) => line.text);
  const inStatusBar = (wanted: RegExp): Promise<string[]> =>
    eventually(
      `${wanted} in the status bar`,
      () => window.workbench.statusBar(),
      (items) => items.some((item) => wanted.test(item)),
    );

  before(async () => {
    window = await openWindow({
      settings: { 'files.autoSave': 'off', 'openstackContributor.preflight.checks': { style: false, tests: false } },
      prepare: async (folder) => {
        await badProject(folder);
        await giveEnvironment(folder);
        makeRepository(folder);
        // Nobody listens there.
        writeFileSync(
          join(folder, '.gitreview'),
          '[gerrit]\nhost=127.0.0.1\nport=2\nproject=openstack/cloudlet.git\nscheme=http\n',
        );
        gitIn(folder, 'commit', '-q', '-a', '--amend', '--no-edit');
        gitIn(folder, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
        writeFileSync(join(folder, 'load.txt'), 'load\n');
        gitIn(folder, 'add', '-A');
        gitIn(folder, 'commit', '-q', '-m', SUBJECT, '-m', `Change-Id: ${ID}`);
        appendFileSync(join(folder, 'load.txt'), 'staged\n');
        gitIn(folder, 'add', '-A');
        const plan = readFileSync(join(root, 'docs/retirement/retire-example.retirement.yaml'), 'utf8');
        writeFileSync(join(folder, PLAN), plan.replace('https://review.opendev.org/', 'http://127.0.0.1:2/'));
      },
    });
    tests = new TestExplorer(window);
  });
  after(() => window.close());

  it('every view that package.json contributes has content', async () => {
    await window.workbench.openFile(PLAN);
    await window.workbench.run('OpenStack: Open Retirement Plan…');
    await window.page.locator('.part.sidebar .composite.title', { hasText: 'OpenStack' }).waitFor();
    for (const { name } of Object.values(contributes.views).flat()) {
      await eventually(
        `rows in ${name}`,
        () => window.workbench.treeRows(name),
        (rows) => rows.length > 0,
      );
    }
    await window.screenshot('out/every-view.png');
  });

  it('untested lines are marked and explained, with percentage and report', async () => {
    await window.workbench.openFile('cloudlet/scheduler/manager.py', 61);
    await eventually(
      'marks',
      () => window.workbench.editorLines(),
      (lines) => lines.some(({ line, marks }) => line === 61 && marks.length > 0),
    );
    assert.match(await window.workbench.hover('stranded.append'), /No test runs these lines/);
    await inStatusBar(/91\.4% tested/);
    await window.workbench.run('OpenStack: Show Coverage Report');
    await eventually('the report', text, (lines) => lines.some((line) => line.startsWith('TOTAL')));
  });

  it('tests are listed in the Testing view, and one runs', async () => {
    await tests.show();
    await tests.expand('cloudlet', 'common', 'test_utils');
    await tests.press('test_utils', 'Run Test');
    await tests.becomes('test_utils', 'Passed');
  });

  it('findings of flake8 are in Problems', async () => {
    await window.workbench.openFile('cloudlet/audit.py', 4);
    await window.workbench.run('OpenStack: Check Style of This File');
    await window.workbench.run('Problems: Focus on Problems View');
    await eventually(
      'problems',
      () => window.workbench.problems(),
      (rows) => rows.some((row) => row.includes('H301')),
    );
    await window.workbench.run('View: Hide Panel');
  });

  it('the composer opens, and helps while a message is typed', async () => {
    const { page } = window;
    await window.workbench.run('OpenStack: Commit for Gerrit');
    await eventually('the draft', text, (lines) => lines.some((line) => line.startsWith('Closes-Bug: #2061234')));
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('End');
    await page.keyboard.type('Weigh hosts.');
    await window.workbench.activeEditor('Commit for Gerrit').locator('.squiggly-warning').waitFor();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget').getByText('Remove the full stop').waitFor();
    await page.keyboard.press('Enter');
    await eventually('the summary', text, ([first]) => first?.endsWith('Weigh hosts') ?? false);
    assert.match(await window.workbench.hover('Closes-Bug'), /bug/i);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.type('Depen');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'Depends-On' }).first().waitFor();
    await page.keyboard.press('Escape');
    await window.workbench.run('OpenStack: Discard Message Draft');
    await window.workbench.answerDialog('Discard');
  });

  it('my change is shown, and checked before the push', async () => {
    await window.workbench.showViews('OpenStack');
    await eventually(
      'the commit',
      () => window.workbench.treeRows('My Change'),
      (rows) => rows.some(({ label }) => label === SUBJECT),
    );
    await window.workbench.run('OpenStack: Check My Change Before the Push');
    const toast = window.page.locator('.notification-toast', { hasText: 'Show in My Change' });
    await toast.waitFor();
    await window.screenshot('out/every-feature-checked.png');
  });

  it('the log of the extension host has no error of the extension', () => {
    const { logs } = window.server;
    // By the folder of the extension, with what follows a line: folders of tests begin with the same words.
    const errors = readdirSync(logs, { recursive: true, encoding: 'utf8' })
      .filter((file) => basename(file) === 'remoteexthost.log')
      .flatMap((file) => readFileSync(join(logs, file), 'utf8').split(/\n(?=\d{4}-\d\d-\d\d )/))
      .filter((record) => record.includes('[error]') && record.includes('openstack-contributor.openstack-contributor'));
    assert.deepEqual(errors, []);
  });
});
