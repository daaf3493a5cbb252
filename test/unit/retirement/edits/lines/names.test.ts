import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EditRefused } from '../../../../../src/retirement/edits/lines/edit';
import { Lines } from '../../../../../src/retirement/edits/lines/lines';
import {
  baseNameOf,
  checkNoneLeft,
  commentNotes,
  matcherOf,
  namespaceOf,
} from '../../../../../src/retirement/edits/lines/names';

const venus = new Set(['openstack/venus']);

describe('names of repositories in text', () => {
  it('a name has a namespace and a base name', () => {
    assert.equal(namespaceOf('openstack/venus'), 'openstack');
    assert.equal(baseNameOf('openstack/venus'), 'venus');
  });

  it('a comment that names the repository is noted with its line, also in an address or at the end of a sentence', () => {
    for (const comment of [
      '# See openstack/venus.',
      'a: b  # openstack/venus',
      '# https://opendev.org/openstack/venus.git',
    ]) {
      const notes = commentNotes(new Lines('a.yaml', `a: openstack/venus\n${comment}\n`), venus);
      assert.deepEqual(notes, [{ path: 'a.yaml', line: 2, text: 'A comment names openstack/venus' }], comment);
    }
  });

  it('a comment about a repository whose name starts or ends like it is not noted', () => {
    for (const name of ['openstack/venus-dashboard', 'xopenstack/venus', 'openstack/venus.x', 'x/venus']) {
      assert.deepEqual(commentNotes(new Lines('a.yaml', `# ${name}\n`), venus), [], name);
    }
  });

  it('what is left in a form that no rule knows is refused with its line; comments and lines that are known are not', () => {
    const check = (line: string, isKnown = false) => {
      checkNoneLeft(new Lines('a.yaml', `a\n${line}\n`), venus, () => isKnown);
    };
    for (const line of [
      '[a/b, openstack/venus]',
      '- &x openstack/venus',
      '{name: "openstack/venus"}',
      'openstack/venus: x',
    ]) {
      assert.throws(
        () => {
          check(line);
        },
        (error) => error instanceof EditRefused && error.line === 2,
        line,
      );
      assert.doesNotThrow(() => {
        check(line, true);
      }, line);
    }
    for (const line of [
      '# openstack/venus',
      'a # openstack/venus',
      'openstack/venus-x',
      'https://opendev.org/openstack/venus',
    ]) {
      assert.doesNotThrow(() => {
        check(line);
      }, line);
    }
  });

  it('a pattern matches from the start of a name, with a caret or without', () => {
    assert.equal(matcherOf('^openstack/monasca-.*')?.('openstack/monasca-api'), true);
    assert.equal(matcherOf('openstack/(venus|solum)$')?.('openstack/venus-x'), false);
    assert.equal(matcherOf('^x.*')?.('openstack/x'), false);
  });

  it('a pattern that could take minutes is not used', () => {
    for (const pattern of [
      '^(a+)+$',
      '^(.*)*x',
      `^${'.*a'.repeat(9)}`,
      '^[a-z]+',
      'a'.repeat(301),
      '^a{1,9}',
      '^a(',
      '\\1',
    ]) {
      assert.equal(matcherOf(pattern), undefined, pattern);
    }
  });
});
