import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { cleanUpOf } from '../../src/change/message/commentMark';
import { committedText, parseMessage } from '../../src/change/message/message';

const TYPED = 'Keep the lamp lit\n\nWords.\n\n# a line of mine\n\nCloses-Bug: #1\n\n# the last one\n';
const MODES = ['default', 'strip', 'whitespace', 'verbatim', 'scissors'];

/** What git makes of the text in its editor is the truth for what a message is judged by. */
describe('messages in the editor of git commit', function () {
  this.timeout(120_000);
  let repo = '';

  before(() => {
    repo = mkdtempSync(path.join(tmpdir(), 'cleanup-'));
    writeFileSync(path.join(repo, 'typed'), TYPED);
    // Types above what git wrote, and keeps what is in the editor when it is closed.
    writeFileSync(path.join(repo, 'editor'), '#!/bin/sh\n{ cat typed "$1"; } > seen\ncp seen "$1"\n');
    chmodSync(path.join(repo, 'editor'), 0o755);
    git('init', '-q', '-b', 'master');
    git('config', 'user.name', 'Dev Example');
    git('config', 'user.email', 'dev@example.org');
  });
  after(() => removeFolder(repo));

  function git(...args: string[]): string {
    const env = {
      PATH: process.env.PATH,
      HOME: repo,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_EDITOR: path.join(repo, 'editor'),
    };
    const done = spawnSync('git', args, { cwd: repo, env, encoding: 'utf8' });
    assert.equal(done.status, 0, `git ${args.join(' ')}: ${done.stdout}${done.stderr}`);
    return done.stdout;
  }

  /** With `verbatim` even empty lines stay, which no rule minds. */
  const stripspace = (text: string): string =>
    spawnSync('git', ['stripspace'], { encoding: 'utf8', input: text }).stdout;

  function assertRead(config: Readonly<Record<string, string>>): string {
    const seen = readFileSync(path.join(repo, 'seen'), 'utf8');
    const read = committedText(parseMessage(seen, cleanUpOf(new Map(Object.entries(config)), seen)));
    assert.equal(read, stripspace(git('log', '-1', '--format=%B')), seen);
    return read;
  }

  function withConfig(config: Readonly<Record<string, string>>, what: () => void): void {
    for (const [key, value] of Object.entries(config)) git('config', key, value);
    try {
      what();
    } finally {
      for (const key of Object.keys(config)) git('config', '--unset', key);
    }
  }

  for (const mode of MODES) {
    for (const verbose of [[], ['-v']]) {
      it(`messages are read as commit.cleanup of ${mode} leaves them ${verbose.join('')}`, () => {
        const config = { 'commit.cleanup': mode };
        withConfig(config, () => {
          git('commit', '--allow-empty', ...verbose);
          assert.equal(assertRead(config).includes('# a line of mine'), !['default', 'strip'].includes(mode));
        });
      });
    }
    // With verbatim git says nothing by which it could be told.
    if (mode !== 'verbatim') {
      it(`messages are read correctly if the setting differs from -c and --cleanup of ${mode}`, () => {
        for (const set of ['strip', 'scissors']) {
          withConfig({ 'commit.cleanup': set }, () => {
            git('-c', `commit.cleanup=${mode}`, 'commit', '--allow-empty');
            assertRead({ 'commit.cleanup': set });
            git('commit', '--allow-empty', `--cleanup=${mode}`);
            assertRead({ 'commit.cleanup': set });
          });
        }
      });
    }
    for (const mark of [';', 'auto']) {
      it(`messages are read as commit.cleanup of ${mode} leaves them with core.commentChar of ${mark}`, () => {
        const config = { 'commit.cleanup': mode, 'core.commentchar': mark };
        withConfig(config, () => {
          git('commit', '--allow-empty');
          assertRead(config);
        });
      });
    }
  }

  it('format.signOff, which is for patches, signs off no message', () => {
    git('-c', 'format.signOff=true', 'commit', '-q', '--allow-empty', '-m', 'Note it');
    assert.equal(git('log', '-1', '--format=%B').trim(), 'Note it');
  });

  it('messages after a conflict are read correctly, with the files that git names below the scissors', () => {
    writeFileSync(path.join(repo, 'lamp'), 'one\n');
    git('add', 'lamp');
    git('commit', '-q', '-m', 'Add a lamp');
    git('checkout', '-q', '-b', 'other');
    writeFileSync(path.join(repo, 'lamp'), 'two\n');
    git('commit', '-qa', '-m', 'Change the lamp');
    git('checkout', '-q', 'master');
    writeFileSync(path.join(repo, 'lamp'), 'three\n');
    git('commit', '-qa', '-m', 'Change it otherwise');
    const config = { 'commit.cleanup': 'scissors' };
    withConfig(config, () => {
      assert.throws(() => git('cherry-pick', 'other'), /CONFLICT/);
      git('add', 'lamp');
      writeFileSync(path.join(repo, 'lamp'), 'two\n');
      git('add', 'lamp');
      git('commit');
      assertRead(config);
    });
  });
});
