import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cleanUpOf } from '../../../../src/change/message/commentMark';
import { checkMessage } from '../../../../src/change/message/rules/checkMessage';

const CUT = '------------------------ >8 ------------------------';
const cleanUp = (setting: string | undefined, text: string, more: readonly (readonly [string, string])[] = []) =>
  cleanUpOf(new Map([...(setting === undefined ? [] : [['commit.cleanup', setting] as const]), ...more]), text);

describe('change/commentMark', () => {
  it('keeps comments where commit.cleanup says so', () => {
    const kept = [undefined, 'default', 'strip', 'scissors', 'whitespace', 'verbatim'].map(
      (setting) => cleanUp(setting, 'Fix\n').keepsComments,
    );
    assert.deepEqual(kept, [false, false, false, true, true, true]);
  });

  it('believes what git writes into the text more than the setting', () => {
    const ignored =
      "Fix\n\n# Please enter the commit message for your changes. Lines starting\n# with '#' will be ignored, and an empty message aborts the commit.\n";
    assert.equal(cleanUp('scissors', ignored).keepsComments, false);
    assert.equal(
      cleanUp(undefined, ignored.replace('ignored, and', 'kept; you may remove them, and')).keepsComments,
      true,
    );
    const below = `# ${CUT}\n# Do not modify or remove the line above.\n# Everything below it will be ignored.\n`;
    assert.equal(cleanUp(undefined, `Fix\n\n${below}#\n# On branch x\n`).keepsComments, true);
    assert.equal(cleanUp(undefined, `Fix\n\n${below}diff --git a/x b/x\n#\n`).keepsComments, false);
  });

  it('goes by the mark that is set or that git chose', () => {
    const advice =
      "Fix\n\n; Please enter the commit message for your changes. Lines starting\n; with ';' will be kept; you may remove them\n";
    assert.deepEqual(cleanUp(undefined, advice, [['core.commentchar', 'auto']]), { comment: ';', keepsComments: true });
    assert.deepEqual(cleanUp('scissors', 'Fix\n', [['core.commentstring', '//']]), {
      comment: '//',
      keepsComments: true,
    });
  });

  it('has a message judged by its last paragraph, which may be one of comments that stay', () => {
    const text = `Keep it\n\nChange-Id: I${'1'.repeat(40)}\nSigned-off-by: A <a@example.org>\n\n# Conflicts:\n#\tlamp.py\n`;
    const codes = (setting: string | undefined): string[] =>
      checkMessage(text, { ...cleanUp(setting, text), signOffRequired: true }).map(({ code }) => code);
    assert.deepEqual(codes(undefined), []);
    assert.deepEqual(codes('scissors'), ['change-id-outside', 'sign-off-outside']);
    assert.deepEqual(codes('whitespace'), ['change-id-outside', 'sign-off-outside']);
  });

  it('cuts the text at the scissors where comments stay', () => {
    const text = `Keep it\n\n# a line\n# ${CUT}\n# Everything below\n#\nChange-Id: I1\n`;
    assert.deepEqual(checkMessage(text, cleanUp('scissors', text)), []);
  });
});
