import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { describe, it } from 'mocha';
import {
  failingArguments,
  initArguments,
  isolationArguments,
  lastArguments,
  listArguments,
  loadListLines,
  needsLoadList,
  runArguments,
  runEnvironment,
  type Selection,
  unmeasured,
} from '../../../../src/testing/run/command';

describe('the command of a test run', () => {
  const stestr = (selection: Selection, more = {}) => runArguments({ runner: 'stestr', selection, ...more });
  const testr = (selection: Selection, more = {}) => runArguments({ runner: 'testr', selection, ...more });
  const own = {
    general: ['--test-path', 'x'],
    workers: ['--concurrency=3'],
    filters: ['-E', 'sql'],
    patterns: ['-unit'],
  };
  const ids = (...names: string[]): Selection => ({ kind: 'ids', ids: names });

  it('asks for a stream, in a repository of ours', () => {
    assert.deepEqual(stestr({ kind: 'all' }, { repository: '/our runs' }), [
      '--repo-url',
      '/our runs',
      'run',
      '--subunit',
    ]);
    assert.deepEqual(testr({ kind: 'all' }, { repository: '/our runs' }), ['run', '--subunit', '--parallel']);
  });

  it('takes one plain name without discovery', () => {
    assert.deepEqual(stestr(ids('a.b.C.test_größe')).slice(2), ['--no-discover', 'a.b.C.test_größe']);
    assert.deepEqual(stestr({ kind: 'module', name: 'a.b' }).slice(2), ['--no-discover', 'a.b']);
    assert.equal(needsLoadList('stestr', ids('a.b.C.test_x')), false);
  });

  it('discovers the module of a class whose tests its load_tests makes', () => {
    const known: Selection = { kind: 'module', name: 'a.b.C', loadTests: true, ids: ['a.b.C.t(x)'] };
    assert.equal(needsLoadList('stestr', known), true);
    assert.deepEqual(stestr(known, { loadList: '/list' }).slice(2), ['--load-list', '/list']);
    assert.deepEqual(stestr({ kind: 'module', name: 'a.b.C', loadTests: true }).slice(2), ['^a\\.b\\.C\\.']);
  });

  it("never gives a name to stestr's shell that is no plain name", () => {
    for (const id of ['a.test(x)', 'a.test; rm -rf ~', 'a.$(id)', 'a b', '-rf', 'a..b', '', 'a.test\nb']) {
      assert.equal(needsLoadList('stestr', ids(id)), true, id);
      assert.ok(!stestr(ids(id), { loadList: '/list' }).includes(id), id);
      assert.ok(!stestr({ kind: 'module', name: id }).includes('--no-discover'), id);
    }
  });

  it('gives several ids in a file', () => {
    assert.equal(needsLoadList('stestr', ids('a.b', 'a.c')), true);
    assert.equal(needsLoadList('testr', ids('a.b')), true);
    assert.deepEqual(stestr(ids('a.b', 'a.c'), { loadList: '/list' }).slice(2), ['--load-list', '/list']);
    assert.deepEqual(testr(ids('a.b'), { loadList: '/list', options: own }).slice(2), [
      '--concurrency=3',
      '--load-list=/list',
    ]);
    assert.deepEqual(loadListLines(['a.t(x)', 'a.t(y)', 'a.u']), ['a.t(x)', 'a.t', 'a.t(y)', 'a.u']);
  });

  it('passes patterns that look like options', () => {
    assert.deepEqual(stestr({ kind: 'matching', patterns: ['-n'] }).slice(2), ['--', '-n']);
    assert.deepEqual(testr({ kind: 'module', name: 'a.b' }).slice(3), ['^a\\.b\\.']);
  });

  it('repeats', () => {
    assert.deepEqual(stestr({ kind: 'all' }, { untilFailure: true }).slice(2), ['--until-failure']);
    assert.deepEqual(testr({ kind: 'all' }, { untilFailure: true }).slice(2), ['--until-failure', '--parallel']);
  });

  it("has the workers of the project's own command, and leaves out what that leaves out of a run of all tests", () => {
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
    assert.deepEqual(listArguments('stestr', '/r', own), [...before, 'list', '-E', 'sql', '--', '-unit']);
  });

  it('lists, initializes and shows', () => {
    assert.deepEqual(listArguments('stestr', '/r'), ['--repo-url', '/r', 'list']);
    assert.deepEqual(listArguments('testr'), ['list-tests']);
    assert.deepEqual(initArguments('stestr', '/r'), ['--repo-url', '/r', 'init']);
    assert.deepEqual(lastArguments('stestr'), ['last', '--subunit']);
    assert.deepEqual(failingArguments('testr'), ['failing', '--subunit']);
    assert.deepEqual(isolationArguments(), ['run', '--serial', '--analyze-isolation']);
  });
});

describe('the environment of a test run', () => {
  it('finds the programs of the environment first', () => {
    assert.deepEqual(runEnvironment('/v/bin', { PATH: '/usr/bin', A: '1' }), {
      PATH: `/v/bin${delimiter}/usr/bin`,
      A: '1',
    });
    assert.deepEqual(runEnvironment('/v/bin', { Path: '/usr/bin' }), { Path: `/v/bin${delimiter}/usr/bin` });
    assert.deepEqual(runEnvironment('/v/bin', {}), { PATH: '/v/bin' });
  });

  it('keeps an interpreter with a blank in its path out of the shell', () => {
    assert.equal(runEnvironment('/my env/bin', {}).PYTHON, 'python');
    assert.equal(runEnvironment('/my env/bin', { PYTHON: 'coverage run' }).PYTHON, 'coverage run');
    assert.equal(runEnvironment('/my$env/bin', {}).PYTHON, 'python');
  });

  it('measures nothing where nobody asked for it', () => {
    const kept = { COVERAGE_FILE: 'x', A: '1' };
    for (const PYTHON of [
      'coverage run --source a -p',
      'python -m coverage run',
      '/v/bin/coverage3 run',
      '/v/bin/coverage-3.11 run',
    ]) {
      assert.deepEqual(unmeasured({ ...kept, PYTHON, COVERAGE_PROCESS_START: '.coveragerc' }), kept, PYTHON);
    }
    assert.deepEqual(unmeasured({ PYTHON: 'python3 -W error' }), { PYTHON: 'python3 -W error' });
  });
});
