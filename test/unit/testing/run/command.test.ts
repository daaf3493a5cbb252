import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { describe, it } from 'mocha';
import {
  failingArguments, initArguments, isolationArguments, lastArguments, listArguments, loadListLines, needsLoadList,
    runArguments,
  runEnvironment, type Selection,
} from '../../../../src/testing/run/command';

describe('the command of a test run', () => {
  const stestr = (selection: Selection, more = {}) => runArguments({ runner: 'stestr', selection, ...more });
  const testr = (selection: Selection, more = {}) => runArguments({ runner: 'testr', selection, ...more });
  const ids = (...names: string[]): Selection => ({ kind: 'ids', ids: names });

  it('asks for a stream, in a repository of ours', () => {
    assert.deepEqual(stestr({ kind: 'all' }, { repository: '/our runs' }), ['--repo-url', '/our runs', 'run',
      '--subunit']);
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

  it('never gives a name to stestr\'s shell that is no plain name', () => {
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
    assert.deepEqual(testr(ids('a.b'), { loadList: '/list', serial: true }).slice(2), ['--load-list=/list']);
    assert.deepEqual(loadListLines(['a.t(x)', 'a.t(y)', 'a.u']), ['a.t(x)', 'a.t', 'a.t(y)', 'a.u']);
  });

  it('passes patterns that look like options', () => {
    assert.deepEqual(stestr({ kind: 'matching', patterns: ['-n'] }).slice(2), ['--', '-n']);
    assert.deepEqual(testr({ kind: 'module', name: 'a.b' }).slice(3), ['^a\\.b\\.']);
  });

  it('repeats, in one or some workers', () => {
    const more = { untilFailure: true, serial: true, concurrency: 3 };
    assert.deepEqual(stestr({ kind: 'all' }, more).slice(2), ['--until-failure', '--serial', '--concurrency', '3']);
    assert.deepEqual(testr({ kind: 'all' }, more).slice(2), ['--until-failure', '--concurrency=3']);
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
    assert.deepEqual(runEnvironment('/v/bin', { PATH: '/usr/bin', A: '1' }), { PATH: `/v/bin${delimiter}/usr/bin`,
      A: '1' });
    assert.deepEqual(runEnvironment('/v/bin', { Path: '/usr/bin' }), { Path: `/v/bin${delimiter}/usr/bin` });
    assert.deepEqual(runEnvironment('/v/bin', {}), { PATH: '/v/bin' });
  });

  it('keeps an interpreter with a blank in its path out of the shell', () => {
    assert.equal(runEnvironment('/my env/bin', {}).PYTHON, 'python');
    assert.equal(runEnvironment('/my env/bin', { PYTHON: 'coverage run' }).PYTHON, 'coverage run');
    assert.equal(runEnvironment('/my$env/bin', {}).PYTHON, 'python');
  });
});
