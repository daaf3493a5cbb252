import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { contentEdits } from '../../../../src/retirement/edits/content';
import { type EditInput, EditRefused } from '../../../../src/retirement/edits/lines/edit';
import { retiredReadme } from '../../../../src/retirement/edits/readme';
import { after, applied, inputOf, treeOfFiles } from './treeOfFiles';

const GITREVIEW = '[gerrit]\nhost=review.opendev.org\nport=29418\nproject=openstack/solum.git\n';

const input: EditInput = { ...inputOf('remove-content', ['solum', 'python-solumclient']), repo: 'openstack/solum' };

describe('the content of a retired repository', () => {
  it('all files go, .gitreview stays and README.rst says why', async () => {
    const tree = treeOfFiles({
      '.gitignore': '*.pyc\n',
      '.gitreview': GITREVIEW,
      'README.md': '# Solum\n',
      'README.rst': 'Solum\n=====\n',
      'doc/.gitreview': '',
      'doc/README.rst': '',
      'setup.py': '',
    });
    const prepared = await contentEdits(input, tree);
    assert.deepEqual(after(prepared), {
      '.gitignore': null,
      'README.md': null,
      'README.rst': retiredReadme({}),
      'doc/.gitreview': null,
      'doc/README.rst': null,
      'setup.py': null,
    });
    const paths = prepared.edits.map(({ path }) => path);
    assert.deepEqual(paths, [...paths].sort());
    assert.deepEqual(prepared.notes, []);
    const readme = prepared.edits.find(({ path }) => path === 'README.rst');
    assert.equal(readme?.before, 'Solum\n=====\n');
    assert.equal(applied(readme), readme.content);
    const deletion = prepared.edits.find(({ path }) => path === 'setup.py');
    assert.deepEqual([deletion?.before, deletion?.hunks], ['', []]);
  });

  it('a README.rst that is added has no text before', async () => {
    const prepared = await contentEdits({ ...input, irc: null }, treeOfFiles({ '.gitreview': GITREVIEW }));
    assert.deepEqual(after(prepared), { 'README.rst': retiredReadme({ irc: null }) });
    assert.equal(prepared.edits[0]?.before, undefined);
  });

  it('a README.rst with the same words in other lines stays', async () => {
    const readme = retiredReadme({}).replaceAll('\n', ' ');
    const prepared = await contentEdits(input, treeOfFiles({ '.gitreview': GITREVIEW, 'README.rst': readme }));
    assert.deepEqual(prepared.edits, []);
  });

  it('the README.rst names the alternative of the retirement', async () => {
    const alternative = { name: 'Zun', url: 'https://docs.openstack.org/zun/' };
    const prepared = await contentEdits({ ...input, alternative }, treeOfFiles({}));
    assert.equal(after(prepared)['README.rst'], retiredReadme({ alternative }));
  });

  it('a repository without .gitreview is shown', async () => {
    const { notes } = await contentEdits(input, treeOfFiles({ 'setup.py': '' }));
    assert.deepEqual(
      notes.map(({ path, line }) => ({ path, line })),
      [{ path: '.gitreview', line: undefined }],
    );
  });

  it('a .gitreview of another project is shown with its line', async () => {
    const other = GITREVIEW.replace('openstack/solum', 'openstack/nova');
    const { notes } = await contentEdits(input, treeOfFiles({ '.gitreview': other }));
    assert.deepEqual(
      notes.map(({ path, line }) => ({ path, line })),
      [{ path: '.gitreview', line: 4 }],
    );
  });

  it('the content of a repository that is not retired is not removed', async () => {
    for (const wrong of [
      { ...input, repo: 'openstack/nova' },
      { ...input, params: { repositories: ['openstack/python-solumclient'] } },
    ]) {
      await assert.rejects(contentEdits(wrong, treeOfFiles({ '.gitreview': GITREVIEW })), EditRefused);
    }
  });
});
