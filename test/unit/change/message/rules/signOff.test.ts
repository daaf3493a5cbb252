import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CheckContext } from '../../../../../src/change/message/finding';
import { checkMessage } from '../../../../../src/change/message/rules/checkMessage';
import { brief, fixed, only } from './findings';

const ID = 'I0123456789012345678901234567890123456789';
const SOB = 'Signed-off-by: Dev Example <dev@example.org>';
const context: CheckContext = { signOffRequired: true, person: { name: 'Dev Example', email: 'dev@example.org' } };

describe('the rule for sign-offs', () => {
  it('a sign-off without an address is reported as that, not as misplaced', () => {
    const text = `Fix\n\nChange-Id: ${ID}\nSigned-off-by: A B\n`;
    assert.deepEqual(brief(checkMessage(text, context)), ['error 3 sign-off-address']);
    assert.match(only(text, 'sign-off-address', context).message, /has no address/);
    assert.equal(fixed(text, 'sign-off-address', context), `Fix\n\nChange-Id: ${ID}\n${SOB}\n`);
  });

  it('a sign-off without an address is reported even if the hook has yet to add the Change-Id', () => {
    assert.deepEqual(brief(checkMessage('Fix\n\nSigned-off-by: A B\n', context)), ['error 2 sign-off-address']);
    assert.deepEqual(brief(checkMessage('Fix\n\nSigned-off-by: A B\n\nWords.\n', context)), [
      'error 2 sign-off-outside',
    ]);
  });

  it('an address in a sign-off is put between < and >', () => {
    const text = 'Fix\n\nSigned-off-by: A B a@example.org\n';
    assert.deepEqual(brief(checkMessage(text, context)), ['error 2 sign-off-address']);
    assert.equal(fixed(text, 'sign-off-address', context), 'Fix\n\nSigned-off-by: A B <a@example.org>\n');
    assert.equal(fixed(text, 'sign-off-address', context, 'Replace it with your sign-off'), `Fix\n\n${SOB}\n`);
  });

  it('a misspelled sign-off is reported once, as severely as a missing one', () => {
    const text = 'Fix\n\nSigned-off by: Dev Example <dev@example.org>\n';
    assert.deepEqual(brief(checkMessage(text, context)), ['error 2 sign-off-spelling']);
    assert.equal(fixed(text, 'sign-off-spelling', context), `Fix\n\n${SOB}\n`);
    assert.deepEqual(brief(checkMessage(text, { project: 'openstack/nova' })), ['warning 2 sign-off-spelling']);
    assert.deepEqual(brief(checkMessage(text)), ['warning 2 trailer-spelling']);
    assert.deepEqual(brief(checkMessage(`${text}${SOB}\n`, context)), ['warning 2 trailer-spelling']);
  });

  it('a missing sign-off is only a hint beside the button that commits', () => {
    assert.deepEqual(brief(checkMessage('conf: Note v', { ...context, stage: 'input' })), ['hint 0 sign-off-missing']);
    assert.deepEqual(brief(checkMessage('conf: Note v', { ...context, stage: 'edit' })), ['error 0 sign-off-missing']);
    assert.deepEqual(brief(checkMessage('Fix\n\nSigned-off-by: A B\n', { ...context, stage: 'input' })), [
      'error 2 sign-off-address',
    ]);
  });

  it('a missing sign-off is not reported if git signs off by itself', () => {
    for (const text of [
      'conf: Note v',
      'Fix\n\nSigned-off-by: Someone Else <else@example.org>\n',
      `Fix\n\n${SOB}\n\nWords.\n`,
    ]) {
      assert.deepEqual(brief(checkMessage(text, { ...context, stage: 'input', signsOff: true })), [], text);
    }
  });
});
