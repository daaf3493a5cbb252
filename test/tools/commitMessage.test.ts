import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { addChangeId } from '../../src/change/message/changeId';
import { complete } from '../../src/change/message/complete';
import { parseMessage } from '../../src/change/message/message';
import { addSignOff } from '../../src/change/message/signOff';
import { gerritHook } from './lib/gerritHook';

/** Lines that decide whether a paragraph is a block. */
const LINES = [
  '',
  '',
  '',
  'Some words of the body.',
  '  indented words',
  '\tfolded',
  '   ',
  'Closes-Bug: #123',
  'Closes-Bug:#123',
  'Closes-Bug #123',
  'Depends-On: https://review.opendev.org/c/openstack/nova/+/1',
  'Signed-off-by: Dev Example <dev@example.org>',
  'Signed-off-by: Other Person <other@example.org>',
  'signed-off-by: third@example.org',
  'Signed-off-by : Space <space@example.org>',
  'Signed: yes',
  'S: short',
  'Signed-off-by-me: no',
  'Co-authored-by: A B <a@example.org>',
  'Change-Id: I0123456789012345678901234567890123456789',
  'change-id: I0123456789012345678901234567890123456789',
  'Change-Id:',
  'DocImpact',
  'APIImpact',
  'DocImpact: what it says',
  '(cherry picked from commit 0123456789012345678901234567890123456789)',
  'Conflicts:',
  '\tnova/conf.py',
  '# a comment',
  '#',
  'key with spaces: no trailer',
  'https://example.org/',
];

/** Messages as people write them. */
const WRITTEN: Record<string, string> = {
  'a summary alone': 'Fix the thing\n',
  'summary and body': 'Fix the thing\n\nBecause it was broken.\n',
  'only a sign-off': 'Fix\n\nSigned-off-by: Dev Example <dev@example.org>\n',
  'bug, dependency, sign-off':
    'Fix\n\nCloses-Bug: #1\nDepends-On: https://review.opendev.org/1\nSigned-off-by: Dev Example <dev@example.org>\n',
  'sign-off before a bug': 'Fix\n\nSigned-off-by: Dev Example <dev@example.org>\nCloses-Bug: #1\n',
  'bug and a bare impact line': 'Fix\n\nCloses-Bug: #1\nDocImpact\n',
  'bug, impact line, sign-off': 'Fix\n\nCloses-Bug: #1\nDocImpact\nSigned-off-by: Dev Example <dev@example.org>\n',
  'four impact lines and a sign-off':
    'Fix\n\nDocImpact\nAPIImpact\nSecurityImpact\nUpgradeImpact\nSigned-off-by: Dev Example <dev@example.org>\n',
  'impact lines in a paragraph of their own': 'Fix\n\nDocImpact\nAPIImpact\n',
  'a bug without colon': 'Fix\n\nCloses-Bug #123\n',
  'a lower-case change-id': 'Fix\n\nchange-id: I0123456789012345678901234567890123456789\n',
  'a Change-Id in an earlier paragraph':
    'Fix\n\nChange-Id: I0123456789012345678901234567890123456789\n\nSigned-off-by: Dev Example <dev@example.org>\n',
  'a Change-Id that is there': 'Fix\n\nChange-Id: I0123456789012345678901234567890123456789\n',
  'a fixup': 'fixup! Fix\n',
  'a squash with a body': 'squash! Fix\n\nmore words\n',
  'comments after the trailers': 'Fix\n\nCloses-Bug: #1\n\n# Please enter the commit message\n#\n# On branch bug/1\n',
  'comments and scissors':
    'Fix\n\nWords.\n\n# ------------------------ >8 ------------------------\n# Do not modify\ndiff --git a/x b/x\n+Signed-off-by: x\n',
  'a comment before the summary': '# title below\nFix\n\nWords.\n',
  'only comments': '# Please enter the commit message\n\n',
  'a revert': 'Revert "Fix"\n\nThis reverts commit 0123456789012345678901234567890123456789.\n',
  'a backport':
    'Fix\n\nChange-Id: I0123456789012345678901234567890123456789\nSigned-off-by: Other <other@example.org>\n' +
    '(cherry picked from commit 0123456789012345678901234567890123456789)\n',
  'a backport with conflicts':
    'Fix\n\nWords.\n\nConflicts:\n\tnova/conf.py\n\nChange-Id: I0123456789012345678901234567890123456789\n',
  'the old Conflicts block at the end': 'Fix\n\nCloses-Bug: #1\n\nConflicts:\n\tnova/conf.py\n',
  'trailers without spaces after the colon': 'Fix\n\nCloses-Bug:#1\nSigned-off-by:Dev Example <dev@example.org>\n',
  'a folded trailer': 'Fix\n\nCloses-Bug: #1\nAssisted-By: a tool\n  of some kind\n',
  'a trailer whose value begins on the next line':
    'Fix\n\nCloses-Bug:\n  #1\n  or so\nSigned-off-by: Dev Example <dev@example.org>\n',
  'blank lines at the end': 'Fix\n\nCloses-Bug: #1\n\n\n',
  'a list right before the end': 'Fix\n\n- one\n- two: with a colon\n',
  'a body that ends in a link': 'Fix\n\nSee\nhttps://example.org/\n',
  'a divider of three dashes': 'Fix\n\nWords.\n---\nmore words\n\nCloses-Bug: #1\n',
  'a non-ASCII name': 'Füge an\n\nSigned-off-by: Zoë Ümlaut <zoe@example.org>\n',
};

/**
 * git itself and the hook of a Gerrit server are the truth for where trailers stand and go.
 * Messages are compared as git stores them: the hook drops comments between trailers, ours leaves them to git.
 */
describe('commit messages against git and the Gerrit hook', function () {
  this.timeout(600_000);
  const dev = { name: 'Dev Example', email: 'dev@example.org' };
  let repo = '';
  let hook = '';

  before(async () => {
    hook = await gerritHook();
    repo = mkdtempSync(path.join(tmpdir(), 'message-'));
    git('init', '-q');
    git('config', 'user.name', dev.name);
    git('config', 'user.email', dev.email);
    copyFileSync(hook, path.join(repo, '.git', 'hooks', 'commit-msg'));
    chmodSync(path.join(repo, '.git', 'hooks', 'commit-msg'), 0o755);
  });
  after(() => removeFolder(repo));

  function run(
    program: string,
    args: string[],
    input?: string,
  ): { status: number | null; stdout: string; stderr: string } {
    const env = { PATH: process.env.PATH, HOME: repo, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', GIT_EDITOR: 'true' };
    const done = spawnSync(program, args, { cwd: repo, env, encoding: 'utf8', input: input ?? '' });
    return { status: done.status, stdout: done.stdout, stderr: done.stderr };
  }
  function git(...args: string[]): string {
    const done = run('git', args);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  }
  const stored = (text: string): string => run('git', ['stripspace', '--strip-comments'], text).stdout;

  function throughHook(text: string): string {
    const file = path.join(repo, 'MSG');
    writeFileSync(file, text);
    run(hook, [file]);
    return readFileSync(file, 'utf8');
  }
  /** `git commit -s` with this message typed in the editor, and the message that was stored. */
  function throughCommit(text: string, ...options: string[]): string {
    const file = path.join(repo, 'MSG');
    writeFileSync(file, text);
    git('commit', '-q', '--allow-empty', '--cleanup=strip', '-F', file, '-e', ...options);
    return git('log', '-1', '--format=%B').replace(/\n$/, '');
  }
  const idOf = (text: string): string | undefined => [...text.matchAll(/^Change-Id: (I[0-9a-f]{40})$/gm)].at(-1)?.[1];

  function assertSameAsHook(text: string): void {
    const truth = throughHook(text);
    const changeId = idOf(truth);
    const ours = addChangeId(text, changeId ? { changeId } : {});
    assert.equal(stored(ours), stored(truth));
    assert.equal(throughHook(ours), ours, 'the hook has nothing to add');
  }

  const line = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...LINES) },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z #:\t-]{0,12}$/) },
  );
  const text = fc
    .tuple(
      fc.constantFrom('Fix the thing', 'fixup! Fix', 'Change-Id: x', '# a comment', '', 'A: b'),
      fc.array(line, { maxLength: 14 }),
    )
    .map(([summary, rest]) => `${[summary, ...rest].join('\n')}\n`);

  it('trailers are those that git interpret-trailers --parse finds', () => {
    fc.assert(
      fc.property(text, (message) => {
        const truth = run('git', ['interpret-trailers', '--no-divider', '--parse'], message).stdout;
        const ours = parseMessage(message)
          .trailers.map(({ key, value }) => `${key}: ${value}\n`)
          .join('');
        assert.equal(ours.replace(/\s+/g, ' '), truth.replace(/\s+/g, ' '));
      }),
      { numRuns: 700 },
    );
  });

  it('Change-Id goes where the hook puts it, in generated messages', () => {
    // The hook leaves a last line of spaces inside the block, where git's clean-up then parts the block; ours does not.
    const parting = /\n[ \t]+\n(\s|#.*\n|Conflicts:\n(\t.*\n)*)*$/;
    // The hook asks git twice, and the first time drops comments: what was indented below one is folded into the line above.
    const folding = /\n#.*\n[ \t]/;
    const sound = text.filter((message) => !parting.test(message) && !folding.test(message));
    fc.assert(fc.property(sound, assertSameAsHook), { numRuns: 100 });
  });

  for (const [what, message] of Object.entries(WRITTEN)) {
    it(`Change-Id goes where the hook puts it: ${what}`, () => assertSameAsHook(message));
  }

  it('completing a message changes only the lines it adds', () => {
    for (const message of Object.values(WRITTEN)) {
      const completed = complete(message, dev);
      const left = completed
        .split('\n')
        .filter((added) => !/^(Change-Id: I[0-9a-f]{40}|Signed-off-by: ?Dev Example <.*)$/.test(added));
      const before = message
        .split('\n')
        .filter((given) => !/^(Change-Id: I[0-9a-f]{40}|Signed-off-by: ?Dev Example <.*)$/.test(given));
      const words = (all: string[]): string => all.join('').replace(/\s/g, '');
      assert.equal(words(left), words(before));
    }
  });

  for (const [what, message] of Object.entries(WRITTEN).filter(([, body]) => !/^(#.*\n|\s)*$/.test(body))) {
    it(`completing a message does what git commit -s and the hook do: ${what}`, () => {
      const alreadySigned = /Signed-off-by: ?Dev Example/.test(message);
      const truth = throughCommit(message, ...(alreadySigned ? [] : ['-s']));
      const changeId = idOf(truth);
      const ours = complete(message, alreadySigned ? undefined : dev, changeId ? { changeId } : {});
      assert.equal(stored(ours), stored(truth));
      assert.equal(throughCommit(ours), stored(ours), 'a completed message passes both unchanged');
    });
  }

  it('signing off does what git commit -s does, in generated messages', () => {
    git('config', 'gerrit.createChangeId', 'false');
    // git repeats a sign-off that is there but not last; ours never does. It takes a message of sign-offs alone for an empty one.
    const says = (message: string): boolean =>
      parseMessage(message).kept.some((line) => line.text !== '' && !line.text.startsWith('Signed-off-by: '));
    const unsigned = text.filter((message) => says(message) && !message.includes(dev.email));
    fc.assert(
      fc.property(unsigned, (message) => {
        const clean = run('git', ['stripspace'], message).stdout; // what git commit does before it signs
        assert.equal(stored(addSignOff(clean, dev)), throughCommit(message, '-s'));
      }),
      { numRuns: 100 },
    );
    git('config', '--unset', 'gerrit.createChangeId');
  });
});
