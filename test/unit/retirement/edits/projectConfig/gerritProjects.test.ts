import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EditRefused, type StepParams } from '../../../../../src/retirement/edits/lines/edit';
import { endGatingEdits, noopJobsEdits, removeInfraEdits } from '../../../../../src/retirement/edits/projectConfig';
import { after, applied, inputOf, treeOfFiles } from '../treeOfFiles';

const GERRIT = 'gerrit/projects.yaml';
const ZUUL = 'zuul.d/projects.yaml';
const GATED =
  '- project:\n    name: openstack/shade\n    templates:\n      - official-openstack-repo-jobs\n      - noop-jobs\n';
const ACL = '  acl-config: /home/gerrit2/acls/openstack/retired.config\n';
const SHADE = '- project: openstack/shade\n';
const NEXT = '- project: openstack/shade-x\n  description: "X"\n  groups: [a]\n';

async function retired(text: string, name = 'openstack/shade'): Promise<string> {
  const input = { ...inputOf('remove-infra', []), repositories: [name] };
  const prepared = await removeInfraEdits(input, treeOfFiles({ [GERRIT]: text }));
  for (const edit of prepared.edits) if (edit.content !== null) assert.equal(applied(edit), edit.content);
  return after(prepared)[GERRIT] ?? text;
}

/** What a description becomes, of lines after its key. */
async function described(...lines: string[]): Promise<string> {
  const text = `${SHADE}  description:${lines.join('\n')}\n`;
  const result = await retired(text + NEXT);
  assert.equal(await retired(result), result, 'a second time');
  assert.ok(result.startsWith(SHADE) && result.endsWith(ACL + NEXT), result);
  return result.slice(SHADE.length, -(ACL + NEXT).length);
}

const refusedAt = (line: number) => (error: unknown) =>
  error instanceof EditRefused && error.path === GERRIT && error.line === line;

describe('a retired repository in gerrit/projects.yaml', () => {
  it('an entry keeps what Gerrit needs, is folded as the bot folds it, and its neighbour stays', async () => {
    const before = `${SHADE}  description: Client library for OpenStack containing Infra business logic\n  acl-config: /home/gerrit2/acls/openstack/openstacksdk.config\n  default-branch: main\n  groups:\n    - openstacksdk\n  use-storyboard: true\n`;
    const expected = `${SHADE}  description: RETIRED, Client library for OpenStack containing Infra business\n    logic\n${ACL}  default-branch: main\n`;
    assert.equal(await retired(before + NEXT), expected + NEXT);
    assert.equal(await retired(expected + NEXT), expected + NEXT);
  });

  it('a description without quotes in which a word ends with a colon is refused, an address in it is not', async () => {
    for (const lines of [[' Logs', '    \uFEFFgroups:', '    - a'], [' Logs: all']]) {
      await assert.rejects(described(...lines), refusedAt(2));
    }
    assert.equal(await described(' See https://a.b'), '  description: RETIRED, See https://a.b\n');
  });

  it('an entry without an ACL or a description gets both, and one of another namespace that of opendev', async () => {
    assert.equal(await retired(SHADE + NEXT), `${SHADE}  description: RETIRED\n${ACL}${NEXT}`);
    assert.equal(
      await retired('- project: x/a\n', 'x/a'),
      '- project: x/a\n  description: RETIRED\n  acl-config: /home/gerrit2/acls/opendev/retired.config\n',
    );
  });

  it('a name in quotes, with a comment, at the end of the file, is found', async () => {
    for (const head of [
      '- project: "openstack/shade"\n',
      "-  project: 'openstack/shade'\n",
      '- project: openstack/shade  # why\n',
    ]) {
      const text = `---\n${head}  description: RETIRED, a\n${ACL}`;
      if (head.startsWith('-  ')) await assert.rejects(retired(text), refusedAt(2), head);
      else assert.equal(await retired(text), text, head);
    }
  });

  it('a description in any style gets the prefix in that style', async () => {
    assert.equal(await described(' DEPRECATED'), '  description: RETIRED\n');
    assert.equal(await described(' DEPRECATED, old'), '  description: RETIRED, old\n');
    assert.equal(await described(' RETIRED'), '  description: RETIRED\n');
    assert.equal(await described(''), '  description: RETIRED\n');
    assert.equal(await described(" ''"), "  description: 'RETIRED'\n");
    assert.equal(await described(" 'it''s: a'"), "  description: 'RETIRED, it''s: a'\n");
    assert.equal(await described(' "a # b"'), '  description: "RETIRED, a # b"\n');
    assert.equal(await described('', '    below its', '    key'), '  description: RETIRED, below its key\n');
    assert.equal(await described(' a#b  # why'), '  description: RETIRED, a#b  # why\n');
    assert.equal(await described(' a', '    Ünï # why'), '  description: RETIRED, a Ünï # why\n');
    assert.equal(await described(' >-', '    DEPRECATED, a', '    b'), '  description: >-\n    RETIRED, a\n    b\n');
    assert.equal(await described(' |2', '', '    a'), '  description: |2\n\n    RETIRED, a\n');
    assert.equal(await described(' >2-  # why', '    a'), '  description: >2-  # why\n    RETIRED, a\n');
    assert.equal(
      await described(' >', '    a', '', '    # no comment'),
      '  description: >\n    RETIRED, a\n\n    # no comment\n',
    );
  });

  it('plain text is folded before column 79, a longer word alone; quoted text behind column 78', async () => {
    const long = 'w'.repeat(90);
    assert.equal(await described(` ${long} b`), `  description: RETIRED,\n    ${long}\n    b\n`);
    const [fits, tooLong] = ['w'.repeat(54), 'w'.repeat(55)];
    assert.equal(await described(` ${fits} b`), `  description: RETIRED, ${fits}\n    b\n`);
    assert.equal(await described(` ${tooLong} b`), `  description: RETIRED,\n    ${tooLong} b\n`);
    const words = Array.from({ length: 20 }, () => 'wordy').join(' ');
    const plain = await described(` ${words}`);
    assert.ok(
      plain.split('\n').every((line) => line.length <= 78),
      plain,
    );
    const quoted = (await described(` '${words}'`)).trimEnd().split('\n');
    assert.ok(
      quoted.slice(0, -1).every((line) => line.length > 78 && line.length < 86),
      quoted.join('\n'),
    );
  });

  it('a description that nobody here writes is refused with its line', async () => {
    const cases: [string[], number][] = [
      [[' &a b'], 2],
      [[' [a]'], 2],
      [[' >x', '    a'], 2],
      [[" 'a"], 2],
      [[" 'it's'"], 2],
      [[' "a\\tb"'], 2],
      [[' "a" # why'], 2],
      [[' a', '', '    b'], 2],
      [[' a # b', '    c'], 2],
      [[' a', '    # b', '    c'], 3],
      [[' >-'], 2],
    ];
    for (const [lines, line] of cases) await assert.rejects(described(...lines), refusedAt(line), lines.join('\n'));
  });

  it('an entry that is not understood, is there twice, or is missing is refused with its line', async () => {
    const cases: Record<string, [string, number]> = {
      missing: [NEXT, 1],
      twice: [`${SHADE}${NEXT}${SHADE}`, 5],
      'a key twice': [`${SHADE}  groups:\n    - a\n  groups:\n    - b\n`, 4],
      'the project twice': [`${SHADE}  project: openstack/shade\n`, 2],
      'in braces': [`${NEXT}- {project: openstack/shade, description: a}\n`, 4],
      'another key first': ['- description: a\n  project: openstack/shade\n', 2],
      'indented otherwise': [`${NEXT} - project: openstack/shade\n`, 4],
      'an anchor': [`${SHADE}  groups: &a\n    - b\n`, 2],
      'an alias': [`${SHADE}  groups:\n    - *a\n`, 3],
      'in brackets': [`${SHADE}  groups: [a]\n`, 2],
      'keys at another column': [`${SHADE}   groups:\n     - a\n`, 2],
      'an ACL that is an alias': [`${SHADE}  acl-config: *a\n`, 2],
    };
    for (const [what, [text, line]] of Object.entries(cases)) {
      await assert.rejects(retired(text), refusedAt(line), what);
    }
  });

  it('the end of gating changes as much of an entry as was decided', async () => {
    const text = `${SHADE}  description: A\n  groups:\n    - b\n`;
    const expected: Record<string, string> = {
      'acl-only': `${SHADE}  description: A\n${ACL}  groups:\n    - b\n`,
      'acl+description': `${SHADE}  description: RETIRED, A\n${ACL}  groups:\n    - b\n`,
      full: `${SHADE}  description: RETIRED, A\n${ACL}`,
    };
    for (const flip of ['acl-only', 'acl+description', 'full'] as const) {
      const params: StepParams = { flip };
      const prepared = await endGatingEdits(
        inputOf('end-gating', ['shade'], params),
        treeOfFiles({ [GERRIT]: text, [ZUUL]: GATED }),
      );
      assert.deepEqual(after(prepared), { [GERRIT]: expected[flip] }, flip);
    }
    const tree = treeOfFiles({ [GERRIT]: text, [ZUUL]: GATED });
    assert.deepEqual((await endGatingEdits(inputOf('end-gating', ['shade']), tree)).edits, []);
  });

  it('a description that says RETIRED is not deprecated again', async () => {
    const tree = treeOfFiles({ [GERRIT]: `${SHADE}  description: RETIRED, a\n`, [ZUUL]: GATED });
    assert.deepEqual((await noopJobsEdits(inputOf('noop-jobs', ['shade']), tree)).edits, []);
  });
});
