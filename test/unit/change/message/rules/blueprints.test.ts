import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkMessage } from '../../../../../src/change/message/rules/checkMessage';
import { brief, fixed } from './findings';

describe('the rule for blueprints', () => {
  for (const [line, right] of [
    ['Implements: a-name', 'Implements: blueprint a-name'],
    ['Partially-Implements: a-name', 'Partially-Implements: blueprint a-name'],
    ['Implements: bp/a-name', 'Implements: blueprint a-name'],
    ['Implements: blueprint/a-name', 'Implements: blueprint a-name'],
    ['Implements: https://blueprints.launchpad.net/nova/+spec/a-name', 'Implements: blueprint a-name'],
    ['Blueprint: https://blueprints.launchpad.net/nova/+spec/a-name', 'Blueprint: a-name'],
    ['Related-blueprint: #a-name', 'Related-blueprint: a-name'],
  ] as const) {
    it(`a blueprint that Launchpad misses is reported and fixed: ${line} to ${right}`, () => {
      assert.deepEqual(brief(checkMessage(`Fix\n\nBody.\n\n${line}\n`)), ['warning 4 blueprint-unread']);
      assert.equal(fixed(`Fix\n\nBody.\n\n${line}\n`, 'blueprint-unread'), `Fix\n\nBody.\n\n${right}\n`);
    });
  }
  for (const line of [
    'Implements: blueprint a-name',
    'Implements: bp a-name',
    'implements blueprint a-name',
    'bp: a-name',
    'Partial-bp: a-name',
    'Implements: the first part of it',
    'Blueprint: #a-name-2 of bp a-name',
  ]) {
    it(`a blueprint that Launchpad reads is not reported: ${line}`, () =>
      assert.deepEqual(brief(checkMessage(`Fix\n\nBody.\n\n${line}\n`)), []));
  }

  it("an address without a blueprint's name is reported without a fix", () => {
    assert.throws(
      () => fixed('Fix\n\nBlueprint: https://specs.openstack.org/x.html\n', 'blueprint-unread'),
      /not among/,
    );
  });

  it('blueprints in prose above the last paragraph are not reported', () => {
    assert.deepEqual(brief(checkMessage('Fix\n\nImplements: something\n\nMore words.\n')), []);
  });
});
