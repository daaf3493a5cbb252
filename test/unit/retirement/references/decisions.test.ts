import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ReferenceDecision } from '../../../../src/retirement/plan/plan';
import { decided, staleDecisions, withDecision } from '../../../../src/retirement/references/decisions';
import type { Reference } from '../../../../src/retirement/references/reference';

const reference = (text: string, more: Partial<Reference> = {}): Reference => ({
  repo: 'openstack/nova',
  root: '/clones/nova',
  path: '.zuul.yaml',
  line: 1,
  text,
  retired: 'openstack/venus',
  kind: 'zuul',
  ...more,
});

const decision = (text: string, more: Partial<ReferenceDecision> = {}): ReferenceDecision => ({
  repo: 'openstack/nova',
  path: '.zuul.yaml',
  text,
  decision: 'remove',
  ...more,
});

const words = (...[references, decisions]: Parameters<typeof decided>) =>
  decided(references, decisions).map(({ decision: each }) => each);

describe('decisions about references', () => {
  it('a decision is found again where the line has moved, in every branch', () => {
    const references = [reference('a', { line: 90 }), reference('a', { branch: 'stable/2026.1' }), reference('b')];
    assert.deepEqual(words(references, [decision('a')]), ['remove', 'remove', undefined]);
  });

  it('a decision is about one repository, file and text', () => {
    const others = [decision('a', { repo: 'openstack/cinder' }), decision('a', { path: 'b' }), decision('ab')];
    assert.deepEqual(words([reference('a')], others), [undefined]);
  });

  it('history and what other steps edit are kept unless somebody decided otherwise', () => {
    const references = [reference('a', { kind: 'history' }), reference('b', { kind: 'planned' })];
    assert.deepEqual(words(references, []), ['keep', 'keep']);
    assert.deepEqual(words(references, [decision('a', { decision: 'later' })]), ['later', 'keep']);
  });

  it('a new decision replaces the one before, and leaves others alone', () => {
    const before = [decision('a', { reason: 'old' }), decision('b', { decision: 'keep', reason: 'used' })];
    const after = withDecision(before, [reference('a'), reference('a', { line: 9 }), reference('c')], 'later');
    assert.deepEqual(after, [
      decision('b', { decision: 'keep', reason: 'used' }),
      decision('a', { decision: 'later' }),
      decision('c', { decision: 'later' }),
    ]);
  });

  it('a decision is stale when its line is gone from a repository that was searched', () => {
    const gone = decision('gone');
    const elsewhere = decision('gone', { repo: 'openstack/cinder' });
    assert.deepEqual(staleDecisions([reference('a')], [decision('a'), gone, elsewhere], ['openstack/nova']), [gone]);
  });
});
