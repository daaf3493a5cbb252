import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { temporaryFolder } from '../../../scripts/lib/cleanup';
import { cloneOfGerrit, DEV, projectName, propose } from '../gerritScene';
import { gitIn } from '../host/repository';
import { extensionHosts } from '../processes';
import { configOf, type Names, PLAN, planOf, RetirementPage, write } from '../retirementScene';
import { eventually, openWindow, type SceneWindow } from './window';

const BRANCH = 'retire/retire-freezer-dr/end-gating';
const CHANGE_ID = `I${'d'.repeat(40)}`;

describe('a retirement in two windows, and after a window was killed', function () {
  this.bail(true); // each of these goes on from the one before
  let windows: readonly [SceneWindow, SceneWindow];
  let first: RetirementPage;
  let second: RetirementPage;
  let file: string;
  let clone: string;
  let names: Names;
  const project = temporaryFolder();
  let hostOfSecond: number | undefined;

  before(async () => {
    names = {
      project: `openstack/${projectName('freezer-dr-of-windows')}`,
      config: `openstack/${projectName('config-of-two-windows')}`,
      governance: 'openstack/governance',
    };
    const one = await openWindow({
      folders: [{ empty: 'config' }],
      async prepare(config) {
        write(config, configOf(names.project));
        const gerrit = await cloneOfGerrit(config, 'known', names.config.slice('openstack/'.length));
        gitIn(config, 'checkout', '-q', 'master');
        write(project, { 'setup.py': 'setup()\n' });
        await cloneOfGerrit(project, 'known', names.project.slice('openstack/'.length));
        write(config, { [PLAN]: planOf(gerrit.url, names) });
      },
    });
    clone = one.folders[0]!;
    file = join(clone, PLAN);
    const two = await openWindow({ folders: [{ empty: 'elsewhere' }] });
    windows = [one, two];
    hostOfSecond = hosts().at(-1);
    first = new RetirementPage(one);
    second = new RetirementPage(two);
    await one.workbench.openFile(PLAN);
    await two.workbench.openFile(file);
    for (const [index, { workbench }] of windows.entries()) {
      await workbench.run('OpenStack: Open Retirement Plan…');
      await [first, second][index]!.alone();
    }
  });
  after(async () => {
    for (const window of windows) await window.close();
  });

  const hosts = (): number[] => extensionHosts(windows[0].server.group);
  const plan = (): string => readFileSync(file, 'utf8');
  async function close(page: RetirementPage, window: SceneWindow, title: string): Promise<void> {
    await page.step('Mark Step of Retirement as Done…', title);
    await window.page.locator('.quick-input-title', { hasText: 'Mark as Done' }).waitFor();
  }
  const answer = async ({ page }: SceneWindow, text: string): Promise<void> => {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };

  it('a step that is closed in one window is shown as closed in the other', async () => {
    const [one, two] = windows;
    await close(first, one, 'Announce the retirement');
    await close(second, two, 'Announce the retirement');
    await answer(one, 'Sent on Monday');
    await second.row('the next step', /^End gating Next · Due now/);
    assert.match(plan(), /Sent on Monday/);
    await two.screenshot('out/retirement-second-window.png');
  });

  it('the later of two windows that close one step is refused, and nothing is lost', async () => {
    await answer(windows[1], 'Nobody minds');
    await second.said(/The plan was changed meanwhile/);
    assert.match(plan(), /Sent on Monday/);
    assert.ok(!plan().includes('Nobody minds'));
    await second.clear();
  });

  it('two windows that close different steps at the same time keep both', async () => {
    const [one, two] = windows;
    await close(first, one, 'Move to the legacy projects');
    await close(second, two, 'Remove from the infrastructure');
    await Promise.all([answer(one, 'Done by the committee'), answer(two, 'Done by infra')]);
    for (const page of [first, second]) {
      await page.row('the one', /^Move to the legacy projects Done: Done by the committee/);
      await page.row('the other', /^Remove from the infrastructure Done: Done by infra/);
    }
    assert.match(plan(), /Done by the committee/);
    assert.match(plan(), /Done by infra/);
  });

  /** As a machine that loses its power: nothing in the window is told. */
  async function kill(): Promise<void> {
    for (const pid of hosts().filter((each) => each !== hostOfSecond)) process.kill(pid, 'SIGKILL');
    await windows[0].page.reload();
    await windows[0].ready();
    await first.row('the plan', /^End gating Next/);
    await first.alone();
  }

  it('a kill while the edits are shown leaves everything as it was', async () => {
    const before = plan();
    await first.step('Prepare Step of Retirement…', 'End gating');
    await first.said(/nothing is written yet/);
    await kill();
    assert.equal(plan(), before);
    assert.equal(gitIn(clone, 'status', '--short', '--untracked-files=no'), '');
    assert.equal(gitIn(clone, 'branch', '--list', 'retire/*'), '');
  });

  it('a kill after the edits were written shows the branch, and they can be written again', async () => {
    const apply = async (): Promise<void> => {
      await first.step('Prepare Step of Retirement…', 'End gating');
      await first.said(/nothing is written yet/);
      await windows[0].workbench.answerNotification('nothing is written yet', 'Apply');
      await eventually(
        'the message',
        () => first.text(),
        (text) => /^Retire freezer-dr/m.test(text),
        30_000,
      );
    };
    await apply();
    await kill();
    await first.row('the clone', new RegExp(`^Clone ${clone}`));
    await first.row('the branch', new RegExp(`^Branch ${BRANCH}`));
    await windows[0].screenshot('out/retirement-after-kill.png');
    await apply();
    assert.equal(gitIn(clone, 'symbolic-ref', '--short', 'HEAD'), BRANCH);
    assert.equal(gitIn(clone, 'diff', '--cached', '--name-only'), 'zuul.d/projects.yaml');
  });

  it('a commit that no window told the plan of is found in the clone', async () => {
    gitIn(
      clone,
      'commit',
      '-q',
      '-m',
      `Retire freezer-dr: end project gating\n\nWhy.\n\nChange-Id: ${CHANGE_ID}\nSigned-off-by: ${DEV}`,
    );
    await kill();
    await eventually(
      'the Change-Id',
      () => Promise.resolve(plan()),
      (text) => text.includes(CHANGE_ID),
    );
    assert.match(plan(), new RegExp(`commit: '?${gitIn(clone, 'rev-parse', 'HEAD')}`));
  });

  it('a push that no window told the plan of is found on the server', async () => {
    gitIn(clone, 'push', '-q', 'gerrit', 'HEAD:refs/for/master');
    await kill();
    await windows[0].workbench.run('OpenStack: Refresh Retirement');
    await first.row('the change', /^End gating Next · \d+ is in review/);
    await second.row('the change', /^End gating Next · \d+ is in review/);
    assert.match(plan(), /change: \d+\n *patchSet: 1/);
    assert.ok(existsSync(file));
  });

  it('a later change is named in an earlier one that is open, once the person agreed', async () => {
    write(project, { 'README.rst': 'Retired\n' });
    const { number } = await propose(project, DEV, 'Retire freezer-dr');
    await first.step('Record Change of Step…', `Empty the repository ${names.project}`);
    await windows[0].page.locator('.quick-input-title', { hasText: 'Change of:' }).waitFor();
    await answer(windows[0], String(number));
    await eventually(
      'the number',
      () => Promise.resolve(plan()),
      (text) => text.includes(`change: ${number}\n`),
    );
    await windows[0].workbench.ask('OpenStack: Add Needed-By to Changes of Retirement…');
    const shown = await windows[0].workbench.answerDialog('Add Needed-By');
    assert.match(shown, /Add Needed-By to 1 change\? Each gets a new patch set/);
    await first.row('the patch set', /^Change \d+, patch set 2/);
    const message = (): string => {
      gitIn(clone, 'fetch', '-q', 'gerrit', `refs/changes/*:refs/changes/*`);
      return gitIn(clone, 'log', '--all', '--format=%B', '--grep=^Needed-By');
    };
    assert.match(
      message(),
      new RegExp(`^Needed-By: http://127\\.0\\.0\\.1:\\d+/c/${names.project}/\\+/${number}$`, 'm'),
    );
    assert.match(plan(), /patchSet: 2/);
  });
});
