import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CheckResult, markOf, resultsOfAll } from '../../../../src/change/preflight/check';
import { commitChecks, subjectsOf } from '../../../../src/change/preflight/commitChecks';
import type { MyChange } from '../../../../src/change/preflight/readMyChange';
import type { PlannedCommit } from '../../../../src/change/push/pushPlan';
import type { RepositoryFacts } from '../../../../src/change/repository/repositoryFacts';
import { type GerritClient, GerritError, type GerritReason, Server } from '../../../../src/gerrit';

const DEV = { name: 'Dev Example', email: 'dev@example.org' };
const SIGNED = `Signed-off-by: ${DEV.name} <${DEV.email}>`;
const FACTS: RepositoryFacts = {
  root: '/work',
  isGerrit: true,
  server: 'https://review.example.org/',
  committer: DEV,
  config: new Map(),
  hook: {},
  history: { subjects: [], people: [], tools: [] },
};

const idOf = (letter: string): string => `I${letter.repeat(40)}`;

function commit(letter: string, message: string, changeId?: string): PlannedCommit {
  const subject = message.split('\n')[0] ?? '';
  return {
    commit: letter.repeat(40),
    parents: ['p'.repeat(40)],
    author: DEV,
    committer: DEV,
    subject,
    message,
    becomes: 'new',
    ...(changeId ? { changeId } : {}),
  };
}

/** @param commits newest first */
const changeOf = (...commits: PlannedCommit[]): MyChange =>
  ({
    root: '/work',
    commits,
    plan: { target: { branch: 'master', project: 'openstack/nova' }, commits: [...commits].reverse() },
  }) as unknown as MyChange;

function serverThatSays(reason: GerritReason): Server {
  const fail = () => Promise.reject(new GerritError(reason, `review.example.org: ${reason}.`));
  const client = {
    webUrl: 'https://review.example.org/',
    projectConfig: fail,
    branches: fail,
    changesByNumber: fail,
    changesById: fail,
  };
  return new Server(client as unknown as GerritClient);
}

async function run(change: MyChange, server?: Server): Promise<CheckResult[]> {
  const checks = commitChecks({ facts: FACTS, policy: 'auto', ...(server ? { server } : {}) });
  return (await Promise.all(checks.map((check) => check.run(change, new AbortController().signal)))).flat();
}

describe('the checks of all commits', () => {
  for (const reason of ['nonsense', 'sign-in', 'forbidden', 'offline'] as const) {
    it(`checks that need no server run when its answer is "${reason}", which is shown`, async () => {
      const server = serverThatSays(reason);
      const message = `Weigh hosts\n\nDepends-On: https://review.example.org/c/openstack/neutron/+/7\n`;
      const change = changeOf(commit('a', message));
      const results = await run(change, server);
      const found = Object.fromEntries(results.map(({ name, state }) => [name, state]));
      assert.deepEqual(found, {
        message: 'passed',
        'sign-off': 'advice',
        'change-id': 'refused',
        bug: 'passed',
        'depends-on': 'passed',
        server: 'passed',
      });
      assert.equal(server.problemWith(subjectsOf(change, server)), `review.example.org: ${reason}.`);
    });
  }

  it('two commits with one Change-Id are refused, each of them', async () => {
    const message = (subject: string, id: string): string => `${subject}\n\nChange-Id: ${idOf(id)}\n${SIGNED}\n`;
    const one = commit('a', message('Weigh hosts', '1'), idOf('1'));
    const two = commit('b', message('Weigh more hosts', '1'), idOf('1'));
    const other = commit('c', message('Weigh none', '2'), idOf('2'));
    const of = (results: readonly CheckResult[]) =>
      results.filter(({ name }) => name === 'change-id').map(({ state, text }) => `${state} ${text}`);
    const found = of(await run(changeOf(two, other, one)));
    assert.match(found[0] ?? '', /^refused aaaaaaaa "Weigh hosts" has the same Change-Id/);
    assert.match(found[1] ?? '', /^passed/);
    assert.match(found[2] ?? '', /^refused bbbbbbbb "Weigh more hosts" has the same Change-Id/);
    // What the server has is not pushed again: the other one is its next patch set.
    const pushed = of(await run(changeOf({ ...two, becomes: 'next-patch-set' }, { ...one, becomes: 'nothing' })));
    assert.deepEqual(
      pushed.map((text) => text.slice(0, 6)),
      ['passed', 'passed'],
    );
  });

  it('a commit that was not checked has no success, and shows the reason', () => {
    assert.equal(markOf([]), 'unknown');
    const results: CheckResult[] = [
      { name: 'message', state: 'unknown', text: 'It broke' },
      { name: 'bug', state: 'passed', text: 'Bug: no commit to look at' },
      { name: 'style', state: 'passed', text: 'Nothing' },
      { name: 'sign-off', state: 'off', text: 'Switched off' },
      { name: 'change-id', state: 'passed', text: '', commit: 'a' },
    ];
    assert.deepEqual(
      resultsOfAll(results).map(({ name }) => name),
      ['message', 'style'],
    );
  });
});
