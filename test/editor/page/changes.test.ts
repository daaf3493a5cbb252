import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { GerritLab } from '../../tools/gerritLab';
import {
  CORE,
  cloneOfGerrit,
  colleagueOf,
  commitAs,
  DEV,
  mergedInto,
  type Proposed,
  propose,
  proposedChange,
} from '../gerritScene';
import { gitIn } from '../host/repository';
import { eventually, openWindow, type SceneWindow } from './window';

const VIEW = 'My Change';
const FILTERS = 'cloudlet/scheduler/filters.py';

/** Of what Gerrit says of a change. */
interface ChangeInfo {
  readonly topic?: string;
  readonly hashtags: readonly string[];
  readonly work_in_progress?: boolean;
  readonly is_private?: boolean;
  readonly reviewers: {
    readonly REVIEWER?: readonly { readonly email?: string }[];
    readonly CC?: readonly { readonly email?: string }[];
  };
  readonly revisions: Readonly<Record<string, { readonly _number: number; readonly description?: string }>>;
}

describe('a person and changes on Gerrit', () => {
  let window: SceneWindow;
  let folder: string;
  let gerrit: GerritLab;
  /** Of a colleague: two patch sets that add a file; one patch set that edits one. */
  let added: Proposed;
  let edited: Proposed;
  let elsewhere: string;

  before(async () => {
    elsewhere = await proposedChange('neutron: Change another project');
    window = await openWindow({
      async prepare(path) {
        gerrit = await cloneOfGerrit(path);
        await stableBranch(path);
        const colleague = await colleagueOf(path);
        writeFileSync(join(colleague, 'weights.txt'), 'load\n');
        const first = await propose(colleague, CORE, 'scheduler: List weights', {
          ref: 'refs/for/master%topic=weights',
        });
        gitIn(colleague, 'reset', '-q', '--hard', 'gerrit/master');
        writeFileSync(join(colleague, 'weights.txt'), 'load\ndisk\n');
        added = await propose(colleague, CORE, 'scheduler: List weights', { changeId: first.changeId });
        gitIn(colleague, 'reset', '-q', '--hard', 'gerrit/master');
        appendFileSync(join(colleague, FILTERS), '# weighed\n');
        edited = await propose(colleague, CORE, 'scheduler: Weigh in filters');
        appendFileSync(join(path, FILTERS), '# mine\n');
        commitAs(DEV, path, 'scheduler: Filter by load');
      },
    });
    folder = window.folders[0]!;
    await window.workbench.showViews('OpenStack');
  });
  after(() => window.close());

  /** Stable differs where a change to master edits, as it does after months. */
  async function stableBranch(path: string): Promise<void> {
    appendFileSync(join(path, '.gitreview'), 'defaultbranch=stable/2025.2\n');
    appendFileSync(join(path, FILTERS), '# stable\n');
    await mergedInto(path, 'stable/2025.2', 'Update .gitreview for stable/2025.2');
    gitIn(path, 'checkout', '-q', 'bug/2061234');
  }

  const rows = async (): Promise<string[]> =>
    (await window.workbench.treeRows(VIEW)).map(({ label, description }) => `${label} ${description}`.trim());
  const row = (what: string, wanted: RegExp): Promise<string[]> =>
    eventually(what, rows, (all) => all.some((text) => wanted.test(text)));
  const said = async (wanted: RegExp): Promise<string> => {
    const all = await eventually(
      `a message like ${wanted}`,
      () => window.workbench.notifications(),
      (texts) => texts.some((text) => wanted.test(text)),
    );
    return all.find((text) => wanted.test(text))!;
  };
  const branch = (): string => gitIn(folder, 'branch', '--show-current');

  async function question(title: string): Promise<void> {
    await window.page.locator('.quick-input-title', { hasText: title }).waitFor();
  }
  async function choose(title: string, label: string): Promise<void> {
    await question(title);
    await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: label }).first().click();
  }
  async function type(title: string, text: string): Promise<void> {
    await question(title);
    await window.page.locator('.quick-input-widget .quick-input-box input').fill(text);
    await window.page.keyboard.press('Enter');
  }
  /** Closes what was said, so that the next message is not taken for it. */
  async function quiet(): Promise<void> {
    await window.workbench.run('Notifications: Clear All Notifications');
    await eventually(
      'no messages',
      () => window.workbench.notifications(),
      (all) => all.length === 0,
    );
  }
  async function onServer(): Promise<ChangeInfo> {
    const id = /^Change-Id: (\w+)$/m.exec(gitIn(folder, 'log', '-1', '--format=%B'))?.[1] ?? '';
    const [change] = (await gerrit.rest(
      'GET',
      `/changes/?q=${id}&o=DETAILED_LABELS&o=DETAILED_ACCOUNTS&o=CURRENT_REVISION`,
      undefined,
      'dev',
    )) as ChangeInfo[];
    assert.ok(change);
    return change;
  }

  describe('pushes with options', () => {
    it('push options reach the server: topic, reviewer, hashtags, work in progress, private, message', async () => {
      await window.workbench.ask('OpenStack: Push for Review…');
      await choose('Push for Review to', 'Topic');
      await type('Topic', 'load');
      await choose('Push for Review to', 'Reviewers');
      await question('Reviewers');
      await window.page.locator('.quick-input-widget .quick-input-filter input').fill('cor');
      await choose('Reviewers', 'core@example.org');
      await window.screenshot('out/push-reviewers.png');
      await window.page.keyboard.press('Enter');
      await choose('Push for Review to', 'Hashtags');
      await type('Hashtags', 'scale #metrics');
      await choose('Push for Review to', 'Work in Progress or Ready');
      await choose('Work in Progress or Ready', 'Work in progress');
      await choose('Push for Review to', 'Private');
      await choose('Private', 'Private: only you');
      await choose('Push for Review to', 'Message of the Patch Set');
      await type('Message of the Patch Set', 'First sketch, 50 % done');
      await question('Push for Review to');
      await window.screenshot('out/push-options.png');
      await choose('Push for Review to', 'Push 1 Commit');
      await said(/^New change \d+: ".*Filter by load"/);
      await window.screenshot('out/push-wip.png');
      const change = await onServer();
      assert.deepEqual(
        [change.topic, [...change.hashtags].sort(), change.work_in_progress, change.is_private],
        ['load', ['metrics', 'scale'], true, true],
      );
      assert.deepEqual(
        change.reviewers.REVIEWER?.map(({ email }) => email),
        ['core@example.org'],
      );
      assert.deepEqual(
        Object.values(change.revisions).map(({ description }) => description),
        ['First sketch, 50 % done'],
      );
      await quiet();
    });

    it('push options are removed from the change with the next patch set', async () => {
      appendFileSync(join(folder, FILTERS), '# more\n');
      gitIn(folder, 'commit', '-q', '-a', '--amend', '--no-edit');
      await window.workbench.ask('OpenStack: Push for Review…');
      await choose('Push for Review to', 'Work in Progress or Ready');
      await choose('Work in Progress or Ready', 'Ready for review');
      await choose('Push for Review to', 'Private');
      await choose('Private', 'Not private any more');
      await choose('Push for Review to', 'Push 1 Commit');
      // Which one it is, is known from our own push: nobody without an account sees a private change.
      await said(/^Change \d+, patch set 2: .*Zuul tests it now/);
      const { work_in_progress: wip = false, is_private: isPrivate = false, topic } = await onServer();
      assert.deepEqual([wip, isPrivate, topic], [false, false, 'load']);
      await row('what Gerrit knows', /^scheduler: Filter by load \d+,2$/);
      await quiet();
    });
  });

  describe('downloads a change', () => {
    const download = async (what: string): Promise<void> => {
      await window.workbench.ask('OpenStack: Download Change…');
      await type('Download Change', what);
    };

    it('a change is downloaded by its number', async () => {
      await download(String(added.number));
      await said(/"scheduler: List weights" is checked out in the branch review\//);
      assert.equal(branch(), `review/${added.number}`);
      await row('the change', new RegExp(`^scheduler: List weights ${added.number},2$`));
      await window.screenshot('out/downloaded.png');
      await quiet();
    });

    it('a change is downloaded by its address, with a selected patch set', async () => {
      await download(`${added.url}/1`);
      await said(/is checked out in the branch review\/\d+-patch1/);
      assert.equal(gitIn(folder, 'show', 'HEAD:weights.txt'), 'load');
      await quiet();
    });

    it('a change is not downloaded over modified files, which stay', async () => {
      gitIn(folder, 'checkout', '-q', 'bug/2061234');
      appendFileSync(join(folder, FILTERS), '# not committed\n');
      await download(String(edited.number));
      await said(/^What you changed in cloudlet\/scheduler\/filters\.py would be lost/);
      await window.screenshot('out/download-dirty.png');
      assert.equal(branch(), 'bug/2061234');
      assert.match(gitIn(folder, 'diff'), /\+# not committed/);
      gitIn(folder, 'checkout', '-q', '--', '.');
      await quiet();
    });

    it("a change that does not exist, or is another project's, cannot be downloaded, and the reason is shown", async () => {
      await download('99999');
      await said(/^127\.0\.0\.1:\d+ has no change 99999/);
      await quiet();
      await download(`${added.number},7`);
      await said(/has no patch set 7/);
      await quiet();
      await download(elsewhere);
      await said(/^Change \d+ is one of openstack\/editor-\d+/);
      await window.screenshot('out/download-elsewhere.png');
      await quiet();
    });
  });

  describe('takes a change to a stable branch', () => {
    const pick = async (change: Proposed): Promise<void> => {
      await window.workbench.ask('OpenStack: Cherry-Pick Change…');
      await type('Cherry-Pick Change', String(change.number));
      await choose('Cherry-Pick "', 'With the line');
    };

    it('a change picked to a stable branch has the line that names its origin', async () => {
      gitIn(folder, 'checkout', '-q', '-b', 'backport', 'gerrit/stable/2025.2');
      await pick(added);
      await said(/"scheduler: List weights" is the last commit of backport now/);
      const message = gitIn(folder, 'log', '-1', '--format=%B');
      assert.match(message, /^\(cherry picked from commit [0-9a-f]{40}\)$/m);
      assert.match(message, new RegExp(`^Change-Id: ${added.changeId}$`, 'm'));
      await row('the backport', /^scheduler: List weights new change$/);
      await window.screenshot('out/cherry-picked.png');
      await quiet();
    });

    it('a pick that conflicts leaves everything as before, or is resolved by hand', async () => {
      const before = gitIn(folder, 'rev-parse', 'HEAD');
      await pick(edited);
      await window.page.locator('.monaco-dialog-box').waitFor();
      await window.screenshot('out/cherry-pick-conflict.png');
      assert.match(
        await window.workbench.answerDialog('Cancel'),
        /collides with this branch in cloudlet\/scheduler\/filters\.py\. Everything is as it was/,
      );
      assert.deepEqual([gitIn(folder, 'rev-parse', 'HEAD'), gitIn(folder, 'status', '--porcelain')], [before, '']);
      await pick(edited);
      await window.workbench.answerDialog('Resolve It Here');
      await said(/^Resolve cloudlet\/scheduler\/filters\.py, stage what you resolved/);
      const message = window.page.locator('.scm-editor .view-line');
      await eventually(
        'the message',
        () => message.allInnerTexts(),
        (lines) => lines.some((line) => line.replaceAll('\u00a0', ' ') === 'scheduler: Weigh in filters'),
      );
      await window.screenshot('out/cherry-pick-resolve.png');
      assert.match(gitIn(folder, 'show', ':3:./cloudlet/scheduler/filters.py'), /# weighed/);
      await window.workbench.answerNotification('Resolve cloudlet/scheduler/filters.py', 'Give Up');
      await eventually(
        'the branch as it was',
        () => gitIn(folder, 'status', '--porcelain'),
        (files) => files === '',
      );
      await window.workbench.showViews('OpenStack');
      await quiet();
    });
  });

  // Tests of a suite run before the suites in it: these two are suites to keep their place.
  describe('compares two patch sets', () => {
    it('two patch sets are compared side by side', async () => {
      await window.workbench.ask('OpenStack: Compare Patch Sets…');
      await type('Compare Patch Sets', String(added.number));
      await choose(`Compare Patch Set 2 of ${added.number} With`, 'Patch set 1');
      await window.page.locator('.tab.active', { hasText: `Change ${added.number}: Patch Set 1` }).waitFor();
      const side = (name: string) => async (): Promise<string[]> =>
        (await window.page.locator(`.multiDiffEntry .editor.${name} .view-line`).allInnerTexts()).map((line) =>
          line.replaceAll('\u00a0', ' '),
        );
      await eventually(
        'the older text',
        side('original'),
        (lines) => lines.includes('load') && !lines.includes('disk'),
      );
      await eventually('the newer text', side('modified'), (lines) => lines.includes('load') && lines.includes('disk'));
      await window.screenshot('out/compare-patch-sets.png');
      await window.workbench.run('View: Close All Editors');
    });
  });

  describe('leaves a branch', () => {
    const leave = (): Promise<void> => window.workbench.run('OpenStack: Leave the Branch of a Finished Change');

    it('a branch that is entirely on Gerrit is left without a question', async () => {
      gitIn(folder, 'checkout', '-q', `review/${added.number}`);
      await leave();
      await said(/^master is checked out, and the branch review\/\d+ is gone\. Gerrit has all/);
      assert.deepEqual([branch(), gitIn(folder, 'branch', '--list', `review/${added.number}`)], ['master', '']);
      await quiet();
    });

    it('a branch with a commit that is nowhere else is left only after a question', async () => {
      gitIn(folder, 'checkout', '-q', 'bug/2061234');
      writeFileSync(join(folder, 'later.txt'), 'later\n');
      commitAs(DEV, folder, 'scheduler: Not pushed yet');
      await leave();
      await window.page.locator('.monaco-dialog-box').waitFor();
      await window.screenshot('out/leave-branch.png');
      assert.match(
        await window.workbench.answerDialog('Cancel'),
        /Gerrit does not have 1 commit of this branch\.[\s\S]*scheduler: Not pushed yet/,
      );
      assert.equal(branch(), 'bug/2061234');
      await leave();
      await window.workbench.answerDialog('Leave the Branch');
      const words = await said(/^master is checked out/);
      const backup = /refs\/openstack-contributor\/backup\/\S+?(?=\.$)/.exec(words)?.[0] ?? '';
      assert.equal(gitIn(folder, 'log', '-1', '--format=%s', backup), 'scheduler: Not pushed yet');
      await window.workbench.answerNotification('master is checked out', 'Bring It Back');
      await eventually('the branch again', branch, (name) => name === 'bug/2061234');
      await quiet();
    });
  });

  describe('is told why a push was refused', () => {
    const push = async (): Promise<void> => {
      await window.workbench.ask('OpenStack: Push for Review…');
      await choose('Push for Review to', 'Push 1 Commit');
    };

    it('a push refused for an unknown reviewer succeeds without that reviewer', async () => {
      gitIn(folder, 'checkout', '-q', '-b', 'refused', 'gerrit/master');
      writeFileSync(join(folder, 'refused.txt'), 'refused\n');
      commitAs(DEV, folder, 'scheduler: Refuse hosts');
      await window.workbench.ask('OpenStack: Push for Review…');
      await choose('Push for Review to', 'Reviewers');
      await question('Reviewers');
      await window.page.locator('.quick-input-widget .quick-input-filter input').fill('nobody@nowhere.example');
      await choose('Reviewers', 'nobody@nowhere.example');
      await window.page.keyboard.press('Enter');
      await choose('Push for Review to', 'Push 1 Commit');
      await said(/nobody@nowhere\.example/);
      await window.screenshot('out/refused-reviewer.png');
      await window.workbench.answerNotification('nobody@nowhere.example', 'Choose Someone Else…');
      await type('Instead of nobody@nowhere.example', 'core@example.org');
      await said(/^New change \d+: "scheduler: Refuse hosts"/);
      assert.deepEqual(
        (await onServer()).reviewers.REVIEWER?.map(({ email }) => email),
        ['core@example.org'],
      );
      await quiet();
    });

    it('a push with nothing new explains that', async () => {
      await push();
      await said(/no new|nothing new/i);
      await window.screenshot('out/refused-nothing-new.png');
      await quiet();
    });

    it('a push to a closed change explains that', async () => {
      const id = /^Change-Id: (\w+)$/m.exec(gitIn(folder, 'log', '-1', '--format=%B'))?.[1] ?? '';
      await gerrit.rest('POST', `/changes/${id}/abandon`, undefined, 'dev');
      appendFileSync(join(folder, 'refused.txt'), 'again\n');
      gitIn(folder, 'commit', '-q', '-a', '--amend', '--no-edit');
      await push();
      await said(/abandoned|closed/);
      await window.page.locator('.notification-toast').getByRole('button', { name: 'Open in Browser' }).waitFor();
      await window.screenshot('out/refused-closed.png');
      await quiet();
    });
  });

  describe('pushes over SSH', () => {
    it('a push over SSH asks about the host key and for the passphrase', async () => {
      const key = join(dirname(folder), 'id_dev');
      copyFileSync(join(gerrit.keys, 'id_dev'), key);
      chmodSync(key, 0o600);
      execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', key]);
      const knownHosts = join(dirname(folder), 'known_hosts');
      gitIn(
        folder,
        'config',
        'core.sshCommand',
        `ssh -F /dev/null -i "${key}" -o IdentitiesOnly=yes -o IdentityAgent=none -o UserKnownHostsFile="${knownHosts}"`,
      );
      const project = gitIn(folder, 'config', 'remote.gerrit.url').split('/a/')[1]!;
      gitIn(folder, 'config', 'remote.gerrit.url', `ssh://dev@127.0.0.1:${gerrit.sshPort}/${project}`);
      gitIn(folder, 'checkout', '-q', '-b', 'over-ssh', 'gerrit/master');
      writeFileSync(join(folder, 'ssh.txt'), 'ssh\n');
      commitAs(DEV, folder, 'scheduler: Push over SSH');

      const push = async (): Promise<void> => {
        await window.workbench.ask('OpenStack: Push for Review…');
        await choose('Push for Review to', 'Push 1 Commit');
        await window.page.locator('.monaco-dialog-box').waitFor();
      };
      await push();
      await window.screenshot('out/ssh-host-key.png');
      assert.match(await window.workbench.answerDialog('Cancel'), /key fingerprint is SHA256:/);
      await said(/^The server's host key is not known/);
      await window.screenshot('out/ssh-refused.png');
      await window.workbench.answerNotification("The server's host key is not known", 'Try Again');
      await window.workbench.answerDialog('Trust This Server');
      await type('Passphrase of an SSH Key', 'open sesame');
      await said(/^New change \d+: "scheduler: Push over SSH"/);
      assert.match(readFileSync(knownHosts, 'utf8'), /^\[127\.0\.0\.1\]:\d+ /m);
      await row('the change', /^scheduler: Push over SSH \d+,1$/);
    });
  });
});
