/** The statements of Python source, as coverage.py counts them. Lines are 1-based. */
import { logicalLines } from './lexer';

/** First and last lines of statements, both ascending, item by item of one statement. */
export interface PythonStatements {
  /** The lines that coverage.py may count: the first of each statement, block header and decorator. */
  readonly firstLines: Uint32Array;
  readonly lastLines: Uint32Array;
  /**
   * Those of `firstLines` that coverage.py counts only with some versions of it or of Python, or never: what compiles
   * to no code, such as `else:`, and strings that stand alone, docstrings among them.
   */
  readonly uncertainLines: ReadonlySet<number>;
}

/** Compiles to no code, or with some versions of Python to an instruction that does nothing. */
const CODELESS = /(?:(?:else|finally)[ \t]*:[ \t]*(?:[#\r\n]|$)|(?:global|nonlocal)[ \t]|\.\.\.[ \t]*(?:[#\r\n]|$))/y;

export function pythonStatements(text: string): PythonStatements {
  const firstLines: number[] = [];
  const lastLines: number[] = [];
  const uncertainLines = new Set<number>();
  for (const { firstLine, lastLine, from, isString } of logicalLines(text)) {
    firstLines.push(firstLine);
    lastLines.push(lastLine);
    CODELESS.lastIndex = from;
    if (isString || CODELESS.test(text)) uncertainLines.add(firstLine);
  }
  return { firstLines: Uint32Array.from(firstLines), lastLines: Uint32Array.from(lastLines), uncertainLines };
}
