import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { type CoverEnvironment, readCoverEnvironment } from '../../../../src/coverage/find/coverEnvironment';
import { gitUseIn } from '../../../../src/coverage/find/gitUse';
import { memoryFiles, projectFiles } from '../../project/memoryFiles';

function read(files: Record<string, string>): Promise<CoverEnvironment> {
  return readCoverEnvironment('/p', projectFiles(files));
}

async function danger(files: Record<string, string>): Promise<string> {
  const cover = await read(files);
  return cover.kind === 'unsafe' ? `${cover.why.script}:${cover.why.line}: ${cover.why.command}` : cover.kind;
}

const cover = (command: string): string => `[testenv:cover]\ncommands =\n  ${command}\n`;

// In the manner of magnum's tools/cover.sh: measures HEAD^ and HEAD in the person's own tree.
const COVER_SH = `#!/bin/bash
# git checkout is explained here
ALLOWED=5

if ! git diff --exit-code || ! git diff --cached --exit-code
then
    echo "There are uncommitted changes!"
    exit 1
fi

base=$(mktemp -d)
git checkout HEAD^
stestr run "$@"
git checkout -
`;

describe('cover environment', () => {
  it('the cover environment is missing if tox does not name it', async () => {
    assert.equal(await danger({}), 'missing');
    assert.equal(await danger({ 'tox.ini': '[testenv]\ncommands = stestr run\n' }), 'missing');
  });

  it('the cover environment is safe if it only runs tests and coverage', async () => {
    const commands = ['coverage erase', 'stestr run {posargs}', 'coverage xml -o cover/coverage.xml'];
    const found = await read({ 'tox.ini': cover(commands.join('\n  ')) });
    assert.equal(found.kind, 'safe');
    assert.equal(found.environment.commands.length, 3);
  });

  it('the cover environment is unsafe if a script checks out another commit', async () => {
    const files = { 'tools/cover.sh': COVER_SH };
    for (const command of [
      '{toxinidir}/tools/cover.sh {posargs}',
      'tools/cover.sh',
      'bash tools/cover.sh',
      'bash -x {toxinidir}/tools/cover.sh',
      'env A=b sh tools/cover.sh',
    ]) {
      const expected = 'tools/cover.sh:12: git checkout HEAD^';
      assert.equal(await danger({ ...files, 'tox.ini': cover(command) }), expected, command);
    }
    const withSlash = projectFiles({ ...files, 'tox.ini': cover('tools/cover.sh') });
    assert.equal((await readCoverEnvironment('/p/', withSlash)).kind, 'unsafe');
    const asks = COVER_SH.replaceAll(/git checkout .*/g, 'stestr run');
    const askingFiles = { 'tools/cover.sh': asks, 'tox.ini': cover('tools/cover.sh') };
    assert.equal(await danger(askingFiles), 'tools/cover.sh:5: git diff --exit-code');
  });

  it('the cover environment is unsafe if a command of tox checks out another commit', async () => {
    assert.equal(await danger({ 'tox.ini': cover('coverage erase\n  git stash') }), 'tox.ini:4: git stash');
    const shell = cover('bash -c "git -C . reset --hard && stestr run"');
    assert.equal(await danger({ 'tox.ini': shell }), 'tox.ini:3: git reset --hard');
    const toml = '[env.cover]\ncommands = [["git", "clean", "-fdx"]]\n';
    assert.equal(await danger({ 'tox.toml': toml }), 'tox.toml:undefined: git clean -fdx');
  });

  it('the cover environment is unsafe if a script calls an unsafe script', async () => {
    const tox = { 'tox.ini': cover('bash tools/cover.sh') };
    const calls = ['tools/x.sh', './tools/x.sh a', '. "$(dirname "$0")/x.sh"', 'source ${DIR}/x.sh', 'bash x.sh && a'];
    for (const call of calls) {
      const files = { ...tox, 'tools/cover.sh': `set -e\n${call}\n`, 'tools/x.sh': 'stestr run\ngit switch \\\n  -\n' };
      assert.equal(await danger(files), 'tools/x.sh:2: git switch -', call);
    }
  });

  it('scripts are not searched outside of the project, in other files, or forever', async () => {
    const evil = { '/q/x.sh': 'git checkout x\n' };
    const files = (command: string): Record<string, string> => ({ '/p/tox.ini': cover(command), ...evil });
    for (const command of ['../q/x.sh', '/q/x.sh', 'bash ../q/x.sh']) {
      assert.equal((await readCoverEnvironment('/p', memoryFiles(files(command)))).kind, 'safe', command);
    }
    const circle = { 'a.sh': 'b.sh\n', 'b.sh': 'a.sh\n' };
    assert.equal(await danger({ 'tox.ini': cover('bash a.sh'), ...circle }), 'safe');
    const list = { 'tox.ini': cover('stestr run --exclude-list list.txt'), 'list.txt': 'git stash' };
    assert.equal(await danger(list), 'safe');
    assert.equal(await danger({ 'tox.ini': cover('bin/x'), 'bin/x': '\0git stash' }), 'safe');
    assert.equal(await danger({ 'tox.ini': cover('bin/x'), 'bin/x': `git stash\n${'x'.repeat(300_000)}` }), 'safe');
  });

  it('a long script is searched quickly', async () => {
    const long = `${'git -c '.repeat(30_000)}\n`;
    assert.equal(await danger({ 'tox.ini': cover('bin/x.sh'), 'bin/x.sh': long }), 'safe');
  });
});

describe('use of git', () => {
  const uses: [string, string | undefined][] = [
    ['git checkout HEAD^', 'git checkout HEAD^'],
    ['  /usr/bin/git --no-pager -c a.b=c checkout -q x', 'git checkout -q x'],
    ['$GIT stash', 'git stash'],
    ['${GIT} stash', 'git stash'],
    ['if ! git diff-index --quiet HEAD --; then', 'git diff-index --quiet HEAD --'],
    ['test -z "$(git status --porcelain)"', 'git status --porcelain'],
    ["subprocess.check_call(['git', 'checkout', '-'])", 'git checkout -'],
    ["os.system('git reset --hard')", 'git reset --hard'],
    ['git add -A; git commit -m x', 'git commit -m x'],
    ['git -C "$(git rev-parse --show-toplevel)" checkout x', 'git checkout x'],
    ['git worktree add ../base HEAD^', 'git worktree add ../base HEAD^'],
    ['echo $(git stash)', 'git stash'],
    ['echo "run git checkout - yourself"', undefined],
    ['git rev-parse HEAD', undefined],
    ['git diff HEAD^ > patch', undefined],
    ['git status', undefined],
    ['git log --oneline -n 1', undefined],
    ['pip install git+https://example.org/x.git', undefined],
    ['git', undefined],
    ['git -C', undefined],
    ['digit checkout', undefined],
  ];
  for (const [line, expected] of uses) {
    it(`git that moves HEAD ${expected === undefined ? 'is absent from' : 'is found in'} ${line}`, () => {
      assert.equal(gitUseIn(line)?.command, expected);
    });
  }

  it('git that moves HEAD can be searched for in any line', () => {
    fc.assert(fc.property(fc.string(), (line) => (gitUseIn(line)?.command.length ?? 0) <= 80));
  });
});
