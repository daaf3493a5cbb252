import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cleanUpOf } from '../../../../src/change/message/commentMark';
import { checkMessage } from '../../../../src/change/message/rules/checkMessage';

const CUT = '------------------------ >8 ------------------------';
const cleanUp = (setting: string | undefined, text: string, more: readonly (readonly [string, string])[] = []) =>
  cleanUpOf(new Map([...(setting === undefined ? [] : [['commit.cleanup', setting] as const]), ...more]), text);

describe('the comment character of a message', () => {
  it('comments stay in the message if commit.cleanup keeps them', () => {
    const kept = [undefined, 'default', 'strip', 'scissors', 'whitespace', 'verbatim'].map(
      (setting) => cleanUp(setting, 'Fix\n').keepsComments,
    );
    assert.deepEqual(kept, [false, false, false, true, true, true]);
  });

  it("git's advice in the text overrides commit.cleanup", () => {
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

  it('comments begin with the configured character, or the one that git chose', () => {
    const advice =
      "Fix\n\n; Please enter the commit message for your changes. Lines starting\n; with ';' will be kept; you may remove them\n";
    assert.deepEqual(cleanUp(undefined, advice, [['core.commentchar', 'auto']]), { comment: ';', keepsComments: true });
    assert.deepEqual(cleanUp('scissors', 'Fix\n', [['core.commentstring', '//']]), {
      comment: '//',
      keepsComments: true,
    });
  });

  it('the last paragraph of a message may be one of comments that stay', () => {
    const text = `Keep it\n\nChange-Id: I${'1'.repeat(40)}\nSigned-off-by: A <a@example.org>\n\n# Conflicts:\n#\tlamp.py\n`;
    const codes = (setting: string | undefined): string[] =>
      checkMessage(text, { ...cleanUp(setting, text), signOffRequired: true }).map(({ code }) => code);
    assert.deepEqual(codes(undefined), []);
    assert.deepEqual(codes('scissors'), ['change-id-outside', 'sign-off-outside']);
    assert.deepEqual(codes('whitespace'), ['change-id-outside', 'sign-off-outside']);
  });

  it('the text is cut at the scissors if comments stay', () => {
    const text = `Keep it\n\n# a line\n# ${CUT}\n# Everything below\n#\nChange-Id: I1\n`;
    assert.deepEqual(checkMessage(text, cleanUp('scissors', text)), []);
  });
});
