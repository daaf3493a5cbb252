import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EditRefused } from '../../../../src/retirement/edits/lines/edit';
import { retiredReadme, sameWords } from '../../../../src/retirement/edits/readme';

const HEAD =
  'This project is no longer maintained.\n\n' +
  'The contents of this repository are still available in the Git\n' +
  'source code management system.  To see the contents of this\n' +
  'repository before it reached its end of life, please check out the\n' +
  'previous commit with "git checkout HEAD^1".\n\n';
const QUESTIONS = 'For any further questions, please email\nopenstack-discuss@lists.openstack.org';

describe('the README.rst of a retired repository', () => {
  it('the README is the text of the template', () => {
    assert.equal(retiredReadme({}), `${HEAD}${QUESTIONS} or join #openstack-dev on\nOFTC.\n`);
  });

  it('the README names an alternative and the channel', () => {
    const alternative = { name: 'Masakari', url: 'https://docs.openstack.org/masakari/' };
    assert.equal(
      retiredReadme({ alternative, irc: 'openstack-freezer' }),
      `${HEAD}For an alternative project, please see Masakari at\nhttps://docs.openstack.org/masakari/.\n\n` +
        `${QUESTIONS} or join #openstack-freezer on\nOFTC.\n`,
    );
  });

  it('the README without a channel ends with the mailing list', () => {
    assert.equal(retiredReadme({ alternative: null, irc: null }), `${HEAD}${QUESTIONS}.\n`);
  });

  it('an alternative that is not one line with an https address is refused', () => {
    const url = 'https://docs.openstack.org/x?a=1&b=(2)#top';
    assert.ok(retiredReadme({ alternative: { name: 'Föo & Bar', url } }).includes(`${url}.\n`));
    for (const name of ['', ' ', 'a\nb', 'a\u2028b', 'a\u202eb', 'a\u0000b', ' a', 'x'.repeat(201)]) {
      assert.throws(() => retiredReadme({ alternative: { name, url } }), EditRefused, JSON.stringify(name));
    }
    for (const bad of [
      '',
      'http://example.org/',
      'https://',
      'https://example.org/a b',
      'https://example.org/\nx',
      'https://example.org/<x>',
      'https://user:secret@example.org/',
      'javascript:alert(1)',
      `https://example.org/${'x'.repeat(500)}`,
    ]) {
      assert.throws(() => retiredReadme({ alternative: { name: 'X', url: bad } }), EditRefused, JSON.stringify(bad));
    }
  });

  it('what is not the name of a channel is refused', () => {
    for (const irc of ['', '#openstack-dev', 'a b', 'a\nb', 'a,b', 'x'.repeat(64)]) {
      assert.throws(() => retiredReadme({ irc }), EditRefused, JSON.stringify(irc));
    }
  });

  it('texts that are folded in different places say the same', () => {
    assert.ok(sameWords('a  b\n\nc', '\na b c\n'));
    assert.ok(!sameWords('a b c', 'a bc'));
  });
});
