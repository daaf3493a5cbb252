import fc from 'fast-check';
import { makePlan, type PlanParameters } from '../../../../src/retirement/plan/makePlan';
import type { Plan } from '../../../../src/retirement/plan/plan';

export const made = (parts: Partial<PlanParameters> = {}): Plan =>
  makePlan({ repositories: ['openstack/freezer-dr'], team: 'freezer', ...parts });

export const word = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,12}$/);
/** What a person may write: also what YAML would take for something else. */
export const sentence = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      'null',
      'yes',
      '12',
      '1e3',
      '2024-12-23',
      '# no',
      'a: b',
      '- x',
      "it's",
      '"',
      '[a',
      '{',
      '&a',
      '*a',
      '!t',
      'a #b',
      ' a ',
      '~',
      '|',
      '\ud800',
      '\u2028',
    ),
  )
  .filter((text) => text !== '' && !/\p{Cc}/u.test(text));
export const day = fc.constantFrom('2024-12-23', '2026-02-28');
export const address = word.map((name) => `https://example.org/${name}?a=%20&b=#${name}`);

const repository = fc
  .tuple(fc.constantFrom('openstack', 'x', 'openinfra'), word)
  .map(([namespace, name]) => `${namespace}/${name}`);

export const anyPlan: fc.Arbitrary<Plan> = fc
  .record<PlanParameters>(
    {
      repositories: fc.uniqueArray(repository, { minLength: 1, maxLength: 6 }),
      team: sentence,
      wholeTeam: fc.boolean(),
      kind: fc.constantFrom('retire', 'deprecate'),
      by: fc.constantFrom('owner', 'tc'),
      order: fc.constantFrom('guide', 'practice'),
      alternative: fc.option(fc.record({ name: sentence, url: address })),
      irc: word,
      date: day,
      cycle: word,
      thread: address,
      decision: address,
      topic: word,
    },
    { requiredKeys: ['repositories', 'team'] },
  )
  .map(makePlan);
