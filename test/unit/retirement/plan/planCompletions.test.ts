import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { planCompletions, type Schema } from '../../../../src/retirement/plan/planCompletions';

const SCHEMA = JSON.parse(readFileSync('schemas/retirement.schema.json', 'utf8')) as Schema;

/** What is offered at the bar of a text, with line ends of both kinds. */
function offered(withBar: string): string[] {
  const [unix, windows] = [withBar, withBar.replaceAll('\n', '\r\n')].map((text) => {
    const at = text.indexOf('|');
    const above = text.slice(0, at).split('\n');
    const lines = text.replace('|', '').split('\n');
    return planCompletions(SCHEMA, lines, above.length - 1, above.at(-1) ?? '').map(({ label }) => label);
  });
  assert.deepEqual(windows, unix, 'with line ends of Windows');
  return unix ?? [];
}

describe('what may be typed into a plan', () => {
  it('the keys at the top are offered without those that are there, above and below', () => {
    const keys = offered('retirement: 1\n|\nkind: retire\n# team: a comment\nsteps:\n  - id: a\n');
    assert.deepEqual(keys.slice(0, 3), ['by', 'order', 'team']);
    for (const name of ['retirement', 'kind', 'steps', 'id']) assert.ok(!keys.includes(name), name);
  });

  it('a key comes with what the schema says of it, a value without', () => {
    const [key] = planCompletions(SCHEMA, ['ki'], 0, 'ki').filter(({ label }) => label === 'kind');
    assert.match(key?.description ?? '', /^retire: all ends/);
    assert.deepEqual(planCompletions(SCHEMA, ['kind: '], 0, 'kind: '), [
      { label: 'retire', description: undefined, kind: 'value' },
      { label: 'deprecate', description: undefined, kind: 'value' },
    ]);
  });

  const WAYS: readonly (readonly [string, string, readonly string[]])[] = [
    ['behind the dash of a step', 'steps:\n  - |\n', ['id', 'step', 'repo']],
    ['in a step', 'steps:\n  - id: a\n    |\n', ['step', 'repo', 'after']],
    ['in a step at the column of its list', 'steps:\n- id: a\n  |\n', ['step', 'repo', 'after']],
    [
      'in a step after its list of ids',
      'steps:\n  - id: a\n    after:\n      - b\n    |\n',
      ['step', 'repo', 'params'],
    ],
    [
      'in the next step',
      'steps:\n  - id: a\n    repo: b/c\n\n  # about it\n  - id: b\n    |\n',
      ['step', 'repo', 'after'],
    ],
    [
      'in the parameters of a step',
      'steps:\n  - id: a\n    params:  # why\n      |\n',
      ['repositories', 'date', 'flip'],
    ],
    ['in an alternative', 'alternative:\n  |\n', ['name', 'url']],
    ['in a decision', 'steps:\n  - decisions:\n      - repo: a/b\n        |\n', ['path', 'text', 'decision']],
    ['as the kind of a step', 'steps:\n  - id: a\n    step: en|\n', ['announce', 'end-gating', 'abandon-changes']],
    ['as what closed a step', 'steps:\n  - id: a\n    closed:\n      as: |\n', ['done', 'skipped']],
    ['as a decision', 'steps:\n  - decisions:\n      - decision: |\n', ['remove', 'keep', 'later']],
  ];
  for (const [where, text, first] of WAYS) {
    it(`${where} is offered what belongs there`, () => assert.deepEqual(offered(text).slice(0, 3), first));
  }

  it('nothing is offered where anything may be written, or nothing is known', () => {
    for (const text of [
      'team: |\n',
      'repositories:\n  - |\n',
      '# |\n',
      'mine:\n  |\n',
      'constructor:\n  |\n',
      'steps:\n  - __proto__:\n      |\n',
      'some words |\n',
    ]) {
      assert.deepEqual(offered(text), [], text);
    }
  });

  it('a line of a megabyte, and as many lines, take little time', () => {
    const start = performance.now();
    for (const line of ['a'.repeat(1 << 20), ' '.repeat(1 << 20), '- '.repeat(1 << 19), `a:${' '.repeat(1 << 20)}b`]) {
      planCompletions(SCHEMA, ['steps:', line, '  '], 2, '  ');
      planCompletions(SCHEMA, [line], 0, line);
    }
    const lines = Array.from({ length: 200_000 }, () => '    a: b');
    planCompletions(SCHEMA, lines, lines.length - 1, '    ');
    assert.ok(performance.now() - start < 2000);
  });
});
