import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PasswordAnswers, secretKey } from '../../../../../src/change/server/askpass/passwordAnswers';
import type { Prompt } from '../../../../../src/change/server/askpass/prompt';
import type { SignIn } from '../../../../../src/change/server/askpass/signIns';

const ORIGIN = 'https://review.example.org';
const KEPT = new Map([
  [secretKey(ORIGIN, 'dev'), 'kept'],
  [secretKey('https://other.example.org', 'dev'), 'of another server'],
  [secretKey('http://review.example.org', 'dev'), 'of another scheme'],
  [secretKey(`${ORIGIN}:8443`, 'dev'), 'of another port'],
]);
const QUESTION = `Password for '${ORIGIN.replace('//', '//dev@')}': `;

describe('answers to questions for passwords', () => {
  function scene(signIns: readonly SignIn[], person: string | undefined = 'typed') {
    const asked: (readonly [kind: Prompt['kind'], isExpected: boolean])[] = [];
    const answers = new PasswordAnswers(
      signIns,
      (key) => Promise.resolve(KEPT.get(key)),
      (prompt, isExpected) => {
        asked.push([prompt.kind, isExpected]);
        return Promise.resolve(person);
      },
    );
    return { answers, asked };
  }

  it('a kept password goes to the server of the push without a question, once', async () => {
    for (const signIn of [{ origin: ORIGIN }, { origin: ORIGIN, user: 'dev' }]) {
      const { answers, asked } = scene([signIn]);
      assert.equal(await answers.answer(QUESTION), 'kept');
      assert.deepEqual([asked, answers.given()], [[], [secretKey(ORIGIN, 'dev')]]);
      assert.equal(await answers.answer(QUESTION), 'typed', 'the kept one was not taken');
      assert.deepEqual(answers.typed(), { key: secretKey(ORIGIN, 'dev'), origin: ORIGIN, password: 'typed' });
    }
  });

  it('a kept password is given once even to two simultaneous questions', async () => {
    const { answers } = scene([{ origin: ORIGIN }]);
    assert.deepEqual((await Promise.all([answers.answer(QUESTION), answers.answer(QUESTION)])).sort(), [
      'kept',
      'typed',
    ]);
  });

  it('a question for another server, scheme, port or user goes to the person', async () => {
    for (const [signIn, question] of [
      [{ origin: ORIGIN }, "Password for 'https://dev@other.example.org': "],
      [{ origin: ORIGIN }, "Password for 'http://dev@review.example.org': "],
      [{ origin: ORIGIN }, "Password for 'https://dev@review.example.org:8443': "],
      [{ origin: ORIGIN, user: 'somebody' }, QUESTION],
    ] as const) {
      const { answers, asked } = scene([signIn]);
      assert.equal(await answers.answer(question), 'typed', question);
      assert.deepEqual(asked, [['password', false]]);
      assert.equal(answers.typed(), undefined, 'it would be given to nobody later');
    }
    const { answers, asked } = scene([{ origin: ORIGIN }]);
    await answers.answer("Username for 'https://proxy.example.org:3128': ");
    await answers.answer(`Username for '${ORIGIN}': `);
    assert.deepEqual(asked, [
      ['username', false],
      ['username', true],
    ]);
  });

  it("a question over ssh that looks like git's is shown as the text it is", async () => {
    const { answers, asked } = scene([]);
    assert.equal(await answers.answer(QUESTION), 'typed');
    await answers.answer("Username for 'https://review.example.org': ");
    assert.deepEqual(asked, [
      ['other', true],
      ['other', true],
    ]);
    assert.deepEqual([answers.given(), answers.typed()], [[], undefined]);
  });

  it('nobody is asked if questions are off', async () => {
    const kept = (key: string) => Promise.resolve(KEPT.get(key));
    const quiet = new PasswordAnswers([{ origin: ORIGIN }], kept);
    assert.equal(await quiet.answer("Password for 'https://dev@other.example.org': "), undefined);
    assert.equal(await quiet.answer("Enter passphrase for key '/home/dev/.ssh/id_ed25519': "), undefined);
    assert.equal(await quiet.answer(QUESTION), 'kept');
    assert.equal(await quiet.answer(QUESTION), undefined);
    assert.equal(await new PasswordAnswers([], kept).answer(QUESTION), undefined);
  });
});
