import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { root } from '../../../scripts/lib/script';
import { BAD_MODULE } from '../badModule';
import { makeCheckout } from '../host/gitProject';
import { addPep8Environment } from '../pep8Lab';
import { eventually, openWindow, type SceneWindow } from './window';

const has =
  (part: string) =>
  (all: readonly string[]): boolean =>
    all.some((one) => one.includes(part));

/** A project for each state. Its module in cloudlet/ has its name, by which quick open and Problems tell them apart. */
const PROJECTS = ['checked', 'outside', 'broken', 'absent', 'hooks', 'whole'] as const;

/** What tox does in a project. */
const TOX = {
  absent: 'echo "$@" >> tox-was-run-with',
  hooks: `mkdir -p .tox/pep8/bin
cat > .tox/pep8/bin/pre-commit <<'END'
#!/bin/sh
echo "$@"
echo "    fatal: unable to access 'https://opendev.org/openstack/hacking/': Could not resolve host"
exit 3
END
chmod +x .tox/pep8/bin/pre-commit`,
  whole: `cat <<'END'
pep8: commands[0]> ruff format cloudlet
1 file reformatted
pep8: commands[1]> flake8
./cloudlet/whole.py:12:11: H201: no 'except:' at least use 'except Exception:'
pep8: exit 1 (0.40 seconds) /cloudlet> flake8 pid=7
  pep8: FAIL code 1 (0.62=setup[0.02]+cmd[0.20,0.40] seconds)
  evaluation failed :( (0.66 seconds)
END
printf '# formatted\\n' >> cloudlet/conf.py
exit 1`,
};

describe('style on screen', () => {
  let window: SceneWindow;

  before(async () => {
    window = await openWindow({
      folders: PROJECTS.map((empty) => ({ empty })),
      settings: { 'files.autoSave': 'off', 'openstackContributor.tox.path': fakeTox(TOX) },
      theme: 'dark',
      prepare: makeProjects,
    });
  });
  after(() => window.close());

  it('a checked file has its findings in Problems', async () => {
    await window.workbench.openFile('cloudlet/checked.py', 4);
    await window.workbench.run('OpenStack: Check Style of This File');
    await window.workbench.run('Problems: Focus on Problems View');
    const rows = await eventually('problems', () => window.workbench.problems(), has('H301'));
    assert.ok(
      rows.some((row) => /one import per line\s*flake8\W*H301/.test(row)),
      rows.join('\n'),
    );
  });

  it('findings stay in Problems when a check of the whole project is cancelled', async () => {
    const { workbench } = window;
    await workbench.run('OpenStack: Check Style of the Whole Project');
    await eventually('the progress', () => workbench.notifications(), has('Checking the style of'));
    await workbench.answerNotification('Checking the style of', 'Cancel');
    await eventually(
      'the end',
      () => workbench.notifications(),
      (all) => all.length === 0,
    );
    await workbench.run('Problems: Focus on Problems View');
    const rows = await workbench.problems();
    assert.ok(has('H301')(rows), rows.join('\n'));
  });

  it('the hover of a finding shows the purpose of the rule', async () => {
    await window.workbench.openFile('cloudlet/checked.py', 4);
    assert.match(await window.workbench.hover('cloudlet.common'), /one import per line\s*flake8\W*H301/);
    const hover = window.page.locator('.monaco-hover:visible');
    await eventually(
      'the explanation',
      () => hover.first().innerText(),
      (text) => text.includes('then conflict less'),
    );
    await window.screenshot('out/style-hover.png');
  });

  it('the rule of a finding is explained in a document', async () => {
    await window.workbench.openFile('cloudlet/checked.py', 4);
    await window.workbench.run('OpenStack: Explain Style Rule…');
    await eventually('the tab', () => window.workbench.tabs(), has('H301'));
    await window.workbench.settled();
    await window.screenshot('out/style-rule.png');
  });

  it('a check with findings shows no notification', async () => {
    assert.deepEqual(await window.workbench.notifications(), []);
  });

  it("a file that the project's command does not check is shown as not checked, and never as fine", async () => {
    const { workbench, page } = window;
    const status = async (): Promise<string> =>
      (await page.locator('.part.statusbar [aria-label*="Language Status"]').first().getAttribute('aria-label')) ?? '';
    await workbench.run('OpenStack: Clear Style Problems');
    await workbench.openFile('deploy/filter.py', 1);
    await workbench.run('OpenStack: Check Style of This File');
    const why = 'deploy/filter.py: not checked by tox -e pep8';
    await eventually('the words', () => workbench.statusBar(), has(why));
    await eventually('the status', status, (text) => text.includes('not checked by tox -e pep8'));
    await page.locator('.part.statusbar [aria-label*="Language Status"]').first().hover();
    await page.locator('.monaco-hover:visible', { hasText: 'not checked by tox -e pep8' }).first().waitFor();
    await window.screenshot('out/style-outside.png');
    await workbench.openFile('cloudlet/outside.py', 4);
    await workbench.run('OpenStack: Check Style of This File');
    await eventually('the status', status, (text) => text.includes('flake8 of .tox/pep8'));
    await workbench.run('Problems: Focus on Problems View');
    const rows = await eventually('problems', () => workbench.problems(), has('outside.py'));
    assert.ok(has('H301')(rows), rows.join('\n'));
    assert.ok(!has('filter.py')(rows), rows.join('\n'));
    assert.deepEqual(await workbench.notifications(), []);
  });

  it("broken settings are reported once, in flake8's words, with a button", async () => {
    const { workbench } = window;
    await workbench.openFile('cloudlet/broken.py', 4);
    await workbench.run('File: Save without Formatting');
    const [said] = await eventually(
      'the words',
      () => workbench.notifications(),
      (all) => all.length > 0,
    );
    assert.match(said!, /failed to load plugin "local" due to No module named 'checks'/);
    await window.screenshot('out/style-broken.png');
    await workbench.run('Notifications: Clear All Notifications');
    await workbench.run('File: Save without Formatting');
    await workbench.settled();
    assert.deepEqual(await workbench.notifications(), [], 'it is said once');
  });

  it('a missing environment is created, and a moved one recreated, by tox from a button', async () => {
    const { workbench } = window;
    await workbench.openFile('cloudlet/absent.py');
    await workbench.run('OpenStack: Check Style of This File');
    const [said] = await eventually(
      'the words',
      () => workbench.notifications(),
      (all) => all.length > 0,
    );
    assert.match(said!, /has no environment with flake8 yet/);
    await workbench.answerNotification('no environment with flake8', 'Create the pep8 Environment');
    const folder = window.folders[PROJECTS.indexOf('absent')]!;
    const written = join(folder, 'tox-was-run-with');
    const read = (): string => (existsSync(written) ? readFileSync(written, 'utf8') : '');
    const args = await eventually('tox', read, (text) => text.includes('--notest'));
    assert.match(args, /^-e pep8 --notest$/m);
    const bin = join(folder, '.tox/pep8/bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'flake8'), '#!/none/bin/python\n', { mode: 0o755 });
    await workbench.run('OpenStack: Check Style of This File');
    await eventually(
      'the words',
      () => workbench.notifications(),
      has('flake8 asks for /none/bin/python, which is not there'),
    );
    await window.screenshot('out/style-moved.png');
    await workbench.answerNotification('flake8 asks for', 'Recreate the pep8 Environment');
    await eventually('tox', read, (text) => /^-e pep8 --recreate --notest$/m.test(text));
  });

  it("tools of pre-commit are installed from a button, and a failure shows pre-commit's output", async () => {
    const { workbench } = window;
    await workbench.openFile('cloudlet/hooks.py');
    await workbench.run('Notifications: Clear All Notifications');
    await workbench.run('OpenStack: Check Style of This File');
    // The project before this one may still say something.
    const said = await eventually('the words', () => workbench.notifications(), has('comes with pre-commit'));
    assert.match(
      said.join('\n'),
      /flake8 of .* comes with pre-commit \(hacking 0\.0\.0\), which has not installed it here yet/,
    );
    await workbench.answerNotification('comes with pre-commit', 'Install the Checks with pre-commit');
    const all = await eventually('why not', () => workbench.notifications(), has('could not install'), 30_000);
    assert.match(all.join(), /fatal: unable to access 'https:\/\/opendev\.org\/openstack\/hacking\/'/);
    await window.screenshot('out/style-hooks.png');
  });

  it('the pep8 environment asks before tools change files, lists its findings, and shows the changes', async () => {
    const { workbench } = window;
    await workbench.run('Notifications: Clear All Notifications');
    await workbench.run('OpenStack: Clear Style Problems');
    await workbench.openFile('cloudlet/whole.py', 4);
    await workbench.run('OpenStack: Run All pep8 Checks');
    assert.match(await workbench.answerDialog('Run'), /may change your files[^]*ruff format/);
    await eventually('the difference', () => workbench.tabs(), has('Changed by tox -e pep8'));
    await workbench.settled();
    await window.screenshot('out/style-changes.png');
    await workbench.run('Problems: Focus on Problems View');
    const rows = await eventually('problems', () => workbench.problems(), has('whole.py'));
    assert.ok(
      rows.some((row) => /flake8\W*H201/.test(row)),
      rows.join('\n'),
    );
    await window.screenshot('out/style-pep8.png');
  });
});

/** Makes each of PROJECTS what its name says. */
async function makeProjects(
  checked: string,
  outside: string,
  broken: string,
  absent: string,
  hooks: string,
  whole: string,
): Promise<void> {
  for (const [index, folder] of [checked, outside, broken, absent, hooks, whole].entries()) {
    copyFileSync(join(root, 'samples/cloudlet/tox.ini'), join(folder, 'tox.ini'));
    mkdirSync(join(folder, 'cloudlet'));
    writeFileSync(join(folder, 'cloudlet', `${PROJECTS[index]}.py`), BAD_MODULE);
  }
  for (const folder of [checked, outside, broken, whole]) await addPep8Environment(folder);
  makeFlake8EndlessForAll(checked);

  replaceFlake8(outside, 'flake8 {posargs} cloudlet');
  mkdirSync(join(outside, 'deploy'));
  writeFileSync(join(outside, 'deploy/filter.py'), 'import os\n');

  appendFileSync(join(broken, 'tox.ini'), '\n[flake8:local-plugins]\nextension =\n  C301 = checks:gone\n');

  replaceFlake8(hooks, 'pre-commit run -a');
  const hook = 'hooks:\n      - id: hacking\n';
  const config = `repos:\n  - repo: https://opendev.org/openstack/hacking\n    rev: 0.0.0\n    ${hook}`;
  writeFileSync(join(hooks, '.pre-commit-config.yaml'), config);

  replaceFlake8(whole, 'ruff format cloudlet\n  flake8 {posargs}');
  writeFileSync(join(whole, 'cloudlet/conf.py'), '');
  makeCheckout(whole);
}

/** Other commands for the pep8 environment. */
function replaceFlake8(folder: string, commands: string): void {
  const ini = join(folder, 'tox.ini');
  writeFileSync(ini, readFileSync(ini, 'utf8').replace('  flake8 {posargs}', `  ${commands}`));
}

/** flake8 of the project for files; all else lasts until Ctrl+C, which ends it with flake8's own words. */
function makeFlake8EndlessForAll(folder: string): void {
  renameSync(join(folder, '.tox/pep8'), join(folder, '.tox/real'));
  const real = 'case " $* " in *" -- "*) exec .tox/real/bin/flake8 "$@" ;; esac';
  mkdirSync(join(folder, '.tox/pep8/bin'), { recursive: true });
  const script = `#!/bin/sh\n${real}\ntrap 'echo "... stopped"; exit 1' INT\nsleep 300 &\nwait\n`;
  writeFileSync(join(folder, '.tox/pep8/bin/flake8'), script, { mode: 0o755 });
}

/**
 * A program in place of tox that only knows how to run an environment: what tox does itself is proved elsewhere.
 * @param scripts what it does, by the name of the folder that it is run in
 */
function fakeTox(scripts: Readonly<Record<string, string>>): string {
  const home = mkdtempSync(join(tmpdir(), 'tox-'));
  process.once('exit', () => removeFolder(home));
  const file = join(home, 'tox');
  const cases = Object.entries(scripts).map(([name, script]) => `${name})\n${script}\n;;\n`);
  writeFileSync(file, `#!/bin/sh\n[ "$1" = -e ] || exit 1\ncase "\${PWD##*/}" in\n${cases.join('')}esac\n`, {
    mode: 0o755,
  });
  return file;
}
