import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { addChangeId, isChangeId, newChangeId } from '../../../../src/change/message/changeId';
import { complete } from '../../../../src/change/message/complete';
import { parseMessage } from '../../../../src/change/message/message';
import { isSignedBy, signOffLine } from '../../../../src/change/message/signOff';
import { applyEdits, deleteLines, insertLines, replaceColumns } from '../../../../src/change/message/textEdit';

const changeId = 'I0123456789012345678901234567890123456789';
const dev = { name: 'Dev Example', email: 'dev@example.org' };
const SOB = signOffLine(dev);
const ID = `Change-Id: ${changeId}`;

/** What the hook of Gerrit 3.13.5 made of these after `git commit -s`; test/tools repeats it with the hook itself. */
const COMPLETED: readonly (readonly [given: string, completed: string])[] = [
  ['Fix\n', `Fix\n\n${ID}\n${SOB}\n`],
  ['Fix', `Fix\n\n${ID}\n${SOB}\n`],
  ['Fix\n\nCloses-Bug: #1\n', `Fix\n\nCloses-Bug: #1\n${ID}\n${SOB}\n`],
  [`Fix\n\n${SOB}\nCloses-Bug: #1\n`, `Fix\n\n${ID}\n${SOB}\nCloses-Bug: #1\n`],
  ['Fix\n\nCloses-Bug: #1\nDocImpact\n', `Fix\n\nCloses-Bug: #1\nDocImpact\n\n${ID}\n${SOB}\n`],
  ['Fix\n\nBody.\n\n# comment\n', `Fix\n\nBody.\n\n${ID}\n${SOB}\n\n# comment\n`],
  ['Fix\r\n\r\nBody.\r\n', `Fix\r\n\r\nBody.\r\n\r\n${ID}\r\n${SOB}\r\n`],
  [`Fix\n\n${ID}\n`, `Fix\n\n${ID}\n${SOB}\n`],
  [`Fix\n\nSigned-off-by : Dev <dev@example.org>\n`, `Fix\n\n${ID}\nSigned-off-by: Dev <dev@example.org>\n`],
  ['fixup! Fix\n', `fixup! Fix\n\n${SOB}\n`],
  ['', ''],
  ['# only comments\n', '# only comments\n'],
];

describe('completing a message', () => {
  for (const [given, completed] of COMPLETED) {
    it(`a message is completed: ${JSON.stringify(given)}`, () =>
      assert.equal(complete(given, dev, { changeId }), completed));
  }

  it('completing a message twice adds nothing more, and loses no line', () => {
    const line = fc.constantFrom('', '', 'words', 'Closes-Bug: #1', SOB, ID, 'DocImpact', '# x', '\tindented', 'Key:v');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (rest) => {
        const text = ['Fix', ...rest].join('\n');
        const once = complete(text, dev);
        assert.equal(complete(once, dev), once);
        const lines = once.split('\n').map((each) => each.replace('Key: v', 'Key:v'));
        let at = 0;
        for (const each of text.split('\n').filter(Boolean)) {
          at = lines.indexOf(each, at) + 1;
          assert.ok(at > 0, `${each} is gone`);
        }
        assert.ok(isSignedBy(parseMessage(once), dev));
      }),
    );
  });

  it('completing a message follows the settings of the hook', () => {
    assert.equal(addChangeId('Fix\n', { createChangeId: 'false' }), 'Fix\n');
    assert.equal(addChangeId('squash! Fix\n', { createChangeId: 'always', changeId }), `squash! Fix\n\n${ID}\n`);
    assert.equal(
      addChangeId('Fix\n', { reviewUrl: 'https://r.example.org/', changeId }),
      `Fix\n\nLink: https://r.example.org/id/${changeId}\n`,
    );
    assert.equal(complete('Fix\n', dev, { changeId, signOff: false }), `Fix\n\n${ID}\n`);
    assert.equal(complete('Fix\n', undefined, { changeId }), `Fix\n\n${ID}\n`);
  });

  it('completing a message repeats no sign-off, whatever its case or place', () => {
    const signed = `Fix\n\nsigned-off-by: D <DEV@example.org>\n${ID}\n`;
    assert.equal(complete(signed, dev), signed);
  });

  it('a generated Change-Id is valid', () => {
    assert.ok(isChangeId(newChangeId()));
    assert.notEqual(newChangeId(), newChangeId());
    assert.ok(!isChangeId(`I${'0'.repeat(40)}`) && !isChangeId(`I${'A'.repeat(40)}`) && !isChangeId('I123'));
  });

  it('names in trailers are written as git does', () => {
    assert.equal(signOffLine({ name: ' "A <B>\n", Jr. ', email: 'a@b\n>' }), 'Signed-off-by: A B", Jr <a@b>');
  });
});

describe('edits of a text', () => {
  it('edits apply in any order and keep line ends', () => {
    const edits = [replaceColumns(2, 0, 1, 'C'), insertLines(1, 'x\ny'), deleteLines(0)];
    assert.equal(applyEdits('a\r\nb\r\nc', edits), 'x\r\ny\r\nb\r\nC');
    assert.throws(() => applyEdits('abc', [replaceColumns(0, 0, 2, ''), replaceColumns(0, 1, 3, '')]), RangeError);
    assert.equal(applyEdits('a', [deleteLines(5)]), 'a');
  });
});
