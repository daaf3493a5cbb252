import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { GerritClient, readChangeRef, Server } from '../../src/gerrit';
import { GERRIT_VERSION, type GerritLab } from './gerritLab';
import { sharedGerrit } from './lib/sharedGerrit';

describe('the Gerrit client against a real server', () => {
  let gerrit: GerritLab;
  let client: GerritClient;
  let dev: GerritClient;
  let project: string;
  const numbers: number[] = [];

  before(async () => {
    gerrit = await sharedGerrit();
    client = new GerritClient({ webUrl: gerrit.url });
    const credentials = { username: 'dev', password: 'dev-secret' };
    dev = new GerritClient({ webUrl: gerrit.url, credentials: () => Promise.resolve(credentials) });
    project = await gerrit.createProject('client');
    for (const subject of ['One', 'Two', 'Three']) {
      const message = `${subject}\n\nSigned-off-by: Dev Example <dev@example.org>\n`;
      const made = await gerrit.rest('POST', '/changes/', { project, branch: 'master', subject: message }, 'dev');
      numbers.push((made as { _number: number })._number);
    }
  });

  it('the Gerrit client reads the version and what projects require', async () => {
    assert.equal(await client.version(), GERRIT_VERSION);
    assert.deepEqual(await client.projectConfig(project), {
      signOffRequired: true,
      changeIdRequired: true,
      active: true,
    });
    assert.equal((await client.projectConfig('openstack/project-config')).signOffRequired, false);
    assert.equal((await client.projectConfig('openstack/retired')).active, false);
    await assert.rejects(client.projectConfig('openstack/nope'), { reason: 'not-found' });
    assert.deepEqual(await client.branches(project), ['master', 'stable/2025.2']);
    assert.ok((await client.searchProjects('govern')).includes('openstack/governance'));
  });

  it('the Gerrit client finds changes by query, number, Change-Id and address', async () => {
    const query = `project:${project} status:open`;
    const found = await client.queryChanges(query);
    assert.deepEqual(found.items.map(({ subject }) => subject).sort(), ['One', 'Three', 'Two']);
    assert.equal(found.more, false);
    assert.deepEqual(
      [
        (await client.queryChanges(query, { most: 2 })).items.length,
        (await client.queryChanges(query, { most: 2 })).more,
      ],
      [2, true],
    );
    const [one = 0, two = 0] = numbers;
    const both = await client.changesByNumber([one, two, 999_999]);
    assert.deepEqual(
      [...both.keys()].sort((a, b) => a - b),
      [one, two],
    );
    const change = both.get(one)!;
    assert.deepEqual(
      [change.project, change.branch, change.status, change.owner.email],
      [project, 'master', 'NEW', 'dev@example.org'],
    );
    for (const text of [String(one), change.changeId, change.url, `${change.url}/1`]) {
      const same = await client.findChange(readChangeRef(text)!, { project, branch: 'master' });
      assert.equal(same.number, one);
      assert.equal(same.current?.number, 1);
      assert.match(same.current.message ?? '', /^One\n\n/);
    }
    await assert.rejects(client.findChange({ number: 999_999 }), { reason: 'not-found' });
    await assert.rejects(client.findChange({ number: one, host: 'review.example.org' }), { reason: 'not-found' });
    await assert.rejects(client.queryChanges('bogus:x'), { reason: 'bad-request' });
    assert.ok((await fetch(change.url)).ok, 'the page of the change is there');
  });

  it('the Gerrit client follows votes and state', async () => {
    const [, , three = 0] = numbers;
    await gerrit.rest('POST', `/changes/${three}/revisions/current/review`, { labels: { 'Code-Review': 2 } }, 'core');
    await dev.setWorkInProgress(three);
    await dev.setTopic(three, 'bug/42');
    const state = (await new Server(client).changesByNumber([three])).get(three);
    assert.ok(state);
    assert.deepEqual([state.wip, state.topic], [true, 'bug/42']);
    assert.deepEqual(
      state.votes.map(({ label, value, by }) => [label, value, by.name]),
      [['Code-Review', 2, 'Core Example']],
    );
    const requirements = new Map(state.requirements.map(({ name, status }) => [name, status]));
    assert.equal(requirements.get('Verified'), 'UNSATISFIED');
    await dev.setReady(three);
    await dev.setTopic(three, '');
    const ready = await client.findChange({ number: three });
    assert.deepEqual([ready.wip, ready.topic], [false, undefined]);
    await assert.rejects(dev.setReady(three), { reason: 'conflict' });
    await gerrit.rest('POST', `/changes/${three}/abandon`, undefined, 'dev');
    assert.equal((await client.findChange({ number: three })).status, 'ABANDONED');
    await dev.restore(three);
    assert.equal((await client.findChange({ number: three })).status, 'NEW');
  });

  it('the Gerrit client finds people for reviewers, and the person', async () => {
    const people = await client.searchAccounts('core');
    assert.deepEqual(
      people.map(({ name, email }) => [name, email]),
      [['Core Example', 'core@example.org']],
    );
    assert.deepEqual(await client.searchAccounts('co'), []);
    const self = await dev.self();
    assert.deepEqual(
      [self.name, [...self.emails].sort()],
      ['Dev Example', ['dev.second@example.org', 'dev@example.org']],
    );
    const stranger = new GerritClient({
      webUrl: gerrit.url,
      credentials: () => Promise.resolve({ username: 'dev', password: 'no' }),
    });
    await assert.rejects(stranger.self(), { reason: 'sign-in' });
  });

  it('the Gerrit client fetches the commit-msg hook', async () => {
    assert.match(await client.commitMsgHook(), new RegExp(`# From Gerrit Code Review ${GERRIT_VERSION}`));
  });
});
