import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { prepareEdits } from '../../../../../src/retirement/edits';
import {
  type EditInput,
  EditRefused,
  type Prepared,
  type StepParams,
} from '../../../../../src/retirement/edits/lines/edit';
import { after, applied, inputOf, treeOfFiles } from '../treeOfFiles';

const ZUUL = 'zuul.d/projects.yaml';
const MAIN = 'zuul/main.yaml';
const GERRIT = 'gerrit/projects.yaml';
const CHANNELS = 'gerritbot/channels.yaml';
const text = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('');

type Files = Readonly<Record<string, string>>;
const run = (
  step: 'end-gating' | 'remove-infra' | 'noop-jobs',
  files: Files,
  names = ['venus'],
  params: StepParams = {},
) => prepareEdits(inputOf(step, names, params), treeOfFiles(files));
async function result(...of: Parameters<typeof run>): Promise<Record<string, string | null>> {
  const prepared = await run(...of);
  for (const edit of prepared.edits) {
    if (edit.content !== null) assert.equal(applied(edit), edit.content, `${edit.path}: the hunks make the text`);
  }
  return after(prepared);
}
const refusal = async (prepared: Promise<Prepared>): Promise<[string, number | undefined, string]> => {
  const error: unknown = await prepared.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof EditRefused, `threw ${String(error)}`);
  return [error.path, error.line, error.reason];
};

const entry = (name: string, ...lines: string[]): string[] => ['- project:', `    name: openstack/${name}`, ...lines];
const jobs = ['    templates:', '      - official-openstack-repo-jobs', '      - publish-to-pypi'];
const retired = ['    templates:', '      - official-openstack-repo-jobs', '      - noop-jobs'];
const gerrit = (name: string, ...lines: string[]): string[] => [`- project: openstack/${name}`, ...lines];

describe('the end of gating', () => {
  it('an entry keeps its name, queue and comments, and runs noop jobs', async () => {
    const before = text(
      '# head',
      '',
      ...entry('nova', ...jobs),
      '',
      '- project:',
      '    # a note that stays',
      '    name: openstack/venus',
      '    queue: venus',
      '    templates:',
      '     - publish-to-pypi',
      '    check:',
      '      jobs:',
      '        # of a job that goes',
      '        - venus-tox',
      '    vars:',
      '      x: 1',
      '',
      ...entry('venus-dashboard', ...jobs),
    );
    const expected = text(
      '# head',
      '',
      ...entry('nova', ...jobs),
      '',
      '- project:',
      '    # a note that stays',
      '    name: openstack/venus',
      '    queue: venus',
      ...retired,
      '',
      ...entry('venus-dashboard', ...jobs),
    );
    assert.deepEqual(await result('end-gating', { [ZUUL]: before }), { [ZUUL]: expected });
  });

  it('an entry that is retired already, in any order, is not edited', async () => {
    const done = text(...entry('venus', '    templates:', '      - noop-jobs', '      - official-openstack-repo-jobs'));
    assert.deepEqual(await result('end-gating', { [ZUUL]: done }), {});
  });

  it('a repository without an entry gets one where the linter wants it', async () => {
    const before = text(...entry('nova', ...jobs), '', ...entry('zun', ...jobs));
    const expected = text(...entry('nova', ...jobs), '', ...entry('venus', ...retired), '', ...entry('zun', ...jobs));
    assert.deepEqual(await result('end-gating', { [ZUUL]: before }), { [ZUUL]: expected });
    const last = text(...entry('nova', ...jobs));
    assert.deepEqual(await result('end-gating', { [ZUUL]: last }), {
      [ZUUL]: text(...entry('nova', ...jobs), '', ...entry('venus', ...retired)),
    });
  });

  it('an entry for a pattern covers a repository, and is only noted', async () => {
    const before = text('- project:', '    name: ^openstack/venus-.*', ...retired, '', ...entry('zun', ...jobs));
    const prepared = await run('end-gating', { [ZUUL]: before }, ['venus-dashboard']);
    assert.deepEqual(after(prepared), {});
    assert.equal(prepared.notes[0]?.line, 1);
  });

  it('another namespace has nothing to sync to a mirror', async () => {
    const input: EditInput = { ...inputOf('end-gating', []), repositories: ['x/venus'] };
    const before = text('- project:', '    name: x/venus', ...jobs);
    const prepared = await prepareEdits(input, treeOfFiles({ [ZUUL]: before }));
    assert.equal(after(prepared)[ZUUL], text('- project:', '    name: x/venus', '    templates:', '      - noop-jobs'));
  });

  it('an early flip changes only as much of the entry in Gerrit as was decided', async () => {
    const before = text(...gerrit('venus', '  description: Logs', '  options:', '    - translate'));
    const files = { [ZUUL]: text(...entry('venus', ...retired)), [GERRIT]: before };
    const acl = '  acl-config: /home/gerrit2/acls/openstack/retired.config';
    const kept = ['  options:', '    - translate'];
    const flipped = async (flip: NonNullable<StepParams['flip']>) =>
      (await result('end-gating', files, ['venus'], { flip }))[GERRIT];
    assert.equal(await flipped('acl-only'), text(...gerrit('venus', '  description: Logs', acl, ...kept)));
    assert.equal(
      await flipped('acl+description'),
      text(...gerrit('venus', '  description: RETIRED, Logs', acl, ...kept)),
    );
    assert.equal(await flipped('full'), text(...gerrit('venus', '  description: RETIRED, Logs', acl)));
  });

  it('a deprecated project still publishes its stable branches', async () => {
    const files = {
      [ZUUL]: text(...entry('venus', ...jobs)),
      [GERRIT]: text(...gerrit('venus', '  description: Logs')),
    };
    assert.deepEqual(await result('noop-jobs', files), {
      [ZUUL]: text(
        ...entry(
          'venus',
          '    templates:',
          '      - official-openstack-repo-jobs',
          '      - publish-to-pypi-stable-only',
          '      - noop-jobs',
        ),
      ),
      [GERRIT]: text(...gerrit('venus', '  description: DEPRECATED, Logs')),
    });
  });

  const broken: readonly (readonly [string, readonly string[], number])[] = [
    ['a second entry', [...entry('venus', ...jobs), '', ...entry('venus', ...jobs)], 7],
    ['a key twice', entry('venus', ...jobs, ...jobs), 6],
    ['a conflict', ['<<<<<<< HEAD', ...entry('venus', ...jobs)], 1],
    ['a tab', entry('venus', '\ttemplates:'), 3],
    ['an entry on one line', ['- project: {name: openstack/venus}'], 1],
    ['a line left of its keys', entry('venus', ...jobs, '  oops: 1'), 6],
  ];
  for (const [what, lines, line] of broken) {
    it(`${what} is refused with its place`, async () => {
      assert.deepEqual(await refusal(run('end-gating', { [ZUUL]: text(...lines) })), [ZUUL, line, 'not-as-expected']);
    });
  }

  it('a repository without the file is refused', async () =>
    assert.deepEqual(await refusal(run('end-gating', {})), [ZUUL, undefined, 'missing-file']));
});

describe('the end in the infrastructure', () => {
  const files = {
    [ZUUL]: text(
      ...entry('nova', ...jobs),
      '',
      '# about venus',
      ...entry('venus', ...retired),
      '',
      ...entry('venus-dashboard', ...jobs),
    ),
    [MAIN]: text(
      '- tenant:',
      '        untrusted-projects:',
      '          # openstack/venus is told of here',
      '          - openstack/venus',
      '          - openstack/venus-dashboard',
      '          - include: []',
      '            projects:',
      '              - openstack/venus',
      '              - openstack/x',
      '          - openstack/venus:',
      '              include:',
      '                - job',
      '          - openstack/zun',
    ),
    [GERRIT]: text(
      ...gerrit(
        'venus',
        "  description: 'Logs. See: https://x'",
        '  acl-config: /home/gerrit2/acls/openstack/venus.config',
        '  groups:',
        '    - venus',
      ),
      ...gerrit(
        'venus-dashboard',
        '  description: Logs too',
        '  acl-config: /home/gerrit2/acls/openstack/shared.config',
      ),
    ),
    [CHANNELS]: text(
      'venus:',
      '  projects:',
      '    - openstack/venus',
      '  branches:',
      '    - master',
      '',
      'zun:',
      '  projects:',
      '    - openstack/venus',
      '    - openstack/zun',
    ),
    'gerrit/acls/openstack/venus.config': '[access]\n',
    'gerrit/acls/openstack/shared.config': '[access]\n',
    'gerrit/acls/openstack/retired.config': '[access]\n',
  };

  it('every file forgets the repository, and its neighbour of a longer name stays', async () => {
    assert.deepEqual(await result('remove-infra', files), {
      [ZUUL]: text(...entry('nova', ...jobs), '', ...entry('venus-dashboard', ...jobs)),
      [MAIN]: text(
        '- tenant:',
        '        untrusted-projects:',
        '          # openstack/venus is told of here',
        '          - openstack/venus-dashboard',
        '          - include: []',
        '            projects:',
        '              - openstack/x',
        '          - openstack/zun',
      ),
      [GERRIT]: text(
        ...gerrit(
          'venus',
          "  description: 'RETIRED, Logs. See: https://x'",
          '  acl-config: /home/gerrit2/acls/openstack/retired.config',
        ),
        ...gerrit(
          'venus-dashboard',
          '  description: Logs too',
          '  acl-config: /home/gerrit2/acls/openstack/shared.config',
        ),
      ),
      [CHANNELS]: text('zun:', '  projects:', '    - openstack/zun'),
      'gerrit/acls/openstack/venus.config': null,
    });
  });

  it('a comment that names the repository is shown and stays', async () => {
    const { notes } = await run('remove-infra', files);
    assert.deepEqual(notes, [{ path: MAIN, line: 3, text: 'A comment names openstack/venus' }]);
  });

  it('nothing is left to edit after the edit', async () => {
    const once = { ...files, ...(await result('remove-infra', files)) } as Record<string, string | null>;
    const left = Object.fromEntries(Object.entries(once).filter((each): each is [string, string] => each[1] !== null));
    assert.deepEqual(await result('remove-infra', left), {});
  });

  it('the last entry of a file takes the empty line before it', async () => {
    const before = {
      [GERRIT]: files[GERRIT],
      [ZUUL]: text(...entry('nova', ...jobs), '', ...entry('venus', ...retired)),
    };
    assert.equal((await result('remove-infra', before))[ZUUL], text(...entry('nova', ...jobs)));
  });

  it('a description is folded as the bot of the file folds it', async () => {
    const long = gerrit(
      'venus',
      '  description: Tools and automation to achieve Disaster Recovery of OpenStack Cloud',
      '    Platforms',
    );
    const { [GERRIT]: folded } = await result('remove-infra', { [GERRIT]: text(...long) });
    assert.equal(
      folded,
      text(
        ...gerrit(
          'venus',
          '  description: RETIRED, Tools and automation to achieve Disaster Recovery of',
          '    OpenStack Cloud Platforms',
          '  acl-config: /home/gerrit2/acls/openstack/retired.config',
        ),
      ),
    );
  });

  it('DEPRECATED gives way, and RETIRED is left alone', async () => {
    const of = async (description: string) =>
      (await result('remove-infra', { [GERRIT]: text(...gerrit('venus', description)) }))[GERRIT]?.split('\n')[1];
    assert.equal(await of('  description: DEPRECATED, Logs'), '  description: RETIRED, Logs');
    assert.equal(await of('  description: RETIRED - Logs'), '  description: RETIRED - Logs');
  });

  it('a channel with a pattern for living repositories stays', async () => {
    const channels = text('venus:', '  projects:', '    - ^openstack/venus-.*', '    - openstack/venus');
    const { [CHANNELS]: left } = await result('remove-infra', { ...files, [CHANNELS]: channels });
    assert.equal(left, text('venus:', '  projects:', '    - ^openstack/venus-.*'));
    const all = await result('remove-infra', { ...files, [CHANNELS]: channels }, ['venus', 'venus-dashboard']);
    assert.equal(all[CHANNELS], '');
  });

  it('an ACL that an earlier change left without a user is asked about', async () => {
    const flipped = text(
      ...gerrit(
        'venus-api',
        '  description: RETIRED, Logs',
        '  acl-config: /home/gerrit2/acls/openstack/retired.config',
      ),
    );
    const input = { ...inputOf('remove-infra', ['venus-api']), team: 'Venus' };
    const tree = treeOfFiles({ [GERRIT]: flipped, 'gerrit/acls/openstack/venus.config': '[access]\n' });
    const { questions } = await prepareEdits(input, tree);
    assert.deepEqual(
      questions.map(({ param, choices }) => [param, choices]),
      [['alsoDeleteAclsIfUnused', ['openstack/venus.config']]],
    );
    const answered = await prepareEdits({ ...input, params: { alsoDeleteAclsIfUnused: ['venus.config'] } }, tree);
    assert.deepEqual(after(answered), { 'gerrit/acls/openstack/venus.config': null });
  });

  it('a repository that Gerrit does not know is refused', async () =>
    assert.deepEqual(
      (await refusal(run('remove-infra', { [GERRIT]: text(...gerrit('nova', '  description: x')) }))).slice(0, 1),
      [GERRIT],
    ));

  it('only lines of the own entry change, whatever stands around it', async () => {
    const word = fc.constantFrom('Logs', 'für', 'Ünïcode:', "it's", '"quoted"', '#hash', 'a');
    const other = fc.record({
      name: fc.constantFrom('venus-a', 'avenus', 'venus.b', 'ven', 'zun'),
      lines: fc.array(
        fc.constantFrom(
          '  description: &a Logs',
          '  acl-config: *a',
          '  # a comment',
          '  options: [a, b]',
          '  groups:',
          '    - venus',
          '  use-storyboard:   true',
        ),
        { maxLength: 4 },
      ),
      comment: fc.boolean(),
      spaces: fc.constantFrom('- project: ', '-   project: ', '- project:  '),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(other, { selector: ({ name }) => name, maxLength: 5 }),
        fc.nat(5),
        fc.array(word, { minLength: 1, maxLength: 20 }),
        async (others, at, words) => {
          const blocks = others.map(({ name, lines, comment, spaces }) => [
            ...(comment ? ['# about it'] : []),
            `${spaces}openstack/${name}`,
            ...lines,
          ]);
          const own = gerrit(
            'venus',
            `  description: '${words.join(' ').replaceAll("'", "''")}'`,
            '  groups:',
            '    - venus',
          );
          const before = text(...[...blocks.slice(0, at), own, ...blocks.slice(at)].flat());
          const content = (await result('remove-infra', { [GERRIT]: before }))[GERRIT] ?? '';
          const rest = (of: string): string[] => {
            const lines = of.split('\n');
            const start = lines.indexOf('- project: openstack/venus');
            const next = lines.findIndex((line, i) => i > start && !line.startsWith('  '));
            return [...lines.slice(0, start), ...lines.slice(next)];
          };
          assert.deepEqual(rest(content), rest(before));
          assert.deepEqual(await result('remove-infra', { [GERRIT]: content }), {});
        },
      ),
      { numRuns: 100 },
    );
  });
});
