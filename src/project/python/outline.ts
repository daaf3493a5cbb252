/** The classes and functions of Python source. Lines are 1-based. */
import { HEADER } from './definition';
import { logicalLines } from './lexer';
import { normalizedName } from './names';

export interface PythonDefinition {
  /** With the names around it: `Class.method`, `outer.inner`. */
  readonly name: string;
  readonly kind: 'class' | 'function';
  /** The line of `class` or `def`; decorators are above it. */
  readonly startLine: number;
  /** The last line of its last statement. */
  readonly endLine: number;
}

/** In the order of the text; the names of one text may repeat, as those of a property's getter and setter do. */
export function pythonOutline(text: string): PythonDefinition[] {
  const definitions: { name: string; kind: 'class' | 'function'; startLine: number; endLine: number }[] = [];
  const around: { indent: number; definition: (typeof definitions)[number] }[] = [];
  for (const { firstLine, lastLine, indent, from } of logicalLines(text)) {
    while (around.length > 0 && around.at(-1)!.indent >= indent) around.pop();
    for (const { definition } of around) definition.endLine = lastLine;
    HEADER.lastIndex = from;
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
