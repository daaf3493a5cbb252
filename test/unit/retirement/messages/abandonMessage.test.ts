import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { abandonMessage } from '../../../../src/retirement/messages/abandonMessage';
import { plan } from './plans';

describe('the message for abandoned changes', () => {
  it("the message is that of the Technical Committee's resolution, with the alternative", () =>
    assert.equal(
      abandonMessage(plan()),
      'This project has been retired and no longer accepts code changes via https://review.opendev.org. For an alternative, please see Masakari at https://docs.openstack.org/masakari/',
    ));

  it('the message without an alternative ends after the first sentence', () =>
    assert.equal(
      abandonMessage(plan({ alternative: null, server: 'https://review.example.org/r/' })),
      'This project has been retired and no longer accepts code changes via https://review.example.org/r.',
    ));

  it('the message names an alternative without an address', () =>
    assert.match(abandonMessage(plan({ alternative: { name: 'Masakari', url: '' } })), /please see Masakari$/));

  it('the message of a deprecation is about master', () =>
    assert.match(
      abandonMessage(plan({ kind: 'deprecate' })),
      /^The master branch of this project has been deprecated/,
    ));

  it('the message is one line whatever the plan says', () =>
    assert.doesNotMatch(abandonMessage(plan({ alternative: { name: 'a\nb', url: 'c\r\nd' } })), /[\r\n]/));
});
