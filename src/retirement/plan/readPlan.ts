/** A plan from the text of its file, YAML or JSON, with every problem at its place. */
import { basename } from 'node:path';
import * as v from 'valibot';
import { messageOf, UserError } from '../../base/errors';
import { MAX_YAML_BYTES, readYamlText } from '../../base/yaml';
import { defined } from '../edits/editInput';
import { PLAN_VERSION, type Plan, type PlanStep } from './plan';
import { keyPlace, placeOf, type Span, sharedNode } from './planPlaces';
import { ruleProblems, type ValuePath } from './planRules';
import { PLAN, wordsOf } from './planShape';
import { unknownKeys } from './unknownKeys';

export interface PlanProblem {
  /** 0-based. */
  readonly line: number;
  /** 0-based columns in UTF-16 units, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/**
 * @param file its name or path: `.json` is read as JSON, and so is what starts with a brace
 * @throws UserError `bad-plan`, which names the 1-based line of the first error
 */
export async function readPlan(text: string, file: string): Promise<Plan> {
  const { plan, problems } = await examine(text, file);
  const error = problems.find(({ severity }) => severity === 'error');
  if (!plan || error) {
    const place = error ? `, line ${error.line + 1}: ${error.message}` : ' is not a plan';
    throw new UserError('bad-plan', `${basename(file)}${place}.`);
  }
  return plan;
}

/**
 * The problems of a plan's text by their lines, for an editor, up to some hundreds; none for a plan that is fine.
 * @param file as in `readPlan`
 */
export async function checkPlan(text: string, file: string): Promise<PlanProblem[]> {
  return (await examine(text, file)).problems;
}

/** Whether a plan's text is JSON. A plan in YAML is a mapping in lines, never one in braces. */
export const isJson = (text: string, file: string): boolean => /\.json$/i.test(file) || /^\s*\{/.test(text);

interface Examined {
  /** Undefined where there are errors of the shape. */
  readonly plan?: Plan;
  readonly problems: PlanProblem[];
}

async function examine(text: string, file: string): Promise<Examined> {
  const lines = text.split('\n');
  let next = 0;
  const starts = lines.map((line) => {
    const start = next;
    next += line.length + 1;
    return start;
  });
  const problemAt = ({ from, to }: Span, message: string, severity: PlanProblem['severity'] = 'error'): PlanProblem => {
    const line = Math.max(
      starts.findLastIndex((start) => start <= from),
      0,
    );
    const column = from - (starts[line] ?? 0);
    const width = (lines[line] ?? '').replace(/\r$/, '').length;
    return { line, from: column, to: Math.max(Math.min(column + to - from, width), column), message, severity };
  };
  const whole = { from: 0, to: lines[0]?.length ?? 0 };
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) {
    return { problems: [problemAt(whole, 'The file is larger than the 64 KB that a plan may have')] };
  }
  const format = isJson(text, file) ? 'JSON' : 'YAML';
  const wrong = format === 'JSON' ? jsonProblem(text) : undefined;
  if (wrong) return { problems: [problemAt(lineFrom(text, wrong.at), wrong.message)] };
  const { document, problems } = await readYamlText(text);
  if (!document) {
    return {
      problems: shown(problems).map(({ at, message }) => problemAt(lineFrom(text, at), sentence(format, message))),
    };
  }
  const shared = await sharedNode(document);
  if (shared) return { problems: [problemAt(shared, 'A plan has no anchors, aliases or tags')] };

  const value: unknown = document.toJS({ maxAliasCount: 0 });
  const at = (path: ValuePath, message: string, severity?: PlanProblem['severity']): PlanProblem =>
    problemAt(placeOf(document, path) ?? whole, message, severity);
  const version = versionProblem(value);
  if (version) return { problems: [at(['retirement'], version)] };

  const read = v.safeParse(PLAN, value);
  const warnings = shown(unknownKeys(PLAN, value)).map((path) =>
    problemAt(
      keyPlace(document, path) ?? whole,
      `${nameOf(path)} is an unknown key: it is kept, and ignored`,
      'warning',
    ),
  );
  if (!read.success) {
    const errors = shown(read.issues).map((issue) => {
      const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
      return at(path, `${nameOf(path)} ${wordsOf(issue)}`);
    });
    return { problems: sorted([...errors, ...warnings]) };
  }
  const plan = planOf(read.output);
  const rules = shown(ruleProblems(plan)).map(({ path, message, severity }) => at(path, message, severity));
  return { plan, problems: sorted([...rules, ...warnings]) };
}

/** More than a person reads, of each kind: to find the place of one takes a look through the whole file. */
const MOST_SHOWN = 200;
const shown = <T>(problems: readonly T[]): readonly T[] => problems.slice(0, MOST_SHOWN);

const sorted = (problems: PlanProblem[]): PlanProblem[] => problems.sort((a, b) => a.line - b.line || a.from - b.from);

/** A newer version may mean anything with any key, so nothing else is said about it. */
function versionProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('retirement' in value)) {
    return `This is not the plan of a retirement: the line "retirement: ${PLAN_VERSION}" is missing`;
  }
  const { retirement } = value;
  return typeof retirement === 'number' && retirement > PLAN_VERSION
    ? `This plan was made by a newer version of the extension (format ${retirement}, this one reads ${PLAN_VERSION}): update the extension`
    : undefined;
}

/** What JSON does not take: its places are read as those of YAML, which takes more. */
function jsonProblem(text: string): { readonly at: number; readonly message: string } | undefined {
  try {
    // Editors of Windows put a mark before a text, which JSON does not have.
    JSON.parse(text.replace(/^\uFEFF/, ' '));
    return undefined;
  } catch (error) {
    const message = messageOf(error);
    const at = Number(/at position (\d+)/.exec(message)?.[1] ?? firstNoToken(text));
    // What follows is the place again, or a piece of the text.
    const words = message.replace(/ in JSON at position \d[^]*$|, (?:\.\.\.)?"[^]*$/, '');
    return { at: Math.min(at, text.length), message: sentence('JSON', words) };
  }
}

/** Where no token of JSON starts: some messages of the engine have no place. */
function firstNoToken(text: string): number {
  const token = /\s+|[{}[\],:]|"(?:[^"\\\n]|\\.)*"|-?[\d.]+(?:[eE][+-]?\d+)?|true|false|null/y;
  let at = 0;
  while (token.test(text)) at = token.lastIndex;
  return at;
}

/** From a place to the end of its line. */
function lineFrom(text: string, at: number): Span {
  const end = text.indexOf('\n', at);
  return { from: at, to: end < 0 ? text.length : end };
}

/** Messages of the library have a picture of the place below their first line. */
function sentence(format: string, message: string): string {
  const [first = ''] = message.split('\n');
  const words = first.replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '');
  return `The ${format} is not valid: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

/** `change`, `after[0]`, `params.date`: the part of a path that is below a step, or below the plan. */
function nameOf(path: ValuePath): string {
  const below = path[0] === 'steps' && path.length > 2 ? path.slice(2) : path;
  const name = below.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${key}`)).join('');
  // A key can be anything in YAML, a list over several lines too.
  return name === '' ? 'The plan' : name.replace(/\s+/g, ' ').slice(0, 80);
}

const planOf = (read: v.InferOutput<typeof PLAN>): Plan => defined({ ...read, steps: read.steps.map(stepOf) });

const stepOf = ({ params, ...step }: v.InferOutput<typeof PLAN>['steps'][number]): PlanStep =>
  defined({ ...step, ...(params && { params: defined(params) }) });
