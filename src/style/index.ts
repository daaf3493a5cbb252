/** The door of this feature: style findings of the project's own tools, what they mean, and what can be done. */
export type { Finding, Position, Range, Row, Severity, TextEdit } from './finding';
export { type Fix, type FixOptions, fixesFor, type PythonText, scanPython } from './fixes';
export { checkWithFlake8, type Flake8Options } from './flake8';
export type { Flake8Failure } from './flake8Failure';
export { Pep8Output, readPep8Output, type Step } from './pep8Output';
export { LatestQueue, type Outcome, type QueueOptions } from './queue';
export { explain } from './rules/explain';
export { type LocalRule, readHackingRst } from './rules/hackingRst';
export type { Explanation } from './rules/rule';
export type { Command, Run, RunOptions, RunResult } from './run';
export { defaultSeverities, type SeverityTable, severityOf } from './severity';
export type { Target } from './target';
export { toFindings } from './toFindings';
