import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { type PushAnswer, readPushAnswer } from '../../src/change/push/pushAnswer';
import { PersonGit } from '../../src/change/repository/personGit';
import type { GerritLab } from './gerritLab';
import { ReviewRepository } from './lib/reviewRepository';
import { sharedGerrit } from './lib/sharedGerrit';

/** What a person types in a terminal, and the reason by which its answer is known. Our own pushes ask for none of it. */
const REFSPECS: Record<string, readonly [reason: string, ...refspecs: string[]]> = {
  'a vote that is kept to others': ['bad-vote', 'HEAD:refs/for/master%l=Code-Review+2'],
  'a vote for a label that is not there': ['bad-vote', 'HEAD:refs/for/master%l=Beauty+1'],
  'an option that Gerrit does not know': ['bad-option', 'HEAD:refs/for/master%nice'],
  'a value that an option does not have': ['bad-option', 'HEAD:refs/for/master%notify=SOME'],
  'two options that exclude each other': ['bad-option', 'HEAD:refs/for/master%wip,ready'],
  'a base that is no commit': ['bad-option', 'HEAD:refs/for/master%base=master'],
  'a change that claims to be merged': ['bad-option', 'HEAD:refs/for/master%merged'],
  'a submit with the push': ['no-right', 'HEAD:refs/for/master%submit'],
  'a new branch': ['may-not-create-refs', 'HEAD:refs/heads/feature/new'],
  'a tag': ['may-not-create-refs', 'HEAD:refs/tags/1.0.0'],
  'a branch that is deleted': ['no-right', ':refs/heads/stable/2025.2'],
  'a branch that is moved by force': ['no-right', '+HEAD~2:refs/heads/master'],
  'the settings of the project': ['not-for-review', 'HEAD:refs/meta/config'],
  'a branch that went on': ['not-for-review', 'HEAD~2:refs/heads/master'],
  'a name that no ref can have': ['bad-ref', 'HEAD:refs/for/master%topic=two words'],
};

describe('answers to pushes by hand, of a real server', () => {
  let gerrit: GerritLab;
  let project: string;

  before(async () => {
    gerrit = await sharedGerrit();
    project = await gerrit.createProject('by-hand');
    const first = await ReviewRepository.clone(gerrit, project, 'http');
    for (const summary of ['One', 'Two', 'Three']) {
      await first.commit(summary);
      const { answer } = await pushed(first, 'HEAD:refs/for/master');
      const [, number] = /\/(\d+) /.exec(answer.remote.find((line) => line.includes('/+/')) ?? '') ?? [];
      await gerrit.merge(Number(number));
    }
  });

  async function pushed(
    repository: ReviewRepository,
    ...refspecs: string[]
  ): Promise<{ answer: PushAnswer; exitCode: number | null }> {
    const git = new PersonGit(repository.root, { env: repository.env });
    const { stdout, stderr, exitCode } = await git.run(['push', '--porcelain', 'gerrit', ...refspecs]);
    return { answer: readPushAnswer({ stdout, stderr, exitCode: exitCode ?? 1 }), exitCode };
  }

  for (const over of ['ssh', 'http'] as const) {
    describe(`over ${over}`, () => {
      let repository: ReviewRepository;
      before(async () => {
        repository = await ReviewRepository.clone(gerrit, project, over);
      });

      for (const [what, [reason, ...refspecs]] of Object.entries(REFSPECS)) {
        it(`the answer is recognised: ${what}`, async () => {
          await repository.fresh();
          await repository.commit(`By hand over ${over}: ${what}`);
          const { answer, exitCode } = await pushed(repository, ...refspecs);
          assert.notEqual(exitCode, 0);
          assert.equal(answer.rejections[0]?.reason, reason, JSON.stringify(answer, undefined, 1));
        });
      }
    });
  }

  it("git's message is recognised when there is no server, or it refuses to sign in", async () => {
    const repository = await ReviewRepository.clone(gerrit, project, 'http');
    await repository.commit('Nowhere');
    const { host } = new URL(gerrit.url);
    for (const [address, reason] of [
      ['http://no-such-server.invalid/a/x', 'unknown-host'],
      ['ssh://dev@no-such-server.invalid:29418/x', 'unknown-host'],
      ['http://127.0.0.1:1/a/x', 'no-connection'],
      ['ssh://dev@127.0.0.1:1/x', 'port-closed'],
      [`http://dev:wrong@${host}/a/${project}`, 'http-sign-in'],
    ] as const) {
      await repository.git('remote', 'set-url', 'gerrit', address);
      await repository.git('config', 'credential.helper', '');
      const { answer } = await pushed(repository, 'HEAD:refs/for/master');
      assert.equal(answer.rejections[0]?.reason, reason, `${address}: ${JSON.stringify(answer)}`);
    }
  });
});
