import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Patience } from '../../../src/base/patience';

describe('patience with a server', () => {
  it('a server is left alone as long as its error says, and asked at once on request', async () => {
    let now = 0;
    let sent = 0;
    const patience = new Patience(
      (error, at) => (error instanceof RangeError ? at + 1000 : undefined),
      () => now,
    );
    const fail = (error: Error): Promise<never> => patience.ask(() => (sent++, Promise.reject(error)));
    const away = new RangeError('away');
    await assert.rejects(fail(new TypeError('nonsense')), TypeError);
    await assert.rejects(fail(away), away);
    now = 999;
    await assert.rejects(fail(new RangeError('not sent')), away);
    assert.equal(sent, 2);
    now = 1000;
    await assert.rejects(fail(away), away);
    patience.askAgain();
    assert.equal(await patience.ask(() => Promise.resolve('here')), 'here');
    await assert.rejects(fail(new TypeError('sent')), TypeError);
    assert.equal(sent, 4);
  });
});
