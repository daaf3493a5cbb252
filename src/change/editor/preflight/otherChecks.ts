import type * as vscode from 'vscode';
import { Uri } from 'vscode';
import type * as api from '../../../api';
import { UserError } from '../../../base/errors';
import { plural } from '../../../base/words';
import type { Check, CheckDetail, CheckName, CheckResult, CheckState } from '../../preflight/check';

/** What other features bring to the checks of a change: their APIs, as other extensions see them. */
export interface OtherFeatures {
  readonly coverage?: Pick<api.CoverageApi, 'patch' | 'summaries' | 'onDidChange'>;
  readonly style?: Pick<api.StyleApi, 'check'>;
  readonly testing?: Pick<api.TestingApi, 'ready' | 'testsOf' | 'run' | 'environment'>;
}

/** @param cancellation makes a token of a signal, for what runs */
export function otherChecks(
  { coverage, style, testing }: OtherFeatures,
  cancellation: (signal: AbortSignal) => vscode.CancellationToken,
): Check[] {
  return [
    ...(coverage ? [untestedLines(coverage)] : []),
    ...(style ? [styleOf(style)] : []),
    ...(testing ? [affectedTests(testing, cancellation)] : []),
  ];
}

/** Only with a report there is something to say, and its age is said in its own view. */
const untestedLines = (coverage: NonNullable<OtherFeatures['coverage']>): Check => ({
  name: 'untested-lines',
  isQuick: true,
  async run({ root, plan, files: changed }) {
    const says = saying('untested-lines');
    if (!coverage.summaries().some(({ folder }) => folder.fsPath === root)) {
      return says('unknown', 'No coverage report: run tox cover');
    }
    const { lines, missed, files } = await coverage.patch(plan.base, Uri.file(root));
    if (lines === 0) {
      // A report that is older than the lines says nothing of them, which is not that they are tested.
      return changed.some((file) => file.endsWith('.py'))
        ? says('unknown', 'The report measured none of the changed lines: run tox cover again')
        : says('passed', 'No Python file changed');
    }
    if (missed === 0) return says('passed', `All ${plural(lines, 'measured line')} of the change are tested`);
    const details = files.flatMap(({ name, file, missing }) =>
      missing.map((line): CheckDetail => ({ text: `${name}:${line}`, file: file.fsPath, line: line - 1 })),
    );
    return says('advice', `${missed} of ${plural(lines, 'measured line')} of the change untested`, details);
  },
});

const styleOf = (style: NonNullable<OtherFeatures['style']>): Check => ({
  name: 'style',
  isQuick: false,
  async run({ files }) {
    const says = saying('style');
    const python = files.filter((file) => file.endsWith('.py'));
    if (python.length === 0) return says('passed', 'No Python file changed');
    const found = await style.check(python.map((file) => Uri.file(file)));
    if (found.length === 0) return says('passed', `Nothing found in ${plural(python.length, 'file')}`);
    const details = found.map(
      ({ file, range, code, message }): CheckDetail => ({
        text: code ? `${code} ${message}` : message,
        file: file.fsPath,
        line: range.start.line,
      }),
    );
    return says(
      'advice',
      `${plural(found.length, 'finding')} in the files of the change; Zuul's pep8 job votes on them`,
      details,
    );
  },
});

const affectedTests = (
  testing: NonNullable<OtherFeatures['testing']>,
  cancellation: (signal: AbortSignal) => vscode.CancellationToken,
): Check => ({
  name: 'tests',
  isQuick: false,
  async run({ root, files }, signal) {
    const says = saying('tests');
    await testing.ready();
    const modules = testsOf(testing, files);
    if (modules.length === 0) return says('passed', 'No test module belongs to the files of the change');
    if (!(await testing.environment(Uri.file(root)))) {
      return says('unknown', 'Nothing to run tests with: choose or make a test environment');
    }
    const { outcome, failed, errored, passed, text, tests } = await testing.run(modules, {
      token: cancellation(signal),
    });
    if (outcome === 'cancelled') return says('cancelled', 'Cancelled');
    if (outcome === 'crashed') return says('unknown', text);
    if (failed + errored === 0) {
      return says('passed', `${plural(passed, 'test')} of ${plural(modules.length, 'module')} pass`);
    }
    const details = tests.filter(({ state }) => FAILED.includes(state)).map(({ id }): CheckDetail => ({ text: id }));
    return says('advice', `${plural(failed + errored, 'test')} of ${tests.length} fail`, details);
  },
});

const FAILED = ['fail', 'errored', 'uxsuccess'];

/** Names of the test modules that belong to the files, each once. */
export const testsOf = (testing: Pick<api.TestingApi, 'testsOf'>, files: readonly string[]): string[] => [
  ...new Set(files.filter((file) => file.endsWith('.py')).flatMap((file) => testing.testsOf(Uri.file(file)))),
];

function saying(name: CheckName) {
  return (state: CheckState, text: string, details: readonly CheckDetail[] = []): CheckResult[] => [
    { name, state, text, ...(details.length > 0 ? { details } : {}) },
  ];
}

/** For commands that need what a feature brings. Throws UserError `not-here`. */
export function needed<T>(feature: T | undefined, what: string): T {
  if (feature !== undefined) return feature;
  throw new UserError('not-here', `${what} is not part of this window.`);
}
