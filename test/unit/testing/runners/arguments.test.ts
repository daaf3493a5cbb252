import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadListLines, needsLoadList } from '../../../../src/testing/run/loadList';
import { RUNNERS } from '../../../../src/testing/runners';
import type { Selection } from '../../../../src/testing/runners/selection';

describe('the command of a test run', () => {
  const stestr = (selection: Selection, more = {}) => RUNNERS.stestr.runArguments({ selection, ...more });
  const testr = (selection: Selection, more = {}) => RUNNERS.testr.runArguments({ selection, ...more });
  const own = {
    general: ['--test-path', 'x'],
    workers: ['--concurrency=3'],
    filters: ['-E', 'sql'],
    patterns: ['-unit'],
  };
  const ids = (...names: string[]): Selection => ({ kind: 'ids', ids: names });

  it('a test run is requested as a stream, in our own repository', () => {
    assert.deepEqual(stestr({ kind: 'all' }, { repository: '/our runs' }), [
      '--repo-url',
      '/our runs',
      'run',
      '--subunit',
    ]);
    assert.deepEqual(testr({ kind: 'all' }, { repository: '/our runs' }), ['run', '--subunit', '--parallel']);
  });

  it('a test run of one plain name needs no discovery', () => {
    assert.deepEqual(stestr(ids('a.b.C.test_größe')).slice(2), ['--no-discover', 'a.b.C.test_größe']);
    assert.deepEqual(stestr({ kind: 'module', name: 'a.b' }).slice(2), ['--no-discover', 'a.b']);
    assert.equal(needsLoadList('stestr', ids('a.b.C.test_x')), false);
  });

  it('a test run of a class whose tests load_tests makes discovers its module', () => {
    const known: Selection = { kind: 'module', name: 'a.b.C', loadTests: true, ids: ['a.b.C.t(x)'] };
    assert.equal(needsLoadList('stestr', known), true);
    assert.deepEqual(stestr(known, { loadList: '/list' }).slice(2), ['--load-list', '/list']);
    assert.deepEqual(stestr({ kind: 'module', name: 'a.b.C', loadTests: true }).slice(2), ['^a\\.b\\.C\\.']);
  });

  it("a name that is not plain never reaches stestr's shell", () => {
    for (const id of ['a.test(x)', 'a.test; rm -rf ~', 'a.$(id)', 'a b', '-rf', 'a..b', '', 'a.test\nb']) {
      assert.equal(needsLoadList('stestr', ids(id)), true, id);
      assert.ok(!stestr(ids(id), { loadList: '/list' }).includes(id), id);
      assert.ok(!stestr({ kind: 'module', name: id }).includes('--no-discover'), id);
    }
  });

  it('several ids are passed in a file', () => {
    assert.equal(needsLoadList('stestr', ids('a.b', 'a.c')), true);
    assert.equal(needsLoadList('testr', ids('a.b')), true);
    assert.deepEqual(stestr(ids('a.b', 'a.c'), { loadList: '/list' }).slice(2), ['--load-list', '/list']);
    assert.deepEqual(testr(ids('a.b'), { loadList: '/list', options: own }).slice(2), [
      '--concurrency=3',
      '--load-list=/list',
    ]);
    assert.deepEqual(loadListLines(['a.t(x)', 'a.t(y)', 'a.u']), ['a.t(x)', 'a.t', 'a.t(y)', 'a.u']);
  });

  it('patterns that look like options are passed', () => {
    assert.deepEqual(stestr({ kind: 'matching', patterns: ['-n'] }).slice(2), ['--', '-n']);
    assert.deepEqual(testr({ kind: 'module', name: 'a.b' }).slice(3), ['^a\\.b\\.']);
  });

  it('a test run can be repeated', () => {
    assert.deepEqual(stestr({ kind: 'all' }, { untilFailure: true }).slice(2), ['--until-failure']);
    assert.deepEqual(testr({ kind: 'all' }, { untilFailure: true }).slice(2), ['--until-failure', '--parallel']);
  });

  it("a test run has the workers of the project's command, and of all tests its exclusions", () => {
    const before = ['--test-path', 'x', '--repo-url', '/r'];
    const more = { options: own, repository: '/r' };
    assert.deepEqual(stestr({ kind: 'all' }, more), [
      ...before,
      'run',
      '--subunit',
      '--concurrency=3',
      '-E',
      'sql',
      '--',
      '-unit',
    ]);
    assert.deepEqual(testr({ kind: 'all' }, more), ['run', '--subunit', '--concurrency=3', '-unit']);
    assert.deepEqual(stestr(ids('a.b', 'a.c'), { ...more, loadList: '/list' }), [
      ...before,
      'run',
      '--subunit',
      '--concurrency=3',
      '--load-list',
      '/list',
    ]);
    assert.deepEqual(stestr(ids('a.b'), more).slice(-3), ['--concurrency=3', '--no-discover', 'a.b']);
    assert.deepEqual(stestr({ kind: 'matching', patterns: ['^a'] }, more).slice(-3), ['--concurrency=3', '--', '^a']);
    assert.deepEqual(RUNNERS.stestr.listArguments('/r', own), [...before, 'list', '-E', 'sql', '--', '-unit']);
  });

  it('commands to list, initialize and search are built', () => {
    assert.deepEqual(RUNNERS.stestr.listArguments('/r'), ['--repo-url', '/r', 'list']);
    assert.deepEqual(RUNNERS.testr.listArguments(), ['list-tests']);
    assert.deepEqual(RUNNERS.stestr.initArguments('/r'), ['--repo-url', '/r', 'init']);
    assert.deepEqual(RUNNERS.testr.initArguments('/r'), ['init']);
    assert.deepEqual(RUNNERS.stestr.isolationArguments, ['run', '--serial', '--analyze-isolation']);
  });
});
