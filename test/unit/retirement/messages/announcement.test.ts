import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { announcement, openPlaceholders } from '../../../../src/retirement/messages/announcement';
import { plan, VARIANTS } from './plans';

const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('the announcement', () => {
  it('the announcement has a subject with the tags that the list filters by', () => {
    assert.equal(announcement(plan()).subject, '[freezer][tc] Retiring freezer-dr');
    assert.equal(announcement(plan({ kind: 'deprecate' })).subject, '[freezer][tc] Deprecating freezer-dr');
    assert.equal(
      announcement(plan({ team: 'Puppet OpenStack', wholeTeam: true })).subject,
      '[puppet-openstack][tc] Retiring the Puppet OpenStack project',
    );
  });

  it('the announcement says what, until when, what ends, what to use and where to object', () => {
    const body = flat(announcement(plan({ decision: 'https://review.opendev.org/938183' })).body);
    for (const part of [
      'The freezer team intends to retire openstack/freezer-dr.',
      'planned for 2024-12-23',
      'Open changes will be abandoned',
      'Stable branches end as well',
      'please see Masakari at https://docs.openstack.org/masakari/',
      'reply to this thread, or find us in #openstack-freezer on OFTC',
      'here: https://review.opendev.org/938183',
    ]) {
      assert.ok(body.includes(part), part);
    }
  });

  it('the announcement of a deprecation says that stable branches stay', () => {
    const body = flat(announcement(plan({ kind: 'deprecate' })).body);
    assert.ok(body.includes('Stable branches keep their content'));
    assert.ok(!body.includes('Stable branches end'));
  });

  it('the announcement of a whole team lists its repositories', () => {
    const { body } = announcement(plan({ wholeTeam: true, repositories: ['openstack/a', 'openstack/b'] }));
    assert.ok(body.includes('\n- openstack/a\n- openstack/b\n'), body);
  });

  it('the announcement of the Technical Committee says so', () =>
    assert.match(announcement(plan({ by: 'tc' })).body, /The Technical Committee intends/));

  it('the announcement without an alternative or a channel says nothing of them', () => {
    const { body } = announcement(plan({ alternative: null, irc: '' }));
    assert.match(body, /We know of no project/);
    assert.doesNotMatch(body, /OFTC|undefined|null/);
  });

  it('the announcement marks everything that a person has to fill in', () => {
    assert.deepEqual(openPlaceholders(announcement(plan()).body), [
      'Why: who maintained it, since when nobody does, who may still use it',
      'The date until which objections are waited for, such as two weeks from now',
      'Your name',
    ]);
    assert.ok(openPlaceholders(announcement(plan({ date: undefined })).body).includes('date, YYYY-MM-DD'));
    assert.deepEqual(openPlaceholders('Nothing to fill in, though 1 << 2 >> 3.'), []);
  });

  it('the announcement fits into 72 columns for every kind of plan', () => {
    for (const of of VARIANTS) {
      for (const line of announcement(of).body.split('\n')) assert.ok(line.length <= 72, line);
    }
  });

  it('the announcement keeps the subject to one line and the body to its width for any names', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.lorem({ maxCount: 40 }),
        fc.constantFrom(...VARIANTS),
        (team, name, of) => {
          const { subject, body } = announcement({ ...of, team, alternative: { name, url: name } });
          assert.doesNotMatch(subject, /[\r\n]/);
          for (const line of body.split('\n')) assert.ok([...line].length <= 72 || !line.includes(' '), line);
        },
      ),
    );
  });
});
