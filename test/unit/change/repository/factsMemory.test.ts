import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FactsMemory } from '../../../../src/change/repository/factsMemory';
import type { RepositoryFacts } from '../../../../src/change/repository/repositoryFacts';

const facts = (branch: string): RepositoryFacts => ({
  root: '/work',
  isGerrit: true,
  server: 'https://review.example.org/',
  branch,
  config: new Map([['user.name', 'Dev Example']]),
  hook: {},
  history: { subjects: ['Begin'], people: [{ name: 'Dev Example', email: 'dev@example.org' }], tools: [] },
});

describe('change/factsMemory', () => {
  it('is still while a repository is, so that who reads again on each change comes to rest', async () => {
    let branch = 'master';
    const memory = new FactsMemory(() => Promise.resolve(facts(branch)));
    let told = 0;
    let refreshes = 0;
    memory.onDidChange(() => {
      told++;
      if (refreshes++ < 10) void memory.read('/work');
    });
    await memory.read('/work');
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    assert.equal(told, 1, 'the first reading only');
    branch = 'topic';
    await memory.read('/work');
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    assert.equal(told, 2, 'the other branch');
    assert.equal(memory.known('/work')?.branch, 'topic');
  });

  it('reads once for all who ask at the same time, and again in the background when it is old', async () => {
    let now = 0;
    let readings = 0;
    const memory = new FactsMemory(
      () => Promise.resolve(facts(`number-${++readings}`)),
      () => now,
    );
    assert.equal(memory.known('/work'), undefined);
    await Promise.all([memory.facts('/work'), memory.read('/work')]);
    assert.equal(readings, 1);
    now += 10_001;
    assert.equal(memory.known('/work')?.branch, 'number-1');
    assert.equal((await memory.read('/work')).branch, 'number-2');
  });
});
