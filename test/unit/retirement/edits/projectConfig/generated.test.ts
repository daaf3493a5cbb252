import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { governanceEdits } from '../../../../../src/retirement/edits/governance';
import { endGatingEdits, removeInfraEdits } from '../../../../../src/retirement/edits/projectConfig';
import { after, applied, inputOf, treeOfFiles } from '../treeOfFiles';

/** Sorted; names are prefixes of each other. Which of them retire is generated. */
const NAMES = ['a', 'aa', 'aa-b', 'b', 'b.x', 'b2', 'c', 'c-plugin', 'd'];

const chosen = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 });
const comment = fc.constantFrom('', '# about Ünïcode\n', '# one\n# two\n');

type Shape = (name: string) => string;
const full = (name: string): string => `openstack/${name}`;

const gerritShapes: readonly Shape[] = [
  (name) => `- project: ${full(name)}\n  description: A service\n    of ï\n  groups:\n    - g\n`,
  (name) => `- project: "${full(name)}"\n  description: 'It''s'\n  acl-config: /home/gerrit2/acls/openstack/g.config\n`,
  (name) => `- project: ${full(name)}\n  # why\n  use-storyboard: true\n\n  description: >-\n      folded\n`,
  (name) => `- project: ${full(name)}\n`,
];
const zuulShapes: readonly Shape[] = [
  (name) => `- project:\n    name: ${full(name)}\n    templates:\n      - t\n`,
  (name) =>
    `- project:\n    # why\n    name: '${full(name)}'\n    queue: q\n# margin\n    check:\n      jobs:\n       - j\n`,
  (name) => `- project:\n  name: ${full(name)}  # c\n  gate:\n    jobs:\n    - j\n`,
];
const mainShapes: readonly Shape[] = [
  (name) => `      - ${full(name)}\n`,
  (name) => `      - "${full(name)}"  # c\n`,
  (name) => `      - ${full(name)}:\n          include: ['job']\n\n          # c\n          exclude: []\n`,
];
/** What only others may have. */
const oddGerrit: Shape = (name) => `- project: ${full(name)}\n  groups: &g [x, y]\n  options: *g\n  groups: [z]\n`;
const oddZuul: Shape = (name) => `- project:\n    name: ${full(name)}\n    check: &c {jobs: [x]}\n    gate: *c\n`;
const oddMain: Shape = (name) => `      - &m ${full(name)}\n      - [*m]\n`;

/** A shape, a comment, and whether it is odd where it is not ours, of each name. */
const styles = fc.array(fc.record({ shape: fc.nat(11), above: comment, isOdd: fc.boolean() }), {
  minLength: NAMES.length,
  maxLength: NAMES.length,
});

interface Style {
  readonly shape: number;
  readonly above: string;
  readonly isOdd: boolean;
}

/** The text of each name. */
function written(
  all: readonly Style[],
  ours: readonly string[],
  shapes: readonly Shape[],
  odd: Shape,
): Map<string, string> {
  return new Map(
    NAMES.map((name, i) => {
      const { shape, above, isOdd } = all[i] ?? { shape: 0, above: '', isOdd: false };
      const make = isOdd && !ours.includes(name) ? odd : (shapes[shape % shapes.length] ?? odd);
      return [name, above + make(name)];
    }),
  );
}

const without = (parts: ReadonlyMap<string, string>, ours: readonly string[]): string[] =>
  [...parts].filter(([name]) => !ours.includes(name)).map(([, text]) => text);

describe('generated files that name retired repositories', () => {
  it('leaving the infrastructure takes exactly the entries of ours, whatever stands around them', async () => {
    await fc.assert(
      fc.asyncProperty(chosen, styles, async (ours, all) => {
        const gerrit = written(all, ours, gerritShapes, oddGerrit);
        const zuul = written(all, ours, zuulShapes, oddZuul);
        const main = written(
          all.map((style) => ({ ...style, above: '' })),
          ours,
          mainShapes,
          oddMain,
        );
        const head = '# head\n\n';
        const tenant = '- tenant:\n    untrusted-projects:\n      - x/y\n';
        const channel = (names: readonly string[]): string =>
          `# sorted\nchannel:\n  projects:\n${names.map((name) => `    - ${full(name)}\n`).join('')}    - x/y\n  branches: [a]\n`;
        const files = {
          'gerrit/projects.yaml': head + [...gerrit.values()].join(''),
          'zuul.d/projects.yaml': head + [...zuul.values()].join('\n'),
          'zuul/main.yaml': tenant + [...main.values()].join(''),
          'gerritbot/channels.yaml': channel(NAMES),
        };
        const input = inputOf('remove-infra', ours);
        const prepared = await removeInfraEdits(input, treeOfFiles(files));
        for (const edit of prepared.edits) assert.equal(applied(edit), edit.content);
        const result = { ...files, ...(after(prepared) as Record<string, string>) };
        const left = without(zuul, ours).join('\n');
        assert.equal(result['zuul.d/projects.yaml'].trimEnd(), (head + left).trimEnd());
        assert.equal(result['zuul/main.yaml'], tenant + without(main, ours).join(''));
        assert.equal(result['gerritbot/channels.yaml'], channel(NAMES.filter((name) => !ours.includes(name))));
        for (const [name, text] of gerrit) {
          if (!ours.includes(name)) assert.ok(result['gerrit/projects.yaml'].includes(text), name);
        }
        const retired = result['gerrit/projects.yaml'].match(/acls\/openstack\/retired\.config/g) ?? [];
        assert.equal(retired.length, ours.length);
        assert.deepEqual((await removeInfraEdits(input, treeOfFiles(result))).edits, [], 'a second time');
      }),
    );
  });

  it('the end of gating changes the entries of ours alone, and puts in what is not there so that all stay sorted', async () => {
    await fc.assert(
      fc.asyncProperty(chosen, styles, fc.uniqueArray(fc.constantFrom(...NAMES)), async (ours, all, absent) => {
        const zuul = written(all, ours, zuulShapes, oddZuul);
        for (const name of absent) zuul.delete(name);
        const text = `# head\n\n${[...zuul.values()].join('\n')}`;
        const input = inputOf('end-gating', ours);
        const prepared = await endGatingEdits(input, treeOfFiles({ 'zuul.d/projects.yaml': text }));
        const result = String(after(prepared)['zuul.d/projects.yaml'] ?? text);
        for (const other of without(zuul, ours)) assert.ok(result.includes(other), other);
        const names = [...result.matchAll(/^ +name: ['"]?openstack\/([\w.-]+)/gm)].map(([, name]) => name);
        const expected = NAMES.filter((name) => ours.includes(name) || !absent.includes(name));
        assert.deepEqual(names, expected);
        const again = await endGatingEdits(input, treeOfFiles({ 'zuul.d/projects.yaml': result }));
        assert.deepEqual(again.edits, [], 'a second time');
      }),
    );
  });

  it('leaving governance moves each of ours once, and changes no other line', async () => {
    await fc.assert(
      fc.asyncProperty(chosen, fc.nat(8), async (ours, cut) => {
        const deliverable = (name: string): string =>
          `    ${name}:\n      # why\n      repos:\n        - ${full(name)}\n`;
        const team = (name: string, own: readonly string[]): string =>
          own.length === 0 ? '' : `${name}:\n  mission: >\n    Ünï\n  deliverables:\n${own.map(deliverable).join('')}`;
        const [first, second] = [NAMES.slice(0, cut), NAMES.slice(cut)];
        const stay = (own: readonly string[]): string[] => own.filter((name) => !ours.includes(name));
        const files = {
          'reference/projects.yaml': `---\n${team('One', first)}${team('two', second)}`,
          'reference/legacy.yaml': '---\n# head\nold:\n  partial: yes\n  deliverables: {}\n',
        };
        const input = { ...inputOf('governance', ours), team: 'One', date: '2026-07-05' };
        const result = {
          ...files,
          ...(after(await governanceEdits(input, treeOfFiles(files))) as Record<string, string>),
        };
        assert.equal(result['reference/projects.yaml'], `---\n${team('One', stay(first))}${team('two', stay(second))}`);
        for (const name of ours) {
          assert.equal(result['reference/legacy.yaml'].split(`- ${full(name)}\n`).length, 2, name);
        }
        assert.ok(result['reference/legacy.yaml'].startsWith(files['reference/legacy.yaml']));
        assert.deepEqual((await governanceEdits(input, treeOfFiles(result))).edits, [], 'a second time');
      }),
    );
  });
});
