import * as vscode from 'vscode';
import { onSettingChange, setting } from '../../base/editor/settings';
import { alignLines, hashLines } from '../../base/lines';
import { readSource } from '../../base/readFile';
import type { MeasuredTexts } from '../measured/measuredTexts';
import type { FileCoverage } from '../report/coverageReport';
import { countsOf } from '../report/coverageReport';
import { detailsNow } from '../report/lineDetails';
import type { CoverageModel } from '../state/coverageModel';

/** So many files are handed over before the event loop gets its turn: a report of nova has 1,500. */
const FILES_AT_ONCE = 100;

/** A file that was handed over, with the texts that its report measured. */
interface Shown {
  readonly file: FileCoverage;
  readonly texts: MeasuredTexts;
}

/**
 * Hands the reports to VS Code's own test coverage, which shows bars in the Explorer and the Test Coverage view.
 * The lines, branches and functions of a file are worked out when VS Code asks for them.
 */
export class ExplorerCoverage implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController(
    'openstackContributor.coverage',
    'OpenStack Coverage',
  );
  private readonly profile: vscode.TestRunProfile;
  private readonly files = new WeakMap<vscode.FileCoverage, Shown>();
  private run: vscode.TestRun | undefined;
  /** The texts of the reports that are shown: others for each report, and when git may be asked for them. */
  private shown: readonly MeasuredTexts[] = [];
  private readonly subscription: vscode.Disposable;

  constructor(private readonly model: CoverageModel) {
    this.profile = this.controller.createRunProfile('Coverage Report', vscode.TestRunProfileKind.Coverage, () =>
      vscode.commands.executeCommand('openstackContributor.coverage.refresh'),
    );
    this.profile.loadDetailedCoverage = async (_run, coverage) => {
      const shown = this.files.get(coverage);
      return shown ? detailsOf(shown, coverage.uri) : [];
    };
    this.subscription = vscode.Disposable.from(
      model.onDidChange(() => this.update()),
      onSettingChange(['coverage.showInExplorer'], () => this.update()),
    );
  }

  private update(): void {
    const reports = setting('coverage.showInExplorer') ? this.model.reports() : [];
    const wanted = reports.map(({ texts }) => texts);
    if (wanted.length === this.shown.length && wanted.every((texts, i) => texts === this.shown[i])) return;
    this.shown = wanted;
    this.run?.end();
    this.run = undefined;
    void this.show(
      wanted,
      reports.flatMap(({ report, texts }) => report.files.map((file) => ({ file, texts }))),
    );
  }

  private async show(wanted: readonly MeasuredTexts[], files: readonly Shown[]): Promise<void> {
    // Takes back what was shown. It also wakes the part of VS Code that shows coverage: asleep, as it may be in a window
    // that has just opened, it would never hear of the run.
    await vscode.commands.executeCommand('testing.coverage.close');
    if (this.shown !== wanted || files.length === 0) return;
    const run = this.controller.createTestRun(
      new vscode.TestRunRequest(undefined, undefined, this.profile),
      'Coverage Report',
      false,
    );
    this.run = run;
    for (let at = 0; at < files.length && this.run === run; at += FILES_AT_ONCE) {
      for (const shown of files.slice(at, at + FILES_AT_ONCE)) {
        const { file } = shown;
        if (file.path === undefined || file.lines.length === 0) continue;
        const coverage = summaryOf(file, file.path);
        this.files.set(coverage, shown);
        run.addCoverage(coverage);
      }
      await new Promise(setImmediate);
    }
    if (this.run === run) run.end();
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

/** Nothing where the file is gone, or where the measured text is unknown. */
async function detailsOf({ file, texts }: Shown, uri: vscode.Uri): Promise<vscode.FileCoverageDetail[]> {
  const [text, measured] = await Promise.all([textOf(uri), texts.hashesOf(file)]);
  if (text === undefined || !measured) return [];
  const { statements, functions } = detailsNow(file, text, alignLines(measured, hashLines(text)));
  return [
    ...statements.map(({ line, hits, ways }) => {
      const at = new vscode.Position(line - 1, 0);
      return new vscode.StatementCoverage(
        hits,
        at,
        ways.map(({ taken, label }) => new vscode.BranchCoverage(taken, at, label)),
      );
    }),
    // The line of the definition alone: VS Code takes the end of a longer range for a part of the statement that the
    // definition is, and paints it as such.
    ...functions.map(
      ({ name, hits, line }) => new vscode.DeclarationCoverage(name, hits, new vscode.Position(line - 1, 0)),
    ),
  ];
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return open ? open.getText() : readSource(uri.fsPath);
}
