import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { GerritLab } from '../../tools/gerritLab';
import { CORE, cloneOfGerrit, colleagueOf, DEV, projectName, propose } from '../gerritScene';
import { gitIn } from '../host/repository';
import { configOf, governanceOf, type Names, PLAN, planOf, RetirementPage, write } from '../retirementScene';
import { eventually, openWindow, type SceneWindow } from './window';

describe('a person who retires a project', function () {
  this.bail(true); // each of these goes on from the one before
  let window: SceneWindow;
  let page: RetirementPage;
  let gerrit: GerritLab;
  let clones: Readonly<Record<'plans' | 'config' | 'project' | 'governance', string>>;

  let names: Names;

  before(async () => {
    const [project, config, governance] = ['freezer-dr', 'config-of-retirement', 'governance-of-retirement'].map(
      projectName,
    );
    names = {
      project: `openstack/${project!}`,
      config: `openstack/${config!}`,
      governance: `openstack/${governance!}`,
    };
    window = await openWindow({
      folders: [{ empty: 'plans' }, { empty: 'config' }, { empty: 'freezer-dr' }, { empty: 'governance' }],
      async prepare(...folders) {
        const [plans, configClone, projectClone, governanceClone] = folders;
        write(configClone!, configOf(names.project));
        gerrit = await cloneOfGerrit(configClone!, 'known', config);
        write(projectClone!, { 'README.md': '# Freezer DR\n', 'setup.py': 'setup()\n', '.gitignore': '*.pyc\n' });
        await cloneOfGerrit(projectClone!, 'known', project);
        write(governanceClone!, governanceOf(names.project));
        await cloneOfGerrit(governanceClone!, 'known', governance);
        for (const clone of [configClone!, projectClone!, governanceClone!]) gitIn(clone, 'checkout', '-q', 'master');
        write(plans!, { [PLAN]: planOf(gerrit.url, names) });
      },
    });
    const [plans, configFolder, projectFolder, governanceFolder] = window.folders;
    clones = { plans: plans!, config: configFolder!, project: projectFolder!, governance: governanceFolder! };
    await window.workbench.openFile(PLAN);
    await window.workbench.run('OpenStack: Open Retirement Plan…');
    page = new RetirementPage(window);
    await page.alone();
  });
  after(() => window.close());

  const row = (what: string, wanted: RegExp): Promise<string[]> => page.row(what, wanted);
  const said = (wanted: RegExp): Promise<string[]> => page.said(wanted);
  const step = (command: string, title: string): Promise<void> => page.step(command, title);
  const plan = (): string => readFileSync(join(clones.plans, PLAN), 'utf8');
  /** The number of the change that the plan has for a step. */
  const changeOf = (id: string): Promise<number> =>
    eventually(
      `the number of ${id} in the plan`,
      () => {
        const [, below = ''] = plan().split(`- id: ${id}\n`);
        return Promise.resolve(Number(/^ *change: (\d+)/m.exec(below.split('- id: ')[0] ?? '')?.[1]));
      },
      (number) => number > 0,
    );
  /** From the edits to the change on the server, through the composer and the push that every change takes. */
  async function pushStep(title: string): Promise<void> {
    await step('Prepare Step of Retirement…', title);
    await said(/would change; nothing is written yet/);
    await window.workbench.answerNotification('nothing is written yet', 'Apply');
    await eventually(
      'the message',
      () => page.text(),
      (text) => /^Retire freezer-dr/m.test(text),
      30_000,
    );
    await window.page.locator('.part.editor .editor-actions .action-label[aria-label="Commit and Push"]').click();
    await window.page.locator('.quick-input-title', { hasText: 'Push for Review to' }).waitFor();
    await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Push 1 Commit' }).first().click();
    await said(/^New change \d+: "Retire freezer-dr/);
    await page.clear();
  }

  it('the plan shows its steps, and exactly one is next', async () => {
    const all = await row('the first step', /^Announce the retirement Next · Due now/);
    assert.equal(all.filter((text) => text.includes('Next ·')).length, 1);
    assert.ok(all.includes('End gating Waits for: Announce the retirement'));
    await window.screenshot('out/retirement-plan.png');
  });

  it('a step that is not due is refused, with what it waits for', async () => {
    await step('Prepare Step of Retirement…', `Empty the repository ${names.project}`);
    await said(/This step waits for "End gating"/);
    assert.equal(gitIn(clones.project, 'branch', '--list', 'retire/*'), '');
    await page.clear();
  });

  it('a step is marked as done with a reason that the plan keeps, beside the comments of the file', async () => {
    await step('Mark Step of Retirement as Done…', 'Announce the retirement');
    await window.page.locator('.quick-input-title', { hasText: 'Mark as Done' }).waitFor();
    await window.page.keyboard.type('Sent, nobody objected');
    await window.page.keyboard.press('Enter');
    await row('the next step', /^End gating Next · Due now/);
    assert.match(plan(), /reason: .?Sent, nobody objected/);
    assert.match(plan(), /# the one of the test/);
  });

  it('the edits of a step are shown with their reasons before anything is written', async () => {
    await step('Prepare Step of Retirement…', 'End gating');
    await said(/^1 file of openstack\/config-of-retirement\S* would change; nothing is written yet/);
    await window.page.locator('.multiDiffEditor', { hasText: 'projects.yaml' }).waitFor();
    await window.page
      .locator('.review-widget', { hasText: `No job runs for ${names.project} any more` })
      .first()
      .waitFor();
    assert.equal(gitIn(clones.config, 'status', '--short'), '');
    assert.equal(gitIn(clones.config, 'branch', '--list', 'retire/*'), '');
    await window.screenshot('out/retirement-edits.png');
  });

  it('a clone with work of the person is left as it is', async () => {
    const file = join(clones.config, 'zuul/main.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, `${before}# mine\n`);
    await window.workbench.answerNotification('nothing is written yet', 'Apply');
    await said(/is left as it is: zuul\/main\.yaml has changes that are not committed/);
    assert.match(readFileSync(file, 'utf8'), /# mine/);
    writeFileSync(file, before);
    await page.clear();
  });

  it('the step becomes a change, and the plan knows its number', async () => {
    await pushStep('End gating');
    await row('the change', /^End gating Next · \d+ is in review/);
    const number = await changeOf('end-gating');
    assert.ok(number > 0);
    const message = gitIn(clones.config, 'log', '-1', '--format=%B');
    assert.match(message, /^Retire freezer-dr\S*: end project gating\n\n/);
    assert.match(message, /\nChange-Id: I[0-9a-f]{40}\nSigned-off-by: Dev Example/);
    assert.match(
      gitIn(clones.config, 'show', 'HEAD:zuul.d/projects.yaml'),
      /freezer-dr\S*\n {4}queue: freezer\n {4}templates:\n {6}- official-openstack-repo-jobs\n {6}- noop-jobs$/,
    );
    await window.screenshot('out/retirement-pushed.png');
  });

  it('a vote against the change is shown with its message', async () => {
    const review = { labels: { 'Code-Review': -1 }, message: 'The date is missing' };
    await gerrit.rest('POST', `/changes/${await changeOf('end-gating')}/revisions/current/review`, review, 'core');
    await window.workbench.run('OpenStack: Refresh Retirement');
    await row('the vote', /^End gating Next · Core Example voted Code-Review -1: The date is missing/);
  });

  it('a patch set of somebody else is noticed, and can be accepted', async () => {
    const number = await changeOf('end-gating');
    const [change] = (await gerrit.rest('GET', `/changes/?q=${number}`)) as { change_id: string }[];
    const colleague = await colleagueOf(clones.config);
    gitIn(colleague, 'fetch', '-q', 'gerrit', `refs/changes/${String(number % 100).padStart(2, '0')}/${number}/1`);
    gitIn(colleague, 'reset', '-q', '--hard', 'FETCH_HEAD~1');
    gitIn(colleague, 'checkout', '-q', 'FETCH_HEAD', '--', '.');
    writeFileSync(join(colleague, 'note.txt'), 'by a colleague\n');
    await propose(colleague, CORE, 'Retire freezer-dr: end project gating', { changeId: change!.change_id });
    await window.workbench.run('OpenStack: Refresh Retirement');
    await row('the patch set', /^End gating Next · Patch set 2 by Core Example is newer than yours/);
    await step('Accept Newer Patch Set of Step', 'End gating');
    await eventually(
      'the plan',
      () => Promise.resolve(plan()),
      (text) => text.includes('patchSet: 2'),
    );
  });

  it('an abandoned change is the next step, and a restored one is in review again', async () => {
    const number = await changeOf('end-gating');
    await gerrit.rest('POST', `/changes/${number}/abandon`, {}, 'dev');
    await window.workbench.run('OpenStack: Refresh Retirement');
    await row('the end of it', /^End gating Next · \d+ was abandoned/);
    await gerrit.rest('POST', `/changes/${number}/restore`, {}, 'dev');
  });

  it('a merged change is verified, and the next step is due', async () => {
    await gerrit.merge(await changeOf('end-gating'));
    await window.workbench.run('OpenStack: Refresh Retirement');
    await row('the merge', /^End gating Merged just now, verified/);
    await row('what follows', /^Empty the repository openstack\/freezer-dr\S* Next · Due now/);
  });

  it('open changes are abandoned with a message but for those that the person leaves out or the server refuses', async () => {
    writeFileSync(join(clones.project, 'fix.txt'), 'fix\n');
    const ended = await propose(clones.project, DEV, 'Fix the recovery');
    gitIn(clones.project, 'reset', '-q', '--hard', 'gerrit/master');
    const colleague = await colleagueOf(clones.project);
    const of = async (subject: string): Promise<number> => {
      gitIn(colleague, 'reset', '-q', '--hard', 'gerrit/master');
      writeFileSync(join(colleague, `${subject}.txt`), 'x\n');
      return (await propose(colleague, CORE, subject)).number;
    };
    const foreign = await of('Recover faster');
    const left = await of('Keep this one');
    await window.workbench.ask('OpenStack: Abandon Open Changes of Retired Repositories…');
    await window.page.locator('.quick-input-title', { hasText: 'Abandon Open Changes' }).waitFor();
    await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Keep this one' }).first().click();
    await window.screenshot('out/retirement-abandon.png');
    await window.page.keyboard.press('Enter');
    const shown = await window.workbench.answerDialog('Abandon');
    assert.match(shown, /Abandon 2 changes\?[^]*This project has been retired and no longer accepts code changes/);
    await said(new RegExp(`^1 change abandoned\\. Change ${foreign} was refused: .*abandon not permitted`));
    await window.screenshot('out/retirement-abandoned.png');
    const detail = async (number: number): Promise<string> =>
      JSON.stringify(await gerrit.rest('GET', `/changes/${number}/detail`));
    assert.match(await detail(ended.number), /"status":"ABANDONED".*no longer accepts code changes/);
    assert.match(await detail(left), /"status":"NEW"/);
    await window.workbench.answerNotification('1 change abandoned', 'Restore Them');
    await said(/^1 change restored/);
    assert.match(await detail(ended.number), /"status":"NEW"/);
    await page.clear();
  });

  it('the repository is emptied but for its README, with the dependency in the message', async () => {
    await pushStep(`Empty the repository ${names.project}`);
    assert.equal(gitIn(clones.project, 'ls-tree', '-r', '--name-only', 'HEAD'), '.gitreview\nREADME.rst');
    assert.match(gitIn(clones.project, 'show', 'HEAD:README.rst'), /please see Masakari at/);
    const message = gitIn(clones.project, 'log', '-1', '--format=%B');
    assert.match(
      message,
      new RegExp(`\\nDepends-On: ${gerrit.url}/c/${names.config}/\\+/${await changeOf('end-gating')}\\n`),
    );
    await gerrit.merge(await changeOf('remove-content'));
  });

  it('governance and the infrastructure follow, and the retirement is done', async () => {
    await window.workbench.run('OpenStack: Refresh Retirement');
    await row('governance', /^Move to the legacy projects Next · Due now/);
    await pushStep('Move to the legacy projects');
    assert.match(
      gitIn(clones.governance, 'show', 'HEAD:reference/legacy.yaml'),
      /freezer-dr\S*:\n {6}retired-on: 2026-12-24\n/,
    );
    await gerrit.merge(await changeOf('governance'));
    await window.workbench.run('OpenStack: Refresh Retirement');
    await row('the infrastructure', /^Remove from the infrastructure Next · Due now/);
    await pushStep('Remove from the infrastructure');
    await gerrit.merge(await changeOf('remove-infra'));
    await window.workbench.run('OpenStack: Refresh Retirement');
    const all = await row('the end', /^Retire freezer-dr\S* 5 of 5 steps done/);
    assert.ok(!all.some((text) => text.includes('Next ·')));
    await window.screenshot('out/retirement-done.png');
  });
});
