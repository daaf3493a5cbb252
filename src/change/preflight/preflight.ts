import { once } from 'node:events';
import { messageOf } from '../../base/errors';
import { type Check, type CheckName, type CheckResult, worstOf } from './check';
import type { MyChange } from './readMyChange';

export interface Preflight {
  /**
   * - ready: nothing speaks against a push
   * - advice: something is worth a look, or could not be looked at; a push is taken all the same
   * - refused: the server would refuse it, or Zuul misread it
   * - cancelled
   */
  readonly outcome: 'ready' | 'advice' | 'refused' | 'cancelled';
  readonly results: readonly CheckResult[];
}

export interface PreflightOptions {
  readonly isOn: (name: CheckName) => boolean;
  readonly signal: AbortSignal;
  /** After each check: how many are done, of how many. */
  readonly onDone?: (done: number, of: number, name: CheckName) => void;
}

/** Runs all checks at the same time. One that fails, hangs or is switched off keeps none of the others from its result. */
export async function runPreflight(
  change: MyChange,
  checks: readonly Check[],
  { isOn, signal, onDone }: PreflightOptions,
): Promise<Preflight> {
  let done = 0;
  const found = await Promise.all(
    checks.map(async (check) => {
      const results = isOn(check.name)
        ? await runOne(check, change, signal)
        : [said(check.name, 'off', 'Switched off in the settings')];
      onDone?.(++done, checks.length, check.name);
      return results;
    }),
  );
  const results = found.flat();
  return { outcome: outcomeOf(results), results };
}

async function runOne(check: Check, change: MyChange, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const cancelled = [said(check.name, 'cancelled', 'Cancelled')];
  const isCancelled = (): boolean => signal.aborted;
  if (isCancelled()) return cancelled;
  // A check that does not listen to the signal must not hold the person up.
  const over = new AbortController();
  const stopped = once(signal, 'abort', { signal: over.signal }).then(
    () => cancelled,
    () => cancelled,
  );
  try {
    return await Promise.race([stopped, check.run(change, signal)]);
  } catch (error) {
    return isCancelled() ? cancelled : [said(check.name, 'unknown', messageOf(error))];
  } finally {
    over.abort();
  }
}

const said = (name: CheckName, state: CheckResult['state'], text: string): CheckResult => ({ name, state, text });

function outcomeOf(results: readonly CheckResult[]): Preflight['outcome'] {
  const worst = worstOf(results);
  if (results.some(({ state }) => state === 'cancelled')) return 'cancelled';
  return worst === 'refused' ? 'refused' : worst === 'passed' || worst === 'off' ? 'ready' : 'advice';
}
