import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { commitChecks } from '../../src/change/preflight/commitChecks';
import { push } from '../../src/change/push/push';
import { planPush } from '../../src/change/push/pushPlan';
import { PersonGit } from '../../src/change/repository/personGit';
import { readTarget } from '../../src/change/repository/readTarget';
import { readFacts } from '../../src/change/repository/repositoryFacts';
import { AccountAddresses, type KeptCredentials } from '../../src/change/server/accountAddresses';
import { gitCredentials } from '../../src/change/server/gitCredentials';
import { Servers } from '../../src/gerrit';
import { diskFiles } from '../../src/project/files';
import type { GerritLab } from './gerritLab';
import { ReviewRepository } from './lib/reviewRepository';
import { sharedGerrit } from './lib/sharedGerrit';

const SECOND = 'dev.second@example.org';

describe('the addresses of an account, against a real server', () => {
  let gerrit: GerritLab;
  let repository: ReviewRepository;
  let git: PersonGit;
  let servers: Servers;
  let logged: string[];
  const log = Object.fromEntries(
    (['trace', 'debug', 'info', 'warn', 'error'] as const).map((level) => [level, (text: string) => logged.push(text)]),
  ) as unknown as ConstructorParameters<typeof AccountAddresses>[2];

  before(async () => {
    logged = [];
    servers = new Servers({ log });
    gerrit = await sharedGerrit();
    repository = await ReviewRepository.clone(gerrit, await gerrit.createProject('addresses'), 'http');
    git = new PersonGit(repository.root, { env: repository.env });
  });

  const ofGit: KeptCredentials = (webUrl) => gitCredentials(git, webUrl, 'dev');

  async function signedBy(email: string): Promise<void> {
    await repository.fresh();
    const id = `I${Buffer.from(email.padEnd(20).slice(-20)).toString('hex')}`;
    await repository.commit({
      message: `Sign as ${email}\n\nChange-Id: ${id}\nSigned-off-by: Dev Example <${email}>\n`,
    });
  }

  /** What the check of the sign-off says, and whether the server takes the commit. */
  async function judged(addresses: AccountAddresses): Promise<[string, string]> {
    const plan = await planPush(git, await readTarget(git), repository.client);
    const facts = await readFacts(repository.root, diskFiles);
    const checks = commitChecks({ facts, policy: 'auto', server: servers.of(repository.client.webUrl), addresses });
    const change = { root: repository.root, plan, commits: plan.commits, staged: [], files: [], inProgress: false };
    const [said] = await checks.find(({ name }) => name === 'sign-off')!.run(change, new AbortController().signal);
    return [said!.state, (await push(repository.root, { plan }, { env: repository.env })).outcome];
  }

  it('a sign-off with a registered address passes, as on the server', async () => {
    await signedBy(SECOND);
    assert.deepEqual(await judged(new AccountAddresses(ofGit, servers, log)), ['passed', 'accepted']);
  });

  it('a sign-off with any other address is a refusal, as on the server', async () => {
    await signedBy('stranger@example.org');
    assert.deepEqual(await judged(new AccountAddresses(ofGit, servers, log)), ['refused', 'refused']);
  });

  it("without valid credentials a sign-off's address is not called refused", async () => {
    await signedBy('stranger@example.org');
    for (const kept of [
      () => Promise.resolve(undefined),
      () => Promise.resolve({ username: 'dev', password: 'wrong-secret' }),
    ]) {
      assert.deepEqual(await judged(new AccountAddresses(kept, servers, log)), ['advice', 'refused']);
    }
  });

  it('a server is asked for addresses once in a session, and again after a failure only on request', async () => {
    let asked = 0;
    const kept: Awaited<ReturnType<KeptCredentials>>[] = [];
    const addresses = new AccountAddresses(() => (asked++, Promise.resolve(kept[0])), servers, log);
    const { webUrl } = repository.client;
    assert.equal(await addresses.of(webUrl, repository.root), undefined);
    kept.push({ username: 'dev', password: 'dev-secret' });
    assert.equal(await addresses.of(webUrl, repository.root), undefined);
    addresses.retry();
    const told = await addresses.of(webUrl, repository.root);
    assert.deepEqual([...told!.emails].sort(), [SECOND, 'dev@example.org']);
    assert.ok(Date.now() - told!.at < 60_000);
    addresses.retry();
    assert.equal(addresses.known(webUrl), await addresses.of(webUrl, repository.root));
    assert.equal(asked, 2);
  });

  it('git gives only the credentials of its helpers, asks nobody, and sends no name with a line break', async () => {
    const { webUrl } = repository.client;
    assert.deepEqual(await gitCredentials(git, webUrl), { username: 'dev', password: 'dev-secret' });
    assert.equal(await gitCredentials(git, webUrl, 'nobody'), undefined);
    assert.equal(await gitCredentials(git, 'http://127.0.0.1:9/'), undefined);
    assert.equal(await gitCredentials(git, webUrl, 'dev\nhost=evil.example'), undefined);
  });

  it('a password never gets into a log', () => {
    assert.ok(logged.length > 0);
    assert.doesNotMatch(logged.join('\n'), /secret/);
  });
});
