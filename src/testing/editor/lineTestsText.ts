/**
 * Ties a line of a text now to the line that was measured. A file that is older than the data is what was measured; its
 * lines are kept from then on, so that later edits are followed until the window closes.
 */
import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { hasCode } from '../../base/errors';
import { alignLines, hashLines, UNKNOWN } from '../../base/lines';
import type { DataFile } from './lineTestsData';

export class MeasuredLines {
  /** By file and by when the data was written that measured it. */
  private readonly measured = new Map<string, Uint32Array>();

  /**
   * The measured line, 1-based, that a line of the text now is; undefined when the line was changed since, or the file
   * was and what it was before is not known.
   */
  async lineThen(file: string, line: number, data: DataFile): Promise<number | undefined> {
    const measured = await this.keep(file, data);
    if (!measured) return undefined;
    const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === file);
    const now = hashLines(open ? open.getText() : await readFile(file, 'utf8'));
    const then = alignLines(measured, now)[line - 1] ?? UNKNOWN;
    return then === UNKNOWN ? undefined : then + 1;
  }

  /** Keeps the lines of a file as they were measured, while they can be known. */
  async keep(file: string, { writtenAt }: DataFile): Promise<Uint32Array | undefined> {
    const key = `${writtenAt} ${file}`;
    const known = this.measured.get(key);
    if (known) return known;
    try {
      if ((await stat(file)).mtimeMs > writtenAt) return undefined;
      const hashes = hashLines(await readFile(file, 'utf8'));
      this.measured.set(key, hashes);
      return hashes;
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES')) return undefined;
      throw error;
    }
  }
}
