import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EditRefused, type StepParams } from '../../../../src/retirement/edits/lines/edit';
import { releasesEdits } from '../../../../src/retirement/edits/releases';
import { after, inputOf, treeOfFiles } from './treeOfFiles';

const SERIES = `---
- name: indri
  release-id: 2027.1
  status: future
- name: hibiscus
  release-id: 2026.2
  status: development
- name: gazpacho
  release-id: 2026.1
  status: maintained
- name: zed
  status: unmaintained
- name: xena
  status: end of life
`;

const HASH = '0e690501b372134385ad30b4955cdf9d4e67c362';

/** A deliverable of the series under development. */
const current = (...names: string[]): string =>
  `---\nteam: x\ntype: other\nrepository-settings:\n${names.map((name) => `  openstack/${name}: {}\n`).join('')}`;

/** One that was released. */
const released = (series: string, name: string, ...versions: string[]): string =>
  `${current(name)}releases:\n${['1.0.0', ...versions]
    .map(
      (version) => `  - version: ${version}\n    projects:\n      - repo: openstack/${name}\n        hash: ${HASH}\n`,
    )
    .join('')}branches:\n  - name: stable/${series}\n    location: 1.0.0\n`;

const repository = {
  'data/series_status.yaml': SERIES,
  'deliverables/hibiscus/solum.yaml': current('solum', 'solum-agent'),
  'deliverables/hibiscus/solum-dashboard.yaml': current('solum-dashboard'),
  'deliverables/hibiscus/nova.yaml': current('nova'),
  'deliverables/_independent/solum-tools.yaml': current('solum-tools'),
  'deliverables/_independent/pbr.yaml': current('pbr'),
  'deliverables/gazpacho/solum.yaml': released('2026.1', 'solum'),
  'deliverables/gazpacho/nova.yaml': released('2026.1', 'nova'),
  'deliverables/zed/solum.yaml': released('zed', 'solum', 'zed-eol'),
  'deliverables/xena/solum.yaml': released('xena', 'solum'),
};

const solum = (params: StepParams = {}) => inputOf('releases', ['solum', 'solum-agent', 'solum-tools'], params);

const tag = (path: string, version: string) => ({
  path,
  version,
  projects: [{ repo: 'openstack/solum', hash: HASH }],
});

describe('releases of retired repositories', () => {
  it('files that name only retired repositories are deleted in the cycle and abandoned when independent', async () => {
    const prepared = await releasesEdits(solum({ tags: [] }), treeOfFiles(repository));
    assert.deepEqual(after(prepared), {
      'deliverables/_independent/solum-tools.yaml': current('solum-tools').replace(
        'type: other\n',
        'type: other\nrelease-model: abandoned\n',
      ),
      'deliverables/hibiscus/solum.yaml': null,
    });
    assert.deepEqual([prepared.questions, prepared.notes], [[], []]);
  });

  it('a file that names a living repository too is shown and not edited', async () => {
    const prepared = await releasesEdits(inputOf('releases', ['solum-agent'], { tags: [] }), treeOfFiles(repository));
    assert.deepEqual(prepared.edits, []);
    assert.deepEqual(
      prepared.notes.map(({ path, line }) => ({ path, line })),
      [{ path: 'deliverables/hibiscus/solum.yaml', line: 6 }],
    );
  });

  it('a file without repository-settings counts by the repositories of its releases', async () => {
    const text = released('hibiscus', 'solum').replace(/repository-settings:\n.*\n/, '');
    const tree = treeOfFiles({ 'data/series_status.yaml': SERIES, 'deliverables/hibiscus/s.yaml': text });
    const prepared = await releasesEdits(solum(), tree);
    assert.deepEqual(after(prepared), { 'deliverables/hibiscus/s.yaml': null });
    assert.equal(prepared.notes[0]?.line, text.split('\n').indexOf('releases:') + 1, 'it has releases: shown');
  });

  it('open branches of older series are asked about, by the names of their tags', async () => {
    const { questions } = await releasesEdits(solum(), treeOfFiles(repository));
    assert.deepEqual(
      questions.map(({ param }) => param),
      ['tags'],
    );
    assert.match(questions[0]?.text ?? '', /\(2026\.1-eol of deliverables\/gazpacho\/solum\.yaml\)/);
  });

  it('an answer about branches does not keep the files of the cycle from being found', async () => {
    const path = 'deliverables/gazpacho/solum.yaml';
    const prepared = await releasesEdits(solum({ tags: [tag(path, '2026.1-eol')] }), treeOfFiles(repository));
    assert.deepEqual(Object.keys(after(prepared)), [
      'deliverables/_independent/solum-tools.yaml',
      path,
      'deliverables/hibiscus/solum.yaml',
    ]);
    assert.equal(after(prepared)[path], released('2026.1', 'solum', '2026.1-eol'));
    assert.deepEqual(prepared.questions, []);
  });

  it('a file of an older series without a release is shown', async () => {
    const files = { ...repository, 'deliverables/gazpacho/solum.yaml': current('solum') };
    const { questions, notes } = await releasesEdits(solum(), treeOfFiles(files));
    assert.deepEqual(questions, []);
    assert.deepEqual(
      notes.map(({ path }) => path),
      ['deliverables/gazpacho/solum.yaml'],
    );
  });

  it('files of older series are read only when they are named like a repository or deliverable', async () => {
    const tree = treeOfFiles(repository);
    await releasesEdits(solum(), tree);
    assert.ok(!tree.reads.includes('deliverables/gazpacho/nova.yaml'));
    assert.ok(!tree.reads.includes('deliverables/xena/solum.yaml'));
  });

  it('a file of an older series is found by the name of the deliverable in the cycle', async () => {
    const files = {
      'data/series_status.yaml': SERIES,
      'deliverables/hibiscus/openstack-solum.yaml': current('solum'),
      'deliverables/gazpacho/openstack-solum.yaml': released('2026.1', 'solum'),
    };
    const { questions } = await releasesEdits(solum(), treeOfFiles(files));
    assert.match(questions[0]?.text ?? '', /2026\.1-eol of deliverables\/gazpacho\/openstack-solum\.yaml/);
  });

  it('an independent deliverable that is abandoned already is not worth a word', async () => {
    const text = current('solum', 'nova').replace('team: x\n', 'team: x\nrelease-model: abandoned\n');
    const tree = treeOfFiles({ 'data/series_status.yaml': SERIES, 'deliverables/_independent/x.yaml': text });
    assert.deepEqual(await releasesEdits(solum(), tree), { edits: [], questions: [], notes: [] });
  });

  it('the cycle of the plan comes before the series under development', async () => {
    const files = { ...repository, 'deliverables/indri/solum.yaml': current('solum') };
    const prepared = await releasesEdits({ ...solum({ tags: [] }), cycle: 'indri' }, treeOfFiles(files));
    assert.ok('deliverables/indri/solum.yaml' in after(prepared));
    assert.ok(!('deliverables/hibiscus/solum.yaml' in after(prepared)));
  });

  it('an unknown cycle is refused', async () => {
    for (const files of [{}, { 'data/series_status.yaml': '[]\n' }]) {
      await assert.rejects(
        releasesEdits(solum(), treeOfFiles(files)),
        (error) => error instanceof EditRefused && error.reason === 'missing-file',
      );
    }
    for (const cycle of ['../x', '', 'a/b']) {
      await assert.rejects(releasesEdits({ ...solum(), cycle }, treeOfFiles(repository)), EditRefused, cycle);
    }
    const odd = treeOfFiles({ 'data/series_status.yaml': 'name: x\n' });
    await assert.rejects(releasesEdits(solum(), odd), EditRefused);
  });

  it('tags that are decided need no cycle', async () => {
    const path = 'deliverables/gazpacho/solum.yaml';
    const tree = treeOfFiles({ [path]: repository[path] });
    const texts = after(await releasesEdits(solum({ tags: [tag(path, '2026.1-eol')] }), tree));
    assert.equal(texts[path], released('2026.1', 'solum', '2026.1-eol'));
    await assert.rejects(releasesEdits(solum({ tags: [] }), tree), EditRefused);
  });

  it('files that are decided are the only ones that change', async () => {
    const path = 'deliverables/hibiscus/solum-dashboard.yaml';
    const prepared = await releasesEdits(solum({ delete: [path] }), treeOfFiles(repository));
    assert.deepEqual(after(prepared), { [path]: null });
    assert.deepEqual((await releasesEdits(solum({ delete: [] }), treeOfFiles(repository))).edits, []);
  });

  it('a file to delete that is gone is done, and another that is not there is shown', async () => {
    const gone = 'deliverables/hibiscus/gone.yaml';
    assert.deepEqual(await releasesEdits(solum({ delete: [gone] }), treeOfFiles(repository)), {
      edits: [],
      questions: [],
      notes: [],
    });
    const { edits, notes } = await releasesEdits(solum({ abandon: [gone] }), treeOfFiles(repository));
    assert.deepEqual([edits, notes.map(({ path }) => path)], [[], [gone]]);
  });

  it('one file can be flagged and get a tag in one edit', async () => {
    const path = 'deliverables/gazpacho/solum.yaml';
    const params = { flagRetired: [path], tags: [tag(path, '2026.1-eol')] };
    const prepared = await releasesEdits(solum(params), treeOfFiles(repository));
    assert.deepEqual(after(prepared), {
      [path]: released('2026.1', 'solum', '2026.1-eol').replace(
        '  openstack/solum: {}\n',
        '  openstack/solum:\n    flags:\n      - retired\n',
      ),
    });
  });

  it('an independent deliverable is not deleted', async () => {
    const params = { delete: ['deliverables/_independent/solum-tools.yaml'] };
    await assert.rejects(releasesEdits(solum(params), treeOfFiles(repository)), EditRefused);
  });

  it('what is not the path of a deliverable is refused', async () => {
    for (const path of [
      'setup.py',
      'deliverables/../x.yaml',
      '/etc/x.yaml',
      'deliverables/a/b/c.yaml',
      'data/x.yaml',
    ]) {
      await assert.rejects(releasesEdits(solum({ delete: [path] }), treeOfFiles(repository)), EditRefused, path);
    }
  });

  it('a list of series that is larger than a person writes is refused, and not read', async () => {
    const files = { ...repository, 'data/series_status.yaml': SERIES.repeat(400) };
    await assert.rejects(
      releasesEdits(solum({ tags: [] }), treeOfFiles(files)),
      (error) => error instanceof EditRefused && error.reason === 'not-as-expected',
    );
    const start = performance.now();
    const large = { ...repository, 'data/series_status.yaml': '- name: a\n  status: b\n'.repeat(100_000) };
    await assert.rejects(releasesEdits(solum(), treeOfFiles(large)), EditRefused);
    assert.ok(performance.now() - start < 1000);
  });
});
