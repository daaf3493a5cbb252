import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { docsEdits } from '../../../../src/retirement/edits/docs';
import { EditRefused } from '../../../../src/retirement/edits/lines/edit';
import { after, applied, inputOf, treeOfFiles } from './treeOfFiles';

const GENERATOR = 'tools/www-generator.py';
const HEAD = "_IGNORED_REPOS = [\n    'openstack/releases',\n]\n\n# Links to README.rst.\n_RETIRED_REPOS = [\n";
const TAIL = ']\n\n\ndef main():\n    return 0\n';

const listOf = (...names: string[]): string => `${HEAD}${names.map((name) => `    '${name}',\n`).join('')}${TAIL}`;

const docsOf = async (text: string, ...names: string[]): Promise<string> =>
  after(await docsEdits(inputOf('docs', names), treeOfFiles({ [GENERATOR]: text })))[GENERATOR] ?? text;

describe('the list of retired repositories on docs.openstack.org', () => {
  it('a retired repository is added in its place', async () => {
    const before = listOf('openstack/anchor', 'openstack/paunch', 'openstack/qinling');
    const expected = listOf('openstack/anchor', 'openstack/paunch', 'openstack/puppet-x', 'openstack/qinling');
    assert.equal(await docsOf(before, 'puppet-x'), expected);
  });

  it('repositories come first, last and several in one place', async () => {
    const expected = ['openstack/a', 'openstack/m', 'openstack/n1', 'openstack/n2', 'openstack/o', 'openstack/z'];
    assert.equal(await docsOf(listOf('openstack/m', 'openstack/o'), 'z', 'n2', 'a', 'n1'), listOf(...expected));
  });

  it('a list that is not sorted everywhere gets a repository where its neighbours are', async () => {
    const before = listOf('openstack/zuul', 'openstack/a', 'openstack/b', 'openstack/d', 'openstack/e');
    const expected = listOf(
      'openstack/zuul',
      'openstack/a',
      'openstack/b',
      'openstack/c',
      'openstack/d',
      'openstack/e',
    );
    assert.equal(await docsOf(before, 'c'), expected);
  });

  it('a repository that is listed needs no edit', async () => {
    const prepared = await docsEdits(inputOf('docs', ['a']), treeOfFiles({ [GENERATOR]: listOf('openstack/a') }));
    assert.deepEqual(prepared, { edits: [], questions: [], notes: [] });
  });

  it('comments, empty lines and double quotes in the list stay', async () => {
    const before = `${HEAD}    # the old ones\n    "openstack/a",\n\n    'openstack/c',  # fork\n${TAIL}`;
    assert.equal(
      await docsOf(before, 'b'),
      before.replace("    'openstack/c'", "    'openstack/b',\n    'openstack/c'"),
    );
  });

  it('what is not such a list is refused with its line', async () => {
    for (const [text, line] of [
      ['import os\n', undefined],
      ["_RETIRED_REPOS = ['openstack/a']\n", 1],
      ['_RETIRED_REPOS = []\n', 1],
      [`_RETIRED_REPOS = [\n    'openstack/a',\n`, 1],
      [`_RETIRED_REPOS = [\n    'openstack/a',\n    name(),\n]\n`, 3],
      [`_RETIRED_REPOS = [\n    'openstack/a'\n]\n`, 2],
      [`_RETIRED_REPOS = [\n]\n_RETIRED_REPOS = [\n]\n`, 3],
    ] as const) {
      await assert.rejects(
        docsOf(text, 'b'),
        (error) => error instanceof EditRefused && error.reason === 'not-as-expected' && error.line === line,
        text,
      );
    }
  });

  it('a repository of manuals without the generator is refused', async () => {
    await assert.rejects(
      docsEdits(inputOf('docs', ['b']), treeOfFiles({})),
      (error) => error instanceof EditRefused && error.reason === 'missing-file',
    );
  });

  it('any list keeps its items in their order, stays sorted if it is, and takes nothing in a second run', async () => {
    const name = fc.stringMatching(/^[a-z]{1,2}$/).map((word) => `openstack/${word}`);
    const property = fc.asyncProperty(
      fc.uniqueArray(name),
      fc.uniqueArray(name),
      fc.boolean(),
      async (had, add, sort) => {
        const names = sort ? [...had].sort() : had;
        const input = { ...inputOf('docs', []), repositories: add };
        const prepared = await docsEdits(input, treeOfFiles({ [GENERATOR]: listOf(...names) }));
        const text = after(prepared)[GENERATOR] ?? listOf(...names);
        const items = [...text.slice(HEAD.length).matchAll(/'(.*)',/g)].map((match) => match[1] ?? '');
        assert.equal(text, listOf(...items));
        assert.deepEqual(
          items.filter((item) => had.includes(item)),
          names,
        );
        assert.deepEqual([...items].sort(), [...new Set([...had, ...add])].sort());
        if (sort) assert.deepEqual(items, [...items].sort());
        for (const edit of prepared.edits) assert.equal(applied(edit), edit.content);
        assert.deepEqual((await docsEdits(input, treeOfFiles({ [GENERATOR]: text }))).edits, []);
      },
    );
    await fc.assert(property);
  });
});
