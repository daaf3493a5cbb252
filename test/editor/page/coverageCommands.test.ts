import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { eventually, openWindow, type SceneWindow } from './window';

const VIEW = 'Untested Lines';

describe('a person at work on coverage', () => {
  let window: SceneWindow;
  let folder: string;

  before(async () => {
    window = await openWindow({ prepare: commitAndChange });
    folder = window.folders[0]!;
  });
  after(() => window.close());

  function git(path: string, ...args: string[]): void {
    const me = ['-c', 'user.name=T', '-c', 'user.email=t@example.org'];
    execFileSync('git', [...me, ...args], { cwd: path, stdio: 'pipe' });
  }

  /** One measured line of filters.py is changed since the review branch; the report is of the changed text. */
  function commitAndChange(path: string): void {
    const file = join(path, 'cloudlet/scheduler/filters.py');
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n');
    lines[49] += '  # as it was';
    writeFileSync(file, lines.join('\n'));
    git(path, 'init', '-q', '-b', 'master');
    git(path, 'add', '-A');
    git(path, 'commit', '-q', '-m', 'base');
    git(path, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    writeFileSync(file, text);
    const report = join(path, 'cover/coverage.xml');
    writeFileSync(report, readFileSync(report));
  }

  it('the Explorer shows the files of the folder', async () => {
    const rows = await eventually(
      'rows in the Explorer',
      () => window.workbench.treeRows('cloudlet'),
      (all) => all.length > 0,
    );
    assert.ok(rows.some((row) => row.label === 'tox.ini'));
  });

  it('the window opens a file with its text', async () => {
    await window.workbench.openFile('tox.ini');
    const [first] = await window.workbench.editorLines();
    assert.deepEqual(first, { line: 1, text: '[tox]', marks: [] });
  });

  it('the view shows only what my change leaves untested', async () => {
    await window.workbench.showViews('OpenStack');
    await eventually(
      'files',
      () => window.workbench.treeRows(VIEW),
      (all) => all.length > 5,
    );
    await window.workbench.run('OpenStack: Show Only Untested Lines of My Change');
    const rows = await eventually(
      'one file',
      () => window.workbench.treeRows(VIEW),
      (all) => all.length === 1,
    );
    assert.deepEqual(
      [rows[0]!.label, rows[0]!.description],
      ['filters.py', '1 of 1 changed untested · cloudlet/scheduler'],
    );
  });

  it('saving an edited file moves its untested places, and marks it as edited', async () => {
    await window.workbench.openFile('cloudlet/scheduler/filters.py', 1);
    await window.page.keyboard.insertText('import os\n');
    await window.page.keyboard.press('Control+s');
    const all = (): ReturnType<typeof window.workbench.treeRows> => window.workbench.treeRows(VIEW);
    const rows = await eventually('the note', all, (found) => found.length === 2);
    assert.deepEqual(
      [rows[0]!.label, rows[0]!.description],
      ['Run tox cover again', 'filters.py edited since the report'],
    );
    assert.equal(rows[1]!.description, '1 of 1 changed untested · edited since · cloudlet/scheduler');
    await window.workbench.treeRow(VIEW, 'filters.py').click();
    await eventually('the place, a line below where it was', all, (found) =>
      found.some((row) => row.level === 2 && row.label.startsWith('51')),
    );
    await window.screenshot('out/my-change-edited.png');
  });

  it('the view shows that nothing is left to test once the change is on the review branch', async () => {
    git(folder, 'commit', '-q', '-a', '-m', 'change');
    git(folder, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    const words = await eventually(
      'the sentence',
      () => window.workbench.welcome(VIEW),
      (lines) => lines.includes('Show All Files'),
    );
    assert.equal(words[0], 'Your change touches no measured line.');
    await window.screenshot('out/my-change-nothing.png');
    await window.workbench.run('OpenStack: Show Untested Lines of All Files');
    await eventually(
      'all files',
      () => window.workbench.treeRows(VIEW),
      (all) => all.length > 5,
    );
  });

  it('a new report is announced with how far it moved coverage', async () => {
    const report = join(folder, 'cover/coverage.xml');
    const xml = readFileSync(report, 'utf8');
    const start = xml.indexOf('filename="common/utils.py"');
    const end = xml.indexOf('</class>', start);
    const section = xml.slice(start, end).replaceAll(/(<line number="(?:38|39|40)" hits=)"0"/g, '$1"1"');
    writeFileSync(report, xml.slice(0, start) + section + xml.slice(end));
    const messages = await eventually(
      'a notification',
      () => window.workbench.notifications(),
      (all) => all.length > 0,
    );
    assert.match(messages[0]!, /^[23] more lines tested: 7\d(?:\.\d)?% to 7/);
  });

  it('a cover environment that would move HEAD is not offered', async () => {
    mkdirSync(join(folder, 'tools'));
    writeFileSync(join(folder, 'tools/cover.sh'), '#!/bin/bash\ngit checkout -q HEAD^\nstestr run\n');
    writeFileSync(join(folder, 'tox.ini'), '[testenv:cover]\ncommands =\n  {toxinidir}/tools/cover.sh {posargs}\n');
    await window.workbench.run('OpenStack: Run tox cover');
    const messages = await eventually(
      'the reason',
      () => window.workbench.notifications(),
      (all) => all.some((text) => text.startsWith('Not run')),
    );
    assert.ok(
      messages.some((text) => text.includes('git checkout -q HEAD^') && text.includes('tools/cover.sh, line 2')),
    );
  });

  it('making a report without a coverage program explains what is missing', async () => {
    removeFolder(join(folder, 'cover'));
    writeFileSync(join(folder, '.coverage'), 'data');
    await eventually(
      'the offer',
      () => window.workbench.welcome(VIEW),
      (lines) => lines.includes('Make the Report'),
    );
    await window.workbench.run('OpenStack: Make Coverage Report from .coverage Data');
    await eventually(
      'the reason',
      () => window.workbench.notifications(),
      (all) => all.some((text) => text.includes('no environment with coverage.py')),
    );
  });
});
