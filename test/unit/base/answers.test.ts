import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Answers } from '../../../src/base/answers';
import { UserError } from '../../../src/base/errors';

const FRESH_MS = 10_000;

describe('base/answers', () => {
  let now: number;
  let failure: Error | undefined;
  let branch: string;
  /** What was asked for, question by question. */
  let asked: string[][];
  let answers: Answers<string, { readonly branch: string }>;

  beforeEach(() => {
    now = 1_000_000;
    failure = undefined;
    branch = 'master';
    asked = [];
    answers = new Answers({
      freshMs: FRESH_MS,
      now: () => now,
      ask: async (roots) => {
        asked.push([...roots]);
        await Promise.resolve();
        if (failure) throw failure;
        return new Map(roots.map((root) => [root, { branch }]));
      },
    });
  });

  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  };
  const away = (): UserError => new UserError('offline', 'It cannot be reached.');

  it('asks only for what is unknown or old, in one question', async () => {
    assert.equal(answers.peek('/a'), undefined);
    assert.deepEqual([...(await answers.get(['/a', '/b', '/a'])).keys()], ['/a', '/b']);
    now += FRESH_MS - 1;
    await answers.refresh(['/a', '/c']);
    now += 1;
    await answers.refresh(['/a', '/b', '/c']);
    assert.deepEqual(asked, [['/a', '/b'], ['/c'], ['/a', '/b']]);
  });

  it('asks one question at a time for a key, and shares its answer', async () => {
    await Promise.all([answers.refresh(['/a']), answers.refresh(['/a'], 'all'), answers.get(['/a', '/b'])]);
    assert.deepEqual(asked, [['/a'], ['/b']]);
  });

  it('asks once more after a question that began before what is wanted, however many want it', async () => {
    const first = answers.refresh(['/a']);
    branch = 'topic'; // read before the first answer is there, but the first question may have missed it
    now += 1;
    await Promise.all([first, answers.refresh(['/a'], 'all'), answers.refresh(['/a'], 'all')]);
    assert.deepEqual(asked, [['/a'], ['/a']]);
    answers.askAgain();
    now += 1;
    const second = answers.refresh(['/a']);
    answers.askAgain();
    await Promise.all([second, answers.refresh(['/a'])]);
    assert.equal(asked.length, 4);
  });

  it('tells the age of the oldest answer, counted from its question', async () => {
    assert.equal(answers.asOf(['/a']), undefined);
    await answers.refresh(['/a']);
    now += 5000;
    const answer = answers.refresh(['/b']);
    now += 700;
    await answer;
    assert.equal(answers.asOf(['/a', '/b', '/unknown']), 1_000_000);
    assert.equal(answers.asOf(['/b']), 1_005_000);
  });

  it('serves the old answer where a new question fails, and says why', async () => {
    await answers.refresh(['/a']);
    now += FRESH_MS;
    failure = away();
    assert.deepEqual(await answers.get(['/a', '/b']), new Map([['/a', { branch: 'master' }]]));
    assert.equal(answers.failure(['/b', '/a']), failure);
    assert.equal(answers.asOf(['/a']), 1_000_000);
    await assert.rejects(answers.refresh(['/a']), failure);
  });

  it('does not ask again for a minute what failed, unless it is told to', async () => {
    failure = away();
    await answers.get(['/a']);
    now += 59_999;
    await answers.get(['/a']);
    assert.equal(asked.length, 1);
    now += 1;
    await answers.get(['/a']);
    answers.askAgain();
    now += 1;
    await answers.get(['/a']);
    assert.equal(asked.length, 3);
    failure = undefined;
    await answers.refresh(['/a'], 'all');
    assert.deepEqual([asked.length, answers.failure(['/a'])], [4, undefined]);
  });

  it('hides no fault of the program', async () => {
    failure = new TypeError('undefined is not a function');
    await assert.rejects(answers.get(['/a']), TypeError);
  });

  it('keeps what is known, as old, when it is told to ask again, and nothing of what it is told to forget', async () => {
    await answers.refresh(['/a', '/b']);
    answers.askAgain();
    answers.forget('/b');
    assert.deepEqual([answers.peek('/a'), answers.peek('/b')], [{ branch: 'master' }, undefined]);
    now += 1;
    await answers.refresh(['/a']);
    assert.equal(asked.length, 2);
  });

  it('takes over what another question found out, unless it knows something newer', async () => {
    const heard: string[] = [];
    answers.onDidChange((key) => heard.push(key));
    answers.put('/a', { branch: 'stable' }, now);
    await answers.refresh(['/a']);
    assert.deepEqual([answers.peek('/a')?.branch, asked.length], ['stable', 0]);
    answers.put('/a', { branch: 'older' }, now - 1);
    assert.equal(answers.peek('/a')?.branch, 'stable');
    now += FRESH_MS;
    const late = answers.refresh(['/a']);
    answers.put('/a', { branch: 'newer' }, now + 1);
    await late;
    assert.deepEqual([answers.peek('/a')?.branch, heard], ['newer', ['/a', '/a']]);
  });

  it('is still while an answer is the same, so that a listener that asks again comes to rest', async () => {
    let told = 0;
    let refreshes = 0;
    answers.onDidChange((root) => {
      told++;
      if (refreshes++ < 10) void answers.refresh([root], 'all');
    });
    await answers.refresh(['/work']);
    await turns();
    assert.equal(told, 1, 'the first reading only');
    branch = 'topic';
    await answers.refresh(['/work'], 'all');
    await turns();
    assert.equal(told, 2, 'the other branch');
    assert.equal(answers.peek('/work')?.branch, 'topic');
  });

  it('keeps no more than the newest 2000', async () => {
    await answers.refresh(Array.from({ length: 2001 }, (_, at) => `/${at}`));
    assert.deepEqual([answers.peek('/0'), answers.peek('/1')?.branch], [undefined, 'master']);
  });
});
