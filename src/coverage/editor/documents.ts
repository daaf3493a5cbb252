import * as vscode from 'vscode';
import { debounce } from '../../base/coalesce';
import { textChangesOf } from '../../base/editor/textChanges';
import { messageOf } from '../../base/errors';
import { hashLine, splitLines, UNKNOWN } from '../../base/lines';
import { LineTracker } from '../../base/lineTracker';
import type { Log } from '../../base/log';
import type { MeasuredTexts } from '../measured/measuredTexts';
import { statementEnds } from '../measured/statementEnds';
import type { FileCoverage } from '../report/coverageReport';
import { type CurrentPlace, currentPlaces, placesOf } from '../report/untested';
import type { CoverageModel } from '../state/coverageModel';

/** An untested place in the text of a document as it is now. */
interface DocumentPlace extends CurrentPlace {
  readonly range: vscode.Range;
}

/** What is known of a document. */
export interface CoverageOfDocument {
  readonly places: readonly DocumentPlace[];
  /** Lines that changed since the report, of which nothing is claimed. */
  readonly changed: readonly vscode.Range[];
  /** The measured text is unknown, so nothing can be said of any line. */
  readonly older: boolean;
}

/** A document that is followed from the text which its report measured. */
interface Followed {
  readonly texts: MeasuredTexts;
  readonly file: FileCoverage;
  /** Undefined when the measured text is unknown. */
  readonly tracker: LineTracker<number> | undefined;
  /** Computed again after each edit, when it is asked for. */
  coverage?: CoverageOfDocument;
}

/** How long VS Code may take to put marks on screen. Other work would keep this process from sending them. */
const PAINT_MS = 60;

/** Typing is not held up by drawing: marks move with the text by themselves, and are set right after this pause. */
const AFTER_EDIT_MS = 60;

/** Keeps what is known of the open documents up to date while they are edited. */
export class DocumentCoverage implements vscode.Disposable {
  private readonly followed = new Map<string, Followed>();
  private readonly changed = new vscode.EventEmitter<readonly vscode.TextDocument[]>();
  /** Fires with the documents of which something else is known now. */
  readonly onDidChange = this.changed.event;
  private readonly editedDocuments = new Set<vscode.TextDocument>();
  private readonly edited = debounce(() => {
    const documents = [...this.editedDocuments];
    this.editedDocuments.clear();
    this.changed.fire(documents);
  }, AFTER_EDIT_MS);
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly model: CoverageModel,
    private readonly log: Log,
  ) {
    this.disposables = [
      this.changed,
      { dispose: () => this.edited.cancel() },
      vscode.workspace.onDidOpenTextDocument(() => void this.followAll()),
      vscode.workspace.onDidCloseTextDocument((document) => this.followed.delete(document.uri.toString())),
      vscode.workspace.onDidChangeTextDocument((event) => this.edit(event)),
      vscode.Disposable.from(model.paintFirst(() => this.followAll())),
    ];
    void this.followAll();
  }

  /** What is known of a document; undefined when it is not measured, or not looked at yet. */
  of(document: vscode.TextDocument): CoverageOfDocument | undefined {
    const followed = this.followed.get(document.uri.toString());
    if (!followed) return undefined;
    followed.coverage ??= coverageOf(document, followed);
    return followed.coverage;
  }

  /** Follows all open documents from what is known now; resolves when the marks that this brings are on screen. */
  async followAll(): Promise<void> {
    const documents = vscode.workspace.textDocuments.filter((document) => document.uri.scheme === 'file');
    const marked = await Promise.all(documents.map((document) => this.follow(document)));
    if (marked.includes(true)) await new Promise((resolve) => setTimeout(resolve, PAINT_MS));
  }

  /** Whether there is something new to mark. */
  private async follow(document: vscode.TextDocument): Promise<boolean> {
    const key = document.uri.toString();
    const found = this.model.find(document.uri.fsPath);
    if (!found) {
      if (this.followed.delete(key)) this.changed.fire([document]);
      return false;
    }
    const { folder, file } = found;
    const { texts } = folder;
    if (this.followed.get(key)?.texts === texts) return false;
    try {
      const hashes = await texts.hashesOf(file);
      if (document.isClosed || texts !== this.model.find(document.uri.fsPath)?.folder.texts) return false;
      const tracker = hashes && new LineTracker<number>(Array.from(hashes), splitLines(document.getText()), hashLine);
      this.followed.set(key, { texts, file, tracker });
      this.changed.fire([document]);
      return true;
    } catch (error) {
      this.log.error(`${document.uri.fsPath}: ${messageOf(error)}`);
      return false;
    }
  }

  private edit(event: vscode.TextDocumentChangeEvent): void {
    const { document } = event;
    const followed = this.followed.get(document.uri.toString());
    if (!followed || event.contentChanges.length === 0) return;
    followed.tracker?.apply(textChangesOf(event));
    delete followed.coverage;
    this.editedDocuments.add(document);
    this.edited();
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

function coverageOf(document: vscode.TextDocument, { file, tracker }: Followed): CoverageOfDocument {
  if (!tracker) return { places: [], changed: [], older: true };
  const alignment = tracker.alignment();
  const ends = statementEnds(file.name, document.getText());
  const places = currentPlaces(placesOf(file), alignment, ends).map((place) => ({
    ...place,
    range: document.validateRange(new vscode.Range(place.first - 1, 0, place.end - 1, Number.MAX_SAFE_INTEGER)),
  }));
  const changed: vscode.Range[] = [];
  for (let line = 0; line < alignment.length; line++) {
    if (alignment[line] !== UNKNOWN || document.lineAt(line).isEmptyOrWhitespace) continue;
    changed.push(document.lineAt(line).range);
  }
  return { places, changed, older: false };
}
