import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { preCommitFailure } from '../../../../../src/style/tools/preCommit/failure';
import { parseHooks } from '../../../../../src/style/tools/preCommit/hooks';

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
        (?x)^(
          doc/|     # built
          a\\ b[ #]/
        )
    - id: odd
      exclude: '(?x)^(doc'
      args: [1, 2]
    - name: none
  rev: ~
- nothing
`;

describe('the hooks of pre-commit', () => {
  it('hooks are read in all notations, in blocks and in brackets', async () => {
    const [flake8, pylint, odd, ...more] = await parseHooks(config);
    assert.deepEqual(more, []);
    assert.deepEqual([flake8?.repo, flake8?.rev, flake8?.id], ['https://github.com/PyCQA/flake8', '7.3.0', 'flake8']);
    assert.deepEqual(flake8?.dependencies, ['hacking>=8.1.0,<9', 'flake8-import-order']);
    assert.deepEqual(flake8.args, ['--select', 'H', '--max-line-length=100']);
    assert.deepEqual([pylint?.entry, pylint?.dependencies, pylint?.args], ["tools/it's.sh", undefined, []]);
    assert.deepEqual(['a.py', 'a.rst', 'vendored/a.py'].map(flake8.looksAt), [true, false, false]);
    assert.deepEqual(
      ['a.py', 'doc/a.py', 'a b#/a.py', 'built'].map((path) => pylint?.looksAt(path)),
      [true, false, false, true],
    );
    assert.equal(odd?.looksAt('doc/a.py'), true, 'a pattern that JavaScript does not know');
    assert.deepEqual([odd.args, odd.rev], [[], undefined]);
  });

  it('hooks have their kinds of files, stages, and whether they are given files', async () => {
    const texts = [
      '{id: a, types: [python], exclude_types: [executable]}',
      '{id: b, types_or: [python, pyi], stages: [commit], pass_filenames: false}',
      '{id: c, stages: [manual], language: system}',
    ];
    const [a, b, c] = await parseHooks(`repos: [{repo: local, hooks: [${texts.join(', ')}]}]\n`);
    const tags = [['python'], ['python', 'executable'], ['pyi'], ['text']].map((each) => new Set(each));
    assert.deepEqual(
      tags.map((each) => a?.isForTags?.(each)),
      [true, false, false, false],
    );
    assert.deepEqual(
      tags.map((each) => b?.isForTags?.(each)),
      [true, true, true, false],
    );
    assert.deepEqual(
      tags.map((each) => c?.isForTags?.(each)),
      [true, true, true, true],
      'a local hook is for all files',
    );
    assert.deepEqual(
      [a, b, c].map((hook) => hook?.passesFiles),
      [true, false, true],
    );
    assert.deepEqual(
      [a, b, c].map((hook) => hook?.runsAt('pre-commit')),
      [true, true, false],
    );
    assert.equal(c?.runsAt('manual'), true);
    const [remote] = await parseHooks('repos: [{repo: x, hooks: [{id: a}]}]\ndefault_stages: [manual]\n');
    assert.deepEqual([remote?.isForTags, remote?.runsAt('pre-commit')], [undefined, false]);
  });

  it('hooks are read with aliases and merged keys, as pre-commit does', async () => {
    const hooks = await parseHooks('x: &x {args: [a]}\nrepos: [{repo: local, hooks: [{id: i, <<: *x}]}]\n');
    assert.deepEqual(
      hooks.map(({ id, args }) => [id, args]),
      [['i', ['a']]],
    );
  });

  it('hooks are none in an invalid configuration', async () => {
    for (const text of ['', 'a', '[]', 'repos: 1', 'repos: [[], 1, {repo: x, hooks: {}}]', 'repos: &r [*r]']) {
      assert.deepEqual(await parseHooks(text), [], text);
    }
  });

  it("hooks that cannot be fetched are reported in git's words", () => {
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
