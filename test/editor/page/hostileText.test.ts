import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { temporaryFolder } from '../../../scripts/lib/cleanup';
import { gitIn } from '../host/repository';
import { type HostileServer, startHostileServer } from '../hostileServer';
import { eventually, openWindow, type SceneWindow } from './window';

/** Of this VS Code makes a word that runs a program when it is clicked on. */
const HOSTILE = '[Weigh hosts](command:workbench.action.terminal.new)';
const PLAIN = '[Weigh hosts] (command:workbench.action.terminal.new)';

/** Waits until a place shows the words, which have no link in them and can be read. Buttons are links without an address. */
async function assertWords(window: SceneWindow, place: string, words = PLAIN): Promise<void> {
  const shown = window.page.locator(place);
  // A link shows its word alone, which must not pass for text that has not come yet.
  await eventually(
    `words in ${place}`,
    () => shown.allInnerTexts(),
    (all) => all.some((text) => text.includes('Weigh hosts')),
    40_000,
  );
  const links = await Promise.all((await shown.locator('a[href]').all()).map((link) => link.getAttribute('href')));
  assert.deepEqual(links, []);
  const text = (await shown.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  assert.ok(text.includes(words), text);
}

const TOAST = '.notification-toast .notification-list-item-message';
/** What is asked in an input box, or what is wrong with the answer. */
const MESSAGE = '.quick-input-widget:visible .quick-input-message';

async function type(window: SceneWindow, title: string, text: string): Promise<void> {
  await window.page.locator('.quick-input-title', { hasText: title }).waitFor();
  await window.page.locator('.quick-input-widget .quick-input-box input').fill(text);
}

async function choose(window: SceneWindow, title: string, label: string): Promise<void> {
  await window.page.locator('.quick-input-title', { hasText: title }).waitFor();
  await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: label }).first().click();
}

async function quiet(window: SceneWindow): Promise<void> {
  await window.workbench.run('Notifications: Clear All Notifications');
  await eventually(
    'no messages',
    () => window.workbench.notifications(),
    (all) => all.length === 0,
  );
}

function program(lines: readonly string[]): string {
  const file = join(temporaryFolder(), 'program');
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(file, 0o755);
  return file;
}

describe('words of others that VS Code would make a link to a command of', () => {
  let server: HostileServer;
  let window: SceneWindow;
  let folder: string;

  before(async () => {
    server = await startHostileServer(HOSTILE);
    const asked = '*--notest*';
    window = await openWindow({
      folders: [{ empty: HOSTILE }],
      settings: {
        'openstackContributor.tox.path': program([`case "$*" in ${asked}) sleep 100 ;; esac`, 'exit 1']),
        'openstackContributor.style.flake8': program([`echo '${HOSTILE}' >&2`, 'exit 2']),
      },
      prepare(path) {
        writeFileSync(
          join(path, 'tox.ini'),
          '[tox]\nenvlist = py3\n[testenv]\ncommands = stestr run\n[testenv:pep8]\ncommands = flake8\n',
        );
        writeFileSync(join(path, '.stestr.conf'), '[DEFAULT]\ntest_path=./tests\n');
        mkdirSync(join(path, 'tests'));
        writeFileSync(join(path, 'tests', 'hosts.py'), 'import os\n');
        server.clone(path);
        gitIn(path, 'commit', '-q', '--no-verify', '--allow-empty', '-m', HOSTILE);
      },
    });
    folder = window.folders[0]!;
    await window.workbench.showViews('OpenStack');
  });
  after(async () => {
    await window.close();
    await server.close();
  });

  const download = async (number: string): Promise<void> => {
    await window.workbench.ask('OpenStack: Download Change…');
    await type(window, 'Download Change', number);
    await window.page.keyboard.press('Enter');
  };

  it("a link to a command in a commit's subject stays text in the notification", async () => {
    await assertWords(window, TOAST, `The commit "${PLAIN}" has no Change-Id`);
    await window.screenshot('out/hostile-commit.png');
    await quiet(window);
    gitIn(folder, 'reset', '-q', '--hard', 'HEAD~'); // Gerrit would refuse it before it says any words
  });

  it('a link to a command in the name of a folder stays text in a progress notification', async () => {
    await window.workbench.run('OpenStack: Create Test Environment with tox');
    await assertWords(window, TOAST, `environment of ${PLAIN}`);
    await window.screenshot('out/hostile-progress.png');
    await window.workbench.answerNotification('environment of', 'Cancel');
    await quiet(window);
  });

  it("a link to a command in flake8's output stays text in the language status", async () => {
    await window.workbench.openFile('tests/hosts.py');
    await window.workbench.ask('OpenStack: Check Style of This File');
    await window.page.locator('[id="status.languageStatus"]').click();
    await assertWords(window, '.hover-language-status .left');
    await window.screenshot('out/hostile-language-status.png');
  });

  it('a link to a command in an error of the REST API stays text', async () => {
    await download('4711');
    await assertWords(window, TOAST, `: ${PLAIN}`);
    await quiet(window);
  });

  it('a link to a command in a refusal of a push stays text', async () => {
    await window.workbench.ask('OpenStack: Push for Review…');
    await choose(window, 'Push for Review to', 'Push 1 Commit');
    await eventually(
      'the refusal',
      () => window.workbench.notifications(),
      (all) => all.some((one) => one.includes('refused')),
      40_000,
    );
    await assertWords(window, TOAST);
    await window.screenshot('out/hostile-refusal.png');
    await quiet(window);
  });

  it('a link to a command in an invalid answer stays text', async () => {
    await window.workbench.ask('OpenStack: Push for Review…');
    await choose(window, 'Push for Review to', 'Branch');
    await type(window, 'Branch That the Change Is For', HOSTILE);
    await assertWords(window, MESSAGE, `"${PLAIN}" is not the name of a branch.`);
    await window.screenshot('out/hostile-validation.png');
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
  });

  it('a link to a command in the subject of a downloaded change stays text', async () => {
    await download('4242');
    await assertWords(window, TOAST, `"${PLAIN}" is checked out in the branch review/4242`);
    await quiet(window);
  });

  it('a link to a command in a question over SSH stays text', async () => {
    gitIn(folder, 'checkout', '-q', 'bug/2061234');
    gitIn(
      folder,
      'config',
      'core.sshCommand',
      program([`"$SSH_ASKPASS" '${HOSTILE} to go on:' > /dev/null`, 'exit 255']),
    );
    gitIn(folder, 'config', 'ssh.variant', 'ssh');
    gitIn(folder, 'config', 'remote.gerrit.url', 'ssh://dev@127.0.0.1:29418/openstack/cloudlet');
    await window.workbench.ask('OpenStack: Push for Review…');
    await choose(window, 'Push for Review to', 'Push 1 Commit');
    await window.page.locator('.quick-input-title', { hasText: 'ssh Asks' }).waitFor();
    await assertWords(window, MESSAGE, `${PLAIN} to go on:`);
    await window.screenshot('out/hostile-question.png');
    await window.page.keyboard.press('Escape');
  });

  it('a link to a command in the branch of .gitreview stays text', async () => {
    appendFileSync(join(folder, '.gitreview'), `defaultbranch=${HOSTILE}\n`);
    await window.workbench.ask('OpenStack: Push for Review…');
    await assertWords(window, TOAST, `"${PLAIN}" is not the name of a branch`);
    await window.screenshot('out/hostile-branch.png');
  });
});
