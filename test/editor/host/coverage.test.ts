import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Api, CoverageApi, UntestedPlace } from '../../../src/api';
import { callsOf } from './fakeCoverage';

describe('coverage, through the API', () => {
  let coverage: CoverageApi;
  let folder: string;
  const uri = (name: string): vscode.Uri => vscode.Uri.file(join(folder, name));
  const report = (): string => join(folder, 'cover/coverage.xml');

  before(async () => {
    const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor');
    const api = await extension!.activate();
    assert.equal(api.version, 1);
    coverage = api.coverage;
    folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    await coverage.refresh();
  });

  /** `7`, `9-12`, and `20 -> 22` for a partial branch; lines are 1-based. */
  function shown(places: UntestedPlace[] | undefined): string[] | undefined {
    return places?.map(({ range, kind, missingBranches }) => {
      const [first, last] = [range.start.line + 1, range.end.line + 1];
      if (kind === 'partial') return `${first}->${missingBranches!.join(',')}`;
      return first === last ? `${first}` : `${first}-${last}`;
    });
  }

  /** Without the branches that lead to a missing line: the table leaves them to that line. */
  function asInTheTable(places: UntestedPlace[]): string[] {
    const missing = places.filter(({ kind }) => kind === 'missing');
    const isMissing = (line: number | 'exit'): boolean =>
      missing.some(({ range }) => line !== 'exit' && range.start.line < line && line <= range.end.line + 1);
    return shown(places.filter(({ missingBranches }) => !missingBranches?.every(isMissing)))!;
  }

  /** The column Missing of a file in the report's table. */
  function missingColumn(name: string): string[] {
    const line = coverage
      .reportText()
      .split('\n')
      .find((row) => row.startsWith(`${name} `));
    return line!.split(/%\s+/)[1]!.split(', ');
  }

  it('the coverage API finds and reads the report of the folder', () => {
    const [summary] = coverage.summaries();
    assert.equal(summary!.folder.fsPath, folder);
    assert.deepEqual(
      summary!.reports.map((one) => one.fsPath),
      [report()],
    );
    const { statements, missed, branches, partialBranches } = summary!;
    assert.match(
      coverage.reportText(),
      new RegExp(`TOTAL +${statements} +${missed} +${branches} +${partialBranches} `),
    );
    assert.deepEqual(summary!.unresolved, []);
  });

  it('untested places of a file are those of the table', () => {
    for (const name of [
      'cloudlet/quota.py',
      'cloudlet/conf.py',
      'cloudlet/scheduler/manager.py',
      'cloudlet/cmd/place.py',
    ]) {
      assert.deepEqual(asInTheTable(coverage.untested(uri(name))!), missingColumn(name), name);
    }
    assert.deepEqual(coverage.untested(uri('cloudlet/common/exception.py')), []);
    assert.deepEqual(coverage.untested(uri('cloudlet/__init__.py')), [], 'measured, and without a statement');
    assert.equal(coverage.untested(uri('setup.py')), undefined);
  });

  it('untested places follow the measured lines while a document is edited', async () => {
    const file = uri('cloudlet/scheduler/manager.py');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await coverage.refresh();
    assert.deepEqual(shown(coverage.untested(file)), ['61-64', '85->exit']);
    await edit((change) => change.insert(file, new vscode.Position(10, 0), '# one\n# two\n'));
    assert.deepEqual(shown(coverage.untested(file)), ['63-66', '87->exit']);
    await edit((change) => change.insert(file, new vscode.Position(63, 8), 'x'));
    assert.deepEqual(shown(coverage.untested(file)), ['63', '65-66', '87->exit']);
    for (const expected of [
      ['63-66', '87->exit'],
      ['61-64', '85->exit'],
    ]) {
      await vscode.commands.executeCommand('undo');
      assert.deepEqual(shown(coverage.untested(file)), expected);
    }
  });

  it('lines that were changed and saved count as unknown, the others as before', () => {
    const file = uri('cloudlet/quota.py');
    const before = shown(coverage.untested(file))!;
    const text = readFileSync(file.fsPath, 'utf8');
    const lines = text.split('\n');
    const line = Number(/^\d+/.exec(before[0]!)![0]);
    lines[line - 1] += '  # edited';
    lines.unshift('# added');
    writeFileSync(file.fsPath, lines.join('\n'));
    assert.deepEqual(
      shown(coverage.untested(file)),
      before.slice(1).map((place) => place.replace(/^\d+|(?<=-)\d+/g, (n) => `${Number(n) + 1}`)),
    );
    writeFileSync(file.fsPath, text);
    assert.deepEqual(shown(coverage.untested(file)), before);
  });

  it('a new report is compared with the previous one, unprompted', async () => {
    const xml = readFileSync(report(), 'utf8');
    const before = coverage.summaries()[0]!;
    const changed = new Promise<void>((resolve) => {
      const subscription = coverage.onDidChange(() => {
        if (coverage.change().files.length === 0) return;
        subscription.dispose();
        resolve();
      });
    });
    const start = xml.indexOf('filename="common/utils.py"');
    const end = xml.indexOf('</class>', start);
    const section = xml.slice(start, end).replaceAll(/(<line number="(?:38|55)" hits=)"0"/g, '$1"1"');
    writeFileSync(report(), xml.slice(0, start) + section + xml.slice(end));
    await changed;
    const change = coverage.change();
    assert.equal(change.before.missed, before.missed);
    assert.equal(change.after.missed, before.missed - 2);
    assert.deepEqual(
      change.files.map(({ name, newlyTested, newlyUntested }) => [name, newlyTested, newlyUntested]),
      [['cloudlet/common/utils.py', [38, 55], []]],
    );
    assert.match(change.text, /^2 more lines tested: /);
    writeFileSync(report(), xml);
    await coverage.refresh();
  });

  it('a baseline that is set stays set', async () => {
    await coverage.setBaseline('before the tests');
    assert.equal(coverage.change().baseline, 'before the tests');
    assert.deepEqual(coverage.change().files, []);
    await coverage.clearBaseline();
    assert.notEqual(coverage.change().baseline, 'before the tests');
  });

  it('a broken report leaves the last good one in place, and cannot be opened', async () => {
    const xml = readFileSync(report());
    const before = coverage.reportText();
    writeFileSync(report(), xml.subarray(0, xml.length / 2));
    await coverage.refresh();
    assert.equal(coverage.reportText(), before);
    await assert.rejects(coverage.load(uri('cover/coverage.xml')), { name: 'UserError', reason: 'truncated' });
    writeFileSync(uri('cover/none.xml').fsPath, '<!DOCTYPE x [<!ENTITY e "boom">]><coverage>&e;</coverage>');
    await assert.rejects(coverage.load(uri('cover/none.xml')), { name: 'UserError' });
    assert.equal(coverage.reportText(), before);
    writeFileSync(report(), xml);
    utimesSync(report(), new Date(), new Date(statSync(uri('tox.ini').fsPath).mtimeMs + 60_000));
    await coverage.refresh();
    assert.equal(coverage.reportText(), before);
  });

  it('the coverage of my change is measured', async () => {
    await assert.rejects(coverage.patch(), { reason: 'not-a-repository' });
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
        cwd: folder,
        stdio: 'pipe',
      });
    };
    const file = uri('cloudlet/scheduler/filters.py').fsPath;
    const text = readFileSync(file, 'utf8');
    const missing = missingColumn('cloudlet/scheduler/filters.py')[0]!;
    const lines = text.split('\n');
    lines[Number(missing) - 1] = `${lines[Number(missing) - 1]}  # before`;
    writeFileSync(file, lines.join('\n'));
    git('init', '-q', '-b', 'master');
    git('add', '-A');
    git('commit', '-q', '-m', 'base');
    await assert.rejects(coverage.patch(), { reason: 'no-base' });
    await assert.rejects(coverage.patch('no/such'), { reason: 'unknown-ref' });
    writeFileSync(file, text);
    const patch = await coverage.patch('master');
    assert.deepEqual([patch.lines, patch.missed, patch.percent, patch.base.ref], [1, 1, 0, 'master']);
    assert.deepEqual(
      patch.files.map((one) => [one.name, one.missing]),
      [['cloudlet/scheduler/filters.py', [Number(missing)]]],
    );
  });

  it("a report of existing data is made even if the total is below the project's minimum", async () => {
    await vscode.commands.executeCommand('openstackContributor.coverage.makeReport', uri(''));
    assert.deepEqual(callsOf(folder), ['xml -o cover/coverage.xml --fail-under=0']);
  });

  async function edit(change: (edit: vscode.WorkspaceEdit) => void): Promise<void> {
    const workspaceEdit = new vscode.WorkspaceEdit();
    change(workspaceEdit);
    assert.ok(await vscode.workspace.applyEdit(workspaceEdit));
  }
});
