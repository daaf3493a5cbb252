import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { changeUrl, planTitle, repositoriesOf, subjectOf } from '../../../../src/retirement/messages/names';
import { listed, oneLine, paragraphs, wrap } from '../../../../src/retirement/messages/plainProse';
import { plan, step } from './plans';

describe('prose that is made of what a plan says', () => {
  it('any text becomes one line, and stays as it is when it is made one again', () => {
    const piece = fc.constantFrom(
      'a',
      'Depends-On',
      'Depends_On',
      ':',
      ' ',
      '\n',
      '\u2028',
      '\u202e',
      '\0',
      '-',
      'Closes-Bug',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (said) => {
        const line = oneLine(said);
        assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\s|\s$/u);
        assert.equal(oneLine(line), line);
      }),
      { numRuns: 500 },
    );
  });

  it('a key of a trailer loses its colon and hyphens, an address and a name keep theirs', () => {
    const cases: Record<string, string> = {
      'Depends-On: https://a.b/1': 'the change https://a.b/1',
      'Change-Id: I12': 'Change Id I12',
      'Closes-Bug #12': 'Bug #12',
      'see https://a.b/x-y:c': 'see https://a.b/x-y:c',
      'a\u202eb\nc': 'a b c',
      'OpenStack-Helm and 9:30': 'OpenStack-Helm and 9:30',
    };
    for (const [said, expected] of Object.entries(cases)) assert.equal(oneLine(said), expected);
  });

  it('lines are at most 72 wide, have every word in order, and only a longer word is alone in its line', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[a-zé#>:.-]{1,20}$/),
      fc.constantFrom('x'.repeat(90), '#', '-', 'Note:', '1.'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), fc.constantFrom('', '- ', '[10] '), (words, mark) => {
        const lines = wrap(words.join(' '), mark);
        assert.deepEqual(
          lines.flatMap((line) => line.slice(mark.length).split(' ')),
          words,
        );
        for (const [i, line] of lines.entries()) {
          assert.ok(line.startsWith(i === 0 ? mark : ' '.repeat(mark.length)));
          if ([...line].length > 72) assert.doesNotMatch(line.slice(mark.length), / /);
        }
      }),
    );
  });

  it('a word that means something at the start of a line stays behind the one before it', () => {
    const long = 'x'.repeat(66);
    assert.deepEqual(wrap(`${long} after # comment`), [long, 'after # comment']);
    assert.deepEqual(wrap(`${long} after comment`), [`${long} after`, 'comment']);
  });

  it('empty paragraphs are left out, and names are listed as people do', () => {
    assert.equal(paragraphs([['a', 'b'], [], ['c']]), 'a\nb\n\nc');
    assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed), ['', 'a', 'a and b', 'a, b and c']);
  });
});

describe('the names of a retirement', () => {
  const several = ['openstack/a', 'openstack/b', 'openstack/c', 'openstack/d'];

  it('up to three repositories are named, more are counted with the team', () => {
    assert.equal(subjectOf(plan(), several.slice(0, 3)), 'a, b and c');
    assert.equal(subjectOf(plan(), several.slice(0, 2), true), 'openstack/a and openstack/b');
    assert.equal(subjectOf(plan(), several), '4 repositories of the freezer team');
  });

  it('a step is about the repository that it is made in, else what was decided, else all', () => {
    const of = plan({ repositories: several });
    const elsewhere = step('governance', of);
    assert.deepEqual(repositoriesOf(of, { ...elsewhere, repo: 'openstack/b' }), ['openstack/b']);
    assert.deepEqual(repositoriesOf(of, { ...elsewhere, params: { repositories: ['openstack/d'] } }), ['openstack/d']);
    assert.deepEqual(repositoriesOf(of, elsewhere), several);
  });

  it('a plan is called by what it does to what', () => {
    assert.equal(planTitle(plan()), 'Retire freezer-dr');
    assert.equal(planTitle(plan({ kind: 'deprecate' })), 'Deprecate freezer-dr');
    assert.equal(planTitle(plan({ wholeTeam: true, team: 'a\nb' })), 'Retire a b (team)');
  });

  it('the address of a change has one slash, however many the server has', () =>
    assert.equal(changeUrl(plan({ server: 'https://a.b/r//' }), 'x/y', 1), 'https://a.b/r/c/x/y/+/1'));
});
