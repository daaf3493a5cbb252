import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { cloneOfGerrit, mergedInto, projectName } from '../gerritScene';
import { gitIn } from '../host/repository';
import { governanceOf, PLAN, RetirementPage, write } from '../retirementScene';
import { eventually, openWindow, type SceneWindow } from './window';

const PROJECT = 'openstack/freezer-dr';
/** Waits for nothing, and asks for the date. */
const ONE_STEP = `retirement: 1
kind: retire
by: owner
order: guide
team: freezer
wholeTeam: false
repositories: [${PROJECT}]
alternative: null
irc: openstack-freezer
topic: retire-freezer-dr
server: http://127.0.0.1:9/
steps:
  - id: governance
    step: governance
    repo: openstack/governance
    after: []
`;
/** In the ways that the real ones have; those are in a repository that no registry has. */
const LINTERS = {
  'tools/validate-legacy.py':
    'import sys\nfound = "retired-on: 2026-12-24" in open("reference/legacy.yaml").read()\nprint("legacy.yaml is", "valid" if found else "not valid")\nsys.exit(not found)\n',
  'openstack_governance/__init__.py': '',
  'openstack_governance/_check_schema.py': 'def main():\n    print("freezer: no mission")\n    return 0\n',
};

describe("linters of a step's repository", function () {
  this.bail(true); // each of these goes on from the one before

  let window: SceneWindow;
  let page: RetirementPage;
  let clone: string;

  before(async () => {
    window = await openWindow({
      folders: [{ empty: 'governance' }],
      async prepare(governance) {
        write(governance, { ...governanceOf(PROJECT), ...LINTERS });
        await cloneOfGerrit(governance, 'known', projectName('governance-with-linters'));
        // Its linters are known by this name, whatever a second try of the test is called there.
        const review = join(governance, '.gitreview');
        writeFileSync(
          review,
          readFileSync(review, 'utf8').replace(/^project=.*$/m, 'project=openstack/governance.git'),
        );
        await mergedInto(governance, 'master', 'Name the project');
        gitIn(governance, 'checkout', '-q', '-B', 'master');
        write(governance, { [PLAN]: ONE_STEP });
      },
    });
    clone = window.folders[0]!;
    page = new RetirementPage(window);
    await window.workbench.openFile(PLAN);
    await window.workbench.run('OpenStack: Open Retirement Plan…');
    await page.alone();
  });
  after(() => window.close());

  it('the date is asked for, and is in the plan and in what would change', async () => {
    await page.row('the step', /^Move to the legacy projects Next · Due now/);
    await page.step('Prepare Step of Retirement…', 'Move to the legacy projects');
    await window.page.locator('.quick-input-title', { hasText: 'On which day was it retired?' }).waitFor();
    await window.page.keyboard.type('2026-12-24');
    await window.screenshot('out/retirement-question.png');
    await window.page.keyboard.press('Enter');
    await page.said(/^2 files of openstack\/governance would change; nothing is written yet/);
    await window.page.locator('.multiDiffEditor', { hasText: 'retired-on: 2026-12-24' }).waitFor();
    await window.screenshot('out/retirement-governance.png');
  });

  it('the linters judge what is written, and their output is shown', async () => {
    await window.workbench.answerNotification('nothing is written yet', 'Apply');
    await page.said(
      /^Written to retire\/retire-freezer-dr\/governance and staged\. 2 linters of the repository can judge it/,
    );
    await window.screenshot('out/retirement-written.png');
    await window.workbench.answerNotification('can judge it', 'Run Linters');
    const text = await eventually(
      'the output',
      () => page.text(),
      (all) => all.includes('validate-legacy: passed'),
      30_000,
    );
    assert.match(text, /check_schema: failed \(\d+\.\d s\)[^]*freezer: no mission[^]*legacy\.yaml is valid/);
    await page.row('the failed one', /^check_schema failed/);
    await page.row('the passed one', /^validate-legacy passed/);
    await window.screenshot('out/retirement-linters.png');
    assert.equal(gitIn(clone, 'diff', '--name-only', '--', ':!reference'), '');
  });
});
