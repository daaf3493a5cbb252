import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CheckContext } from '../../../../../src/change/message/finding';
import { checkMessage } from '../../../../../src/change/message/rules/checkMessage';
import { brief, fixed } from './findings';

const ID = 'I0123456789012345678901234567890123456789';
const at = (dependsOn: string, needed: string, context?: CheckContext): string[] =>
  brief(checkMessage(`Fix\n\nDepends-On: ${dependsOn}\nNeeded-By: ${needed}\n`, context)).filter((found) =>
    found.includes('needed-by'),
  );
const REPORTED = ['warning 3 depends-on-needed-by'];

describe('the rule for Needed-By', () => {
  for (const [one, other] of [
    ['https://review.opendev.org/c/openstack/nova/+/123456', 'https://review.opendev.org/c/openstack/nova/+/123456'],
    ['https://review.opendev.org/123456', 'https://review.opendev.org/c/openstack/nova/+/123456/7'],
    ['https://review.opendev.org/#/c/123456/', '123456'],
    ['https://review.opendev.org/123456', '#123456,2'],
    ['https://github.com/ansible/ansible/pull/4', 'https://github.com/Ansible/ansible/pull/4'],
    [ID, ID],
  ] as const) {
    it(`a change named as both ${one} and ${other} is reported`, () => assert.deepEqual(at(one, other), REPORTED));
  }

  it('a Change-Id and an address are one change if the server reported that', () => {
    const url = 'https://review.opendev.org/c/openstack/nova/+/7';
    const changesById = new Map([
      [ID, [{ number: 7, project: 'openstack/nova', branch: 'master', status: 'NEW' as const }]],
    ]);
    assert.deepEqual(at(url, ID), []);
    assert.deepEqual(at(url, ID, { changesById }), REPORTED);
    assert.deepEqual(at(ID, url, { changesById }), REPORTED);
  });

  it('two different changes, and what is not a change, are not reported', () => {
    assert.deepEqual(at('https://review.opendev.org/1', 'https://review.opendev.org/2'), []);
    assert.deepEqual(at('https://review.example.org/1', 'https://review.opendev.org/1'), []);
    assert.deepEqual(at('words', 'words'), []);
  });

  it('a change named twice is fixed by removing either line', () => {
    const text = 'Fix\n\nDepends-On: https://review.opendev.org/1\nNeeded-By: https://review.opendev.org/1\n';
    assert.equal(
      fixed(text, 'depends-on-needed-by', {}, 'Remove Needed-By'),
      'Fix\n\nDepends-On: https://review.opendev.org/1\n',
    );
    assert.equal(
      fixed(text, 'depends-on-needed-by', {}, 'Remove Depends-On'),
      'Fix\n\nNeeded-By: https://review.opendev.org/1\n',
    );
  });
});
