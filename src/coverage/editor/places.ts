import * as vscode from 'vscode';
import { alignLines, hashLine, splitLines } from '../../base/lines';
import { readSource } from '../../base/readFile';
import { enclosing, pythonOutline } from '../../project/python/outline';
import type { FileCoverage } from '../report/coverageReport';
import { type CurrentPlace, currentPlaces, placesOf } from '../report/untested';
import type { CoverageModel } from '../state/coverageModel';
import type { DocumentCoverage } from './documents';

/** An untested place with the name of the class or function it is in, such as `Utils.convert`. */
export interface NamedPlace extends CurrentPlace {
  readonly enclosing: string | undefined;
  /** The measured text is not known: the lines are those of the report, and may be others in the text now. */
  readonly older: boolean;
}

/** The untested places of any measured file, open or not, in the text as it is now. */
export class Places {
  /** Fires with the open documents whose places changed. */
  readonly onDidChange: vscode.Event<readonly vscode.TextDocument[]>;

  constructor(
    private readonly model: CoverageModel,
    private readonly documents: DocumentCoverage,
  ) {
    this.onDidChange = documents.onDidChange;
  }

  /**
   * @param only keep the places that hold one of these 1-based lines of the measured text; undefined keeps all
   * @returns from top to bottom; without the file or its measured text: the line numbers of the report
   */
  async of(file: FileCoverage, only?: readonly number[]): Promise<NamedPlace[]> {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === file.path);
    const text = open?.getText() ?? (file.path === undefined ? undefined : await readSource(file.path));
    const known = open && this.documents.of(open);
    const current = known && !known.older ? known.places : await this.align(file, text);
    const places = current ?? currentPlaces(placesOf(file), undefined);
    const outline = text !== undefined && file.name.endsWith('.py') ? pythonOutline(text) : [];
    const wanted = only && new Set(only);
    return withoutEchoes(places)
      .filter((place) => !wanted || place.reportLines.some((line) => wanted.has(line)))
      .map((place) => ({
        ...place,
        enclosing: enclosing(outline, place.first)?.name,
        older: current === undefined,
      }));
  }

  /** Undefined when it is not known which text was measured. */
  private async align(file: FileCoverage, text: string | undefined): Promise<CurrentPlace[] | undefined> {
    const folder = file.path === undefined ? undefined : this.model.find(file.path)?.folder;
    const hashes = text === undefined ? undefined : await folder?.texts.hashesOf(file);
    if (text === undefined || !hashes) return undefined;
    return currentPlaces(placesOf(file), alignLines(hashes, splitLines(text).map(hashLine)));
  }
}

/** Without branches that only lead to missing lines: those lines say it already, as in the table of coverage.py. */
function withoutEchoes(places: readonly CurrentPlace[]): CurrentPlace[] {
  const missing = new Set(places.flatMap((place) => (place.kind === 'missing' ? place.reportLines : [])));
  return places.filter(
    ({ missingBranches }) =>
      missingBranches.length === 0 || !missingBranches.every((target) => target !== 'exit' && missing.has(target)),
  );
}
