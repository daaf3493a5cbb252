/** What a run came to: of one root in its output, of all roots for the API. */
import type { TestRunSummary } from '../../../api';
import type { RunSummary } from '../../run/runState';
import { standsAlone } from '../../run/summary';

/** The last lines in the output of a run. */
export function closingLines({ line, words, outcome, notRun }: RunSummary): string {
  const rest = outcome === 'cancelled' && notRun > 0 ? `\n${notRun} of the tests asked for were not run.` : '';
  return outcome === 'finished' ? line : `${words}${rest}\n${line}`;
}

export function totalOf(summaries: readonly RunSummary[]): TestRunSummary {
  const sum = (count: (summary: RunSummary) => number): number => summaries.reduce((all, each) => all + count(each), 0);
  const worst = (['crashed', 'cancelled'] as const).find((outcome) =>
    summaries.some((each) => each.outcome === outcome),
  );
  return {
    outcome: worst ?? 'finished',
    ran: sum(({ ran }) => ran),
    passed: sum(({ passed, expectedFailures }) => passed + expectedFailures),
    failed: sum(({ failed, unexpectedSuccesses }) => failed + unexpectedSuccesses),
    errored: sum(({ errored }) => errored),
    skipped: sum(({ skipped }) => skipped),
    notRun: sum(({ notRun }) => notRun),
    text: summaries.map(({ words }) => words).join('\n'),
    tests: summaries.flatMap(({ results, problems }) => [
      ...results.map(({ id, state, seconds }) => ({ id, state, seconds })),
      ...problems.filter(standsAlone).map(({ of }) => ({ id: of, state: 'errored', seconds: undefined })),
    ]),
  };
}
