import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { UserError } from '../../src/base/errors';
import { MEND_REACH, type MendChoice, mendRequest, prepareMend } from '../../src/change/push/fixes';
import { type PushPlan, planPush } from '../../src/change/push/pushPlan';
import type { Mend, MendKind } from '../../src/change/rejections/mend';
import { PersonGit } from '../../src/change/repository/personGit';

/** What the person would choose, whatever the mend. */
const CHOICE: MendChoice = {
  summary: 'Summary',
  username: 'dev',
  project: 'a/c',
  webUrl: 'https://review.example.org/',
  person: { name: 'Dev Example', email: 'dev@example.org' },
};
const DATA = {
  registered: ['dev@example.org'],
  role: 'committer',
  changeIds: [],
  because: 'malformed',
  option: 'topic',
  account: 'ada',
  host: 'h',
  branch: 'master',
};

describe('who can make a mend, with real git', () => {
  let git: PersonGit;
  let plan: PushPlan;

  before(async () => {
    const root = temporaryFolder();
    const run = (...args: string[]): unknown => execFileSync('git', args, { cwd: root, stdio: 'pipe' });
    run('init', '-q', '-b', 'work');
    for (const [key, value] of [
      ['user.name', 'Dev Example'],
      ['user.email', 'dev@example.org'],
      ['gc.auto', '0'],
    ] as const) {
      run('config', key, value);
    }
    run('remote', 'add', 'gerrit', 'ssh://dev@review.example.org:29418/a/b');
    writeFileSync(join(root, '.gitreview'), '[gerrit]\nhost=review.example.org\nproject=a/b.git\n');
    run('commit', '-q', '--allow-empty', '-m', 'Merged before');
    run('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    run('commit', '-q', '--allow-empty', '-m', 'Mine');
    git = new PersonGit(root);
    const target = {
      remote: 'gerrit',
      exists: true,
      url: 'ssh://dev@review.example.org:29418/a/b',
      scheme: 'ssh',
      branch: 'master',
      host: 'review.example.org',
      project: 'a/b',
    } as const;
    plan = await planPush(git, target);
  });

  /** Whether there is a way on the repository, also where this commit does not need it. */
  async function isForRepository(mend: Mend): Promise<boolean> {
    try {
      return (await prepareMend(git, mend, plan, CHOICE)) !== undefined;
    } catch (error) {
      assert.ok(error instanceof UserError);
      assert.equal(error.reason, 'nothing-to-do', error.message);
      return true;
    }
  }

  for (const [kind, reach] of Object.entries(MEND_REACH) as [MendKind, string][]) {
    it(`${kind}: ${reach}`, async () => {
      const mend = { kind, ...DATA } as unknown as Mend;
      assert.equal(await isForRepository(mend), reach === 'repository');
      assert.equal(mendRequest(mend, { topic: 'x', reviewers: ['ada'] }, 'master') !== undefined, reach === 'request');
    });
  }
});
