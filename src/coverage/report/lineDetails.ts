/**
 * The statements, branches and functions of a file in the text as it is now, for who shows them all. What was edited
 * since the report is left out. Lines are 1-based.
 */
import { splitLines, UNKNOWN } from '../../base/lines';
import { type PythonDefinition, pythonOutline } from '../../project/python/outline';
import { type Branch, type BranchTarget, branchesOf, type FileCoverage, hitsAt } from './coverageReport';

export interface FileDetails {
  readonly statements: readonly StatementDetail[];
  readonly functions: readonly FunctionDetail[];
}

interface StatementDetail {
  readonly line: number;
  readonly hits: number;
  /** Empty where the line does not branch. */
  readonly ways: readonly Way[];
}

/** One way out of a line that branches. */
interface Way {
  readonly taken: boolean;
  /** Where it leads, such as `to line 107`; undefined where the report, or the text now, does not tell. */
  readonly label: string | undefined;
}

interface FunctionDetail {
  readonly name: string;
  readonly hits: number;
  /** That of `def`. */
  readonly line: number;
}

/**
 * @param text as it is now
 * @param alignment for each of its lines the 0-based line in the measured text, or UNKNOWN
 */
export function detailsNow(file: FileCoverage, text: string, alignment: Int32Array): FileDetails {
  const branches = new Map([...branchesOf(file)].map((branch) => [branch.line, branch]));
  const lineNow = new Map<number, number>();
  alignment.forEach((measured, i) => {
    if (measured !== UNKNOWN) lineNow.set(measured + 1, i + 1);
  });
  const statements: StatementDetail[] = [];
  alignment.forEach((measured, i) => {
    const hits = measured === UNKNOWN ? undefined : hitsAt(file, measured + 1);
    if (hits !== undefined) statements.push({ line: i + 1, hits, ways: waysOf(branches.get(measured + 1), lineNow) });
  });
  return { statements, functions: functionsOf(file, text, alignment, lineNow) };
}

/** Those that were not taken come first, as only they have names. */
function waysOf(branch: Branch | undefined, lineNow: ReadonlyMap<number, number>): Way[] {
  if (!branch) return [];
  const left = branch.total - branch.taken;
  const labels = branch.missing.map((target) => labelOf(target, lineNow));
  return Array.from({ length: branch.total }, (_, n) => ({ taken: n >= left, label: labels[n] }));
}

function labelOf(target: BranchTarget, lineNow: ReadonlyMap<number, number>): string | undefined {
  if (target === 'exit') return 'to the exit';
  const line = lineNow.get(target);
  return line === undefined ? undefined : `to line ${line}`;
}

function functionsOf(
  file: FileCoverage,
  text: string,
  alignment: Int32Array,
  lineNow: ReadonlyMap<number, number>,
): FunctionDetail[] {
  if (file.functions) {
    return file.functions.flatMap(({ name, hits, line }) => {
      const now = lineNow.get(line);
      return now === undefined ? [] : [{ name, hits, line: now }];
    });
  }
  if (!file.name.endsWith('.py')) return [];
  const lines = splitLines(text);
  return pythonOutline(text).flatMap((definition) => {
    const hits = definition.kind === 'function' ? hitsOf(definition, file, lines, alignment) : undefined;
    return hits === undefined ? [] : [{ name: definition.name, hits, line: definition.startLine }];
  });
}

/**
 * A Python function ran when any of its statements after the definition ran. That none did is not known of one that was
 * edited, nor of one on a single line. Undefined where it is not known.
 */
function hitsOf(
  { startLine, endLine }: PythonDefinition,
  file: FileCoverage,
  lines: readonly string[],
  alignment: Int32Array,
): number | undefined {
  let isKnown = false;
  let isEdited = false;
  for (let line = startLine + 1; line <= endLine; line++) {
    const measured = alignment[line - 1] ?? UNKNOWN;
    const hits = measured === UNKNOWN ? undefined : hitsAt(file, measured + 1);
    if (hits !== undefined && hits > 0) return hits;
    if (hits === 0) isKnown = true;
    if (measured === UNKNOWN && lines[line - 1]?.trim()) isEdited = true;
  }
  return isKnown && !isEdited ? 0 : undefined;
}
