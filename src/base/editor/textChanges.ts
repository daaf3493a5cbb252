import type * as vscode from 'vscode';
import type { TextChange } from '../lineTracker';

/** An edit as a line tracker takes it: changes one after the other, each in the text that the ones before it left. */
export function textChangesOf({ contentChanges }: vscode.TextDocumentChangeEvent): TextChange[] {
  // All ranges are those of the text before the edit: from its end to its beginning each one still holds.
  const fromTheEnd = [...contentChanges].sort((a, b) => b.rangeOffset - a.rangeOffset);
  return fromTheEnd.map(({ range, text }) => ({
    startLine: range.start.line,
    startCharacter: range.start.character,
    endLine: range.end.line,
    endCharacter: range.end.character,
    text,
  }));
}
