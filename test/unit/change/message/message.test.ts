import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { footersOf, gerritFooters, signOffEmails } from '../../../../src/change/message/footers';
import { launchpadBugs } from '../../../../src/change/message/launchpad';
import { committedText, paragraphs, parseMessage } from '../../../../src/change/message/message';
import { dependsOnUrl, readDependency, zuulDependencies } from '../../../../src/change/message/zuul';

const WHOLE = [
  '# A comment first',
  'Fix the thing  ',
  '',
  'Because it',
  '# in the middle',
  'broke.',
  '',
  '',
  'Closes-Bug:#1',
  'Assisted-By: a tool',
  '  of some kind',
  'Signed-off-by: Dev Example <dev@example.org>',
  '',
  '# Please enter the commit message',
  '# ------------------------ >8 ------------------------',
  'diff --git a/x b/x',
  'Change-Id: not in the message',
  '',
].join('\n');

const footers = (text: string) => gerritFooters(parseMessage(text).kept);

describe('the model of a message', () => {
  it('a message has summary, body and trailers, with the lines of the document', () => {
    const message = parseMessage(WHOLE);
    assert.deepEqual(message.summary, { line: 1, text: 'Fix the thing' });
    assert.deepEqual(message.body, [
      { line: 3, text: 'Because it' },
      { line: 5, text: 'broke.' },
    ]);
    assert.deepEqual(
      message.trailers.map(({ key, value, first, last, colon, valueColumn }) => [
        key,
        value,
        first,
        last,
        colon,
        valueColumn,
      ]),
      [
        ['Closes-Bug', '#1', 8, 8, 10, 11],
        ['Assisted-By', 'a tool of some kind', 9, 10, 11, 13],
        ['Signed-off-by', 'Dev Example <dev@example.org>', 11, 11, 13, 15],
      ],
    );
    assert.equal(message.end, 12);
  });

  it('the stored message is what git stores', () => {
    const stored =
      'Fix the thing\n\nBecause it\nbroke.\n\nCloses-Bug:#1\nAssisted-By: a tool\n  of some kind\nSigned-off-by: Dev Example <dev@example.org>\n';
    assert.equal(committedText(parseMessage(WHOLE)), stored);
    assert.equal(
      committedText(
        parseMessage(
          WHOLE.replaceAll('\n', '\r\n').replace('>8 ------------------------\r', '>8 ------------------------'),
        ),
      ),
      stored,
    );
    assert.deepEqual(
      paragraphs(parseMessage(WHOLE).kept).map((lines) => lines.length),
      [1, 2, 4],
    );
  });

  it('a message can have another comment character, or none', () => {
    assert.equal(parseMessage('; no\nFix\n', { comment: ';' }).summary?.text, 'Fix');
    assert.equal(parseMessage('# yes\n', { comment: false }).summary?.text, '# yes');
  });

  it('a title, or a paragraph with other lines, is not a block of trailers', () => {
    assert.equal(parseMessage('Fix: it\nCloses-Bug: #1\n').block, undefined);
    assert.equal(parseMessage('Fix\n\nCloses-Bug: #1\nDocImpact\n').block, undefined);
    assert.equal(parseMessage('Fix\n\nCloses-Bug: #1\nDocImpact\nSigned-off-by: A <a@b>\n').trailers.length, 2);
    assert.equal(parseMessage('Fix\n\nA\nB\nC\nD\nSigned-off-by: A <a@b>\n').block, undefined);
    assert.deepEqual(
      parseMessage('Fix\n\nA\nB\nC\nSigned-off-by: A <a@b>\n').trailers.map(({ first }) => first),
      [5],
    );
  });

  it("the stored message is git's for any text, and stays the same when stored again", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '\n', '#', ':', '-', '\t', '\r', 'Key: v\n') }),
        (text) => {
          const stored = committedText(parseMessage(text));
          assert.equal(committedText(parseMessage(stored)), stored);
          assert.ok(!/\n\n\n|^\n|[ \t]\n/.test(stored));
        },
      ),
    );
  });
});

/** Expectations are what the JGit inside Gerrit 3.13.5 printed for these messages. */
describe('the last paragraph', () => {
  const read = (text: string) => footers(text).map(({ key, value }) => [key, value]);

  it('the last paragraph is read as JGit does', () => {
    assert.deepEqual(read('S\n\nA-B: 1\n  more\nChange-Id: I1\n'), [
      ['A-B', '1 more'],
      ['Change-Id', 'I1'],
    ]);
    assert.deepEqual(read('S\nChange-Id: I2\n'), [['Change-Id', 'I2']]);
    assert.deepEqual(read('Change-Id: I3'), []);
    assert.deepEqual(read('Change-Id: I3\n\nSigned-off-by: x\n'), [['Signed-off-by', 'x']]);
    assert.deepEqual(read('S\n\nA:1\n\tfold\nplain\nkey x: 2\nB :3\nC:   4\n\n\n'), [
      ['A', '1'],
      ['C', '4'],
    ]);
    assert.deepEqual(read('S\n\nK_e: v\nÜ: v\nOk9: v\n'), [['Ok9', 'v']]);
    assert.deepEqual(read('S\n\nFoo: 1\n: e\n'), [
      ['Foo', '1'],
      ['', 'e'],
    ]);
  });

  it('addresses of sign-offs are read as Gerrit does', () => {
    const emails = (line: string) => signOffEmails(footers(`S\n\n${line}\n`));
    assert.deepEqual(emails('signed-off-by: A <a@example.org>'), ['a@example.org']);
    assert.deepEqual(emails('Signed-off-by: a@example.org'), ['a@example.org']);
    assert.deepEqual(emails('Signed-off-by: A <a@example.org'), []);
    assert.deepEqual(emails('Signed-off-by : A <a@example.org>'), []);
    assert.equal(footersOf(footers('S\n\nchange-id: x\n'), 'Change-Id').length, 1);
  });
});

describe('Depends-On', () => {
  it('Depends-On is read on any line, in any case', () => {
    const text =
      'S\n\ndepends-on:https://review.opendev.org/1\n  Depends-On: no\n\nDepends-On: https://review.opendev.org/2  \n';
    const found = zuulDependencies(parseMessage(text).kept);
    assert.deepEqual(
      found.map(({ line, start, end, value }) => [line, start, end, value]),
      [
        [2, 11, 39, 'https://review.opendev.org/1'],
        [5, 12, 40, 'https://review.opendev.org/2'],
      ],
    );
  });

  it('values of Depends-On are read as Zuul does', () => {
    const gerrit = { kind: 'gerrit', host: 'review.opendev.org', number: 123 };
    assert.deepEqual(readDependency('https://review.opendev.org/123'), gerrit);
    assert.deepEqual(readDependency('https://review.opendev.org/#/c/123/'), gerrit);
    assert.deepEqual(readDependency('https://review.opendev.org/c/openstack/nova/+/123/4'), {
      ...gerrit,
      project: 'openstack/nova',
    });
    assert.deepEqual(readDependency(dependsOnUrl('openstack/nova', 123)), { ...gerrit, project: 'openstack/nova' });
    assert.deepEqual(readDependency('http://127.0.0.1:8080/c/x/+/1', '127.0.0.1:8080').kind, 'gerrit');
    assert.deepEqual(readDependency('https://github.com/ansible/ansible/pull/5'), {
      kind: 'github',
      owner: 'ansible',
      repository: 'ansible',
      number: 5,
    });
    for (const value of [
      '',
      '123',
      'https://review.opendev.org/c/123',
      'https://review.opendev.org/q/topic:x',
      'https://github.com/a/b/issues/1',
      'Iabc',
    ]) {
      assert.equal(readDependency(value).kind, 'unreadable', value);
    }
  });
});

describe('bugs for the Launchpad hook', () => {
  it('bugs are those that the hook sees', () => {
    const effects = (...lines: string[]) =>
      launchpadBugs(parseMessage(`S\n\n${lines.join('\n')}\n`).kept).map(({ number, effect }) => `${effect} ${number}`);
    assert.deepEqual(
      effects(
        'Closes-Bug: #1',
        'fixes-bug: 2',
        'Partial-Bug: LP#3',
        'Related-Bug: #4',
        'Close-Bug: #5',
        'bug 6',
        'Closes-Bug #7',
      ),
      ['closes 1', 'closes 2', 'partial 3', 'related 4', 'comment only 5', 'closes 6', 'closes 7'],
    );
    assert.deepEqual(
      effects('Closes-Bug: #1, #2', 'Closes-Bug: #1.', 'Closes-Bug: https://bugs.launchpad.net/bugs/1', 'debug 5'),
      [],
    );
  });
});
