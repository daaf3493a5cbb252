// Not from 'xml2js', which also loads a writer of XML eight times the parser's size.
import { parseString } from 'xml2js/lib/parser';
import type { Branch, BranchTarget } from '../../report/coverageReport';
import { branchesMeasured, columnsOf, countOfHeader, MAX_LINE, type ReadFile, type ReadReport } from './readReport';
import { ReportError, tooManyFiles } from './reportError';

/** The deepest element of Cobertura is the eleventh: a condition of a line of a method. */
const MOST_DEPTH = 32;

/**
 * Reads any Cobertura report, other generators' too, through a real XML parser: slower than `scanCobertura` by two
 * orders of magnitude, and the measure of what that one may accept. Lines count where they stand under a class, not
 * again under its methods.
 * @param text the whole report, one `<coverage>` element, without a DTD
 * @throws ReportError `malformed`, `not-a-report`, `too-large`
 */
export function readCoberturaByReference(text: string, mostFiles: number): ReadReport {
  const root = childrenOf(parse(text, mostFiles), 'coverage')[0];
  const packages = childrenOf(root, 'packages');
  if (packages.length === 0) throw new ReportError('not-a-report', 'has no <packages> as a Cobertura report has');
  const classes = ['package', 'classes', 'class'].reduce(
    (nodes, name) => nodes.flatMap((node) => childrenOf(node, name)),
    packages,
  );
  const files = classes.map(fileOf);
  return {
    format: 'cobertura',
    toolVersion: attributeOf(root, 'version'),
    hasBranches: branchesMeasured(
      attributeOf(root, 'branches-valid'),
      attributeOf(root, 'branch-rate'),
      files.some((file) => file.branches.length > 0),
    ),
    countedLines: countOfHeader(attributeOf(root, 'lines-valid')),
    sources: childrenOf(root, 'sources')
      .flatMap((node) => childrenOf(node, 'source'))
      .map((node) => textOf(node).trim()),
    files,
  };
}

function parse(text: string, mostFiles: number): unknown {
  let depth = 0;
  let files = 0;
  let result: unknown;
  let failure: unknown;
  const opened = (name: string): string => {
    if (++depth > MOST_DEPTH) throw new ReportError('malformed', `nests elements more than ${MOST_DEPTH} deep`);
    if (name === 'class' && ++files > mostFiles) throw tooManyFiles(mostFiles);
    return name;
  };
  const closed = (_path: string, _before: unknown, value: unknown): unknown => {
    depth--;
    return value;
  };
  try {
    // Without `async` the callback runs before parseString returns.
    parseString(text, { strict: true, tagNameProcessors: [opened], validator: closed }, (error, value: unknown) => {
      failure ??= error;
      result = value;
    });
  } catch (error) {
    failure ??= error; // what is wrong behind the end of the root element is thrown, not given to the callback
  }
  if (failure instanceof ReportError) throw failure;
  if (failure) throw new ReportError('malformed', 'is not well-formed XML', undefined, { cause: failure });
  return result;
}

function fileOf(node: unknown): ReadFile {
  const name = attributeOf(node, 'filename');
  if (name === undefined || name === '') throw new ReportError('malformed', 'has a class without a filename');
  const hits = new Map<number, number>();
  const branches = new Map<number, Branch>();
  for (const line of childrenOf(node, 'lines').flatMap((lines) => childrenOf(lines, 'line'))) {
    const number = wholeNumber(line, 'number', name);
    if (number < 1 || number > MAX_LINE) throw malformed(name, 'number', String(number));
    // A line that is listed twice ran as often as its busier half says.
    hits.set(number, Math.max(hits.get(number) ?? 0, wholeNumber(line, 'hits', name)));
    const branch = branchOf(line, number, name);
    if (branch !== undefined && branch.total > (branches.get(number)?.total ?? 0)) branches.set(number, branch);
  }
  return { name, ...columnsOf(hits, [...branches.values()]) };
}

/** The branch of a line; undefined where it has none, or where the report does not count its ways. */
function branchOf(node: unknown, line: number, file: string): Branch | undefined {
  const conditions = attributeOf(node, 'condition-coverage');
  if (attributeOf(node, 'branch') !== 'true' || conditions === undefined) return undefined;
  // 50% (1/2)
  const counts = /^-?\d{1,9}(?:\.\d+)?% \((\d{1,9})\/(\d{1,9})\)$/.exec(conditions);
  const taken = Number(counts?.[1]);
  const total = Number(counts?.[2]);
  if (!(taken <= total)) throw malformed(file, 'condition-coverage', conditions);
  const targets = attributeOf(node, 'missing-branches')?.split(',') ?? [];
  const missing = targets.map((target): BranchTarget => {
    if (target === 'exit') return target;
    const to = Number(target);
    if (!/^\d{1,9}$/.test(target) || to === 0) throw malformed(file, 'missing-branches', targets.join());
    return to;
  });
  return { line, total, taken, missing: missing.sort(byTarget) };
}

function byTarget(a: BranchTarget, b: BranchTarget): number {
  return (a === 'exit' ? 0 : a) - (b === 'exit' ? 0 : b);
}

function wholeNumber(node: unknown, name: string, file: string): number {
  const text = attributeOf(node, name) ?? '';
  if (!/^\d{1,15}$/.test(text)) throw malformed(file, name, text);
  return Number(text);
}

function malformed(file: string, attribute: string, value: string): ReportError {
  return new ReportError('malformed', `says ${attribute}="${value.slice(0, 40)}" of a line of ${file.slice(0, 200)}`);
}

/** Child elements by name: xml2js gives an array for each name, and a bare string for an element without any. */
function childrenOf(node: unknown, name: string): unknown[] {
  const children = own(node, name);
  return Array.isArray(children) ? children : children === undefined ? [] : [children];
}

function attributeOf(node: unknown, name: string): string | undefined {
  const value = own(own(node, '$'), name);
  return typeof value === 'string' ? value : undefined;
}

function textOf(node: unknown): string {
  const text = typeof node === 'string' ? node : own(node, '_');
  return typeof text === 'string' ? text : '';
}

function own(node: unknown, key: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
  return (node as Record<string, unknown>)[key];
}
