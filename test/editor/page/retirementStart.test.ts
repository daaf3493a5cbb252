import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { gitIn, makeRepository } from '../host/repository';
import { configOf, governanceOf, RetirementPage, write } from '../retirementScene';
import { eventually, openWindow, type SceneWindow } from './window';

const PROJECT = 'openstack/freezer-dr';

describe('a person who begins a retirement', function () {
  this.bail(true); // each of these goes on from the one before

  let window: SceneWindow;
  let page: RetirementPage;
  let file: string;

  before(async () => {
    const clone = (folder: string, repository: string, files: Readonly<Record<string, string>>): void => {
      makeRepository(folder);
      write(folder, { ...files, '.gitreview': `[gerrit]\nhost=127.0.0.1\nport=9\nproject=${repository}.git\n` });
      gitIn(folder, 'add', '-A');
      gitIn(folder, 'commit', '-q', '--amend', '--no-edit');
    };
    window = await openWindow({
      folders: [{ empty: 'plans' }, { empty: 'governance' }, { empty: 'tempest' }],
      prepare(_, governance, tempest) {
        clone(governance, 'openstack/governance', governanceOf(PROJECT));
        clone(tempest, 'openstack/tempest', {
          ...configOf(PROJECT),
          '.zuul.yaml': `- job:\n    name: tempest-freezer\n    required-projects:\n      - openstack/freezer\n      - ${PROJECT}\n`,
          'doc/source/plugins.rst': `Plugins\n=======\n\n* \`Disaster recovery <https://opendev.org/${PROJECT}>\`_\n`,
        });
      },
    });
    file = join(window.folders[0]!, 'retire-freezer-dr.retirement.yaml');
    page = new RetirementPage(window);
    await window.workbench.showViews('OpenStack');
    await page.alone();
  });
  after(() => window.close());

  const title = (wanted: string): Promise<void> =>
    window.page.locator('.quick-input-title', { hasText: wanted }).waitFor({ timeout: 15_000 });
  const choose = (label: string): Promise<void> =>
    window.page
      .locator('.quick-input-widget .monaco-list-row .label-name', { hasText: new RegExp(`^${label}$`) })
      .click();
  const type = async (text: string): Promise<void> => {
    await window.page.locator('.quick-input-widget .quick-input-box input').fill(text);
    await window.page.keyboard.press('Enter');
  };
  const plan = (): string => readFileSync(file, 'utf8');

  it('the empty view says what a plan is, and offers to begin one', async () => {
    await window.page.locator('.pane-header', { hasText: 'Retirement' }).click();
    const welcome = window.page.locator('.welcome-view-content', { hasText: 'Retire a Project' });
    await welcome.waitFor();
    await window.screenshot('out/retirement-empty.png');
    await welcome.getByText('Retire a Project', { exact: true }).last().click();
  });

  it('the teams of governance are offered, and what is asked is in the plan that comes', async () => {
    await title('Retire a Project: Team');
    await window.screenshot('out/retirement-team.png');
    await choose('freezer');
    await title('Retire a Project: Repositories of freezer');
    await window.screenshot('out/retirement-repositories.png');
    await choose(PROJECT);
    await window.page.keyboard.press('Enter');
    await title('Retire a Project: How');
    await window.screenshot('out/retirement-how.png');
    await choose('Retire');
    await title('Retire a Project: Order');
    await window.screenshot('out/retirement-order.png');
    await choose('Governance first, as the guide says');
    await title('Retire a Project: Alternative');
    await type('Masakari');
    await window.page.locator('.quick-input-message', { hasText: 'Address of Masakari' }).waitFor();
    await type('https://docs.openstack.org/masakari/');
    await title('Retire a Project: Channel for Questions');
    await type('openstack-freezer');
    await title('Retire a Project: Date');
    await window.page.locator('.quick-input-widget .quick-input-box input').fill('2026-02-30');
    await window.page.locator('.quick-input-message', { hasText: 'Write the day as YYYY-MM-DD.' }).waitFor();
    await window.screenshot('out/retirement-date.png');
    await type('2026-12-24');
    await title('Retire a Project: Announcement');
    await type('');
    await title('Where Is the Plan Kept?');
    await window.screenshot('out/retirement-save.png');
    await window.page.locator('.quick-input-widget .quick-input-box input').fill(file);
    await window.page.keyboard.press('Enter');
    await page.row('the first step', /^Announce the retirement Next · Due now/);
    assert.match(plan(), /^team: freezer /m);
    assert.match(plan(), /^date: '2026-12-24' /m);
    assert.match(plan(), /^repositories: \[openstack\/freezer-dr\] /m);
    await window.screenshot('out/retirement-begun.png');
  });

  it('the mail is written with what the plan knows, and says what is left to fill in', async () => {
    await page.step('Write Announcement of Retirement', 'Announce the retirement');
    await page.said(/The text is on the clipboard, for openstack-discuss@lists\.openstack\.org/);
    const text = await page.text();
    assert.match(text, /^Subject: \[freezer\].*[Rr]etir/m);
    await window.screenshot('out/retirement-mail.png');
    await page.clear();
  });

  it('references in open clones are found, and what is decided about one is in the plan', async () => {
    await page.step('Find References to Retired Project', 'Remove references');
    await page.said(/^\d+ lines found in 2 clones: openstack\/governance, openstack\/tempest/);
    await page.clear();
    await eventually(
      'the reference',
      () => page.rows(),
      (all) => all.some((text) => text.includes('tempest/.zuul.yaml:5')),
    );
    await window.screenshot('out/retirement-references.png');
    const row = window.page.locator('.monaco-list-row', { hasText: 'tempest/.zuul.yaml:5' }).first();
    await row.click();
    await eventually(
      'the place',
      () => window.workbench.statusBar(),
      (all) => all.some((text) => text.includes('Ln 5')),
    );
    await row.hover();
    await row.locator('.action-label[aria-label="Decide: Keep Reference"]').click();
    await eventually(
      'the decision',
      () => Promise.resolve(plan()),
      (text) => /path: '\.zuul\.yaml'[^]*decision: keep/.test(text),
    );
    await row.locator('.custom-view-tree-node-item-icon.codicon-pin').waitFor();
    await window.screenshot('out/retirement-decided.png');
  });

  it('a key that is wrong is marked in the file, and the view says what is wrong with the plan', async () => {
    await window.workbench.openFile('retire-freezer-dr.retirement.yaml', 5);
    await window.page.keyboard.press('Home');
    await window.page.keyboard.type('x');
    await eventually(
      'the problem',
      () => window.workbench.statusBar(),
      (all) => all.some((text) => /^[1-9]\d*\s/.test(text)),
    );
    await window.page.keyboard.press('Control+s');
    await page.row('the plan that cannot be read', /^retire-freezer-dr\.retirement\.yaml line \d+: /);
    await window.screenshot('out/retirement-wrong.png');
    await window.page.keyboard.press('Control+z');
    await window.page.keyboard.press('Control+s');
    await page.row('the plan once more', /^Retire freezer-dr 0 of/);
    assert.equal(gitIn(window.folders[1]!, 'status', '--short'), '');
  });
});
