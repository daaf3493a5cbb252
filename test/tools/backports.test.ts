import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { cherryPickChange } from '../../src/change/download/download';
import { backportCheck } from '../../src/change/preflight/backportCheck';
import { push } from '../../src/change/push/push';
import { planPush } from '../../src/change/push/pushPlan';
import { PersonGit } from '../../src/change/repository/personGit';
import { readTarget } from '../../src/change/repository/readTarget';
import { type Change, Server } from '../../src/gerrit';
import type { GerritLab } from './gerritLab';
import { ReviewRepository } from './lib/reviewRepository';
import { sharedGerrit } from './lib/sharedGerrit';

const TARGET = 'stable/2025.1';

describe('the order of backports, against a real server', () => {
  let gerrit: GerritLab;
  let project: string;
  let repository: ReviewRepository;
  let git: PersonGit;
  let fix: Change;

  before(async () => {
    gerrit = await sharedGerrit();
    project = await gerrit.createProject('backports');
    for (const branch of [TARGET, 'unmaintained/2023.1']) {
      await gerrit.rest('PUT', `/projects/${encodeURIComponent(project)}/branches/${encodeURIComponent(branch)}`, {});
    }
    repository = await ReviewRepository.clone(gerrit, project, 'http');
    git = new PersonGit(repository.root, { env: repository.env });
  });

  async function pushed(branch = 'master'): Promise<number> {
    const plan = await planPush(git, await readTarget(git, { branch }), repository.client);
    const { outcome, changes, answer } = await push(repository.root, { plan }, { env: repository.env });
    assert.equal(outcome, 'accepted', JSON.stringify(answer));
    return changes[0]!.number;
  }
  /** The check with the server, and by what was fetched alone. */
  async function said(branch = TARGET): Promise<[string, string]> {
    const target = await readTarget(git, { branch });
    const plan = await planPush(git, target, repository.client);
    const change = { root: repository.root, plan, commits: plan.commits, staged: [], files: [], inProgress: false };
    const { signal } = new AbortController();
    const run = async (server?: Server): Promise<string> => {
      const results = await backportCheck(server, () => git).run(change, signal);
      return results.map(({ state, text }) => `${state}: ${text}`).join('\n');
    };
    return [await run(new Server(repository.client)), await run()];
  }
  async function pickOnto(branch: string, noteOrigin = true): Promise<void> {
    await repository.fresh(branch);
    await cherryPickChange(git, await readTarget(git, { branch }), fix, { noteOrigin });
  }

  it('a backport is reported while the fix is in review on master', async () => {
    await repository.fresh();
    await repository.commit('Fix it');
    const number = await pushed();
    fix = await repository.client.findChange({ number });
    await pickOnto(TARGET);
    assert.deepEqual(await said(), [
      `advice: Newer branches go first: on master it is in review (change ${number}), stable/2025.2 does not have it`,
      'advice: Newer branches go first: master does not have it, stable/2025.2 does not have it',
    ]);
  });

  it('a backport is reported while a newer stable branch lacks it', async () => {
    await gerrit.merge(fix.number);
    await pickOnto(TARGET);
    const words = 'advice: Newer branches go first: stable/2025.2 does not have it';
    assert.deepEqual(await said(), [words, words]);
    await pickOnto('stable/2025.2');
    assert.deepEqual(await said('stable/2025.2'), ['passed: master has it', 'passed: master has it']);
    await gerrit.merge(await pushed('stable/2025.2'));
    await pickOnto(TARGET);
    const done = 'passed: master, stable/2025.2 have it';
    assert.deepEqual(await said(), [done, done]);
  });

  it('a backport is reported without a cherry-pick line, and for unmaintained branches too', async () => {
    await pickOnto(TARGET, false);
    const [withServer] = await said();
    assert.match(withServer, /^advice: No line "\(cherry picked from commit …\)"/);
    await pickOnto('unmaintained/2023.1');
    assert.match(
      (await said('unmaintained/2023.1'))[0],
      /^advice: Newer branches go first: stable\/2025\.1 does not have it$/,
    );
  });

  it('a change for master is never reported as a backport', async () => {
    await repository.fresh();
    await repository.commit('Another');
    assert.deepEqual(await said('master'), ['', '']);
  });
});
