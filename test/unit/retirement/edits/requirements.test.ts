import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { EditRefused } from '../../../../src/retirement/edits/lines/edit';
import { requirementsEdits } from '../../../../src/retirement/edits/requirements';
import { after, applied, inputOf, treeOfFiles } from './treeOfFiles';

const PROJECTS = 'openstack/pbr\nopenstack/hacking\nopenstack/solum\nopenstack/solum-dashboard\n';
const TEST_CONSTRAINTS = 'openstack_requirements/tests/files/upper-constraints.txt';

describe('requirements of retired repositories', () => {
  it('a retired repository leaves projects.txt, and one whose name starts like it stays', async () => {
    const tree = treeOfFiles({ 'projects.txt': PROJECTS });
    const prepared = await requirementsEdits(inputOf('requirements', ['solum']), tree);
    assert.deepEqual(after(prepared), {
      'projects.txt': 'openstack/pbr\nopenstack/hacking\nopenstack/solum-dashboard\n',
    });
    assert.deepEqual(prepared.edits[0]?.hunks, [
      { line: 2, removed: 1, added: [], reason: 'openstack/solum is retired' },
    ]);
  });

  it('only the repositories of the step leave projects.txt', async () => {
    const tree = treeOfFiles({ 'projects.txt': PROJECTS });
    const input = inputOf('requirements', ['solum', 'pbr'], { repositories: ['openstack/pbr'] });
    const prepared = await requirementsEdits(input, tree);
    assert.equal(after(prepared)['projects.txt'], PROJECTS.replace('openstack/pbr\n', ''));
  });

  it('a repository that projects.txt does not list needs no edit', async () => {
    const tree = treeOfFiles({ 'projects.txt': PROJECTS });
    const prepared = await requirementsEdits(inputOf('requirements', ['venus']), tree);
    assert.deepEqual(prepared, { edits: [], questions: [], notes: [] });
  });

  it('requirements without projects.txt are refused', async () => {
    await assert.rejects(
      requirementsEdits(inputOf('requirements', ['solum']), treeOfFiles({})),
      (error) => error instanceof EditRefused && error.reason === 'missing-file' && error.path === 'projects.txt',
    );
  });

  it('what is not the name of a repository is refused', async () => {
    const tree = treeOfFiles({ 'projects.txt': PROJECTS });
    for (const name of ['', '../x', 'a b', 'x\nopenstack/y', 'x/y']) {
      await assert.rejects(requirementsEdits(inputOf('requirements', [name]), tree), EditRefused, JSON.stringify(name));
    }
  });

  it('a library that is listed is asked about, spelled as it is listed', async () => {
    const tree = treeOfFiles({
      'projects.txt': PROJECTS,
      'global-requirements.txt': '# head\n\nOslo.Solum>=1  # Apache-2.0\n',
      'upper-constraints.txt': 'oslo.solum===1.0\npython-solumclient===2.2.0\n',
    });
    const input = inputOf('requirements', ['solum', 'oslo-solum', 'python_solumclient']);
    const { questions, edits } = await requirementsEdits(input, tree);
    assert.deepEqual(
      questions.map(({ param, choices, many }) => ({ param, choices, many })),
      [{ param: 'dists', choices: ['Oslo.Solum', 'python-solumclient'], many: true }],
    );
    assert.deepEqual(
      edits.map(({ path }) => path),
      ['projects.txt'],
    );
  });

  it('an answer that no library goes asks nothing and leaves the constraints', async () => {
    const tree = treeOfFiles({ 'projects.txt': PROJECTS, 'upper-constraints.txt': 'solum===1.0\n' });
    const prepared = await requirementsEdits(inputOf('requirements', ['solum'], { dists: [] }), tree);
    assert.deepEqual(prepared.questions, []);
    assert.deepEqual(Object.keys(after(prepared)), ['projects.txt']);
  });

  it('a library leaves all four lists, however its name is written', async () => {
    const tree = treeOfFiles({
      'projects.txt': 'openstack/x\n',
      'global-requirements.txt': 'a\npython-Solum.client!=1.0  # Apache-2.0\nb\n',
      'upper-constraints.txt': "python_solum_client===3.8.0;python_version>='3.10'\nz===1\n",
      [TEST_CONSTRAINTS]: 'a===1\npython-solum-client===2.2.0\npython-solum-clients===1\n',
      'denylist.txt': 'python-solum_client\nflake8\n',
    });
    const prepared = await requirementsEdits(inputOf('requirements', [], { dists: ['python-solum-client'] }), tree);
    assert.deepEqual(after(prepared), {
      'denylist.txt': 'flake8\n',
      'global-requirements.txt': 'a\nb\n',
      [TEST_CONSTRAINTS]: 'a===1\npython-solum-clients===1\n',
      'upper-constraints.txt': 'z===1\n',
    });
  });

  it('a comment of the denylist goes with its only entry, and one empty line with it', async () => {
    const paragraph = '# Sahara uses cycle-with-rc\nsahara\n\n';
    for (const [before, expected] of [
      [`${paragraph}# Ansible\nansible\n`, '# Ansible\nansible\n'],
      [`flake8\n\n${paragraph}ansible\n`, 'flake8\n\nansible\n'],
      ['flake8\n\n# Sahara\nsahara\n', 'flake8\n'],
      ['# Sahara\nsahara\n', ''],
    ] as const) {
      const tree = treeOfFiles({ 'projects.txt': '', 'denylist.txt': before });
      const prepared = await requirementsEdits(inputOf('requirements', [], { dists: ['sahara'] }), tree);
      assert.deepEqual(after(prepared), { 'denylist.txt': expected }, before);
    }
  });

  it('two paragraphs that lose their only entries go with an empty line each', async () => {
    const tree = treeOfFiles({ 'projects.txt': '', 'denylist.txt': 'flake8\n\n# A\na\n\n# B\nb\n' });
    const prepared = await requirementsEdits(inputOf('requirements', [], { dists: ['b', 'a'] }), tree);
    assert.equal(after(prepared)['denylist.txt'], 'flake8\n');
  });

  it('a comment above one of several entries stays, and is shown', async () => {
    const before = 'a\n# Capped for a bug\nsolum<2\nb\n';
    const tree = treeOfFiles({ 'projects.txt': '', 'global-requirements.txt': before });
    const prepared = await requirementsEdits(inputOf('requirements', [], { dists: ['solum'] }), tree);
    assert.equal(after(prepared)['global-requirements.txt'], 'a\n# Capped for a bug\nb\n');
    assert.deepEqual(
      prepared.notes.map(({ path, line }) => ({ path, line })),
      [{ path: 'global-requirements.txt', line: 2 }],
    );
  });

  it('the heading of a section stays when its last requirement goes', async () => {
    const before = '## section:solum-libs\nsolum\n\n## section:internal\n';
    const tree = treeOfFiles({ 'projects.txt': '', 'global-requirements.txt': before });
    const prepared = await requirementsEdits(inputOf('requirements', [], { dists: ['solum'] }), tree);
    assert.equal(after(prepared)['global-requirements.txt'], before.replace('solum\n\n', '\n'));
  });

  it('an entry of the denylist that a retired repository leaves behind is shown', async () => {
    const tree = treeOfFiles({ 'projects.txt': '', 'denylist.txt': '# Tempest\ntempest\nvenus_tempest-plugin\n' });
    const { notes } = await requirementsEdits(inputOf('requirements', ['venus-tempest-plugin']), tree);
    assert.deepEqual(
      notes.map(({ path, line }) => ({ path, line })),
      [{ path: 'denylist.txt', line: 3 }],
    );
  });

  it('any projects.txt loses only the lines of retired repositories, and nothing in a second run', async () => {
    const project = fc.constantFrom('a', 'a-b', 'b', 'b.c', 'python-a').map((name) => `openstack/${name}`);
    const line = fc.oneof(project, fc.constantFrom('', '# openstack/a', 'x/a'));
    const property = fc.asyncProperty(fc.array(line), fc.uniqueArray(project), async (lines, retired) => {
      const text = lines.map((content) => `${content}\n`).join('');
      const input = { ...inputOf('requirements', []), repositories: retired };
      const prepared = await requirementsEdits(input, treeOfFiles({ 'projects.txt': text }));
      const kept = lines.filter((content) => !retired.includes(content)).map((content) => `${content}\n`);
      const content = after(prepared)['projects.txt'] ?? text;
      assert.equal(content, kept.join(''));
      for (const edit of prepared.edits) assert.equal(applied(edit), edit.content);
      assert.deepEqual((await requirementsEdits(input, treeOfFiles({ 'projects.txt': content }))).edits, []);
    });
    await fc.assert(property);
  });

  it('any list loses only the entries of the libraries, and what belongs to them alone', async () => {
    const name = fc.constantFrom('a', 'A.b', 'a_b', 'c', 'c-d');
    const entry = fc.tuple(name, fc.constantFrom('', '===1', '<2  # MIT')).map(([dist, rest]) => `${dist}${rest}`);
    const line = fc.oneof({ weight: 4, arbitrary: entry }, fc.constantFrom('', '# a comment', '## section:x'));
    const path = fc.constantFrom('denylist.txt', 'global-requirements.txt', 'upper-constraints.txt');
    const dists = fc.uniqueArray(fc.constantFrom<string[]>('a', 'a-b', 'c'));
    const property = fc.asyncProperty(path, fc.array(line), dists, async (listPath, lines, names) => {
      const text = lines.map((content) => `${content}\n`).join('');
      const input = inputOf('requirements', [], { dists: names });
      const prepared = await requirementsEdits(input, treeOfFiles({ 'projects.txt': '', [listPath]: text }));
      const content = after(prepared)[listPath] ?? text;
      const isEntry = (one: string): boolean => /^\w/.test(one);
      const isOwn = (one: string): boolean =>
        names.includes((/^[\w.-]+/.exec(one)?.[0] ?? '#').replace(/===.*/, '').toLowerCase().replace(/[._]/g, '-'));
      assert.deepEqual(
        content.split('\n').filter(isEntry),
        lines.filter((one) => isEntry(one) && !isOwn(one)),
      );
      const headings = (all: string[]): string[] => all.filter((one) => one.startsWith('##'));
      assert.deepEqual(headings(content.split('\n')), headings(lines));
      if (!lines.some(isOwn)) assert.equal(content, text);
      for (const edit of prepared.edits) assert.equal(applied(edit), edit.content);
      const second = await requirementsEdits(input, treeOfFiles({ 'projects.txt': '', [listPath]: content }));
      assert.deepEqual(second.edits, []);
    });
    await fc.assert(property);
  });
});
