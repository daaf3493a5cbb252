import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { preCommitFailure } from '../../../../src/style/preCommit/failure';
import { readHooks } from '../../../../src/style/preCommit/hooks';

const config = `# what pep8 runs
exclude: ^vendored/
repos:
-   repo: https://github.com/PyCQA/flake8   # the indentation of its own documentation
    rev: '7.3.0'
    hooks:
    -   id: flake8
        additional_dependencies:
        # hacking is a plugin
        - hacking>=8.1.0,<9
        - "flake8-import-order"

        args: [
          --select, 'H', # one
          "--max-line-length=100"
        ]
        files: \\.py$
  - repo: local
    hooks:
      - id: pylint
        entry: 'tools/it''s.sh'
        exclude: |
          (?x)^(doc/)
      - id: odd
        exclude: '(?x)^(doc'
    rev: ~
`;

describe('style/preCommit/hooks', () => {
  it('reads what people write, in blocks and in brackets', () => {
    const [flake8, pylint, odd] = readHooks(config);
    assert.deepEqual([flake8?.repo, flake8?.rev, flake8?.id], ['https://github.com/PyCQA/flake8', '7.3.0', 'flake8']);
    assert.deepEqual(flake8?.dependencies, ['hacking>=8.1.0,<9', 'flake8-import-order']);
    assert.deepEqual(flake8.args, ['--select', 'H', '--max-line-length=100']);
    assert.deepEqual([pylint?.entry, pylint?.dependencies, pylint?.args], ["tools/it's.sh", undefined, []]);
    assert.deepEqual(['a.py', 'a.rst', 'vendored/a.py'].map(flake8.looksAt), [true, false, false]);
    assert.equal(pylint?.looksAt('doc/a.py'), true, 'a pattern over several lines is passed over');
    assert.equal(odd?.looksAt('doc/a.py'), true, 'so is one that JavaScript does not know');
  });

  it('never throws, nor hangs, whatever the file holds', () => {
    const part = fc.constantFrom(...['repos:\n', '  - repo: x\n', '    - id: y\n', 'args: [', '"', "'", ']', ',', '#']);
    const other = fc.constantFrom('\n', '  - ', 'exclude: (', ' ', 'additional_dependencies:', 'rev: |', '\\', '\r\n');
    fc.assert(
      fc.property(fc.array(fc.oneof(part, other), { maxLength: 60 }), (parts) => {
        for (const hook of readHooks(parts.join(''))) assert.equal(typeof hook.looksAt('a.py'), 'boolean');
      }),
    );
    // A pattern that goes back and forth would not come to an end here.
    readHooks('- repo: x\n- id: y\nargs: ['.padEnd(100_000, "'a' "));
    readHooks(`- repo: x\n- id: y\nargs:\n${' '.repeat(100_000)}`);
  });

  it("gives git's words when the hooks cannot be fetched", () => {
    const output = `[INFO] Initializing environment for https://opendev.org/openstack/hacking.
An unexpected error has occurred: CalledProcessError: command: ('/usr/bin/git', 'fetch', 'origin', '--tags')
return code: 128
stderr:
    fatal: unable to access 'https://opendev.org/openstack/hacking/': Could not resolve host: opendev.org
`;
    const { reason, message } = preCommitFailure(output);
    assert.equal(reason, 'hooks-not-installed');
    assert.match(message, /this project: fatal: unable to access .* Could not resolve host: opendev\.org\. It fetches/);
    assert.match(preCommitFailure('').message, /in the terminal\. It fetches/);
  });
});
