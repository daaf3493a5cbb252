/** The classes, functions and statements of Python source. Lines are 1-based. */
import { logicalLines } from './pythonLines';
import { NAME, normalizedName } from './pythonNames';

export interface PythonDefinition {
  /** With the names around it: `Class.method`, `outer.inner`. */
  readonly name: string;
  readonly kind: 'class' | 'function';
  /** The line of `class` or `def`; decorators are above it. */
  readonly startLine: number;
  /** The last line of its last statement. */
  readonly endLine: number;
}

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

/** The header of a class (its keyword is the first group) or function, with its name. */
export const HEADER = new RegExp(`(?:(class)|(?:async[ \\t]+)?def)[ \\t]+(${NAME})`, 'uy');

/** Compiles to no code, or with some versions of Python to an instruction that does nothing. */
const CODELESS = /(?:(?:else|finally)[ \t]*:[ \t]*(?:[#\r\n]|$)|(?:global|nonlocal)[ \t]|\.\.\.[ \t]*(?:[#\r\n]|$))/y;

/** In the order of the text; the names of one text may repeat, as those of a property's getter and setter do. */
export function pythonOutline(text: string): PythonDefinition[] {
  const definitions: { name: string; kind: 'class' | 'function'; startLine: number; endLine: number }[] = [];
  const around: { indent: number; definition: (typeof definitions)[number] }[] = [];
  for (const { firstLine, lastLine, indent, offset } of logicalLines(text)) {
    while (around.length > 0 && around.at(-1)!.indent >= indent) around.pop();
    for (const { definition } of around) definition.endLine = lastLine;
    HEADER.lastIndex = offset;
    const header = HEADER.exec(text);
    if (!header) continue;
    const outer = around.at(-1)?.definition;
    const name = normalizedName(header[2]!);
    const definition = {
      name: outer ? `${outer.name}.${name}` : name,
      kind: header[1] ? ('class' as const) : ('function' as const),
      startLine: firstLine,
      endLine: lastLine,
    };
    definitions.push(definition);
    around.push({ indent, definition });
  }
  return definitions;
}

/** The innermost definition that holds a line. */
export function enclosing(outline: readonly PythonDefinition[], line: number): PythonDefinition | undefined {
  // Definitions nest and are sorted by their first lines, so the last one that holds the line is the innermost.
  return outline.findLast(({ startLine, endLine }) => startLine <= line && line <= endLine);
}

export function pythonStatements(text: string): PythonStatements {
  const firstLines: number[] = [];
  const lastLines: number[] = [];
  const uncertainLines = new Set<number>();
  for (const { firstLine, lastLine, offset, isString } of logicalLines(text)) {
    firstLines.push(firstLine);
    lastLines.push(lastLine);
    CODELESS.lastIndex = offset;
    if (isString || CODELESS.test(text)) uncertainLines.add(firstLine);
  }
  return { firstLines: Uint32Array.from(firstLines), lastLines: Uint32Array.from(lastLines), uncertainLines };
}
