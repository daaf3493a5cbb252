import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deprecateEdits, governanceEdits } from '../../../../../src/retirement/edits/governance';
import { EditRefused, type Prepared, type StepParams } from '../../../../../src/retirement/edits/lines/edit';
import { after, applied, inputOf, treeOfFiles } from '../treeOfFiles';

const PROJECTS = 'reference/projects.yaml';
const LEGACY = 'reference/legacy.yaml';
const SIGS = 'reference/sigs-repos.yaml';
const INACTIVE = 'reference/emerging-technology-and-inactive-projects.rst';

const deliverable = (name: string, ...repos: string[]): string =>
  `    ${name}:\n      repos:\n${repos.map((repo) => `        - openstack/${repo}\n`).join('')}`;
const dated = (name: string, ...repos: string[]): string =>
  deliverable(name, ...repos).replace(':\n', ':\n      retired-on: 2026-07-05\n');

const SOLUM_HEAD =
  "solum:\n  ptl:\n    name: 'Ünï'\n  irc-channel: solum\n  service: Software\n  mission: >\n    To *do*.\n  url: https://a.b\n  deliverables:\n";
const SOLUM = `${SOLUM_HEAD}${deliverable('python-solumclient', 'python-solumclient')}${deliverable('solum', 'solum', 'solum-tempest')}`;
const ALL = ['python-solumclient', 'solum', 'solum-tempest'];
const ZUN = `zun:\n  url: https://a.c\n  deliverables:\n${deliverable('zun', 'zun')}`;
const OLD = `akanda:\n  partial: yes\n  deliverables:\n    akanda:\n      retired-on: 2016-01-01\n      repos:\n        - openstack/akanda\n`;
const OLD_Z = OLD.replaceAll('akanda', 'zaqar-ui');

interface Given {
  readonly names?: readonly string[];
  readonly params?: StepParams;
  readonly team?: string;
  readonly date?: string | undefined;
  readonly files?: Record<string, string>;
}

async function prepared({ names = ALL, params = {}, team = 'solum', files = {}, ...rest }: Given): Promise<Prepared> {
  const date = 'date' in rest ? rest.date : '2026-07-05';
  const all = { [PROJECTS]: `---\n${SOLUM}${ZUN}`, [LEGACY]: `---\n# head\n${OLD}\n${OLD_Z}`, ...files };
  const input = { ...inputOf('governance', names, params), team, date };
  const result = await governanceEdits(input, treeOfFiles(all));
  for (const edit of result.edits) assert.equal(applied(edit), edit.content);
  const done = await governanceEdits(input, treeOfFiles({ ...all, ...(after(result) as Record<string, string>) }));
  if (result.questions.length === 0) assert.deepEqual(done.edits, [], 'a second time');
  return result;
}

const texts = async (given: Given): Promise<Record<string, string | null>> => after(await prepared(given));

const refusedAt = (path: string, line: number | undefined) => (error: unknown) =>
  error instanceof EditRefused && error.path === path && error.line === line;

describe('retired repositories in governance', () => {
  it('a whole team moves to its place in legacy.yaml with its date, without who leads it', async () => {
    const moved = SOLUM.replace("  ptl:\n    name: 'Ünï'\n", '').replace(
      '  deliverables',
      '  retired-on: 2026-07-05\n  deliverables',
    );
    assert.deepEqual(await texts({}), {
      [LEGACY]: `---\n# head\n${OLD}\n${moved}\n${OLD_Z}`,
      [PROJECTS]: `---\n${ZUN}`,
    });
  });

  it('a deliverable moves with its date, and the team that is new there gets a head', async () => {
    const block = `solum:\n  irc-channel: solum\n  service: Software\n  url: https://a.b\n  partial: yes\n  deliverables:\n${dated('python-solumclient', 'python-solumclient')}`;
    assert.deepEqual(await texts({ names: ['python-solumclient'] }), {
      [LEGACY]: `---\n# head\n${OLD}\n${block}\n${OLD_Z}`,
      [PROJECTS]: `---\n${SOLUM_HEAD}${deliverable('solum', 'solum', 'solum-tempest')}${ZUN}`,
    });
  });

  it('a part of a deliverable is a deliverable of its own in the block that is there', async () => {
    const before = `solum:\n  partial: yes\n  deliverables:\n    old:\n      retired-on: 2016-11-24\n      repos:\n        - openstack/old\n`;
    const { [LEGACY]: legacy, [PROJECTS]: projects } = await texts({
      names: ['solum-tempest'],
      files: { [LEGACY]: `${OLD}\n${before}\n${OLD_Z}` },
    });
    assert.equal(legacy, `${OLD}\n${before}${dated('solum-tempest', 'solum-tempest')}\n${OLD_Z}`);
    assert.equal(projects, `---\n${SOLUM.replace('        - openstack/solum-tempest\n', '')}${ZUN}`);
  });

  it('an entry is written as the last one there with a date: repositories first', async () => {
    const before = `solum:\n  partial: yes\n  deliverables:\n    old:\n      repos:\n        - openstack/old\n      retired-on: 2016-11-24\n`;
    const { [LEGACY]: legacy } = await texts({ names: ['solum-tempest'], files: { [LEGACY]: before } });
    assert.equal(legacy, `${before}${deliverable('solum-tempest', 'solum-tempest')}      retired-on: 2026-07-05\n`);
  });

  it('the rest of a team joins what was retired before, and the team has the date', async () => {
    const part = `    old:\n      retired-on: 2016-11-24\n      repos:\n        - openstack/old\n`;
    const { [LEGACY]: legacy } = await texts({
      files: { [LEGACY]: `solum:\n  irc-channel: was\n  partial: yes\n  deliverables:\n${part}` },
    });
    assert.equal(
      legacy,
      `solum:\n  irc-channel: was\n  service: Software\n  mission: >\n    To *do*.\n  url: https://a.b\n  retired-on: 2026-07-05\n  deliverables:\n${part}${SOLUM.slice(SOLUM_HEAD.length)}`,
    );
  });

  it('repositories that are in no team get their date under the team of the retirement', async () => {
    const { [LEGACY]: legacy, ...others } = await texts({ names: ['orphan'], files: { [LEGACY]: '' } });
    assert.equal(legacy, `solum:\n  partial: yes\n  deliverables:\n${dated('orphan', 'orphan')}`);
    assert.deepEqual(others, {});
  });

  it('what is in legacy.yaml in quotes or with a comment is there already', async () => {
    for (const item of ['"openstack/orphan"', 'openstack/orphan  # why']) {
      const files = {
        [LEGACY]: `solum:\n  partial: yes\n  deliverables:\n    orphan:\n      repos:\n        - ${item}\n`,
      };
      assert.deepEqual(
        await prepared({ names: ['orphan'], files, date: undefined }),
        { edits: [], questions: [], notes: [] },
        item,
      );
    }
  });

  it('two teams that leave at once come in sorted', async () => {
    const { [LEGACY]: legacy, [PROJECTS]: projects } = await texts({ names: ['zun', ...ALL], files: { [LEGACY]: '' } });
    assert.equal(projects, '---\n');
    assert.match(String(legacy), /^solum:[^]*\n\nzun:\n/);
  });

  it('without a date it is asked for', async () => {
    const { questions } = await prepared({ date: undefined });
    assert.deepEqual(questions, [{ param: 'date', text: 'On which day was it retired? (retired-on, YYYY-MM-DD)' }]);
  });

  it('a name that is written otherwise in legacy.yaml is asked about, and the answer decides', async () => {
    const files = { [LEGACY]: OLD.replace('akanda:', 'So-Lum:') };
    const { questions } = await prepared({ names: ['solum-tempest'], files });
    assert.deepEqual(
      questions.map(({ param, choices }) => [param, choices]),
      [['legacyTeam', ['So-Lum', 'solum']]],
    );
    const own = await texts({ names: ['solum-tempest'], files, params: { legacyTeam: 'So-Lum' } });
    assert.equal(own[LEGACY], `${files[LEGACY]}${dated('solum-tempest', 'solum-tempest')}`);
    const other = await texts({ names: ['solum-tempest'], files, params: { legacyTeam: 'solum' } });
    assert.match(String(other[LEGACY]), /\n\nsolum:\n/);
  });

  it('a retirement that calls the team as legacy.yaml does is asked nothing', async () => {
    const files = { [LEGACY]: OLD.replace('akanda:', 'So-Lum:') };
    const own = await texts({ names: ['solum-tempest'], files, team: 'So-Lum' });
    assert.equal(own[LEGACY], `${files[LEGACY]}${dated('solum-tempest', 'solum-tempest')}`);
  });

  it('a name that would not be a key is refused', async () => {
    for (const legacyTeam of ['a: b', '# a', '"a"', '', 'a ', '- a', '[a']) {
      await assert.rejects(prepared({ params: { legacyTeam } }), refusedAt(LEGACY, undefined), legacyTeam);
    }
  });

  it('a repository in quotes or with a comment moves with its team once', async () => {
    for (const item of ['"openstack/solum"', 'openstack/solum  # why']) {
      const team = `solum:\n  deliverables:\n${deliverable('solum', 'solum')}`.replace('openstack/solum', item);
      const { [LEGACY]: legacy } = await texts({ names: ['solum'], files: { [PROJECTS]: team, [LEGACY]: '' } });
      assert.equal(legacy, team.replace(':\n', ':\n  retired-on: 2026-07-05\n'));
    }
  });

  it('a repository that a team and a SIG have is refused, as it would leave one of them alone', async () => {
    const files = { [SIGS]: '---\nOps:\n  - repo: x/y\n  - repo: openstack/solum\n' };
    await assert.rejects(prepared({ files }), refusedAt(SIGS, 4));
  });

  it('a legacy.yaml that is no mapping of teams is refused', async () => {
    for (const [text, line] of [
      ['---\n# a\n- x\n', 3],
      ['words\n', 1],
      ['---\n  old:\n    partial: yes\n', 2],
    ] as const) {
      await assert.rejects(prepared({ files: { [LEGACY]: text } }), refusedAt(LEGACY, line), text);
    }
  });

  it('a team that is not understood is refused with its line, and nothing of ours is passed over', async () => {
    const team = (repos: string): string => `---\na:\n  deliverables:\n    b:\n      repos:${repos}\n`;
    const cases: Record<string, [string, number]> = {
      'repositories in brackets': [team(' [openstack/solum]'), 5],
      'an anchor': [team('\n        - &s openstack/solum'), 6],
      'an alias beside it': [team('\n        - openstack/solum\n        - *s'), 7],
      'an anchor of a key': [`---\na:\n  ptl: &p\n    name: x\n  deliverables:\n${deliverable('b', 'solum')}`, 3],
      'a team in braces': ['---\na: {deliverables: {b: {repos: [openstack/solum]}}}\n', 2],
      'a repository twice': [`---\na:\n  deliverables:\n${deliverable('b', 'solum')}${deliverable('c', 'solum')}`, 9],
      'a key twice': [`---\na:\n  url: a\n  url: b\n  deliverables:\n${deliverable('b', 'solum')}`, 4],
      'a team twice': [`---\na:\n  url: a\na:\n  deliverables:\n${deliverable('b', 'solum')}`, 4],
      'no deliverable of its own': ['---\na:\n  deliverables: []\n  old:\n    - openstack/solum\n', 3],
      'a list that is none of deliverables': ['---\na:\n  old:\n    - openstack/solum\n', 2],
      'keys at another column': ['---\na:\n   deliverables:\n     b:\n       repos:\n         - openstack/solum\n', 3],
    };
    for (const [what, [text, line]] of Object.entries(cases)) {
      await assert.rejects(
        prepared({ names: ['solum'], files: { [PROJECTS]: text } }),
        refusedAt(PROJECTS, line),
        what,
      );
    }
  });

  it('other teams in any form stay as they are', async () => {
    const odd =
      '# c\n"Ödd & Co": &o\n  deliverables: []\n__proto__:\n  a: {b: [openstack/solum-x]}\nempty:\n  deliverables: []\n';
    const { [PROJECTS]: projects } = await texts({ files: { [PROJECTS]: `---\n${odd}${SOLUM}${ZUN}` } });
    assert.equal(projects, `---\n${odd}${ZUN}`);
  });

  it('a comment at the margin inside a team goes with it, one before the next team stays', async () => {
    const text = `---\n${SOLUM.replace('  deliverables:', '# why\n  deliverables:')}# about zun\n${ZUN}`;
    assert.equal((await texts({ files: { [PROJECTS]: text } }))[PROJECTS], `---\n# about zun\n${ZUN}`);
  });

  it('a SIG loses a repository with what belongs to it, or goes with the last one', async () => {
    const sigs =
      '---\n# head\nAPI:\n  - repo: openstack/api-sig\n    extra-acs:\n    - name: x\n  - repo: openstack/api-b\nZ:\n  - repo: openstack/z\n';
    const one = await texts({ names: ['api-sig'], team: 'API', files: { [SIGS]: sigs, [LEGACY]: '' } });
    assert.deepEqual(one, {
      [SIGS]: '---\n# head\nAPI:\n  - repo: openstack/api-b\nZ:\n  - repo: openstack/z\n',
      [LEGACY]: `API:\n  partial: yes\n  deliverables:\n${dated('api-sig', 'api-sig')}`,
    });
    const all = await texts({ names: ['api-sig', 'api-b'], team: 'API SIG', files: { [SIGS]: sigs, [LEGACY]: '' } });
    assert.deepEqual(all, {
      [SIGS]: '---\n# head\nZ:\n  - repo: openstack/z\n',
      [LEGACY]: `API SIG:\n  retired-on: 2026-07-05\n  deliverables:\n${deliverable('api-sig', 'api-sig')}${deliverable('api-b', 'api-b')}`,
    });
    const inBrackets = '---\nAPI: [openstack/api-sig]\n';
    await assert.rejects(prepared({ names: ['api-sig'], files: { [SIGS]: inBrackets } }), refusedAt(SIGS, 2));
  });
});

describe('a team that retires in the list of inactive projects', () => {
  const list = (...names: string[]): string =>
    `Tracking\n========\n\nCurrent Inactive Projects\n-------------------------\n\n${names.map((name) => `* ${name}\n  since 2025.1\n`).join('\n')}`;
  const listed = async (text: string, given: Given = {}): Promise<unknown> =>
    (await texts({ ...given, files: { [INACTIVE]: text } }))[INACTIVE];

  it('its bullet goes, wherever it stands, and with the last one a sentence comes', async () => {
    assert.equal(await listed(list('Solum (2025.1)', 'Zun')), list('Zun'));
    assert.equal(await listed(list('Zun', 'Solum')), list('Zun'));
    assert.equal(await listed(list('Solum')), `${list()}No inactive projects at this moment\n`);
    assert.equal(await listed(list('Zun')), undefined);
  });

  it('two teams that leave at once both go, also next to each other and twice', async () => {
    const names = ['zun', ...ALL];
    assert.equal(await listed(list('Zun', 'Solum'), { names }), `${list()}No inactive projects at this moment\n`);
    assert.equal(await listed(list('Aodh', 'Zun', 'Solum', 'Solum'), { names }), list('Aodh'));
  });

  it('a part of a team leaves the list alone', async () => {
    assert.equal(await listed(list('Solum'), { names: ['solum-tempest'] }), undefined);
  });

  it('a bullet with more words than the name is asked about', async () => {
    const files = { [INACTIVE]: list('Solum & python-solumclient', 'Zun') };
    const { questions } = await prepared({ files });
    assert.deepEqual(questions, [
      {
        param: 'inactiveName',
        text: 'Which of these inactive projects is solum?',
        choices: ['Solum & python-solumclient', 'none of them'],
      },
    ]);
    assert.equal(
      await listed(files[INACTIVE], { params: { inactiveName: 'Solum & python-solumclient' } }),
      list('Zun'),
    );
    assert.equal(await listed(files[INACTIVE], { params: { inactiveName: 'none of them' } }), undefined);
  });
});

describe('a deliverable that is deprecated', () => {
  const deprecated = (names: string[], params: StepParams, text: string): Promise<Prepared> =>
    deprecateEdits(inputOf('deprecate', names, params), treeOfFiles({ [PROJECTS]: text }));
  const flags = "      deprecated: '2026.2'\n      release-management: deprecated\n";

  it('a deliverable gets both keys, or has them changed, once', async () => {
    const expected = `---\n${SOLUM_HEAD}${deliverable('python-solumclient', 'python-solumclient').replace(':\n', `:\n${flags}`)}`;
    for (const old of ['', "      deprecated: '2025.1'\n", '      release-management: none\n']) {
      const text = `---\n${SOLUM_HEAD}${deliverable('python-solumclient', 'python-solumclient').replace(':\n', `:\n${old}`)}`;
      const result = after(await deprecated(['python-solumclient'], { deprecated: '2026.2' }, text))[PROJECTS];
      assert.deepEqual(String(result).split('\n').sort(), expected.split('\n').sort(), old);
      assert.deepEqual((await deprecated(['python-solumclient'], { deprecated: '2026.2' }, String(result))).edits, []);
    }
  });

  it('the release is asked for, a part of a deliverable and what no team has are refused', async () => {
    const text = `---\n${SOLUM}`;
    assert.deepEqual(
      (await deprecated(['solum'], {}, text)).questions.map(({ param }) => param),
      ['deprecated'],
    );
    await assert.rejects(deprecated(['solum'], { deprecated: '2026.2' }, text), refusedAt(PROJECTS, 17));
    await assert.rejects(deprecated(['nova'], { deprecated: '2026.2' }, text), refusedAt(PROJECTS, undefined));
  });
});
