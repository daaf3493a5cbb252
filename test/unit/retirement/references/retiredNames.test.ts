import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { RetiredNames } from '../../../../src/retirement/references/retiredNames';

const VENUS = new RetiredNames(['openstack/venus', 'x/lamp']);

describe('the name of a retired repository', () => {
  it('a repository is named by its full name, with and without an address around it', () => {
    for (const line of [
      'openstack/venus',
      '  - openstack/venus',
      '- name: openstack/venus  # soon',
      'see openstack/venus.',
      '"openstack/venus",',
      'https://opendev.org/openstack/venus',
      'https://opendev.org/openstack/venus.git',
      'https://opendev.org/openstack/venus/src/branch/master',
      'https://github.com/openstack/venus/issues',
      'git@github.com:openstack/venus.git',
      'git+https://opendev.org/openstack/venus@master#egg=venus',
      'https://review.opendev.org/q/project:openstack%2Fvenus',
      'openstack/venus-dashboard openstack/venus',
    ]) {
      assert.equal(VENUS.named(line), 'openstack/venus', line);
    }
    assert.equal(VENUS.named('- x/lamp'), 'x/lamp');
  });

  it('a longer name does not name the repository that it begins or ends with', () => {
    for (const line of [
      'openstack/venus-dashboard',
      'openstack/venusian',
      'openstack/venus.db',
      'openstack/venus_x',
      'openstack/python-venus',
      'my-openstack/venus',
      'éopenstack/venus',
      'openstack/venusé',
      'openstack-dev/venus',
      'other/venus',
      'venus',
      'Venus is a planet',
      'https://docs.openstack.org/venus-dashboard/latest',
      'https://launchpad.net/venusian',
      'https://docs.openstack.org/lamp',
      'enable_plugin venus-dashboard https://opendev.org/openstack/venus-dashboard',
    ]) {
      assert.equal(VENUS.named(line), undefined, line);
    }
  });

  it('an address of documentation, bugs or a package names a repository by its base name', () => {
    for (const line of [
      '.. _guide: https://docs.openstack.org/venus/latest/',
      'https://docs.openstack.org/developer/venus',
      'https://docs.openstack.org/venus-dashboard, https://docs.openstack.org/venus',
      'https://docs.openstack.org/releasenotes/venus/',
      'https://launchpad.net/venus',
      'https://bugs.launchpad.net/venus/+bug/1',
      'https://www.pypi.org/project/venus/',
    ]) {
      assert.equal(VENUS.named(line), 'openstack/venus', line);
    }
  });

  it('a plugin of devstack names a repository even if it comes from a fork', () => {
    assert.equal(VENUS.named('enable_plugin venus https://example.org/fork'), 'openstack/venus');
    assert.equal(VENUS.named('    enable_plugin  "venus" $URL'), 'openstack/venus');
    assert.equal(VENUS.named('disable_plugin venus'), undefined);
  });

  it('a package is found by any spelling of its name', () => {
    const names = new RetiredNames(
      ['openstack/python-venusclient', 'openstack/v'],
      new Map([['openstack/v', ['Vee.X']]]),
    );
    assert.equal(names.ofPackage('Python_VenusClient'), 'openstack/python-venusclient');
    assert.equal(names.ofPackage('vee-x'), 'openstack/v');
    assert.equal(names.ofPackage('venusclient'), undefined);
    assert.ok(names.packageWords.includes('python_venusclient'));
  });

  it('a name like one of a prototype names nothing', () => {
    const line = 'constructor/__proto__ docs.openstack.org/constructor';
    assert.equal(VENUS.named(line), undefined);
    assert.equal(VENUS.ofPackage('__proto__'), undefined);
  });

  it('every line that names a repository has one of the words that git searches for', () => {
    const part = fc.constantFrom('openstack', 'venus', '/', '.', '-', ' ', 'docs.openstack.org', 'launchpad.net', ':');
    const more = fc.constantFrom('%2F', 'enable_plugin', 'pypi.org/project/', '.git', 'é', 'www.');
    fc.assert(
      fc.property(fc.array(fc.oneof(part, more), { maxLength: 12 }), (parts) => {
        const line = parts.join('');
        if (VENUS.named(line) === undefined) return;
        assert.ok(
          VENUS.words.some((word) => line.includes(word)),
          line,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('a line of megabytes is looked at in no time', () => {
    const began = performance.now();
    for (const text of ['/', 'openstack/', '.', 'a.', ' ']) VENUS.named(text.repeat(1_000_000));
    assert.ok(performance.now() - began < 500);
  });
});
