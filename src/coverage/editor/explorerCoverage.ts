import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { pythonOutline } from '../../project/pythonOutline';
import type { CoverageModel } from '../coverageModel';
import type { FileCoverage } from '../model';
import { branchesOf, countsOf, hitsAt } from '../model';

/** So many files are handed over before the event loop gets its turn: a report of nova has 1,500. */
const FILES_AT_ONCE = 100;

/**
 * Hands the reports to VS Code's own test coverage, which shows bars in the Explorer and the Test Coverage view.
 * The lines, branches and functions of a file are worked out when VS Code asks for them.
 */
export class ExplorerCoverage implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('openstackContributor.coverage', 'OpenStack Coverage');
  private readonly profile: vscode.TestRunProfile;
  private readonly files = new WeakMap<vscode.FileCoverage, FileCoverage>();
  private run: vscode.TestRun | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(model: CoverageModel) {
    this.profile = this.controller.createRunProfile('Coverage Report', vscode.TestRunProfileKind.Coverage, () =>
      vscode.commands.executeCommand('openstackContributor.coverage.refresh'),
    );
    this.profile.loadDetailedCoverage = async (_run, coverage) => {
      const file = this.files.get(coverage);
      return file ? detailsOf(file, await textOf(coverage.uri)) : [];
    };
    let shown = '';
    this.subscription = vscode.Disposable.from(
      model.onDidChange(() => {
        const key = model.reports().map(({ report }) => `${report.sources.join()}@${report.writtenAt}`).join('|');
        if (key === shown) return;
        shown = key;
        void this.show(model.reports().flatMap(({ report }) => report.files));
      }),
    );
  }

  private async show(files: readonly FileCoverage[]): Promise<void> {
    this.run = undefined;
    if (!setting('coverage.showInExplorer') || files.length === 0) return;
    const run = this.controller.createTestRun(
      new vscode.TestRunRequest(undefined, undefined, this.profile),
      'Coverage Report',
      false,
    );
    this.run = run;
    for (let at = 0; at < files.length && this.run === run; at += FILES_AT_ONCE) {
      for (const file of files.slice(at, at + FILES_AT_ONCE)) {
        if (file.path === undefined || file.lines.length === 0) continue;
        const coverage = summaryOf(file, file.path);
        this.files.set(coverage, file);
        run.addCoverage(coverage);
      }
      await new Promise(setImmediate);
    }
    run.end();
  }

  dispose(): void {
    this.subscription.dispose();
    this.profile.dispose();
    this.controller.dispose();
  }
}

function summaryOf(file: FileCoverage, path: string): vscode.FileCoverage {
  const counts = countsOf(file);
  return new vscode.FileCoverage(
    vscode.Uri.file(path),
    new vscode.TestCoverageCount(counts.statements - counts.missed, counts.statements),
    counts.branches > 0
      ? new vscode.TestCoverageCount(counts.branches - counts.missedBranches, counts.branches)
      : undefined,
  );
}

/** `text` is undefined when the file cannot be read; the functions are left out then. */
function detailsOf(file: FileCoverage, text: string | undefined): vscode.FileCoverageDetail[] {
  const details: vscode.FileCoverageDetail[] = [];
  const branches = new Map([...branchesOf(file)].map((branch) => [branch.line, branch]));
  file.lines.forEach((line, i) => {
    const at = new vscode.Position(line - 1, 0);
    const branch = branches.get(line);
    const taken = branch
      ? Array.from(
          { length: branch.total },
          (_, n) =>
            new vscode.BranchCoverage(
              n >= branch.total - branch.taken,
              at,
              n < branch.missing.length ? targetLabel(branch.missing[n]!) : undefined,
            ),
        )
      : [];
    details.push(new vscode.StatementCoverage(file.hits[i]!, at, taken));
  });
  return [...details, ...functionsOf(file, text)];
}

function targetLabel(target: number | 'exit'): string {
  return target === 'exit' ? 'out of the function' : `to line ${target}`;
}

/** A Python function counts as run when any of its statements after the definition ran. */
function functionsOf(file: FileCoverage, text: string | undefined): vscode.DeclarationCoverage[] {
  if (file.functions) {
    return file.functions.map(
      (f) => new vscode.DeclarationCoverage(f.name, f.hits, new vscode.Position(f.line - 1, 0)),
    );
  }
  if (text === undefined || !file.name.endsWith('.py')) return [];
  return pythonOutline(text)
    .filter((definition) => definition.kind === 'function')
    .map((definition) => {
      let hits = 0;
      for (let line = definition.startLine + 1; line <= definition.endLine && hits === 0; line++) {
        hits = hitsAt(file, line) ?? 0;
      }
      const range = new vscode.Range(definition.startLine - 1, 0, definition.endLine, 0);
      return new vscode.DeclarationCoverage(definition.name, hits, range);
    });
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
  } catch {
    return undefined; // gone since the report was made: there is nothing to name
  }
}
