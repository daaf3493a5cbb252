import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type SuggestionFacts, searchedFor, suggestAt, wantedAt } from '../../../../src/change/message/suggestions';
import { TRAILERS } from '../../../../src/change/message/trailers';

const FACTS: SuggestionFacts = {
  branch: 'bug/2061234',
  person: { name: 'Dev', email: 'dev@example.org' },
  people: [
    { name: 'Ada', email: 'ada@example.org' },
    { name: 'Dev', email: 'DEV@example.org' },
  ],
  tools: ['a tool'],
};

/** Labels at the mark `|`. */
function at(marked: string, facts = FACTS): string[] {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  return suggestAt(marked.replace('|', ''), before.length - 1, before.at(-1)!.length, facts).map(({ label }) => label);
}

describe('completions in a message', () => {
  it('every trailer is offered where a block may begin or continues', () => {
    const names = TRAILERS.map(({ name }) => name);
    assert.deepEqual(at('Fix\n\n|').slice(0, names.length), names);
    assert.deepEqual(at('Fix\n\nStory: 1\n|'), names);
    assert.deepEqual(at('Fix\n\nStory: 1\nDep|\nTask: 2'), names);
  });

  it('nothing is offered in the summary, in prose, in comments and below them', () => {
    for (const text of ['|', 'Clo|', 'Fix\n\nSome prose\n|', 'Fix\n\n# |', 'Fix\n\na b|']) {
      assert.deepEqual(at(text), []);
    }
  });

  it('impact words are not offered in a block that they would break', () => {
    assert.ok(at('Fix\n\n|').includes('DocImpact'));
    assert.ok(!at('Fix\n\nTask: 1\n|').includes('DocImpact'));
  });

  it('values are offered from branch, log and identity', () => {
    assert.deepEqual(at('Fix\n\nCloses-Bug: |'), ['#2061234']);
    assert.deepEqual(at('Fix\n\nImplements: |', { branch: 'bp/new-thing' }), ['blueprint new-thing']);
    assert.deepEqual(at('Fix\n\nStory: |', { branch: 'story/2001234' }), ['2001234']);
    assert.deepEqual(at('Fix\n\nCo-authored-by: |'), ['Ada', 'Dev']);
    assert.deepEqual(at('Fix\n\nSigned-off-by: |'), ['Dev', 'Ada']);
    assert.deepEqual(at('Fix\n\nassisted-by: |'), ['a tool']);
    assert.deepEqual(at('Fix\n\nSem-Ver: |'), ['feature', 'api-break', 'deprecation', 'bugfix']);
    assert.deepEqual(at('Fix\n\nUnknown: |'), []);
  });

  it('a suggestion replaces the whole value', () => {
    const [only] = suggestAt('Fix\n\nCloses-Bug: #12', 2, 14, FACTS);
    assert.deepEqual([only!.start, only!.end], [12, 15]);
  });

  it('changes and people are offered from a server, by number or words', () => {
    assert.deepEqual(wantedAt('Fix\n\nDepends-On: magn', 2, 16), {
      form: 'change-url',
      typed: 'magn',
      start: 12,
      end: 16,
    });
    assert.equal(wantedAt('Fix\n\nCloses-Bug: 1', 2, 13), undefined);
    assert.equal(searchedFor('https://review.opendev.org/c/openstack/nova/+/123456'), '123456');
    assert.equal(searchedFor('https://review.open'), '');
    assert.equal(searchedFor('fix the '), 'fix the');
  });

  it('suggestions are quick in a message of any size', () => {
    assert.deepEqual(at(`Fix\n\n${'word\n'.repeat(20_000)}|`), []);
  });
});
