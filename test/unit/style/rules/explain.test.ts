import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { explain } from '../../../../src/style/rules/explain';
import { readHackingRst } from '../../../../src/style/rules/hackingRst';
import { hackingRules } from '../../../../src/style/rules/hackingRules';

/** In the shape of nova's and magnum's, with our own rules. */
const hackingRst = `Our Style Commandments
======================

- Step 1: Read the OpenStack Style Commandments
  https://docs.openstack.org/hacking/latest/

Specific Commandments
---------------------

- [N310] Use \`\`timeutils.utcnow()\`\` and not
  \`\`datetime.utcnow()\`\`: it can be replaced in tests.
  See :func:\`oslo_utils.timeutils.utcnow\`.
- [N311] Second rule.
* [M322] Method's default argument shouldn't be mutable.

  This paragraph is not part of it.
- [N310] A second text for the same code
- [x1] not a rule
`;

describe('rules in HACKING.rst', () => {
  it('rules of HACKING.rst are read with their continuation lines', () => {
    const rules = readHackingRst(hackingRst);
    assert.deepEqual([...rules.keys()], ['N310', 'N311', 'M322']);
    assert.deepEqual(rules.get('N310'), {
      code: 'N310',
      line: 9,
      text:
        'Use `timeutils.utcnow()` and not `datetime.utcnow()`: it can be replaced in tests. ' +
        'See `oslo_utils.timeutils.utcnow`.',
    });
    assert.equal(rules.get('M322')?.text, "Method's default argument shouldn't be mutable.");
  });

  it('hostile rules of HACKING.rst are read within limits', () => {
    const endless = readHackingRst(`- [N1] start\n${'  more\n'.repeat(100_000)}`);
    assert.ok((endless.get('N1')?.text.length ?? 0) <= 4_000);
    const many = Array.from({ length: 9_000 }, (_, index) => `- [N${index}] text`).join('\n');
    assert.equal(readHackingRst(many).size, 2_000);
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => readHackingRst(`- [N1] ${text}`).size <= 2));
  });
});

describe('explanations of rules', () => {
  it("a local check is explained in the project's own words, even if we know the code", () => {
    const rules = readHackingRst(hackingRst);
    const explained = explain('N310', rules);
    assert.equal(explained?.source, 'HACKING.rst');
    assert.equal(explained.title, 'Use `timeutils.utcnow()` and not `datetime.utcnow()`: it can be replaced in tests.');
    assert.match(explained.markdown, /^\*\*N310\*\* Use \\`timeutils\\\.utcnow\\\(\\\)\\`/);
    assert.match(explain('H301', readHackingRst('- [H301] Ours'))?.markdown ?? '', /Ours/);
  });

  it('markup of the repository is escaped in explanations', () => {
    const rules = readHackingRst('- [N1] <img src=x> [click](command:evil) **b** `c`');
    const markdown = explain('N1', rules)?.markdown ?? '';
    assert.doesNotMatch(markdown, /<img|(?<!\\)\[click|(?<!\\)\]\(/);
  });

  it('every check of hacking is explained, with those that are off by default', () => {
    const off = Object.entries(hackingRules)
      .filter(([, rule]) => rule.offByDefault)
      .map(([code]) => code);
    assert.deepEqual(off, ['H106', 'H203', 'H204', 'H205', 'H210', 'H904', 'H905']);
    for (const code of Object.keys(hackingRules)) {
      const markdown = explain(code)?.markdown ?? '';
      assert.ok(markdown.includes(`**${code}**`) && markdown.includes('```python'), code);
      assert.equal(markdown.includes('Off by default'), off.includes(code), code);
    }
    assert.match(explain('H303')?.markdown ?? '', /select/);
  });

  it('codes of the other tools are known by their longest prefix', () => {
    assert.equal(
      explain('E501')?.title,
      'The line is longer than max-line-length, 79 characters when the project says nothing.',
    );
    assert.equal(explain('E128')?.source, explain('W605')?.source);
    for (const code of ['E999', 'E902', 'F401', 'F811', 'W291', 'C901', 'E117', 'F541', 'D000']) {
      assert.ok(explain(code), code);
    }
    assert.equal(explain('Z999'), undefined);
    assert.equal(explain('constructor'), undefined);
    assert.equal(
      explain('E003', undefined, 'bashate')?.source,
      'https://docs.openstack.org/bashate/latest/readme.html',
    );
    assert.equal(explain('F401', undefined, 'ruff')?.source, 'https://docs.astral.sh/ruff/rules/F401');
  });
});
