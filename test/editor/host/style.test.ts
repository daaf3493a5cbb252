import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import type { Api, StyleApi } from '../../../src/api';
import { BAD_FINDINGS, BAD_MODULE } from '../badModule';
import { hoverAt } from './hoverAt';
import { runPep8, Stand } from './stylePrograms';

describe('style, through the API and in Problems', () => {
  let style: StyleApi;
  let folder: string;
  let bad: vscode.Uri;

  before(async () => {
    const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor');
    style = (await extension!.activate()).style;
    folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    bad = vscode.Uri.file(join(folder, 'cloudlet/audit.py'));
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    writeFileSync(bad.fsPath, BAD_MODULE);
    await vscode.commands.executeCommand('openstackContributor.style.clear');
  });

  const codeOf = ({ code }: vscode.Diagnostic): string => String(typeof code === 'object' ? code.value : code);
  const shown = ({ start, end }: vscode.Range): string => `${start.line + 1}:${start.character}-${end.character}`;
  /** `4:0-44 H301`: line from 1, characters from 0, code. */
  const problems = (uri = bad): string[] =>
    vscode.languages
      .getDiagnostics(uri)
      .filter(({ source }) => source === 'flake8')
      .map((one) => `${shown(one.range)} ${codeOf(one)}`)
      .sort((a, b) => parseInt(a) - parseInt(b) || a.localeCompare(b));
  const until = (expected: readonly string[]): Promise<string[]> =>
    eventually(
      expected.join(', ') || 'no problems',
      () => problems(),
      (now) => now.join() === expected.join(),
      20_000,
    );
  const edit = async (change: (edit: vscode.WorkspaceEdit) => void): Promise<void> => {
    const workspaceEdit = new vscode.WorkspaceEdit();
    change(workspaceEdit);
    assert.ok(await vscode.workspace.applyEdit(workspaceEdit));
  };
  const open = async (): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(bad);
    await vscode.window.showTextDocument(document);
    // What the test before wrote comes a moment later.
    await eventually(
      'the text on disk',
      () => document.getText(),
      (text) => text === BAD_MODULE,
    );
    return document;
  };

  it('findings of flake8 with hacking are shown where they are', async () => {
    const found = await style.check([bad]);
    assert.deepEqual(
      found.map(({ range, code }) => `${shown(range)} ${code}`),
      BAD_FINDINGS,
    );
    assert.deepEqual(problems(), BAD_FINDINGS);
    const severities = found.map(({ code, severity }) => `${code} ${severity}`);
    assert.deepEqual(severities, ['H301 warning', 'F401 error', 'E722 warning', 'H201 warning']);
    assert.deepEqual(await style.check([vscode.Uri.file(join(folder, 'cloudlet/quota.py'))]), []);
    assert.deepEqual(problems(), BAD_FINDINGS, 'another file keeps its findings');
  });

  it('saving a file checks it, and removes findings that are fixed', async () => {
    const document = await open();
    await edit((change) => change.insert(bad, new vscode.Position(5, 0), 'import re\n'));
    await document.save();
    await until(['4:0-44 H301', '6:7-9 F401', '7:7-10 F401', '13:4-10 E722', '13:4-11 H201']);
  });

  it('saving a file quickly runs one flake8 at a time, and shows the findings of the last', async () => {
    const counting = new Stand('style.flake8');
    try {
      await counting.is(
        `trap 'rmdir "$folder/running"; exit 130' INT`,
        'mkdir "$folder/running" || echo two >> "$folder/log"',
        'echo one >> "$folder/log"',
        `'${join(folder, '.tox/pep8/bin/flake8')}' "$@"`,
        'exitCode=$?',
        'rmdir "$folder/running"',
        'exit $exitCode',
      );
      const document = await open();
      for (let saves = 0; saves < 20; saves++) {
        await edit((change) => change.insert(bad, new vscode.Position(5, 0), 'import re\n'));
        await document.save();
      }
      const unused = Array.from({ length: 20 }, (_, i) => `${i + 6}:7-9 F401`);
      const again = Array.from({ length: 19 }, (_, i) => `${i + 7}:7-9 F811`);
      const others = ['4:0-44 H301', '26:7-10 F401', '32:4-10 E722', '32:4-11 H201'];
      const expected = [...others, ...unused.slice(19), ...again];
      await eventually(
        'the last findings',
        () => problems().sort(),
        (now) => now.join() === expected.sort().join(),
        30_000,
      );
      const runs = counting.read('log').trim().split('\n');
      assert.ok(!runs.includes('two') && runs.length <= 20, runs.join());
    } finally {
      await counting.putAway();
    }
  });

  it('a check of the whole project is interrupted for a saved file, then begins again', async () => {
    const tool = new Stand('style.flake8');
    const real = `exec '${join(folder, '.tox/pep8/bin/flake8')}' "$@"`;
    const log = (): string => tool.read('log');
    const other = join(folder, 'cloudlet/other.py');
    writeFileSync(other, BAD_MODULE);
    try {
      await tool.is(
        `case " $* " in *" -- "*) echo files >> "$folder/log"; ${real} ;; esac`,
        'echo all >> "$folder/log"',
        `[ "$(grep -c all "$folder/log")" = 1 ] || ${real}`,
        `trap 'echo "... stopped"; exit 1' INT`,
        'sleep 300 &',
        'wait',
      );
      const document = await open();
      const all = vscode.commands.executeCommand('openstackContributor.style.checkRoot');
      await eventually('the long check', log, (text) => text === 'all\n');
      await edit((change) => change.delete(bad, new vscode.Range(5, 0, 6, 0)));
      await document.save();
      await until(['4:0-44 H301', '11:4-10 E722', '11:4-11 H201']);
      await all;
      assert.deepEqual(problems(vscode.Uri.file(other)), BAD_FINDINGS);
      assert.equal(log(), 'all\nfiles\nall\n');
    } finally {
      await tool.putAway();
      rmSync(other);
    }
  });

  it('ruff checks too if the project uses it, and offers its fixes', async () => {
    const [ini, bin] = [join(folder, 'tox.ini'), join(folder, '.tox/both/bin')];
    const before = readFileSync(ini, 'utf8');
    const at = (row: number, column: number) => ({ row, column });
    const edits = [{ content: '', location: at(6, 1), end_location: at(7, 1) }];
    const fix = { applicability: 'safe', message: 'Remove unused import: `sys`', edits };
    const place = { location: at(6, 8), end_location: at(6, 11) };
    const row = { code: 'F401', filename: bad.fsPath, message: '`sys` imported but unused', ...place, fix };
    mkdirSync(bin, { recursive: true });
    const listing = `case "$*" in *--show-files*) echo '${bad.fsPath}'; exit ;; esac\n`;
    writeFileSync(join(bin, 'ruff'), `#!/bin/sh\n${listing}cat <<'END'\n${JSON.stringify([row])}\nEND\nexit 1\n`, {
      mode: 0o755,
    });
    symlinkSync(join(folder, '.tox/pep8/bin/flake8'), join(bin, 'flake8'));
    const commands = before.replace('  flake8 {posargs}', '  ruff check cloudlet/audit.py\n  flake8 {posargs}');
    writeFileSync(ini, commands.replace('[testenv:pep8]\n', '[testenv:pep8]\nenvdir = {toxworkdir}/both\n'));
    try {
      const document = await open();
      const found = await style.check([bad]);
      const shownBy = found.map(({ tool, code }) => `${tool} ${code}`).sort();
      assert.deepEqual(shownBy, ['flake8 E722', 'flake8 H201', 'flake8 H301', 'ruff F401']);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        bad,
        document.lineAt(5).range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const titles = actions.map(({ title }) => title);
      assert.deepEqual(titles, ['Fix with ruff: Remove unused import: `sys`', 'Hide with # noqa: F401']);
      assert.ok(await vscode.workspace.applyEdit(actions[0]!.edit!));
      assert.equal(document.getText(), BAD_MODULE.replace('import sys\n', ''));
    } finally {
      writeFileSync(ini, before);
      removeFolder(join(folder, '.tox/both'));
    }
  });

  it("a file that the project's command leaves out is not checked, and the others keep their findings", async () => {
    const ini = join(folder, 'tox.ini');
    const before = readFileSync(ini, 'utf8');
    const outside = vscode.Uri.file(join(folder, 'deploy/filter.py'));
    mkdirSync(join(folder, 'deploy'));
    writeFileSync(outside.fsPath, BAD_MODULE);
    writeFileSync(ini, before.replace('  flake8 {posargs}', '  flake8 --extend-ignore=H2 {posargs} cloudlet'));
    try {
      const found = await style.check([bad, outside]);
      assert.deepEqual(
        found.map(({ range, code }) => `${shown(range)} ${code}`),
        BAD_FINDINGS.filter((one) => !one.includes('H2')),
      );
      assert.deepEqual(problems(outside), []);
      await vscode.commands.executeCommand('openstackContributor.style.checkRoot');
      assert.deepEqual(problems(outside), []);
    } finally {
      writeFileSync(ini, before);
      removeFolder(join(folder, 'deploy'));
    }
  });

  it('autopep8 fixes whitespace if the project has it and it is selected', async () => {
    const bin = join(folder, '.venv/bin');
    mkdirSync(bin, { recursive: true });
    const asked = join(bin, 'asked');
    const script = `#!/bin/sh\necho "$@" >> '${asked}'\nsed 's/^def /\\n&/'\n`;
    writeFileSync(join(bin, 'autopep8'), script, { mode: 0o755 });
    try {
      const document = await open();
      await edit((change) => change.delete(bad, new vscode.Range(7, 0, 8, 0)));
      await document.save();
      await until(['4:0-44 H301', '6:7-10 F401', '8:0-3 E302', '11:4-10 E722', '11:4-11 H201']);
      const actions = (resolved: number): Thenable<vscode.CodeAction[]> =>
        vscode.commands.executeCommand(
          'vscode.executeCodeActionProvider',
          bad,
          document.lineAt(7).range,
          vscode.CodeActionKind.QuickFix.value,
          resolved,
        );
      assert.deepEqual(
        (await actions(0)).map(({ title }) => title),
        ['Fix E302 with autopep8', 'Hide with # noqa: E302'],
      );
      assert.ok(!existsSync(asked), 'it runs for nobody who only looks');
      const [first] = await actions(1);
      assert.ok(await vscode.workspace.applyEdit(first!.edit!));
      assert.equal(document.getText(), BAD_MODULE);
      assert.match(readFileSync(asked, 'utf8'), /--select=E302 --line-range 8 8 --max-line-length=\d+ -\n$/);
    } finally {
      removeFolder(join(folder, '.venv'));
    }
  });

  it('a broken .pre-commit-config.yaml is reported with its place', async () => {
    const config = join(folder, '.pre-commit-config.yaml');
    writeFileSync(config, 'repos:\n\t- repo: local\n');
    try {
      await assert.rejects(style.check([bad]), {
        reason: 'bad-yaml',
        message: /^\.pre-commit-config\.yaml .* at line 2: /,
      });
    } finally {
      rmSync(config);
    }
  });

  it('findings move with their lines, go with edited lines, and come back on undo', async () => {
    await open();
    await style.check([bad]);
    await edit((change) => change.insert(bad, new vscode.Position(3, 0), '\n\n'));
    await until(['6:0-44 H301', '8:7-10 F401', '14:4-10 E722', '14:4-11 H201']);
    await edit((change) => change.insert(bad, new vscode.Position(7, 10), ' # one'));
    await until(['6:0-44 H301', '14:4-10 E722', '14:4-11 H201']);
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    await until(BAD_FINDINGS);
  });

  it('the fix comes first and noqa last, and a fixed file has no findings', async () => {
    const document = await open();
    await style.check([bad]);
    const fixes = async (line: number): Promise<vscode.CodeAction[]> => {
      const range = document.lineAt(line).range;
      const kind = vscode.CodeActionKind.QuickFix.value;
      const command = 'vscode.executeCodeActionProvider';
      return vscode.commands.executeCommand<vscode.CodeAction[]>(command, bad, range, kind);
    };
    const titles = async (line: number): Promise<string[]> => (await fixes(line)).map(({ title }) => title);
    assert.deepEqual(await titles(3), ['One import per line', 'Hide with # noqa: H301']);
    assert.deepEqual(await titles(5), ['Remove the unused import', 'Hide with # noqa: F401']);
    for (const line of [11, 5, 3]) {
      const [first] = await fixes(line);
      assert.ok(await vscode.workspace.applyEdit(first!.edit!));
      await document.save();
      const isCured = (now: string[]): boolean => !now.some((one) => parseInt(one) === line + 1);
      await eventually('fewer problems', () => problems(), isCured, 20_000);
    }
    await until([]);
    assert.match(document.getText(), /common import exception\nfrom cloudlet\.common import utils\nimport os\n/);
  });

  it('a rule is explained in a hover and in a document', async () => {
    await open();
    await style.check([bad]);
    assert.match(await hoverAt(bad, 3, 40), /One import per line/);
    const h301 = vscode.languages.getDiagnostics(bad).find((one) => codeOf(one) === 'H301');
    assert.ok(typeof h301?.code === 'object');
    assert.equal(h301.code.target.scheme, 'openstack-rule');
    const document = await vscode.workspace.openTextDocument(h301.code.target);
    assert.match(document.getText(), /\*\*H301\*\* One import per line/);
    assert.equal(document.languageId, 'markdown');
  });

  it("a project's own rule is explained from its HACKING.rst", async () => {
    const hacking = join(folder, 'HACKING.rst');
    const before = readFileSync(hacking, 'utf8');
    try {
      writeFileSync(hacking, `${before}\n- [C301] Sizes are numbers of bytes.\n`);
      const uri = vscode.Uri.from({ scheme: 'openstack-rule', path: '/flake8/C301.md', query: folder });
      const document = await vscode.workspace.openTextDocument(uri);
      assert.match(document.getText(), /\*\*C301\*\* Sizes are numbers of bytes/);
    } finally {
      writeFileSync(hacking, before);
    }
  });

  it('checking the changes covers all changes since the last commit, including new files', async () => {
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
    };
    const other = join(folder, 'cloudlet/committed.py');
    writeFileSync(other, BAD_MODULE);
    renameSync(bad.fsPath, `${bad.fsPath}.away`);
    git('init', '-q');
    git('add', '-A', '.');
    git('commit', '-q', '-m', 'All');
    renameSync(`${bad.fsPath}.away`, bad.fsPath);
    await vscode.commands.executeCommand('openstackContributor.style.checkChanged');
    assert.deepEqual(problems(), BAD_FINDINGS);
    assert.deepEqual(problems(vscode.Uri.file(other)), []);
    await vscode.commands.executeCommand('openstackContributor.style.checkRoot');
    assert.deepEqual(problems(), BAD_FINDINGS);
    assert.deepEqual(problems(vscode.Uri.file(other)), BAD_FINDINGS);
  });

  it('an unsaved text is checked on request', async () => {
    await open();
    await edit((change) => change.delete(bad, new vscode.Range(5, 0, 6, 0)));
    await vscode.commands.executeCommand('openstackContributor.style.checkFile');
    await until(['4:0-44 H301', '11:4-10 E722', '11:4-11 H201']);
  });

  it("broken project settings are reported in flake8's words, and earlier findings stay", async () => {
    await style.check([bad]);
    const settings = join(folder, 'tox.ini');
    const before = readFileSync(settings, 'utf8');
    try {
      writeFileSync(settings, `${before}\n[flake8:local-plugins]\nextension =\n  C301 = checks:gone\n`);
      const message = /failed to load plugin "local" due to No module named 'checks'/;
      await assert.rejects(style.check([bad]), { reason: 'flake8-plugin', message });
      writeFileSync(settings, before.replace('show-source = true', 'max-line-length = wide'));
      await assert.rejects(style.check([bad]), { reason: 'flake8-configuration', message: /wide/ });
    } finally {
      writeFileSync(settings, before);
    }
    assert.deepEqual(problems(), BAD_FINDINGS);
  });

  it('a run of the pep8 environment keeps findings of files that it did not check again', async () => {
    await style.check([bad]);
    const other = vscode.Uri.file(join(folder, 'cloudlet/quota.py'));
    await runPep8('pep8: commands[0]> doc8 .', 'HACKING.rst:1: D001 Line too long');
    assert.deepEqual(problems(), BAD_FINDINGS, 'flake8 was not come to');
    const hacking = vscode.Uri.file(join(folder, 'HACKING.rst'));
    const count = (): number => vscode.languages.getDiagnostics(hacking).length;
    assert.equal(count(), 1);
    writeFileSync(hacking.fsPath, readFileSync(hacking.fsPath));
    await eventually('no findings of a file that another program wrote', count, (now) => now === 0);
    await runPep8('pep8: commands[0]> flake8', "./cloudlet/quota.py:1:1: F401 'x' imported but unused");
    assert.deepEqual([problems().length, problems(other).length], [0, 1], 'flake8 looked at all');
  });

  it('the hover shows what a formatter of the pep8 environment would change', async () => {
    await open();
    const hunk = ['@@ -5,2 +5 @@', ' import os', '-import sys'];
    const diff = ['--- original/cloudlet/audit.py', '+++ fixed/cloudlet/audit.py', ...hunk];
    await runPep8('pep8: commands[0]> autopep8 --diff --recursive cloudlet', ...diff);
    const texts = await hoverAt(bad, 5, 3);
    assert.ok(texts.includes(`\`\`\`diff\n${hunk.join('\n')}\n\`\`\``), texts);
  });

  it('findings of a saved file stay while the pep8 environment runs', async () => {
    const document = await open();
    const tox = new Stand('tox.path');
    try {
      const row = "./cloudlet/audit.py:6:8: F401 'sys' imported but unused";
      const print = ["cat <<'END'", 'pep8: commands[0]> flake8', row, 'END', 'echo yes > "$folder/printed"'];
      await tox.is(...print, 'while [ ! -e "$folder/go" ]; do sleep 0.1; done', 'exit 1');
      const run = vscode.commands.executeCommand('openstackContributor.style.runPep8');
      await eventually(
        'flake8 of the run',
        () => tox.read('printed'),
        (text) => text !== '',
      );
      await edit((change) => change.delete(bad, new vscode.Range(5, 0, 6, 0)));
      await document.save();
      const expected = ['4:0-44 H301', '11:4-10 E722', '11:4-11 H201'];
      await until(expected);
      writeFileSync(join(tox.folder, 'go'), '');
      await run;
      assert.deepEqual(problems(), expected);
    } finally {
      await tox.putAway();
    }
  });

  it('the severities of findings follow the setting', async () => {
    const settings = vscode.workspace.getConfiguration('openstackContributor.style');
    await settings.update('severity', { H: 'information', F401: 'hint' }, vscode.ConfigurationTarget.Workspace);
    try {
      const found = await style.check([bad]);
      assert.deepEqual(
        found.map(({ severity }) => severity),
        ['information', 'hint', 'warning', 'information'],
      );
    } finally {
      await settings.update('severity', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});
