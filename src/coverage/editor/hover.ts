import { basename } from 'node:path';
import * as vscode from 'vscode';
import { escapeMarkdown } from '../../base/plainText';
import { ago, untakenBranches } from '../report/wording';
import type { CoverageModel } from '../state/coverageModel';
import type { DocumentCoverage } from './documents';

/** Says of a marked line why it is marked, and which report says so. */
export function registerHover(model: CoverageModel, documents: DocumentCoverage): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: 'file' },
    {
      provideHover(document, position) {
        const found = model.find(document.uri.fsPath);
        const coverage = documents.of(document);
        if (!found || !coverage) return undefined;
        const place = coverage.places.find(({ range }) => range.contains(position));
        const changed = place ? undefined : coverage.changed.find((range) => range.contains(position));
        if (!place && !changed) return undefined;

        const text = new vscode.MarkdownString();
        if (!place) {
          text.appendMarkdown(
            'Changed since the coverage report was made, so it is not known whether a test runs this.',
          );
        } else if (place.kind === 'missing') {
          const lines = place.range.end.line - place.range.start.line + 1;
          text.appendMarkdown(lines === 1 ? 'No test runs this line.' : 'No test runs these lines.');
        } else {
          const { line, missing, taken, total } = place.branch!;
          text.appendMarkdown(`${capitalized(untakenBranches(line, missing, taken, total))}.`);
          if (line !== place.first) text.appendMarkdown(' (Line numbers of the text that was measured.)');
        }
        const { sources, writtenAt } = found.folder.report;
        const names = sources.map((source) => basename(source)).join(', ');
        const written = new Date(writtenAt);
        text.appendMarkdown('\n\n');
        text.appendMarkdown(
          `${escapeMarkdown(names)}, made ${ago(writtenAt, Date.now())} (${escapeMarkdown(written.toLocaleString())})`,
        );
        return new vscode.Hover(text, place?.range ?? changed);
      },
    },
  );
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
