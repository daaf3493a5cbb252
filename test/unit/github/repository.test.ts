import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { GitHubClient } from '../../../src/github/client';
import { GitHubError } from '../../../src/github/errors';
import { CONTENTS, type FakeAnswer, fakeGitHub, NOT_FOUND, REPOSITORY } from './fakeGitHub';

describe('a repository on GitHub', () => {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

  /** A server that answers for these addresses; 404 for others. */
  async function clientOf(answers: Readonly<Record<string, FakeAnswer>>, token?: string) {
    const asked: string[] = [];
    const signIns: (string | undefined)[] = [];
    const { baseUrl, stop } = await fakeGitHub(({ url = '', headers }) => {
      asked.push(url);
      signIns.push(headers.authorization);
      return answers[url] ?? NOT_FOUND;
    });
    stops.push(stop);
    return { asked, signIns, client: new GitHubClient({ baseUrl, token: () => Promise.resolve(token) }) };
  }
  const fails = (reason: string) => (error: unknown) => error instanceof GitHubError && error.reason === reason;
  const WITH_FILES = {
    '/repos/openstack/shade': { status: 200, body: REPOSITORY },
    '/repos/openstack/shade/contents': { status: 200, body: CONTENTS },
  };

  it('a repository is read with the files at its top', async () => {
    const { client, asked } = await clientOf(WITH_FILES);
    assert.deepEqual(await client.repository('openstack', 'shade'), {
      owner: 'openstack',
      name: 'shade',
      description: 'Client library for OpenStack. Mirror of code maintained at opendev.org.',
      isArchived: false,
      defaultBranch: 'master',
      files: ['.gitreview', 'README.rst', 'doc'],
    });
    assert.deepEqual(asked, ['/repos/openstack/shade', '/repos/openstack/shade/contents']);
  });

  it('a repository that was transferred is found where it is now', async () => {
    const moved = { status: 301, headers: { location: '/repositories/7' }, body: { message: 'Moved Permanently' } };
    const { client, asked } = await clientOf({
      '/repos/openstack/shade': moved,
      '/repositories/7': {
        status: 200,
        body: { ...REPOSITORY, full_name: 'openstack-archive/shade', archived: true, description: null },
      },
      '/repos/openstack-archive/shade/contents': { status: 200, body: CONTENTS.slice(0, 2) },
    });
    assert.deepEqual(await client.repository('openstack', 'shade'), {
      owner: 'openstack-archive',
      name: 'shade',
      description: '',
      isArchived: true,
      defaultBranch: 'master',
      files: ['.gitreview', 'README.rst'],
    });
    assert.equal(asked.length, 3);
  });

  it('the token does not go along a redirect to another server', async () => {
    const elsewhere = await clientOf({});
    const { baseUrl, stop } = await fakeGitHub(({ headers }) => {
      elsewhere.signIns.push(headers.authorization);
      return { status: 200, body: { ...REPOSITORY, full_name: '' } };
    });
    stops.push(stop);
    const moved = { status: 301, headers: { location: `${baseUrl}/repositories/7` }, body: {} };
    const { client, signIns } = await clientOf({ '/repos/openstack/shade': moved }, 't0ken');
    await assert.rejects(client.repository('openstack', 'shade'), fails('nonsense'));
    assert.deepEqual([signIns, elsewhere.signIns], [['token t0ken'], [undefined]]);
  });

  it('a repository without any file has none', async () => {
    const { client } = await clientOf({ '/repos/openstack/shade': { status: 200, body: REPOSITORY } });
    assert.deepEqual((await client.repository('openstack', 'shade')).files, []);
  });

  it('a repository that cannot be read has its reason', async () => {
    const limited = { status: 429, headers: { 'retry-after': '30' }, body: {} };
    const cases: [Readonly<Record<string, FakeAnswer>>, string][] = [
      [{}, 'not-found'],
      [{ '/repos/openstack/shade': limited }, 'rate-limited'],
      [{ ...WITH_FILES, '/repos/openstack/shade/contents': limited }, 'rate-limited'],
      [{ '/repos/openstack/shade': { status: 200, body: { ...REPOSITORY, archived: 'no' } } }, 'nonsense'],
      [{ '/repos/openstack/shade': { status: 200, body: { ...REPOSITORY, full_name: '../shade' } } }, 'nonsense'],
      [{ '/repos/openstack/shade': { status: 200, body: { ...REPOSITORY, full_name: 'a/b/c' } } }, 'nonsense'],
      [{ ...WITH_FILES, '/repos/openstack/shade/contents': { status: 200, body: CONTENTS[0] } }, 'nonsense'],
      [
        {
          ...WITH_FILES,
          '/repos/openstack/shade/contents': { status: 200, body: Array.from({ length: 2001 }, () => CONTENTS[0]) },
        },
        'nonsense',
      ],
    ];
    for (const [answers, reason] of cases) {
      const { client } = await clientOf(answers);
      await assert.rejects(
        client.repository('openstack', 'shade'),
        fails(reason),
        JSON.stringify(answers).slice(0, 90),
      );
    }
  });

  it('an invalid name never gets into the address of a repository', async () => {
    const { client, asked } = await clientOf(WITH_FILES);
    for (const [owner, name] of [
      ['..', 'shade'],
      ['openstack', '..'],
      ['openstack', 'shade/contents'],
      ['openstack', 'shade?x'],
    ] as const) {
      await assert.rejects(client.repository(owner, name), fails('not-found'));
    }
    assert.deepEqual(asked, []);
  });
});
