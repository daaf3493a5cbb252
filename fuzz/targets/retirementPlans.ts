/** What retirements read: plans, what other repositories say of a project, and the words that are made of both. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/script';
import { UserError } from '../../src/base/errors';
import { readYaml } from '../../src/base/yaml';
import { checkMessage } from '../../src/change/message/rules/checkMessage';
import { governanceTeams } from '../../src/retirement/edits';
import { abandonMessage, announcement, neededByToAdd, planTitle, stepMessage } from '../../src/retirement/messages';
import { stepTitle, stepWords } from '../../src/retirement/messages/stepWords';
import { changedPlanText } from '../../src/retirement/plan/changedPlanText';
import { commentsOf } from '../../src/retirement/plan/editYaml';
import { newPlanText } from '../../src/retirement/plan/newPlanText';
import { type Plan, type PlanStep, STEP_KINDS } from '../../src/retirement/plan/plan';
import { applyChange, type PlanChange } from '../../src/retirement/plan/planChange';
import { planCompletions, type Schema } from '../../src/retirement/plan/planCompletions';
import { PLAN } from '../../src/retirement/plan/planShape';
import { checkPlan, isJson, readPlan } from '../../src/retirement/plan/readPlan';
import { decided, staleDecisions, withDecision } from '../../src/retirement/references/decisions';
import { parseGrep } from '../../src/retirement/references/grep';
import { kindOf } from '../../src/retirement/references/kindOf';
import { packageFileOf, packagesIn } from '../../src/retirement/references/packageLists';
import type { Reference } from '../../src/retirement/references/reference';
import { RetiredNames } from '../../src/retirement/references/retiredNames';
import { keysAbove } from '../../src/retirement/references/zuulPlace';
import { made } from '../../test/unit/retirement/plan/anyPlan';
import type { Random } from '../random';
import { type Targets, text } from './target';

const FILE = 'a.retirement.yaml';
const EXAMPLE = readFileSync(join(root, 'docs/retirement/retire-example.retirement.yaml'), 'utf8');
const SCHEMA = JSON.parse(readFileSync(join(root, 'schemas/retirement.schema.json'), 'utf8')) as Schema;

const SAMPLES = [
  EXAMPLE,
  EXAMPLE.replaceAll('\n', '\r\n'),
  EXAMPLE.replace(/^( *)(- id: .*|kind: .*)$/gm, '$1$2 # mine').replace(/^( {4})(after: .*)$/gm, '$1mine: [1]\n$1$2'),
  ...(['yaml', 'json'] as const).flatMap((format) => [
    newPlanText(made(), format),
    newPlanText(made({ kind: 'deprecate', repositories: ['openstack/a', 'x/b'], wholeTeam: true }), format),
  ]),
];

const PLAN_WORDS = [
  ...['retirement: 1\n', 'kind: retire\n', 'by: tc\n', 'order: practice\n', 'team: freezer\n', 'wholeTeam: true\n'],
  ...['repositories:\n', '  - openstack/a\n', 'repositories: [openstack/a]\n', 'alternative: null\n', 'irc: a\n'],
  ...["date: '2024-12-23'\n", 'topic: a\n', 'server: https://a.b/\n', 'steps:\n', '  - id: a\n', '    step: docs\n'],
  ...['    after: []\n', '    after: [a, b]\n', '    after:\n', '      - a\n', '    repo: openstack/a\n'],
  ...[
    '    closed: {as: done, reason: x, on: 2024-12-23}\n',
    '    closed:\n',
    '      as: skipped\n',
    '      reason: >-\n',
  ],
  ...['    params:\n', '      flip: full\n', '    decisions:\n', '      - repo: a/b\n', '        text: "# x"\n'],
  ...['# a comment\n', ' # beside\n', '---\n', '...\n', '? ', '&a ', '*a', '!!str ', '|\n', "'", '"', '{', '}', '\r\n'],
];

/** A plan in any text: what is wrong is within its lines, and a plan that is read can be written and read again. */
async function checkPlanText(content: string): Promise<void> {
  const lines = content.split('\n');
  for (const file of [FILE, 'a.retirement.json']) {
    const problems = await checkPlan(content, file);
    for (const { line, from, to, message } of problems) {
      const width = lines[line]?.length ?? -1;
      assert.ok(0 <= from && from <= to && to <= width, `${line}:${from}-${to} of ${width}: ${message}`);
      assert.ok(!/[\r\n]/.test(message), message);
    }
    const plan = await readPlan(content, file).catch(refusal);
    assert.equal(plan === undefined, problems.length === 0 ? false : problems.some((one) => one.severity === 'error'));
    if (!plan) continue;
    for (const format of ['yaml', 'json'] as const) {
      assert.deepEqual(await readPlan(newPlanText(plan, format), `a.${format}`), plan);
    }
    checkMessages(plan);
  }
}

function refusal(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}

/** No word of a plan becomes a line, a trailer or a finding of a message. */
function checkMessages(plan: Plan): void {
  const changes = new Map(plan.steps.map(({ id }, i) => [id, { repo: 'a/b', number: i + 1 }]));
  for (const step of plan.steps.slice(0, 10)) {
    const message = stepMessage(plan, step, changes, { notes: [plan.team, step.id] });
    const wrong = checkMessage(message).filter(({ severity }) => severity === 'error');
    assert.deepEqual(wrong, [], message);
    for (const line of message.split('\n')) {
      const trailer = /^(?:depends-on|needed-by|change-id|signed-off-by)\s*:(.*)/i.exec(line);
      if (trailer) assert.ok(changeOf(trailer[1] ?? '') <= plan.steps.length, line);
    }
    isOneLine(stepTitle(plan, step));
    Object.values(stepWords(plan, step)).forEach(isOneLine);
    neededByToAdd(plan, changes, new Map([[step.id, { isOpen: true, message }]]));
  }
  for (const words of [planTitle(plan), announcement(plan).subject, abandonMessage(plan)]) isOneLine(words);
}

const changeOf = (address: string): number => Number(/\/\+\/(\d+)$/.exec(address)?.[1] ?? Number.NaN);

function isOneLine(words: string): void {
  assert.ok(words.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(words), JSON.stringify(words));
}

/** A change of a plan in any layout: it is what the plan says then, and no comment or unknown key is lost. */
async function checkChanges(content: string, random: Random): Promise<void> {
  let now = await layout(content, random);
  let plan = await readPlan(now, FILE);
  for (let left = 3; left > 0 && plan.steps.length > 0; left--) {
    const change = changeFor(plan, random);
    const next = await changedPlanText(now, change, FILE);
    const after = await readPlan(next, FILE);
    assert.deepEqual(after, applyChange(plan, change));
    if (!isJson(now, FILE)) assert.deepEqual(await commentTexts(next), await commentTexts(now));
    assert.deepEqual(await unknownValues(next), await unknownValues(now));
    [now, plan] = [next, after];
  }
}

/** The text itself where it is a plan, else the example with what it says as comments and values of unknown keys. */
async function layout(content: string, random: Random): Promise<string> {
  if (await readPlan(content, FILE).catch(refusal)) return content;
  const noise = content.split(/[\s\p{Cc}\u2028\u2029]+/u).slice(0, 40);
  const lines = random.pick(SAMPLES.filter((sample) => !isJson(sample, FILE))).split('\n');
  for (const [i, words] of noise.entries()) {
    const at = random.below(lines.length);
    const line = lines[at] ?? '';
    const indent = ' '.repeat(random.below(9));
    const added = [`${indent}# ${words}`, '', `${indent}#${words}`];
    if (/^ {4}(?:step|after): \S/.test(line)) {
      added.push(`    mine${i}: ${JSON.stringify(words)} # ${words}`, `    mine${i}: [${i}, # ${words}\n      ]`);
    }
    if (/^(?:kind|topic): /.test(line)) added.push(`mine${i}: |\n  # ${words}`, `mine${i}:\n- '# no'  # ${words}`);
    const isBeside = random.once(4) && / \S*[^\s:>|-]$/.test(line) && !line.includes('#');
    if (isBeside) lines[at] = `${line} # ${words}`;
    else lines.splice(at + 1, 0, random.pick(added));
  }
  return lines.join(random.once(4) ? '\r\n' : '\n');
}

const commentTexts = async (of: string): Promise<string[]> =>
  (await commentsOf(of)).map(({ from, to }) => of.slice(from, to).trimEnd()).sort();

/** The values of the keys that no plan has, of the plan itself and of its steps. */
async function unknownValues(of: string): Promise<unknown> {
  const value = (await readYaml(of, FILE)) as Record<string, unknown>;
  const steps = value.steps as Record<string, unknown>[];
  return [unknownOf(value, PLAN.entries), ...steps.map((step) => unknownOf(step, PLAN.entries.steps.item.entries))];
}

const unknownOf = (value: Record<string, unknown>, known: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !Object.hasOwn(known, key)));

const ODD_WORDS = [
  "it's",
  'null',
  '# no',
  'a: b',
  ' a ',
  '- x',
  '"',
  '\u202ea',
  '~',
  '{',
  '2024-12-23',
  'é'.repeat(99),
];

function changeFor(plan: Plan, random: Random): PlanChange {
  const { id, closed, params, decisions = [], change } = random.pick(plan.steps);
  const word = random.pick(ODD_WORDS);
  const on = '2025-01-02';
  switch (random.below(5)) {
    case 0:
      return closed
        ? { kind: 'reopen', step: id, was: closed }
        : { kind: 'close', step: id, closed: { as: 'skipped', reason: word, on } };
    case 1: {
      const next = random.once(3) ? undefined : { legacyTeam: word, dists: Array<string>(random.below(9)).fill(word) };
      return { kind: 'params', step: id, params: next, was: params };
    }
    case 2: {
      const one = { repo: 'a/b', path: word, text: word, decision: 'keep' } as const;
      const kept = decisions.filter(() => random.once(2));
      return { kind: 'decide', step: id, decisions: random.once(4) ? kept : [...kept, one], was: decisions };
    }
    case 3:
      return {
        kind: 'record',
        step: id,
        set: { change: (change ?? 1) + 1, commit: 'a'.repeat(40) },
        was: plan.steps.find((step) => step.id === id) ?? {},
      };
    default: {
      const set = {
        date: random.once(2) ? undefined : on,
        alternative: random.once(2) ? null : { name: word, url: 'https://a.b/' },
      };
      return { kind: 'facts', set, was: plan };
    }
  }
}

const LABELS = labelsOf(SCHEMA);

function labelsOf(schema: Schema): ReadonlySet<string> {
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...Object.values(schema.definitions ?? {}),
    ...(schema.items ? [schema.items] : []),
  ];
  const own = [...Object.keys(schema.properties ?? {}), ...(schema.enum ?? []).map(String)];
  return new Set([...own, ...inner.flatMap((each) => [...labelsOf(each)])]);
}

function checkCompletions(content: string, random: Random): void {
  const lines = content.split('\n');
  for (let left = 5; left > 0; left--) {
    const line = random.below(lines.length);
    const typed = lines[line] ?? '';
    const found = planCompletions(SCHEMA, lines, line, typed.slice(0, random.below(typed.length + 1)));
    for (const { label } of found) assert.ok(LABELS.has(label), label);
    assert.equal(new Set(found.map(({ label }) => label)).size, found.length);
  }
}

const RETIRED = ['openstack/venus', 'openstack/venus.dashboard', 'x/venus', 'openstack/python-venusclient'];
const NAMES = new RetiredNames(RETIRED, new Map([['openstack/venus', ['Venus_Lib']]]));
const PATHS = [
  ...['requirements.txt', 'tox.ini', 'setup.cfg', 'pyproject.toml', '.zuul.yaml', 'zuul.d/a.yaml', 'docs/a.rst'],
  ...['releasenotes/a', 'gerrit/projects.yaml', 'playbooks/a', '__proto__'],
];

function checkReferences(content: string, random: Random): void {
  const lines = content.split('\n');
  const repo = random.pick(['openstack/project-config', 'openstack/nova', 'constructor']);
  const references: Reference[] = [];
  for (let left = 10; left > 0; left--) {
    const at = random.below(lines.length);
    const [line, path] = [lines[at] ?? '', random.pick(PATHS)];
    for (const key of keysAbove(lines, at)) assert.match(key, /^[\w.-]+$/);
    const kind = kindOf(repo, path, at + 1, line, lines);
    const file = packageFileOf(path);
    for (const name of file ? packagesIn(file, lines, at) : []) {
      assert.ok(line.includes(name), name);
      NAMES.ofPackage(name);
    }
    const retired = NAMES.named(line);
    if (retired === undefined) continue;
    assert.ok(RETIRED.includes(retired), retired);
    references.push({ repo, root: '/p', path, line: at + 1, text: line.slice(0, 300), retired, kind });
  }
  const decisions = withDecision([], references, 'remove');
  assert.ok(decided(references, decisions).every(({ decision }) => decision === 'remove'));
  assert.deepEqual(staleDecisions(references, decisions, [repo]), []);
  const prefix = random.pick(['', 'a:']);
  for (const hit of parseGrep(content, prefix)) assert.ok(!hit.text.includes('\n'), hit.text);
}

/** Names as no reader lets them through: a plan of an API or an old version may have them. */
function planOfNames(content: string, random: Random): Plan {
  const names = content.split(random.pick(['\n', ' ', '\0'])).slice(0, 40);
  const name = (): string => random.pick(names);
  const step = (kind: PlanStep['step'], i: number): PlanStep => ({
    id: random.once(2) ? kind : name(),
    step: kind,
    repo: random.pick([undefined, name(), 'openstack/a']),
    after: i === 0 ? [] : [STEP_KINDS[random.below(i)] ?? '', name()],
    params: random.once(3) ? { repositories: [name(), name()] } : undefined,
  });
  const repositories = random.once(2) ? [`openstack/${name()}`] : Array.from({ length: random.below(90) }, name);
  return {
    ...made({ kind: random.pick(['retire', 'deprecate']), by: random.pick(['owner', 'tc']) }),
    team: name(),
    wholeTeam: random.once(2),
    repositories,
    alternative: random.once(3) ? null : { name: name(), url: name() },
    irc: name(),
    decision: name(),
    thread: name(),
    steps: STEP_KINDS.map(step),
  };
}

const TEAM = '  deliverables:\n    a:\n      repos:\n        - openstack/a\n';

export const RETIREMENT_PLANS: Targets = {
  'plan of a retirement': { samples: SAMPLES, words: PLAN_WORDS, read: text(checkPlanText) },
  'change of the plan of a retirement': { samples: SAMPLES, words: PLAN_WORDS, read: text(checkChanges) },
  'completions in the plan of a retirement': { samples: SAMPLES, words: PLAN_WORDS, read: text(checkCompletions) },
  'references to a retirement': {
    samples: [
      '- project:\n    check:\n      jobs:\n        - a:\n            required-projects:\n              - openstack/venus\n',
      '- job:\n    name: a\n    required-projects:\n    - name: opendev.org/openstack/venus.git\n    vars:\n      devstack_plugins:\n        venus: https://opendev.org/openstack/venus\n',
      'venus-lib>=1.0 # Apache\npython-venusclient[a]!=2;python_version<"3"\n',
      '[testenv]\ndeps =\n  -r{toxinidir}/requirements.txt\n  py3: venus\n[options]\ninstall_requires =\n  venus\n',
      '[project]\ndependencies = [\n  "venus>=1",\n]\n',
      'enable_plugin venus https://opendev.org/openstack/venus\nhttps://docs.openstack.org/venus/latest\n',
      'a:.zuul.yaml\x0012\x00- openstack/venus\nb\x003\x00openstack%2Fvenus\n',
    ],
    words: [
      ...['openstack/', 'venus', '-dashboard', '.git', '%2F', 'https://docs.openstack.org/', 'enable_plugin ', '.'],
      ...['required-projects:\n', '- ', '  ', '    ', 'name: ', '"', '[project]\n', 'deps = ', '==1', '>=', '[', '\0'],
    ],
    read: text(checkReferences),
  },
  'teams of governance for a retirement': {
    samples: [
      `---\nsolum:\n  ptl:\n    name: A\n${TEAM}'Two Words':\n${TEAM.replaceAll('/a', '/b')}`,
      'A SIG:\n  - repo: openstack/a\n  - repo: "openstack/b" # why\n',
    ],
    words: [
      ...['solum:\n', '  deliverables:\n', '    a:\n', '      repos:\n', '        - openstack/a\n', '- repo: x/y\n'],
      '# a\n',
      "'a b':\n",
      '<<<<<<< a\n',
      '\t',
      '\r',
    ],
    read: text((content) => {
      for (const { name, repositories } of governanceTeams(content)) {
        for (const part of [name, ...repositories]) assert.ok(content.includes(part), part);
      }
    }),
  },
  'messages of a retirement': {
    samples: [
      'freezer\nopenstack/freezer-dr\nDepends-On: https://review.opendev.org/c/openstack/nova/+/1\n\u202eNeeded-By\u2028x',
      'Signed-off-by: A <a@b.c> Change-Id: I0123456789012345678901234567890123456789 Closes-Bug: #1 fixup! # > - 1. ',
    ],
    words: [
      ...['Depends-On:', 'Depends On', 'Depends_on=', ':', ' ', '\n', '\n\n', '\u2028', '\u202e', '#', '# x', '> '],
      ...[
        'https://review.opendev.org/c/openstack/nova/+/1',
        'Change-Id: I',
        'Signed-off-by: ',
        'Closes-Bug',
        '1.',
        '-',
      ],
      ...['a', 'openstack/', 'word '.repeat(30), '🦊', 'e\u0301', 'fixup! ', 'Conflicts:', '<<<', '>>>', '.'],
    ],
    read: text((content, random) => checkMessages(planOfNames(content, random))),
  },
};
