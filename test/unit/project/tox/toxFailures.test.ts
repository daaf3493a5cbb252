import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { recogniseToxFailure, type ToxFailureReason } from '../../../../src/project/tox/toxFailures';

const fixture = (name: string): string =>
  readFileSync(path.join(__dirname, '../../../fixtures/testing/tox', name), 'utf8');

/** Real outputs, the reason in each, and words that its sentence or quote must have. */
const KNOWN: [file: string, reason: ToxFailureReason, words: string][] = [
  ['tox4-constraints-unreachable', 'constraints-unreachable', 'TOX_CONSTRAINTS_FILE'],
  ['tox3-constraints-unreachable', 'constraints-unreachable', 'releases.openstack.org'],
  ['pip23-constraints-unreachable', 'constraints-unreachable', 'releases.openstack.org'],
  ['tox4-constraints-missing', 'constraints-missing', 'upper-constraints.txt'],
  ['tox4-constraints-conflict', 'constraints-conflict', 'keystoneauth1===5.15.0'],
  ['tox4-missing-header', 'missing-header', 'lber.h'],
  ['tox3-missing-header', 'missing-header', 'lber.h'],
  ['tox4-missing-compiler', 'missing-compiler', 'no-such-cc'],
  ['tox4-missing-library', 'missing-library', 'bindep.txt'],
  ['tox4-missing-interpreter', 'missing-interpreter', 'python3.14'],
  ['tox3-missing-interpreter', 'missing-interpreter', 'python3.14'],
  ['tox4-unknown-env', 'unknown-environment', 'nope'],
  ['tox3-unknown-environment', 'unknown-environment', 'nope'],
  ['tox4-index-unreachable', 'index-unreachable', 'pypi.invalid'],
  ['tox4-no-such-package', 'no-such-package', 'no-such-project-xyz-abc'],
  ['tox4-pep8-precommit-no-network', 'repository-unreachable', 'https://github.com/pre-commit/pre-commit-hooks/'],
];

describe('failures of tox', () => {
  for (const [file, reason, words] of KNOWN) {
    it(`the failure of tox is ${reason} in ${file}`, () => {
      const output = fixture(`${file}.txt`);
      for (const text of [output, output.replaceAll('\n', '\r\n')]) {
        const failure = recogniseToxFailure(text);
        assert.equal(failure?.reason, reason, failure?.quote);
        assert.ok(`${failure.sentence}\n${failure.quote}`.includes(words), `${failure.sentence}\n${failure.quote}`);
        assert.ok(!failure.quote.includes('\u001b') && !failure.sentence.includes('undefined'));
      }
    });
  }

  it('a missing tox is recognised', () => {
    for (const text of [
      '/usr/bin/python3: No module named tox',
      'bash: line 1: tox: command not found',
      '/bin/sh: 1: tox: not found',
    ]) {
      assert.equal(recogniseToxFailure(text)?.reason, 'no-tox', text);
    }
    assert.equal(recogniseToxFailure('No module named tox_extra'), undefined);
  });

  it('a failing test is not explained as a failure of tox', () => {
    assert.equal(recogniseToxFailure(fixture('tox4-py3-one-test-fails.txt')), undefined);
    assert.equal(recogniseToxFailure(''), undefined);
  });

  it('failures of tox are searched quickly in hostile output', () => {
    for (const text of [
      'cc: '.repeat(100_000),
      `${'x -I'.repeat(50_000)}\n error: [Errno 2]`,
      'The conflict is caused by:\n'.repeat(20_000),
    ]) {
      recogniseToxFailure(text);
    }
  });
});
