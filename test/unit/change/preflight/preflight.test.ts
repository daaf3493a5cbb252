import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type Check,
  type CheckName,
  type CheckResult,
  type CheckState,
  worstOf,
} from '../../../../src/change/preflight/check';
import { type PreflightOptions, runPreflight } from '../../../../src/change/preflight/preflight';
import type { MyChange } from '../../../../src/change/preflight/readMyChange';

const CHANGE = { root: '/work' } as unknown as MyChange;

const check = (name: CheckName, run: Check['run']): Check => ({ name, isQuick: true, run });
const saying = (name: CheckName, state: CheckState): Check =>
  check(name, () => Promise.resolve([{ name, state, text: state }]));
const options = (more: Partial<PreflightOptions> = {}): PreflightOptions => ({
  isOn: () => true,
  signal: new AbortController().signal,
  ...more,
});
const states = (results: readonly CheckResult[]): string[] => results.map(({ name, state }) => `${name} ${state}`);

describe('the preflight', () => {
  it('the preflight runs all checks at the same time and counts those that are done', async () => {
    let running = 0;
    const together = (name: CheckName): Check =>
      check(name, async () => {
        running++;
        while (running < 2) await new Promise(setImmediate);
        return [{ name, state: 'passed', text: '' }];
      });
    const counts: string[] = [];
    const onDone: PreflightOptions['onDone'] = (done, of) => counts.push(`${done}/${of}`);
    const { outcome } = await runPreflight(CHANGE, [together('style'), together('tests')], options({ onDone }));
    assert.equal(outcome, 'ready');
    assert.deepEqual(counts, ['1/2', '2/2']);
  });

  it('the preflight shows which check failed to run, and why, and continues', async () => {
    const failing = check('style', () => Promise.reject(new Error('flake8 is not there')));
    const { outcome, results } = await runPreflight(CHANGE, [failing, saying('bug', 'passed')], options());
    assert.equal(outcome, 'advice');
    assert.deepEqual(results[0], { name: 'style', state: 'unknown', text: 'flake8 is not there' });
  });

  it('the preflight leaves out checks that are switched off', async () => {
    const never = check('tests', () => assert.fail('it ran'));
    const { outcome, results } = await runPreflight(CHANGE, [never], options({ isOn: (name) => name !== 'tests' }));
    assert.deepEqual([outcome, states(results)], ['ready', ['tests off']]);
  });

  it('the preflight can be cancelled even if a check ignores that', async () => {
    const cancelled = new AbortController();
    const deaf = check('tests', () => new Promise(() => undefined));
    const running = runPreflight(CHANGE, [saying('message', 'refused'), deaf], options({ signal: cancelled.signal }));
    setImmediate(() => cancelled.abort());
    const { outcome, results } = await running;
    assert.deepEqual([outcome, states(results)], ['cancelled', ['message refused', 'tests cancelled']]);
    const late = await runPreflight(CHANGE, [deaf], options({ signal: cancelled.signal }));
    assert.equal(late.outcome, 'cancelled');
  });

  it('the preflight is refused when one check is, and orders results by severity', async () => {
    const { outcome } = await runPreflight(
      CHANGE,
      [saying('style', 'advice'), saying('sign-off', 'refused')],
      options(),
    );
    assert.equal(outcome, 'refused');
    assert.equal(worstOf([]), 'passed');
    assert.equal(worstOf([{ state: 'off' }, { state: 'unknown' }]), 'unknown');
  });
});
