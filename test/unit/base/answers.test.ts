import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Answers } from '../../../src/base/answers';
import { UserError } from '../../../src/base/errors';

const FRESH_MS = 10_000;

describe('answers and their age', () => {
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

  it('only unknown or old answers are requested, in one question', async () => {
    assert.equal(answers.peek('/a'), undefined);
    assert.deepEqual([...(await answers.get(['/a', '/b', '/a'])).keys()], ['/a', '/b']);
    now += FRESH_MS - 1;
    await answers.refresh(['/a', '/c']);
    now += 1;
    await answers.refresh(['/a', '/b', '/c']);
    assert.deepEqual(asked, [['/a', '/b'], ['/c'], ['/a', '/b']]);
  });

  it('an answer is requested once at a time for a key, and shared', async () => {
    await Promise.all([answers.refresh(['/a']), answers.refresh(['/a'], 'all'), answers.get(['/a', '/b'])]);
    assert.deepEqual(asked, [['/a'], ['/b']]);
  });

  it('an answer is requested again after a question that began too early, however many want it', async () => {
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

  it('the age of answers is that of the oldest, counted from its question', async () => {
    assert.equal(answers.asOf(['/a']), undefined);
    await answers.refresh(['/a']);
    now += 5000;
    const answer = answers.refresh(['/b']);
    now += 700;
    await answer;
    assert.equal(answers.asOf(['/a', '/b', '/unknown']), 1_000_000);
    assert.equal(answers.asOf(['/b']), 1_005_000);
  });

  it('an old answer is used if a new question fails, with the reason', async () => {
    await answers.refresh(['/a']);
    now += FRESH_MS;
    failure = away();
    assert.deepEqual(await answers.get(['/a', '/b']), new Map([['/a', { branch: 'master' }]]));
    assert.equal(answers.failure(['/b', '/a']), failure);
    assert.equal(answers.asOf(['/a']), 1_000_000);
    await assert.rejects(answers.refresh(['/a']), failure);
  });

  it('a failed question is not repeated for a minute, unless requested', async () => {
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

  it('a fault of the program is not hidden', async () => {
    failure = new TypeError('undefined is not a function');
    await assert.rejects(answers.get(['/a']), TypeError);
  });

  it('known answers stay as old when a new question is requested, and forgotten ones are gone', async () => {
    await answers.refresh(['/a', '/b']);
    answers.askAgain();
    answers.forget('/b');
    assert.deepEqual([answers.peek('/a'), answers.peek('/b')], [{ branch: 'master' }, undefined]);
    now += 1;
    await answers.refresh(['/a']);
    assert.equal(asked.length, 2);
  });

  it('answers of another question are accepted, unless there are newer ones', async () => {
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

  it('the same answer fires no event, so that a listener that asks again comes to rest', async () => {
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

  it('only the newest 2000 answers are kept', async () => {
    await answers.refresh(Array.from({ length: 2001 }, (_, at) => `/${at}`));
    assert.deepEqual([answers.peek('/0'), answers.peek('/1')?.branch], [undefined, 'master']);
  });
});
