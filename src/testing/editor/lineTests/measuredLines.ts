/**
 * Ties lines of a text now to the lines that were measured. A file that is older than the data is what was measured; its
 * lines are kept from then on, so that later edits are followed until the window closes.
 */
import * as vscode from 'vscode';
import { alignLines, hashLines, UNKNOWN } from '../../../base/lines';
import { readSource, readSourceFile } from '../../../base/readFile';
import type { NotedRun } from '../../contexts/notedRuns';

export class MeasuredLines {
  /** By file and by when the data was written that measured it. */
  private readonly measured = new Map<string, Uint32Array>();

  /**
   * The measured line that each line of the text now is, both 1-based; without those that were changed since, and empty
   * when the file was and what it was before is not known.
   */
  async linesThen(file: string, lines: readonly number[], run: NotedRun): Promise<Map<number, number>> {
    const measured = await this.keep(file, run);
    if (!measured) return new Map();
    const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === file);
    const text = open ? open.getText() : await readSource(file);
    if (text === undefined) return new Map();
    const then = alignLines(measured, hashLines(text));
    const known = lines.filter((line) => (then[line - 1] ?? UNKNOWN) !== UNKNOWN);
    return new Map(known.map((line) => [line, then[line - 1]! + 1]));
  }

  /** Keeps the lines of a file as they were measured, while they can be known. */
  async keep(file: string, { measuredAt }: NotedRun): Promise<Uint32Array | undefined> {
    const key = `${measuredAt} ${file}`;
    const known = this.measured.get(key);
    if (known) return known;
    const content = await readSourceFile(file);
    if (!content || content.changed || content.modifiedAt > measuredAt) return undefined;
    const hashes = hashLines(content.bytes.toString('utf8'));
    this.measured.set(key, hashes);
    return hashes;
  }
}
