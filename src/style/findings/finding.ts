/**
 * The values of this feature: what a tool wrote, and where that stands in the text.
 *
 * A tool writes rows. It counts lines from 1, and columns in its own way; a `Finding` has the positions of an editor:
 * 0-based lines, 0-based UTF-16 columns.
 */

export interface Position {
  /** 0-based. */
  readonly line: number;
  /** 0-based, in UTF-16 units. */
  readonly character: number;
}

/** `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One thing that a check found, at its place in a file. */
export interface Finding {
  /** Absolute path. */
  readonly file: string;
  readonly range: Range;
  /** `H301`, `arg-type`; without the colon that hacking puts behind its codes. Undefined where a tool has no codes. */
  readonly code: string | undefined;
  readonly message: string;
  /** The program that said it: `flake8`, `mypy`. */
  readonly tool: string;
  readonly severity: Severity;
  /** For a formatter: the hunk it would apply. */
  readonly diff?: string;
  /** What the tool itself would do about it, where that surely keeps the meaning of the code. */
  readonly fix?: ToolFix;
}

export interface ToolFix {
  /** In the tool's words: "Remove unused import: `os`". */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Replaces the text of `range`; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/**
 * What a column counts. Tools that look at text count characters (code points); those that look at Python's syntax
 * tree (pyflakes, mypy, pylint, bandit) pass on its `col_offset`, which counts the bytes of UTF-8.
 */
export type ColumnUnit = 'characters' | 'bytes';

/** One report of a tool, with its numbers as they were written except that columns start at 0. */
export interface Row {
  readonly tool: string;
  /** As the tool wrote it: absolute, or relative to where the tool ran. */
  readonly file: string;
  /** 1-based; 0 for the file as a whole. */
  readonly line: number;
  /** 0-based; undefined when the tool only knows the line. */
  readonly column?: number;
  readonly unit?: ColumnUnit;
  /** Where the tool says that it ends, exclusive: 1-based line, 0-based column. */
  readonly end?: RowPosition;
  readonly code: string | undefined;
  readonly message: string;
  /** The tool's own opinion; undefined: the code decides. */
  readonly severity?: Severity;
  readonly diff?: string;
  /** Its places count as those of the row. */
  readonly fix?: { readonly title: string; readonly edits: readonly RowEdit[] };
}

/** A place as a tool gives it: 1-based line, 0-based column. */
export interface RowPosition {
  readonly line: number;
  readonly column: number;
}

export interface RowEdit {
  readonly start: RowPosition;
  /** Exclusive. */
  readonly end: RowPosition;
  readonly text: string;
}
