import * as vscode from 'vscode';
import type * as api from '../../api';
import type { DisposableStore } from '../../base/emitter';
import { UserError } from '../../base/errors';
import { alignLines, hashLine, splitLines } from '../../base/lines';
import { readSourceSync } from '../../base/readFile';
import type { ChangeCoverage } from '../measured/changeCoverage';
import { NO_COUNTS, percentOf, totalCounts } from '../report/coverageReport';
import { currentPlaces, placesOf } from '../report/untested';
import type { CoverageModel } from '../state/coverageModel';
import type { ReadyFolder } from '../state/folderState';
import type { DocumentCoverage } from './documents';

/** The feature's main jobs without its views; see src/api.ts for what each member promises. */
export function coverageApi(
  model: CoverageModel,
  documents: DocumentCoverage,
  store: DisposableStore,
): api.CoverageApi {
  const changed = store.add(new vscode.EventEmitter<void>());
  store.add(model.onDidChange(() => changed.fire()));
  store.add(documents.onDidChange(() => changed.fire()));
  return {
    async load(report) {
      const folder = await model.load(report.fsPath);
      await documents.followAll();
      return summaryOf(folder);
    },
    async refresh() {
      await model.refresh();
      await documents.followAll();
    },
    summaries: () => model.reports().map(summaryOf),
    untested: (file) => untested(file, model, documents),
    reportText: (folder) => model.table(folder?.fsPath)?.text ?? '',
    async setBaseline(name) {
      const reports = model.reports();
      if (reports.length === 0) {
        throw new UserError('no-report', 'There is no coverage report to keep as the baseline.');
      }
      const given = name ?? new Date().toISOString();
      await Promise.all(reports.map(({ path }) => model.folder(path).setBaseline(given)));
    },
    async clearBaseline() {
      await Promise.all(model.reports().map(({ path }) => model.folder(path).clearBaseline()));
    },
    change(folder) {
      const shown = model.reports().length === 0 ? undefined : model.report(folder?.fsPath);
      return shown?.comparison.change ?? nothingChanged(shown);
    },
    async patch(base, folder) {
      return patchOf(await model.folder(model.report(folder?.fsPath).path).changeAgainst(base));
    },
    onDidChange: changed.event,
  };
}

function summaryOf({ path, report }: ReadyFolder): api.CoverageSummary {
  const counts = totalCounts(report.files);
  return {
    ...counts,
    folder: vscode.Uri.file(path),
    reports: report.sources.map((source) => vscode.Uri.file(source)),
    writtenAt: report.writtenAt,
    percent: percentOf(counts),
    files: report.files.length,
    unresolved: report.unresolved.map(({ name, reason }) => ({ name, reason })),
    ...(report.incomplete && { incomplete: report.incomplete }),
  };
}

function untested(uri: vscode.Uri, model: CoverageModel, documents: DocumentCoverage): api.UntestedPlace[] | undefined {
  const found = model.find(uri.fsPath);
  if (!found) return undefined;
  const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === uri.fsPath);
  const known = open && documents.of(open);
  if (known) {
    return known.older ? undefined : known.places.map((place) => placeOf(place, open.validateRange(linesOf(place))));
  }

  const hashes = found.folder.texts.knownHashes(found.file);
  if (!hashes) return undefined;
  const text = readSourceSync(uri.fsPath);
  if (text === undefined) return undefined;
  const lines = splitLines(text);
  return currentPlaces(placesOf(found.file), alignLines(hashes, lines.map(hashLine))).map((place) =>
    placeOf(place, new vscode.Range(place.first - 1, 0, place.last - 1, lines[place.last - 1]?.length ?? 0)),
  );
}

/** The range that `coverage report` gives; what is marked goes on to where its last statement ends. */
function linesOf({ first, last }: { first: number; last: number }): vscode.Range {
  return new vscode.Range(first - 1, 0, last - 1, Number.MAX_SAFE_INTEGER);
}

function placeOf(
  place: { kind: 'missing' | 'partial'; missingBranches: readonly (number | 'exit')[] },
  range: vscode.Range,
): api.UntestedPlace {
  return place.kind === 'missing'
    ? { range, kind: 'missing' }
    : { range, kind: 'partial', missingBranches: place.missingBranches };
}

function nothingChanged(folder: ReadyFolder | undefined): api.CoverageChange {
  const counts = folder ? totalCounts(folder.report.files) : NO_COUNTS;
  const now = { ...counts, percent: percentOf(counts) };
  return {
    baseline: undefined,
    before: now,
    after: now,
    files: [],
    text: 'There is no report before this one to compare with.',
  };
}

function patchOf({ base, lines, missed, percent, files }: ChangeCoverage): api.PatchCoverage {
  return {
    ...{ base, lines, missed, percent },
    files: files.map(({ name, path, lines, missing }) => ({ name, file: vscode.Uri.file(path), lines, missing })),
  };
}
