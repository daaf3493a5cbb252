import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { kindOf } from '../../../../src/retirement/references/kindOf';
import { keysAbove } from '../../../../src/retirement/references/zuulPlace';

/** The kind of the line with `<<`. */
function inZuul(text: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes('<<'));
  return kindOf('openstack/nova', '.zuul.yaml', at + 1, lines[at] ?? '', lines);
}

const of = (path: string, text = 'openstack/venus', repo = 'openstack/nova'): string => kindOf(repo, path, 1, text, []);

describe('the kind of a reference', () => {
  it('a required project is known by the lines above it', () => {
    const head = '- job:\n    name: x\n';
    for (const list of [
      '    required-projects:\n      - openstack/a\n      - openstack/venus <<\n',
      '    required-projects: &base\n      # why\n\n      - openstack/venus <<\n',
      '    required-projects:\n    - openstack/a\n    - openstack/venus <<\n',
      '    required-projects:\n      - name: openstack/a\n        override-checkout: b\n      - name: openstack/venus <<\n',
      '    required-projects:\n      - override-checkout: b\n        name: openstack/venus <<\n',
      '    required-projects: [openstack/a, openstack/venus] # <<\n',
      '    required-projects: [\n      openstack/a,\n      openstack/venus <<\n    ]\n',
      '    required-projects: openstack/venus <<\n',
    ]) {
      assert.equal(inZuul(head + list), 'required-project', list);
    }
  });

  it('a line after the required projects is not one of them', () => {
    const head = '- job:\n    required-projects:\n      - openstack/a\n';
    const plugin = '    vars:\n      devstack_plugins:\n        venus: https://opendev.org/openstack/venus <<\n';
    assert.equal(inZuul(head + plugin), 'devstack-plugin');
    assert.equal(inZuul(`${head}    roles:\n      - zuul: openstack/venus <<\n`), 'zuul');
    assert.equal(inZuul(`${head}- project:\n    name: openstack/venus <<\n`), 'zuul');
    assert.equal(inZuul(`${head}      # openstack/venus <<\n`), 'zuul');
  });

  it('the keys above a line go from the inside out', () => {
    const lines = '- job:\n    vars:\n      a:\n        - b: 1\n          c:\n            - d\n          e: x'.split(
      '\n',
    );
    assert.deepEqual(keysAbove(lines, 5), ['c', 'a', 'vars', 'job']);
    assert.deepEqual(keysAbove(lines, 6), ['e', 'a', 'vars', 'job']);
    assert.deepEqual(keysAbove(['a:', '  b: 1', 'c: 2'], 2), ['c']);
  });

  it('a reference has the kind of its file', () => {
    const cases: [string, string][] = [
      ['zuul.d/jobs.yaml', 'zuul'],
      ['playbooks/x/run.yaml', 'zuul'],
      ['requirements.txt', 'requirement'],
      ['setup.cfg', 'requirement'],
      ['tox.ini', 'test-dependency'],
      ['test-requirements.txt', 'test-dependency'],
      ['doc/source/index.rst', 'documentation'],
      ['README.md', 'documentation'],
      ['releasenotes/notes/x-1.yaml', 'history'],
      ['ChangeLog', 'history'],
      ['CHANGES.rst', 'history'],
      ['nova/exchanges.py', 'other'],
      ['nova/conf.py', 'other'],
    ];
    for (const [path, kind] of cases) assert.equal(of(path), kind, path);
    assert.equal(of('devstack/settings', 'enable_plugin venus https://x'), 'devstack-plugin');
  });

  it('what steps edit or leave in the central repositories is nobody else to decide', () => {
    const config = 'openstack/project-config';
    assert.equal(of('gerrit/projects.yaml', '- project: openstack/venus', config), 'history');
    assert.equal(of('zuul.d/projects.yaml', '    name: openstack/venus', config), 'planned');
    assert.equal(of('zuul/main.yaml', '          # openstack/venus is odd', config), 'zuul');
    assert.equal(of('zuul.d/jobs.yaml', '      - openstack/venus', config), 'zuul');
    assert.equal(of('zuul.d/projects.yaml', '    name: openstack/venus'), 'zuul');
    assert.equal(of('reference/legacy.yaml', '- openstack/venus', 'openstack/governance'), 'history');
    assert.equal(of('reference/projects.yaml', '- openstack/venus', 'openstack/governance'), 'planned');
    assert.equal(of('projects.txt', 'openstack/venus', 'openstack/requirements'), 'planned');
    assert.equal(of('deliverables/zed/venus.yaml', 'repo: openstack/venus', 'openstack/releases'), 'history');
  });
});
