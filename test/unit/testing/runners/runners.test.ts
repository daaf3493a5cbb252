import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { isRunnerName, RUNNER_NAMES, RUNNERS } from '../../../../src/testing/runners';

describe('the runners of tests', () => {
  it('runners are found by the names of their programs', () => {
    for (const name of RUNNER_NAMES) assert.equal(RUNNERS[name].name, name);
    assert.deepEqual([isRunnerName('stestr'), isRunnerName('pytest'), isRunnerName('toString')], [true, false, false]);
  });

  it('runners are each a tool that tasks.json can name, and have commands for it', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { taskDefinitions: { type: string; properties: { tool?: { enum: string[] } } }[] };
    };
    const tools = contributes.taskDefinitions.find(({ type }) => type === 'openstack-tool')?.properties.tool?.enum;
    assert.deepEqual(tools, [...RUNNER_NAMES, 'flake8']);
    for (const name of RUNNER_NAMES) assert.equal(RUNNERS[name].taskCommands[0], 'run');
  });

  it('runners know an option with a value only from one of their lists', () => {
    const { general, workers, filters, partial, testPath, topDir, config, withValue } = RUNNERS.stestr.options;
    for (const each of [...filters, ...testPath, ...topDir, ...config]) assert.ok(withValue.has(each), each);
    const flags = [...general, ...workers, ...partial].filter((each) => !withValue.has(each)).sort();
    assert.deepEqual(flags, [
      ...['--analyze-isolation', '--combine', '--failing', '--isolated', '--parallel', '--parallel-class'],
      ...['--random', '--serial', '-p'],
    ]);
  });
});
