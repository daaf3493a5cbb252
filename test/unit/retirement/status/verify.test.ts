import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type EditInput, type EditStep, prepareEdits } from '../../../../src/retirement/edits';
import { leftOver } from '../../../../src/retirement/status/verify';
import { treeOfFiles } from '../edits/treeOfFiles';

const inputOf = (step: EditStep): EditInput => ({
  step,
  repo: 'openstack/project-config',
  params: {},
  repositories: ['openstack/freezer-dr'],
});
const left = (step: string, files: Readonly<Record<string, string>>): Promise<string[] | undefined> =>
  leftOver(step, inputOf, treeOfFiles(files), prepareEdits);

const RETIRED = 'This project is no longer maintained.\n';

const entryOf = (...templates: string[]): Record<string, string> => ({
  'zuul.d/projects.yaml': [
    '- project:',
    '    name: openstack/freezer-dr',
    '    templates:',
    ...templates.map((name) => `      - ${name}`),
    '',
  ].join('\n'),
});

describe('the tree of a merged step', () => {
  it('a tree in which all is done has nothing left', async () => {
    assert.deepEqual(await left('end-gating', entryOf('official-openstack-repo-jobs', 'noop-jobs')), []);
  });

  it('what a file still has is shown with its line', async () => {
    assert.deepEqual(
      await left('end-gating', entryOf('official-openstack-repo-jobs', 'noop-jobs', 'publish-to-pypi')),
      ['zuul.d/projects.yaml still has "- publish-to-pypi" in line 6'],
    );
  });

  it('what a file lacks is shown', async () => {
    assert.deepEqual(await left('end-gating', entryOf('official-openstack-repo-jobs')), [
      'zuul.d/projects.yaml lacks "- noop-jobs"',
    ]);
  });

  it('what is still at the top of an emptied repository is shown, a folder once', async () => {
    const files = {
      '.gitreview': '[gerrit]\n',
      '.gitignore': '*.pyc\n',
      'README.rst': RETIRED,
      '.mailmap': 'x\n',
      'doc/a.rst': 'x\n',
      'doc/b.rst': 'x\n',
    };
    assert.deepEqual(await left('remove-content', files), ['.mailmap is still there', 'doc is still there']);
  });

  it("a README that says it in a person's own words is enough, and one of a living project is not", async () => {
    assert.deepEqual(await left('remove-content', { 'README.rst': 'Solum was retired in 2024.\n' }), []);
    assert.deepEqual(await left('remove-content', { 'README.rst': 'Solum is a service.\n' }), [
      'README.rst does not say that the project is retired',
    ]);
    assert.deepEqual(await left('remove-content', {}), ['README.rst is missing']);
  });

  it('a step without rules, and one whose rules have to ask, are not verified', async () => {
    assert.equal(await left('announce', {}), undefined);
    assert.equal(await left('toString', {}), undefined);
    const questions = [{ param: 'dists', text: 'Which?' }] as const;
    const asks = () => Promise.resolve({ edits: [], questions, notes: [] });
    assert.equal(await leftOver('requirements', inputOf, treeOfFiles({}), asks), undefined);
  });

  it('a file that should be gone or there is shown', async () => {
    const edit = { before: '', hunks: [], reason: '' };
    const edits = [
      { ...edit, path: 'gerrit/acls/openstack/solum.config', content: null },
      { ...edit, path: 'new.yaml', before: undefined, content: 'x\n' },
    ];
    const gives = () => Promise.resolve({ edits, questions: [], notes: [] });
    assert.deepEqual(await leftOver('remove-infra', inputOf, treeOfFiles({}), gives), [
      'gerrit/acls/openstack/solum.config is still there',
      'new.yaml is missing',
    ]);
  });
});
