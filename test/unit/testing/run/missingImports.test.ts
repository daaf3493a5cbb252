import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lacksImport, mayLackImport } from '../../../../src/testing/run/missingImports';
import type { TestResult } from '../../../../src/testing/subunit/testResult';

/** No Python is beside it: a module cannot be looked for. */
const NOWHERE = { binDir: '/none', root: process.cwd(), env: process.env };
const OPTION = 'oslo_config.cfg.NoSuchOptError: no such option oslo_policy in group [DEFAULT]\n';
const MODULE = "AttributeError: module 'oslo_messaging.notify' has no attribute '_impl_test'\n";

describe('an import that a failed test may lack', () => {
  it('a missing import is recognised by a module in the traceback, or an option anywhere', () => {
    assert.equal(mayLackImport(failed(`Traceback (most recent call last):\n${MODULE}`)), true);
    assert.equal(mayLackImport(failed(`Traceback (most recent call last):\n    ${MODULE}`)), true);
    assert.equal(mayLackImport(failed("AttributeError: 'Server' object has no attribute 'name'\n")), false);
    assert.equal(mayLackImport(failed('Bad response: 500', OPTION)), true, 'barbican logs it and answers with 500');
    assert.equal(mayLackImport(failed('MismatchError: 1 != 2', MODULE)), false, 'what is logged has been dealt with');
    assert.equal(mayLackImport({ ...failed(MODULE), state: 'xfail' }), false);
  });

  it('a missing import is ruled out if a module cannot be found, and an option needs no search', async () => {
    assert.equal(await lacksImport(NOWHERE, [failed(MODULE)]), false);
    assert.equal(await lacksImport(NOWHERE, [failed(MODULE), failed(OPTION)]), true);
  });
});

function failed(traceback: string, log = ''): TestResult {
  const attachment = (name: string, mime: string, text: string) => ({
    name,
    mime,
    text,
    bytes: Buffer.from(text),
    size: text.length,
    cut: false,
  });
  return {
    id: 'test',
    state: 'fail',
    ran: true,
    seconds: 0,
    worker: 0,
    words: undefined,
    attachments: [
      attachment('traceback', 'text/x-traceback', traceback),
      attachment("pythonlogging:''", 'text/plain', log),
    ],
  };
}
