/** The door of this feature: style findings of the project's own tools, what they mean, and what can be done. */

export { LatestQueue, type Outcome, type QueueOptions } from './check/latestQueue';
export { Pep8Output, readPep8Output, type Step } from './check/pep8Output';
export type { Finding, Position, Range, Row, Severity, TextEdit } from './findings/finding';
export { defaultSeverities, type SeverityTable, severityOf } from './findings/severity';
export { toFindings } from './findings/toFindings';
export { type Fix, type FixOptions, fixesFor, type PythonText, scanPython } from './fixes/fixes';
export { explain } from './rules/explain';
export { type LocalRule, readHackingRst } from './rules/hackingRst';
export type { Explanation } from './rules/rule';
export { checkWithFlake8, type Flake8Options } from './tools/flake8';
export type { Flake8Failure } from './tools/flake8Failure';
export type { Command, Run, RunOptions, RunResult } from './tools/run';
export type { Target } from './tools/target';
