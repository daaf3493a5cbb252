import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { diffMarkdown } from '../../../../src/style/findings/diffMarkdown';

describe('a diff in Markdown', () => {
  it('a diff in Markdown is a block of a diff', () => {
    assert.equal(diffMarkdown('@@ -1 +1 @@\n-a\n+b'), '```diff\n@@ -1 +1 @@\n-a\n+b\n```');
  });

  it('a diff in Markdown is not ended by backticks of the code', () => {
    assert.equal(diffMarkdown('-```\n+````x`'), '`````diff\n-```\n+````x`\n`````');
  });

  it('a long diff in Markdown is cut, with a note', () => {
    const lines = Array.from({ length: 42 }, (_, line) => `+${line}`);
    const cut = diffMarkdown(lines.join('\n')).split('\n');
    assert.deepEqual(cut.slice(39), ['+38', '+39', '```', '', '2 more lines']);
    assert.match(diffMarkdown(lines.slice(0, 41).join('\n')), /\n\nOne more line$/);
    assert.equal(diffMarkdown(`+${'x'.repeat(100_000)}`), `\`\`\`diff\n+${'x'.repeat(159)}…\n\`\`\``);
  });
});
