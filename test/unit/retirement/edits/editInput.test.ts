import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { readEditInput } from '../../../../src/retirement/edits/editInput';

const STEP = { step: 'governance', repo: 'openstack/governance', repositories: ['openstack/venus'] };

describe('a step that somebody else describes', () => {
  it('what is not given is absent, and what a step has besides does not count', () => {
    assert.deepEqual(readEditInput({ ...STEP, team: null, title: 'x', params: { date: undefined, x: 1 } }), {
      ...STEP,
      params: {},
      team: undefined,
      date: undefined,
      cycle: undefined,
    });
  });

  it('what is decided is kept, and nothing as an alternative or a channel is a decision', () => {
    const params = { date: '2024-02-29', flip: 'full', alsoDeleteAclsIfUnused: [], legacyTeam: 'OpenStackHelm' };
    const input = readEditInput({ ...STEP, params, team: 'Ünïcode', date: '2026-07-05', alternative: null, irc: null });
    assert.deepEqual(input.params, params);
    assert.deepEqual([input.team, input.date, input.alternative, input.irc], ['Ünïcode', '2026-07-05', null, null]);
  });

  it('what cannot be is refused, and the sentence names the key', () => {
    const cases: [unknown, string][] = [
      [null, 'the step'],
      [{ ...STEP, step: 'delete-all' }, 'step'],
      [{ ...STEP, repositories: [] }, 'repositories'],
      [{ ...STEP, repositories: ['openstack/venus', '../x'] }, 'repositories.1'],
      [{ ...STEP, repositories: ['__proto__'] }, 'repositories.0'],
      [{ ...STEP, repositories: Array.from({ length: 301 }, () => 'openstack/venus') }, 'repositories'],
      [{ ...STEP, date: '2026-02-30' }, 'date'],
      [{ ...STEP, params: { date: '2026-7-5' } }, 'params.date'],
      [{ ...STEP, params: { flip: 'half' } }, 'params.flip'],
      [{ ...STEP, params: { delete: ['deliverables/../../x'] } }, 'params.delete.0'],
      [{ ...STEP, params: { alsoDeleteAclsIfUnused: ['/etc/passwd'] } }, 'params.alsoDeleteAclsIfUnused.0'],
      [{ ...STEP, params: { deprecated: "2026.2'\nx: y" } }, 'params.deprecated'],
      [{ ...STEP, params: { legacyTeam: 'a\nb: c' } }, 'params.legacyTeam'],
      [{ ...STEP, params: { tags: [{ path: 'a.yaml', version: 'x', projects: [] }] } }, 'params.tags.0.projects'],
      [{ ...STEP, team: 'x'.repeat(501) }, 'team'],
      [{ ...STEP, cycle: '../x' }, 'cycle'],
    ];
    for (const [value, key] of cases) {
      assert.throws(
        () => readEditInput(value),
        (error) =>
          error instanceof UserError &&
          error.reason === 'bad-input' &&
          error.message.startsWith(`This step cannot be prepared: ${key} `),
        key,
      );
    }
  });

  it('a step may say with null that something was not decided, and give a channel its #', () => {
    const read = readEditInput({ ...STEP, irc: '#openstack-venus', params: { flip: null, date: '2026-07-05' } });
    assert.deepEqual(read.params, { date: '2026-07-05' });
    assert.equal(read.irc, 'openstack-venus');
    assert.deepEqual(readEditInput({ ...STEP, params: null }).params, {});
  });
});
