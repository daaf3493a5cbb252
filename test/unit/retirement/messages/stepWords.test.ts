import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { stepWords } from '../../../../src/retirement/messages/stepWords';
import { KINDS, plan, step, VARIANTS } from './plans';

const PAGES = 'media/retirement';

describe('the words of a step', () => {
  it('words of steps have a title in sentence case, and sentences, for every kind of step and plan', () => {
    for (const of of VARIANTS) {
      for (const one of KINDS) {
        const { title, what, why } = stepWords(of, one);
        assert.match(title, /^[A-Z][^.]*$/);
        for (const sentence of [what, why]) assert.match(sentence, /^[A-Z].*\.$/);
        assert.ok(!/[.!?] [A-Z]/.test(what), `one sentence: ${what}`);
      }
    }
  });

  it('words of steps name the repository that is emptied', () => {
    assert.equal(stepWords(plan(), step('remove-content')).title, 'Empty the repository openstack/freezer-dr');
    assert.equal(
      stepWords(plan({ kind: 'deprecate' }), step('remove-content')).title,
      'Empty master of openstack/freezer-dr',
    );
    assert.equal(stepWords(plan(), step('references')).title, 'Remove references in openstack/freezer');
    assert.equal(stepWords(plan(), step('end-gating')).title, 'End gating');
  });

  it('words of steps say what it waits for by title', () => {
    assert.equal(stepWords(plan(), step('announce')).waits, 'Waits for nothing');
    assert.equal(stepWords(plan(), step('remove-content')).waits, 'Waits for: End gating; Abandon open changes');
  });

  it('words of steps say where practice differs from the guide', () => {
    assert.match(stepWords(plan({ order: 'practice' }), step('remove-infra')).why, /both orders merged/);
    assert.match(stepWords(plan({ order: 'guide' }), step('remove-infra')).why, /wait for the change of governance/);
    assert.match(stepWords(plan({ by: 'tc' }), step('end-gating')).why, /Technical Committee may set/);
    assert.match(stepWords(plan({ by: 'owner' }), step('end-gating')).why, /ACL stays as it is/);
  });

  it('words of steps have a page that is there, of at most 40 lines', () => {
    const pages = new Set(VARIANTS.flatMap((of) => KINDS.map((one) => stepWords(of, one).page)));
    assert.equal(pages.size, KINDS.length);
    for (const page of [...pages, 'overview']) {
      const path = `${PAGES}/${page}.md`;
      assert.ok(existsSync(path), path);
      assert.ok(readFileSync(path, 'utf8').split('\n').length <= 41, path);
    }
  });
});
