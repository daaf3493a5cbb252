import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { checkCommit } from '../../../../src/change/preflight/checkCommit';
import { askServer, readMyChange } from '../../../../src/change/preflight/readMyChange';
import { OwnPushes } from '../../../../src/change/push/ownPushes';
import type { PushResult } from '../../../../src/change/push/push';
import { type Change, type GerritClient, Server } from '../../../../src/gerrit';
import { GitRepository } from '../gitRepository';

const SERVER = 'https://review.example.org/';
const ID = `I${'a'.repeat(40)}`;
const DAY = 24 * 60 * 60_000;

describe('what the server answered to our own pushes', () => {
  const time = { now: 0 };
  let store: Map<string, unknown>;
  let pushes: OwnPushes;
  let repository: GitRepository;
  let told: Change[];

  beforeEach(() => {
    time.now = Date.parse('2026-11-20T12:00:00Z');
    store = new Map();
    pushes = openPushes();
    told = [];
    repository = new GitRepository();
    repository.git('remote', 'add', 'gerrit', `${SERVER}a/openstack/nova`);
    repository.git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    repository.commit(`Weigh hosts\n\nChange-Id: ${ID}`);
  });

  /** As after a restart: only what was stored is there. */
  const openPushes = (): OwnPushes =>
    new OwnPushes(
      {
        get: <T>(key: string, otherwise: T) => (store.has(key) ? (JSON.parse(String(store.get(key))) as T) : otherwise),
        update: (key, value) => Promise.resolve(void store.set(key, JSON.stringify(value))),
      },
      () => time.now,
    );

  /** What the check says of the commit at HEAD, asked anonymously. */
  async function says(): Promise<string> {
    const client = {
      webUrl: SERVER,
      changesById: (ids: readonly string[]) => Promise.resolve(new Map(ids.map((id) => [id, told]))),
    };
    const server = new Server(client as unknown as GerritClient);
    const {
      commits: [head],
    } = await askServer(await readMyChange(repository.root), openPushes().over(server));
    assert.ok(head);
    return checkCommit(head, {}, () => undefined).find(({ name }) => name === 'server')?.text ?? '';
  }

  async function push(more: Partial<PushResult> = {}): Promise<void> {
    const { plan } = await readMyChange(repository.root);
    const change = {
      number: 7,
      url: `${SERVER}c/openstack/nova/+/7`,
      project: 'openstack/nova',
      subject: 'Weigh hosts',
      isNew: true,
      wip: false,
      private: true,
      edit: false,
    };
    const changes = [{ ...change, changeId: ID, commit: plan.head, patchSet: 1 }];
    await pushes.keep(SERVER, { outcome: 'accepted', plan, changes, ...more } as unknown as PushResult);
  }

  it("a private change is known from the server's answer to the push", async () => {
    assert.equal(await says(), 'Becomes a new change');
    await push();
    assert.equal(await says(), '7,1: nothing new to push · private, as pushed on 2026-11-20');
    repository.git('commit', '-q', '--amend', '--allow-empty', '--date', '2026-11-21T00:00:00Z', '--no-edit');
    assert.equal(await says(), 'Becomes patch set 2 of change 7 · private, as pushed on 2026-11-20');
    const over = await pushes
      .over({ webUrl: SERVER, changesById: () => Promise.resolve(new Map([[ID, []]])) })
      .changesById([ID]);
    assert.equal(over.get(ID)?.[0]?.number, 7);
  });

  it("the server's own answer replaces ours at once, and ours is dropped after 30 days", async () => {
    await push();
    told = [
      {
        number: 8,
        changeId: ID,
        project: 'openstack/nova',
        branch: 'master',
        status: 'NEW',
        patchSets: [],
        votes: [],
        current: { number: 4, commit: 'other', ref: '' },
      } as unknown as Change,
    ];
    assert.equal(await says(), 'Becomes patch set 5 of change 8');
    told = [];
    assert.equal(await says(), 'Becomes a new change');
    await push();
    time.now += 30 * DAY;
    assert.equal(await says(), 'Becomes a new change');
  });

  it('a push that the server did not accept is not kept', async () => {
    await push({ outcome: 'unknown' });
    assert.equal(await says(), 'Becomes a new change');
    assert.equal(store.size, 0);
  });
});
