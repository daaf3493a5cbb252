import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { workOfBranch } from '../../../../src/change/message/branchName';
import { authorInAdvice, commentMark } from '../../../../src/change/message/commentMark';
import { workTreeOf } from '../../../../src/change/repository/gitFolder';
import { diskFiles } from '../../../../src/project/files';

describe('the working tree of a message', () => {
  let home: string;
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'git-folder-')));
  });
  afterEach(() => removeFolder(home));

  it('the working tree of a message is beside .git', async () => {
    assert.equal(await workTreeOf(join(home, 'a/.git/COMMIT_EDITMSG'), diskFiles), join(home, 'a'));
  });

  it('the working tree of a message is where the gitdir of a linked work tree says', async () => {
    const folder = join(home, 'a/.git/worktrees/b');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'gitdir'), `${join(home, 'b/.git')}\n`);
    assert.equal(await workTreeOf(join(folder, 'COMMIT_EDITMSG'), diskFiles), join(home, 'b'));
  });

  it('the working tree of a message is where the configuration of a submodule says', async () => {
    const folder = join(home, '.git/modules/sub');
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(home, 'sub'));
    writeFileSync(join(folder, 'config'), '[core]\n\tbare = false\n\tworktree = ../../../sub\n');
    assert.equal(await workTreeOf(join(folder, 'COMMIT_EDITMSG'), diskFiles), join(home, 'sub'));
  });

  it('a file that is not a message of git has no working tree', async () => {
    assert.equal(await workTreeOf(join(home, 'COMMIT_EDITMSG'), diskFiles), undefined);
  });
});

describe('the mark of comments', () => {
  it('the mark of comments is the configured one, or the one git chose', () => {
    assert.equal(commentMark(new Map(), ''), '#');
    assert.equal(commentMark(new Map([['core.commentchar', ';']]), ''), ';');
    assert.equal(
      commentMark(
        new Map([
          ['core.commentchar', ';'],
          ['core.commentstring', '//'],
        ]),
        '',
      ),
      '//',
    );
    const auto = new Map([['core.commentchar', 'auto']]);
    assert.equal(commentMark(auto, '#1\n; Please enter the commit message'), ';');
    assert.equal(commentMark(auto, 'text'), '#');
  });

  it('the author that git names is known in any language', () => {
    const advice =
      'Fix\n\n# Please enter the commit message\n#\n# Author:    A. Name <a@example.org>\n# Date:      Thu Nov 26 2026\n';
    assert.equal(authorInAdvice(advice, '#'), 'a@example.org');
    assert.equal(authorInAdvice(advice.replace('Author', 'Autor').replaceAll('#', ';'), ';'), 'a@example.org');
    assert.equal(authorInAdvice('Fix\n\n# On branch master\nSigned-off-by: A <a@example.org>\n', '#'), undefined);
  });
});

describe('the name of a branch', () => {
  it('the name of a branch names the work', () => {
    assert.deepEqual(workOfBranch('bug/1234567'), { bug: '1234567' });
    assert.deepEqual(workOfBranch('lp-1234567-fix-it'), { bug: '1234567' });
    assert.deepEqual(workOfBranch('bp/some.thing'), { blueprint: 'some.thing' });
    assert.deepEqual(workOfBranch('story/2001234'), { story: '2001234' });
    assert.deepEqual(workOfBranch('bug/123'), { bug: '123' });
    assert.deepEqual(workOfBranch('bug/1234567_again'), { bug: '1234567' });
    assert.deepEqual(workOfBranch('story/12'), { story: '12' });
    for (const name of ['fix-2', 'bug/123456789', 'master', 'bug/x', undefined, 'debug/1234567']) {
      assert.deepEqual(workOfBranch(name), {});
    }
  });
});
