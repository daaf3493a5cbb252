import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ProjectTests, type RelatedFile } from '../../../../src/testing/affected/testsOfFile';

const FILES = [
  'setup.py',
  'README.rst',
  'neutron/__init__.py',
  'neutron/utils.py',
  'neutron/agent/__init__.py',
  'neutron/agent/utils.py',
  'neutron/agent/l3.py',
  'neutron/agent/_private.py',
  'neutron/compute/manager.py',
  'neutron/db/models.py',
  'neutron/tests/base.py',
  'neutron/tests/unit/__init__.py',
  'neutron/tests/unit/test_utils.py',
  'neutron/tests/unit/test_agent.py',
  'neutron/tests/unit/agent/test_l3.py',
  'neutron/tests/functional/agent/test_l3.py',
  'neutron/tests/unit/agent/test_private.py',
  'neutron/tests/unit/compute/test_compute_mgr.py',
  'neutron/tests/unit/test_compute_manager.py',
  'neutron/tests/unit/scheduler/test_odd_name.py',
  'oslo_thing/cfg.py',
  'oslo_thing/tests/test_cfg.py',
  'oslo_thing/deep/part.py',
  'oslo_thing/tests/test_part.py',
];
const IMPORTS: Record<string, string[]> = {
  'neutron/tests/unit/scheduler/test_odd_name.py': ['neutron.db.models.Thing', 'neutron.agent', 'os'],
};

describe('the way from a file to its tests and back', () => {
  const project = new ProjectTests(FILES, (test) => IMPORTS[test] ?? []);
  const plain = (found: readonly RelatedFile[]): string[] => found.map(({ file, by }) => `${by} ${file}`);

  it("tests of a module are on neutron's mirrored path, unit tests first", () => {
    assert.deepEqual(plain(project.testsOf('neutron/agent/l3.py')), [
      'mirror neutron/tests/unit/agent/test_l3.py',
      'mirror neutron/tests/functional/agent/test_l3.py',
    ]);
    assert.deepEqual(plain(project.testsOf('neutron/utils.py')), ['mirror neutron/tests/unit/test_utils.py']);
    assert.deepEqual(plain(project.modulesOf('neutron/tests/functional/agent/test_l3.py')), [
      'mirror neutron/agent/l3.py',
    ]);
  });

  it('tests of a module may be a package of its name', () => {
    assert.deepEqual(plain(project.testsOf('neutron/agent/__init__.py')), ['mirror neutron/tests/unit/test_agent.py']);
    assert.deepEqual(plain(project.modulesOf('neutron/tests/unit/test_agent.py')), [
      'mirror neutron/agent/__init__.py',
    ]);
  });

  it('tests of a module are found in the layout of oslo', () => {
    assert.deepEqual(plain(project.testsOf('oslo_thing/cfg.py')), ['mirror oslo_thing/tests/test_cfg.py']);
    assert.deepEqual(plain(project.modulesOf('oslo_thing/tests/test_cfg.py')), ['mirror oslo_thing/cfg.py']);
  });

  it('tests of a private module are under its public name', () => {
    assert.deepEqual(plain(project.testsOf('neutron/agent/_private.py')), [
      'mirror neutron/tests/unit/agent/test_private.py',
    ]);
  });

  it('tests of a module are searched for by name if the path does not decide', () => {
    assert.deepEqual(plain(project.testsOf('neutron/compute/manager.py')), [
      'name neutron/tests/unit/test_compute_manager.py',
    ]);
    assert.deepEqual(plain(project.testsOf('oslo_thing/deep/part.py')), ['name oslo_thing/tests/test_part.py']);
    assert.deepEqual(plain(project.modulesOf('oslo_thing/tests/test_part.py')), ['name oslo_thing/deep/part.py']);
  });

  it('tests of a module are not found by a common name', () => {
    assert.deepEqual(plain(project.testsOf('neutron/agent/utils.py')), []);
  });

  it('tests of a module are found by imports last', () => {
    assert.deepEqual(plain(project.testsOf('neutron/db/models.py')), [
      'import neutron/tests/unit/scheduler/test_odd_name.py',
    ]);
    assert.deepEqual(plain(project.modulesOf('neutron/tests/unit/scheduler/test_odd_name.py')), [
      'import neutron/agent/__init__.py',
      'import neutron/db/models.py',
    ]);
  });

  it('modules and tests agree in both directions for paths and names', () => {
    for (const file of FILES.filter((each) => each.endsWith('.py') && !project.isTest(each))) {
      for (const { file: test, by } of project.testsOf(file)) {
        if (by === 'import') continue;
        assert.ok(
          project.modulesOf(test).some((back) => back.file === file),
          `${file} -> ${test}`,
        );
      }
    }
  });

  it('helpers, unknown files and files of other kinds have no tests', () => {
    assert.deepEqual(project.modulesOf('neutron/tests/base.py'), []);
    assert.deepEqual(project.testsOf('README.rst'), []);
    assert.deepEqual(project.modulesOf('neutron/tests/unit/test_gone.py'), []);
  });
});
