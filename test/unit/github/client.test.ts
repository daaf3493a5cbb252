import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { GitHubClient, type PullRequest } from '../../../src/github/client';
import { GitHubError } from '../../../src/github/errors';
import { KnownPullRequests } from '../../../src/github/knownPullRequests';
import { type FakeAnswer, fakeGitHub, NOT_FOUND, PULL } from './fakeGitHub';

describe('the GitHub client', () => {
  let stop: (() => Promise<unknown>) | undefined;
  afterEach(() => stop?.());

  async function clientOf(answer: FakeAnswer, token?: string) {
    const asked: (string | undefined)[][] = [];
    const server = await fakeGitHub(({ url, headers }) => {
      asked.push([url, headers.authorization]);
      return answer;
    });
    stop = server.stop;
    return { asked, client: new GitHubClient({ baseUrl: server.baseUrl, token: () => Promise.resolve(token) }) };
  }
  const fails = (reason: string) => (error: unknown) => error instanceof GitHubError && error.reason === reason;

  it('a pull request is read from GitHub without a token and with one', async () => {
    const anonymous = await clientOf({ status: 200, body: PULL });
    assert.deepEqual(await anonymous.client.pullRequest('ansible', 'ansible', 7), {
      owner: 'ansible',
      repository: 'ansible',
      number: 7,
      title: 'Fix the thing',
      state: 'open',
      isDraft: false,
      branch: 'devel',
      author: 'octocat',
    });
    assert.deepEqual(anonymous.asked, [['/repos/ansible/ansible/pulls/7', undefined]]);
    await stop?.();
    const signedIn = await clientOf(
      { status: 200, body: { ...PULL, state: 'closed', merged: true, user: null } },
      't0ken',
    );
    assert.equal((await signedIn.client.pullRequest('ansible', 'ansible', 7)).state, 'merged');
    assert.deepEqual(signedIn.asked[0]?.[1], 'token t0ken');
  });

  it('a missing pull request has its reason', async () => {
    const resetAt = 1_800_000_000;
    const cases: [FakeAnswer, string][] = [
      [NOT_FOUND, 'not-found'],
      [
        {
          status: 403,
          headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resetAt) },
          body: { message: 'API rate limit exceeded' },
        },
        'rate-limited',
      ],
      [
        {
          status: 403,
          headers: { 'retry-after': '30', 'x-ratelimit-remaining': '42' },
          body: { message: 'You have exceeded a secondary rate limit' },
        },
        'rate-limited',
      ],
      [{ status: 403, headers: { 'x-ratelimit-remaining': '42' }, body: { message: 'Forbidden' } }, 'not-found'],
      [{ status: 401, body: { message: 'Bad credentials' } }, 'sign-in'],
      [{ status: 502, body: '<html>' }, 'server-error'],
      [{ status: 200, body: { ...PULL, state: 'odd' } }, 'nonsense'],
      [{ status: 200, body: '<html>a sign-in page</html>' }, 'nonsense'],
    ];
    for (const [answer, reason] of cases) {
      const { client } = await clientOf(answer);
      await assert.rejects(client.pullRequest('ansible', 'ansible', 7), fails(reason), reason);
      await stop?.();
    }
    stop = undefined;
    await assert.rejects(
      new GitHubClient({ baseUrl: 'http://127.0.0.1:1' }).pullRequest('a', 'b', 1),
      fails('offline'),
    );
  });

  it('the secondary limit of GitHub names the time to try again', async () => {
    const { client } = await clientOf({
      status: 403,
      headers: { 'retry-after': '30', 'x-ratelimit-reset': '1' },
      body: { message: 'secondary' },
    });
    const began = Date.now();
    await assert.rejects(
      client.pullRequest('ansible', 'ansible', 7),
      ({ resetAt = 0 }: GitHubError) => resetAt >= began + 30_000 && resetAt <= Date.now() + 30_000,
    );
  });

  it('an invalid name never gets into an address of GitHub', async () => {
    const { client, asked } = await clientOf({ status: 200, body: PULL });
    for (const [owner, repository] of [
      ['a/b', 'c'],
      ['..', 'c'],
      ['a', '..'],
      ['a', 'b/../c'],
      ['a b', 'c'],
      ['-a', 'c'],
      ['a', 'b?x'],
    ] as const) {
      await assert.rejects(client.pullRequest(owner, repository, 1), fails('not-found'));
    }
    assert.deepEqual(asked, []);
  });

  it('answers of GitHub are remembered, and it is left alone when it requests that', async () => {
    let now = 1_000_000;
    let answer: () => Promise<PullRequest> = () =>
      Promise.resolve({
        ...PULL,
        owner: 'a',
        repository: 'b',
        isDraft: false,
        branch: 'main',
        state: 'open',
        author: 'x',
      });
    let asked = 0;
    const known = new KnownPullRequests({ pullRequest: () => (asked++, answer()) }, () => now);
    assert.equal((await known.find('a', 'b', 7))?.title, 'Fix the thing');
    await known.find('a', 'b', 7);
    assert.equal(asked, 1);
    now += 6 * 60_000;
    answer = () => Promise.reject(new GitHubError('rate-limited', 'Later.', { resetAt: now + 3_600_000 }));
    assert.equal((await known.find('a', 'b', 7))?.title, 'Fix the thing', 'the old answer stays');
    now += 30 * 60_000;
    assert.equal(await known.find('a', 'b', 8), undefined);
    assert.equal(asked, 2);
    known.askAgain();
    answer = () => Promise.reject(new GitHubError('not-found', 'None.'));
    assert.equal(await known.find('a', 'b', 8), undefined);
    assert.equal(asked, 3);
  });
});
