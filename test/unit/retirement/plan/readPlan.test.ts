import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { newPlanText } from '../../../../src/retirement/plan/newPlanText';
import { checkPlan, readPlan } from '../../../../src/retirement/plan/readPlan';
import { made } from './anyPlan';

const SAMPLE = readFileSync('docs/retirement/retire-example.retirement.yaml', 'utf8');

/** `line:from-to message` of each, lines and columns 0-based. */
async function problems(text: string, file = 'a.retirement.yaml'): Promise<string[]> {
  const found = await checkPlan(text, file);
  return found.map(({ line, from, to, message, severity }) => `${severity} ${line}:${from}-${to} ${message}`);
}

/** The sample with a part changed that is in it. */
function sample(part: string, by: string): string {
  assert.ok(SAMPLE.includes(part), part);
  return SAMPLE.replace(part, by);
}

describe('a plan that is read', () => {
  it('a plan that is written by hand reads without problems', async () => {
    assert.deepEqual(await problems(SAMPLE), []);
    const plan = await readPlan(SAMPLE, 'a.retirement.yaml');
    assert.equal(plan.steps[0]?.closed?.on, '2024-12-23');
    assert.equal(plan.steps[1]?.change, 938180);
  });

  it('a plan shows all problems at their places', async () =>
    assert.deepEqual(
      await problems(
        sample('kind: retire ', 'kind: retyre ')
          .replace('irc: openstack-freezer ', 'irc: 12\nmine: 1')
          .replace('change: 938180', 'change: none\n    note: 1'),
      ),
      [
        'error 4:6-12 kind must be one of: retire, deprecate',
        'error 14:5-7 irc must be text; put it in quotes',
        'warning 15:0-4 mine is an unknown key: it is kept, and ignored',
        'error 35:12-16 change must be a number',
        'warning 36:4-8 note is an unknown key: it is kept, and ignored',
      ],
    ));

  const CASES: readonly (readonly [string, string, string, RegExp])[] = [
    ['names a step twice', 'id: governance', 'id: end-gating', /37:.*|Another step has the id end-gating/],
    ['waits for an unknown step', 'after: [announce]', 'after: [anounce]', /33:12-19 No step has the id anounce/],
    [
      'has a circle',
      'after: [announce]',
      'after: [governance]',
      /These steps wait for each other: end-gating after governance after remove-content after end-gating/,
    ],
    [
      'has a circle behind other steps',
      'repo: openstack/freezer\n    after: [governance]',
      'repo: openstack/freezer\n    after: [governance, remove-infra]',
      /wait for each other: references-freezer after remove-infra after references-freezer/,
    ],
    ['has no team', 'team: freezer ', '', /team is missing/],
    ['has a newer version', 'retirement: 1', 'retirement: 2', /^error 3:12-13 This plan was made by a newer version/],
    ['has no version', 'retirement: 1', 'retired: 1', /"retirement: 1" is missing/],
    [
      'has an address without https',
      'server: https',
      'server: http',
      /server must be an address that starts with https/,
    ],
    ['has a password in an address', 'server: https://', 'server: https://a:b@', /without a user or a password/],
    ['has a topic with spaces', 'topic: retire-freezer-dr', 'topic: retire it', /topic may have letters/],
    ['has a path that leaves', 'repo: openstack/freezer-dr', 'repo: ../freezer', /repo is no name of a repository/],
    ['has a key twice', 'kind: retire ', 'by: owner\nkind: retire ', /map keys must be unique/],
    ['has an anchor', 'team: freezer', 'team: &a freezer', /no anchors, aliases or tags/],
    ['has an alias', 'irc: openstack-freezer', 'irc: *a', /alias|no anchors/i],
    ['has a tag', 'team: freezer', 'team: !!str freezer', /no anchors, aliases or tags/],
    ['has a second document', '\nsteps:', '\n---\nsteps:', /second document/],
    ['has a tab', '\nkind: retire ', '\n\tkind: retire ', /tab/i],
    ['has control characters', 'team: freezer', 'team: "a\\eb"', /team has control characters/],
    ['is too large', 'team: freezer ', `team: ${'a'.repeat(70_000)} `, /larger than the 64 KB/],
    ['is nested too deeply', 'team: freezer ', `team: ${'['.repeat(200)} `, /nested too deeply/],
    ['has a text that is too long', 'team: freezer ', `team: ${'a'.repeat(501)} `, /team is too long/],
    ['has a word for a number', 'retirement: 1', 'retirement: one', /retirement must be a number/],
  ];
  for (const [what, part, by, message] of CASES) {
    it(`a plan that ${what} is refused`, async () => {
      const text = sample(part, by);
      assert.match((await problems(text)).join('\n'), message);
      await assert.rejects(
        readPlan(text, '/some/a.retirement.yaml'),
        (error) =>
          error instanceof UserError &&
          error.reason === 'bad-plan' &&
          /^a\.retirement\.yaml, line \d+: /.test(error.message),
      );
    });
  }

  it('a plan with a server on this machine may have http', async () =>
    assert.deepEqual(await problems(sample('https://review.opendev.org/', 'http://localhost:8080/')), []));

  it('a plan with odd decisions is warned about, and read', async () => {
    const text = sample('repositories: [openstack/freezer-dr]', 'repositories: [openstack/freezer]\n      flip: full');
    const found = await problems(text);
    assert.equal(found.length, 2);
    assert.ok(found.every((one) => one.startsWith('warning')));
    assert.ok(await readPlan(text, 'a.yaml'));
  });

  it('a change that two steps have is warned about at the second', async () => {
    const plan = made();
    const steps = plan.steps.map((step, i) => (i === 1 || i === 2 ? { ...step, change: 7 } : step));
    const found = await problems(newPlanText({ ...plan, steps }, 'yaml'));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', new RegExp(`^warning .* The step ${plan.steps[1]?.id ?? ''} has this change too$`));
  });

  it('a plan in JSON is refused where it is YAML only', async () => {
    const text = newPlanText(made(), 'json');
    assert.deepEqual(await problems(text, 'a.retirement.json'), []);
    const wrong = await problems(text.replace('"kind": "retire"', '"kind": retire'), 'a.retirement.json');
    assert.match(wrong.join('\n'), /^error 2:\d+-\d+ The JSON is not valid: unexpected token 'r'$/);
    assert.match((await problems('{"retirement": 1, "retirement": 1}')).join(), /The JSON is not valid: map keys/);
  });

  it('a plan of hostile keys has no effect on objects, and keeps its shape', async () => {
    const text = sample('team: freezer ', '__proto__: {x: 1}\nconstructor: 2\nteam: freezer ');
    assert.equal((await problems(text)).length, 2);
    const plan = await readPlan(text, 'a.yaml');
    assert.ok(!Object.keys(plan).includes('constructor'));
    assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
  });

  it('any text gives problems within its lines, or a plan', async () => {
    const pieces = SAMPLE.split(/(?<=[\s:'[\]])/);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(pieces.length - 1),
        fc.nat(5),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 6 }),
          fc.constantFrom('- ', ': ', '\n', '  ', '{', '&a ', '? ', '| '),
        ),
        async (at, count, piece) => {
          const text = pieces.toSpliced(at, count, piece).join('');
          const lines = text.split('\n');
          for (const { line, from, to, message } of await checkPlan(text, 'a.yaml')) {
            const width = lines[line]?.length ?? -1;
            assert.ok(0 <= from && from <= to && to <= width, `${line}:${from}-${to} of ${width}: ${message}`);
            assert.ok(!message.includes('\n'));
          }
        },
      ),
      { numRuns: 80 },
    );
  });
});
