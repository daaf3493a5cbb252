import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseMessage } from '../../../../src/change/message/message';
import { length, reflowBody, wrap } from '../../../../src/change/message/reflow';
import { distance } from '../../../../src/change/message/spelling';
import { applyEdits } from '../../../../src/change/message/textEdit';
import { IMPACTS, meantTrailer, TRAILERS, trailerKind } from '../../../../src/change/message/trailers';

const reflowed = (text: string): string => applyEdits(text, reflowBody(parseMessage(text)));
const long = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen';

describe('wrapping paragraphs', () => {
  it('wrapping changes only a paragraph that is too long', () => {
    const text = `Fix\n\nshort\nlines\n\n${long}\nand more\n\nCloses-Bug: #1\n`;
    assert.equal(
      reflowed(text),
      'Fix\n\nshort\nlines\n\none two three four five six seven eight nine ten eleven twelve thirteen\nfourteen fifteen sixteen and more\n\nCloses-Bug: #1\n',
    );
  });

  it('wrapping keeps list entries apart, with their indent', () => {
    assert.equal(
      reflowed(`Fix\n\n* ${long}\n* second\n  goes on\n1. ${long}\n`),
      'Fix\n\n* one two three four five six seven eight nine ten eleven twelve\n  thirteen fourteen fifteen sixteen\n* second\n  goes on\n' +
        '1. one two three four five six seven eight nine ten eleven twelve\n   thirteen fourteen fifteen sixteen\n',
    );
  });

  it('wrapping leaves code, fences, tables, quotations and addresses', () => {
    for (const kept of [
      `    ${long}`,
      `\`\`\`\n${long}\n\`\`\``,
      `> ${long}`,
      `| ${long} | x |`,
      `https://docs.example.org/${'a'.repeat(90)}`,
      `[1] https://docs.example.org/${'a'.repeat(60)}`,
      `$ ${long}`,
      `Traceback (most recent call last):\n  File "nova/x.py", line 1, in ${'f'.repeat(60)} of it`,
      `As in::\n\n  ${long}\n  ${long}\n\n  ${long}`,
    ]) {
      assert.equal(reflowed(`Fix\n\n${kept}\n`), `Fix\n\n${kept}\n`);
    }
  });

  it('wrapping starts no line with what would mean something else', () => {
    const word = fc.constantFrom(
      'word',
      'longer-word',
      '#123',
      '-',
      '1.',
      'Note:',
      '>',
      'of',
      'https://example.org/some/path',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 60 }), (words) => {
        const lines = wrap([`start ${words.join(' ')}`]);
        assert.equal(lines.map((line) => line.trim()).join(' '), `start ${words.join(' ')}`);
        assert.ok(
          lines
            .slice(1)
            .every((line) => !/^\s*(#|>|-( |$)|1\.( |$)|Note:|https:)/.test(line) || line.trim().startsWith('https:')),
        );
      }),
    );
  });

  it('wrapping counts characters', () => assert.equal(length('\u{1f600}é'), 2));
});

describe('the trailers that are known', () => {
  it('each known trailer has a meaning, an occasion, an example and a source', () => {
    for (const kind of TRAILERS) {
      assert.ok(kind.meaning && kind.when && kind.example && kind.source, kind.name);
      assert.equal(trailerKind(kind.name.toUpperCase()), kind);
      assert.equal(meantTrailer(kind.name), undefined);
    }
    assert.equal(new Set(TRAILERS.map(({ name }) => name.toLowerCase())).size, TRAILERS.length);
    assert.deepEqual(
      IMPACTS.map(({ name }) => name),
      ['DocImpact', 'APIImpact', 'SecurityImpact', 'UpgradeImpact'],
    );
  });

  it('misspellings of trailers that were merged are known', () => {
    const meant = (key: string) => meantTrailer(key)?.name;
    for (const [key, name] of [
      ['Deepnds-On', 'Depends-On'],
      ['Depend-On', 'Depends-On'],
      ['Assited-By', 'Assisted-By'],
      ['Assiste-By', 'Assisted-By'],
      ['Assisted--by', 'Assisted-By'],
      ['Cloese-bug', 'Closes-Bug'],
      ['Parital-bug', 'Partial-Bug'],
      ['Related--Bug', 'Related-Bug'],
      ['o-Authored-By', 'Co-authored-by'],
      ['Stroy', 'Story'],
      ['Chnage-Id', 'Change-Id'],
      ['Sgined-off-by', 'Signed-off-by'],
    ]) {
      assert.equal(meant(key ?? ''), name, key);
    }
    for (const key of [
      'Reviewed-by',
      'Fixes-Bug',
      'Partially-Implements',
      'Note',
      'Related-Story',
      'https',
      'Co-developed-by',
      'Cc',
    ]) {
      assert.equal(meant(key), undefined, key);
    }
  });

  it('swapped letters count as one step of a misspelling', () => {
    assert.equal(distance('depnds', 'depends'), 1);
    assert.equal(distance('dpeends', 'depends'), 1);
    assert.equal(distance('abc', 'xyz'), 3);
    assert.equal(distance('a', 'abcdef', 2), 3);
  });
});
