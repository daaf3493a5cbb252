import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { changedPlanText } from '../../../../src/retirement/plan/changedPlanText';
import { newPlanText } from '../../../../src/retirement/plan/newPlanText';
import type { PlanChange } from '../../../../src/retirement/plan/planChange';
import { checkPlan, readPlan } from '../../../../src/retirement/plan/readPlan';
import { made } from './anyPlan';

const SAMPLE = readFileSync('docs/retirement/retire-example.retirement.yaml', 'utf8');
const HEAD = SAMPLE.slice(0, SAMPLE.indexOf('\nsteps:') + 1);
/** Without a comment before its first key. */
const BARE = SAMPLE.slice(SAMPLE.indexOf('retirement: 1'));
const MARK = '\uFEFF';
const DATE: PlanChange = {
  kind: 'facts',
  set: { decision: 'https://example.org/1' },
  was: {},
};

const filled = (line: (i: number) => string): string => {
  let text = '';
  for (let i = 0; text.length < 55_000; i++) text += line(i);
  return text;
};

describe('a hostile plan', () => {
  for (const [what, text] of [
    ['a byte order mark', MARK + BARE],
    ['line ends of Windows', BARE.replaceAll('\n', '\r\n')],
    ['both', MARK + BARE.replaceAll('\n', '\r\n')],
    ['a start and an end of its document', `---\n${BARE}...\n`],
    ['no end of its last line', BARE.trimEnd()],
  ] as const) {
    it(`a plan with ${what} is read, and changed in one line`, async () => {
      assert.deepEqual(await checkPlan(text, 'a.yaml'), []);
      const changed = await changedPlanText(text, DATE, 'a.yaml');
      const end = text.includes('\r\n') ? '\r\n' : '\n';
      assert.equal(changed.replace(`decision: https://example.org/1${end}`, ''), text);
    });
  }

  it('a plan in JSON with a byte order mark is read, and keeps it', async () => {
    const text = MARK + newPlanText(made(), 'json');
    for (const file of ['a.json', 'a.retirement.yaml']) {
      assert.deepEqual(await checkPlan(text, file), []);
      const changed = await changedPlanText(text, DATE, file);
      assert.ok(changed.startsWith(`${MARK}{`));
      assert.equal((await readPlan(changed, file)).decision, 'https://example.org/1');
    }
  });

  it('a plan with a mistake behind a byte order mark says its line', async () => {
    const text = (MARK + newPlanText(made(), 'json')).replace('"kind": "retire"', '"kind": retire');
    const [problem] = await checkPlan(text, 'a.json');
    assert.deepEqual([problem?.line, problem?.message], [2, "The JSON is not valid: unexpected token 'r'"]);
  });

  it('a plan with a name that turns the direction of text is refused with its line', async () => {
    for (const mark of ['\u202e', '\u2066']) {
      await assert.rejects(
        readPlan(BARE.replace('team: freezer ', `team: fre${mark}ezer `), 'a.yaml'),
        (error) => error instanceof UserError && error.message === 'a.yaml, line 5: team has control characters.',
      );
    }
    assert.ok(await readPlan(BARE.replace('team: freezer ', 'team: "\u05d0\u05d1 freezer" '), 'a.yaml'));
  });

  // Each problem was looked for from the start of the text: seven seconds for such a file, at each pause of typing.
  for (const [what, text] of [
    ['steps without anything', `${HEAD}steps:\n${filled(() => '- {}\n')}`],
    ['unknown keys', HEAD + filled((i) => `k${i}: 1\n`)],
    [
      'repositories without names',
      HEAD.replace(
        /^ {2}- .*\n/m,
        filled(() => '  - 1\n'),
      ),
    ],
  ] as const) {
    it(`a plan of thousands of ${what} has some hundreds of problems, in little time`, async () => {
      const start = performance.now();
      const problems = await checkPlan(text, 'a.yaml');
      assert.ok(performance.now() - start < 4000, `${(performance.now() - start).toFixed(0)} ms`);
      assert.ok(problems.length >= 200 && problems.length <= 401, String(problems.length));
    }).timeout(20_000);
  }
});
