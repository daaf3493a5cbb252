import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { changedPlanText } from '../../../../src/retirement/plan/changedPlanText';
import { newPlanText } from '../../../../src/retirement/plan/newPlanText';
import type { Closed, Plan, PlanStep, ReferenceDecision } from '../../../../src/retirement/plan/plan';
import { applyChange, type PlanChange, type PlanFacts } from '../../../../src/retirement/plan/planChange';
import { readPlan } from '../../../../src/retirement/plan/readPlan';
import { address, anyPlan, day, made, sentence, word } from './anyPlan';

const SAMPLE = readFileSync('docs/retirement/retire-example.retirement.yaml', 'utf8');
const CLOSED: Closed = { as: 'skipped', reason: 'It has no requirements: none at all.', on: '2024-12-24' };

const refused =
  (reason: string) =>
  (error: unknown): boolean =>
    error instanceof UserError && error.reason === reason;

/** Lines that come and go. */
function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return { gone: old.filter((line) => !now.includes(line)), come: now.filter((line) => !old.includes(line)) };
}

describe('the text of a changed plan', () => {
  it('a text keeps all lines but those of the change, when a change is recorded', async () => {
    const set = { changeId: `I${'a'.repeat(40)}`, change: 1000, patchSet: 1, commit: 'b'.repeat(40) };
    const text = await changedPlanText(SAMPLE, { kind: 'record', step: 'requirements', set, was: {} });
    assert.deepEqual(difference(SAMPLE, text), {
      gone: [],
      come: [
        `    changeId: I${'a'.repeat(40)}`,
        '    change: 1000',
        '    patchSet: 1',
        `    commit: ${'b'.repeat(40)}`,
      ].map((line) => line.replace(/^( +commit: )(\d.*)$/, "$1'$2'")),
    });
  });

  it('a text keeps the comment beside a value that changes', async () => {
    const text = await changedPlanText(SAMPLE, {
      kind: 'facts',
      set: { date: '2025-01-02', decision: 'https://example.org/1' },
      was: { date: '2024-12-23' },
    });
    assert.deepEqual(difference(SAMPLE, text), {
      gone: ["date: '2024-12-23'                # retired-on; the quotes keep it a text"],
      come: [
        "date: '2025-01-02'                # retired-on; the quotes keep it a text",
        'decision: https://example.org/1',
      ],
    });
    assert.match(text, /^thread: .*\ndecision: /m);
  });

  it('a text keeps the comments of what goes as lines', async () => {
    const plan = await readPlan(SAMPLE, 'a.yaml');
    const was = plan.steps[0]?.closed;
    assert.ok(was);
    const text = await changedPlanText(SAMPLE, { kind: 'reopen', step: 'announce', was });
    assert.match(text, /\n {4}after: \[\]\n {4}# a person's word that it is over\n\n {2}- id: end-gating/);
  });

  it('a text in JSON keeps its indentation and unknown keys', async () => {
    const json = newPlanText(made(), 'json').replace('"kind"', '"mine": {"a": [1]},\n  "kind"').replace(/^ +/gm, '\t');
    const text = await changedPlanText(json, { kind: 'close', step: 'docs', closed: CLOSED }, 'a.json');
    assert.match(text, /^\{\n\t"retirement": 1,\n\t"mine": \{\n\t\t"a"/);
    assert.ok(text.endsWith('\n}\n'));
  });

  it('a text with steps in braces, with CRLF, or without a last line end is changed as well', async () => {
    const braces = SAMPLE.replace(
      /after: \[governance\]\s+$/,
      'after: [governance]\n  - {id: more, step: docs, after: [], mine: 1} # mine\n',
    );
    for (const text of [braces, braces.replaceAll('\n', '\r\n'), braces.trimEnd(), `${braces}\n\n# end`]) {
      const changed = await changedPlanText(text, { kind: 'close', step: 'more', closed: CLOSED });
      assert.match(changed, /"mine":1/);
      assert.match(changed, /# mine/);
      const other = await changedPlanText(text, { kind: 'close', step: 'openstack-map', closed: CLOSED });
      assert.equal(difference(text, other).gone.length, 0);
    }
  });

  it('a text is refused when the change is about something that is different by now', async () => {
    const changes: readonly PlanChange[] = [
      { kind: 'record', step: 'end-gating', set: { change: 1 }, was: {} },
      { kind: 'close', step: 'announce', closed: CLOSED },
      { kind: 'reopen', step: 'docs', was: CLOSED },
      { kind: 'reopen', step: 'governance', was: CLOSED },
      { kind: 'params', step: 'remove-infra', params: { date: '2024-12-23' }, was: undefined },
      { kind: 'decide', step: 'references-freezer', decisions: [], was: [] },
      { kind: 'facts', set: { irc: 'x' }, was: { irc: 'y' } },
      { kind: 'close', step: 'nothing', closed: CLOSED },
    ];
    for (const change of changes) await assert.rejects(changedPlanText(SAMPLE, change), refused('changed-meanwhile'));
  });

  it('a text stays when what is recorded is there already', async () =>
    assert.equal(
      await changedPlanText(SAMPLE, { kind: 'record', step: 'end-gating', set: { change: 938180 }, was: {} }),
      SAMPLE,
    ));

  it('a text is refused when the result would be no plan', () =>
    assert.rejects(
      changedPlanText(SAMPLE, { kind: 'facts', set: { thread: 'nowhere' }, was: { thread: THREAD } }),
      refused('bad-change'),
    ));

  it('any changes keep all comments and unknown keys, and say what they say', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPlan,
        fc.array(fc.tuple(fc.nat(), anyEdit), { minLength: 1, maxLength: 6 }),
        async (made, edits) => {
          let text = `${newPlanText(made, 'yaml').replace(/^( {4})(step: .*)$/gm, '$1$2 # mine $2\n$1mine: [1]  # here')}\n# end\n`;
          let json = newPlanText(made, 'json').replace('"kind"', '"mine": 1, "kind"');
          const comments = commentsOf(text);
          for (const [at, edit] of edits) {
            const now = await readPlan(text, 'a.yaml');
            const step = now.steps[at % now.steps.length];
            assert.ok(step);
            const change = edit(step, now);
            text = await changedPlanText(text, change, 'a.yaml');
            json = await changedPlanText(json, change, 'a.json');
            const goal = applyChange(now, change);
            assert.deepEqual(await readPlan(text, 'a.yaml'), goal);
            assert.deepEqual(await readPlan(json, 'a.json'), goal);
            assert.deepEqual(commentsOf(text), comments);
            assert.match(json, /"mine": 1/);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

const THREAD =
  'https://lists.openstack.org/archives/list/openstack-discuss@lists.openstack.org/message/3VQUSJHBOOH3MKIMHUINNV75REF3GS7Z/';

/** Those of the tests and of new plans, sorted: a comment may move. */
const commentsOf = (text: string): string[] => (text.match(/(?<= )# [\w*].*$|^# .*$/gm) ?? []).sort();

const closed = fc.record({ as: fc.constantFrom('done' as const, 'skipped' as const), reason: sentence, on: day });
const params = fc.record(
  {
    date: day,
    legacyTeam: sentence,
    dists: fc.array(sentence, { maxLength: 3 }),
    delete: fc.array(word, { maxLength: 9 }),
  },
  { requiredKeys: [] },
);
const decision: fc.Arbitrary<ReferenceDecision> = fc.record(
  {
    repo: word.map((name) => `x/${name}`),
    path: word,
    text: sentence,
    decision: fc.constantFrom('keep', 'later'),
    reason: sentence,
  },
  { requiredKeys: ['repo', 'path', 'text', 'decision'] },
);
const facts: fc.Arbitrary<PlanFacts> = fc.record(
  {
    date: fc.option(day, { nil: undefined }),
    cycle: fc.option(word, { nil: undefined }),
    thread: fc.option(address, { nil: undefined }),
    alternative: fc.option(fc.record({ name: sentence, url: address })),
    irc: word,
  },
  { requiredKeys: [] },
);

type Edit = (step: PlanStep, plan: Plan) => PlanChange;
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  closed.map(
    (next): Edit =>
      ({ id, closed: was }) =>
        was ? { kind: 'reopen', step: id, was } : { kind: 'close', step: id, closed: next },
  ),
  params.map(
    (next): Edit =>
      ({ id, params: was }) => ({ kind: 'params', step: id, params: next, was }),
  ),
  fc.array(decision, { maxLength: 4 }).map(
    (next): Edit =>
      ({ id, decisions: was = [] }) => ({ kind: 'decide', step: id, decisions: next, was }),
  ),
  fc.nat().map(
    (number): Edit =>
      ({ id, change }) => ({
        kind: 'record',
        step: id,
        set: { change: (number % 1000) + 1, patchSet: 2 },
        was: { change, patchSet: change === undefined ? undefined : 2 },
      }),
  ),
  facts.map(
    (set): Edit =>
      (_, plan) => ({ kind: 'facts', set, was: plan }),
  ),
);
