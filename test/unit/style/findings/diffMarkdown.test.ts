import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { diffMarkdown } from '../../../../src/style/findings/diffMarkdown';

describe('style/diffMarkdown', () => {
  it('is a block of a diff', () => {
    assert.equal(diffMarkdown('@@ -1 +1 @@\n-a\n+b'), '```diff\n@@ -1 +1 @@\n-a\n+b\n```');
  });

  it('is not ended by backticks of the code', () => {
    assert.equal(diffMarkdown('-```\n+````x`'), '`````diff\n-```\n+````x`\n`````');
  });

  it('is cut where it is long, and says so', () => {
    const lines = Array.from({ length: 42 }, (_, line) => `+${line}`);
    const cut = diffMarkdown(lines.join('\n')).split('\n');
    assert.deepEqual(cut.slice(39), ['+38', '+39', '```', '', '2 more lines']);
    assert.match(diffMarkdown(lines.slice(0, 41).join('\n')), /\n\nOne more line$/);
    assert.equal(diffMarkdown(`+${'x'.repeat(100_000)}`), `\`\`\`diff\n+${'x'.repeat(159)}…\n\`\`\``);
  });
});
