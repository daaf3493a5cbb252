import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CheckResult } from '../../../../src/change/preflight/check';
import { nextStep, preflightWords } from '../../../../src/change/preflight/preflightWords';

const zuul: CheckResult = {
  name: 'depends-on',
  state: 'refused',
  refusedBy: 'Zuul',
  text: 'Zuul finds no change here.',
};
const gerrit: CheckResult = { name: 'sign-off', state: 'refused', text: 'No Signed-off-by.' };
const advice: CheckResult = { name: 'style', state: 'advice', text: '2 findings' };

describe('the messages of the preflight', () => {
  it('a preflight that Gerrit would accept lets the push continue', () => {
    const refused = { outcome: 'refused', results: [zuul, advice] } as const;
    assert.equal(nextStep(refused, 1), 'push-anyway');
    assert.equal(
      preflightWords(refused, 1),
      'Gerrit would take this change, and Zuul misread it. Depends-On: Zuul finds no change here.',
    );
    assert.equal(nextStep({ outcome: 'advice', results: [advice] }, 1), 'push-anyway');
  });

  it('a preflight that Gerrit would refuse offers no push', () => {
    const refused = { outcome: 'refused', results: [zuul, gerrit] } as const;
    assert.equal(nextStep(refused, 1), undefined);
    assert.match(preflightWords(refused, 1), /^The server would not take this change\. Depends-On: .* Sign-off: /);
    assert.equal(nextStep({ outcome: 'cancelled', results: [] }, 1), undefined);
  });

  it('a preflight without a commit to push offers to commit', () => {
    assert.equal(nextStep({ outcome: 'ready', results: [] }, 0), 'commit');
    assert.match(preflightWords({ outcome: 'ready', results: [] }, 0), /no commit waits for a push yet/);
    assert.equal(nextStep({ outcome: 'advice', results: [advice] }, 0), 'commit');
    assert.match(
      preflightWords({ outcome: 'advice', results: [advice] }, 0),
      /^Worth a look before the commit\. Style: 2 findings/,
    );
    assert.equal(nextStep({ outcome: 'ready', results: [] }, 1), 'push');
  });
});
