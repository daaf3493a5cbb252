import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { changeIdOf, type PendingCommit } from '../../../../../src/change/commits/pendingCommits';
import { gerritFooters, signOffEmails } from '../../../../../src/change/message/footers';
import { parseMessage } from '../../../../../src/change/message/message';
import { mendMessage, repeatedIds } from '../../../../../src/change/push/fixes/messages';
import { mendRequest } from '../../../../../src/change/push/fixes/request';
import type { Mend } from '../../../../../src/change/rejections/mend';

const ID = `I${'1'.repeat(40)}`;
const OTHER = `I${'2'.repeat(40)}`;
const SOB = 'Signed-off-by: Dev Example <dev@example.org>';
const person = { name: 'Dev Example', email: 'dev@example.org' };
const mended = (mend: Mend, message: string, more: { keep?: string; summary?: string } = {}): string =>
  mendMessage(mend, message, { person, ...more });
const idLines = (message: string): string[] => message.split('\n').filter((line) => /^change-id:/i.test(line));

describe('mends of messages', () => {
  it('move, keep and renew Change-Ids', () => {
    const above = `Fix\n\nChange-Id: ${ID}\n\nCloses-Bug: #1\n${SOB}\n`;
    assert.equal(mended({ kind: 'move-change-id' }, above), `Fix\n\nCloses-Bug: #1\nChange-Id: ${ID}\n${SOB}\n`);
    const two = `Fix\n\nChange-Id: ${ID}\nChange-Id: ${OTHER}\n${SOB}\n`;
    assert.equal(changeIdOf(mended({ kind: 'keep-one-change-id', changeIds: [ID, OTHER] }, two)), ID);
    assert.equal(
      mended({ kind: 'keep-one-change-id', changeIds: [] }, two, { keep: OTHER }),
      `Fix\n\nChange-Id: ${OTHER}\n${SOB}\n`,
    );
    const renewed = mended({ kind: 'new-change-id', because: 'closed' }, two);
    assert.equal(idLines(renewed).length, 1);
    assert.ok(![ID, OTHER].includes(changeIdOf(renewed) ?? ID));
    assert.equal(
      mended({ kind: 'add-summary' }, `Change-Id: ${ID}\n`, { summary: 'Fix' }),
      `Fix\n\nChange-Id: ${ID}\n`,
    );
  });

  it('sign off where Gerrit looks', () => {
    const above = `Fix\n\n${SOB}\n\nChange-Id: ${ID}\n`;
    assert.equal(mended({ kind: 'sign-off' }, above), `Fix\n\n${SOB}\nChange-Id: ${ID}\n`);
    const theirs = `Fix\n\nChange-Id: ${ID}\nSigned-off-by: Other <other@example.org>\n`;
    assert.equal(mended({ kind: 'sign-off' }, theirs), `${theirs}${SOB}\n`);
    assert.equal(mended({ kind: 'sign-off' }, `Fix\n\n${SOB}\n`), `Fix\n\n${SOB}\n`);
  });

  it('make of any message one that the server takes', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '',
        'words',
        `Change-Id: ${ID}`,
        'Change-Id: I1',
        SOB,
        'Signed-off-by: O <o@example.org>',
        'Closes-Bug: #1',
        'DocImpact',
        ' folded',
      ),
      fc.string({ maxLength: 12 }).filter((text) => !/[\n\r]/.test(text)),
    );
    const message = fc.array(line, { maxLength: 10 }).map((lines) => `Fix the thing\n\n${lines.join('\n')}\n`);
    fc.assert(
      fc.property(message, (text) => {
        const renewed = mended({ kind: 'new-change-id', because: 'malformed' }, text);
        assert.equal(idLines(renewed).length, 1, renewed);
        assert.ok(changeIdOf(renewed), renewed);
        const signed = mended({ kind: 'sign-off' }, renewed);
        const footers = gerritFooters(parseMessage(signed, { comment: false }).kept);
        assert.ok(signOffEmails(footers).includes(person.email), signed);
        assert.equal(mended({ kind: 'sign-off' }, signed), signed);
        assert.equal(mended({ kind: 'add-change-id' }, signed), signed);
      }),
      { numRuns: 500 },
    );
  });

  it('find the commits that repeat an id', () => {
    const commits = [ID, OTHER, ID, undefined, ID].map(
      (changeId, at) => ({ commit: String(at), changeId }) as PendingCommit,
    );
    assert.deepEqual(
      repeatedIds(commits).map(({ commit }) => commit),
      ['2', '4'],
    );
  });
});

describe('mends of requests', () => {
  it('ask for another push', () => {
    const request = { branch: 'mastr', reviewers: ['a', 'b'], cc: ['a'], topic: 'x', state: 'wip' } as const;
    assert.equal(mendRequest({ kind: 'choose-branch', branch: 'mastr' }, request), undefined);
    assert.equal(mendRequest({ kind: 'choose-branch' }, request, 'master')?.branch, 'master');
    assert.equal(mendRequest({ kind: 'push-for-review', branch: 'stable/2025.2' }, request)?.branch, 'stable/2025.2');
    const without = mendRequest({ kind: 'choose-reviewer', account: 'a' }, request, '');
    assert.deepEqual([without?.reviewers, without?.cc], [['b'], []]);
    assert.deepEqual(mendRequest({ kind: 'choose-reviewer', account: 'a' }, request, 'c')?.reviewers, ['c', 'b']);
    assert.equal(mendRequest({ kind: 'drop-option', option: 'wip' }, request)?.state, undefined);
    assert.equal(mendRequest({ kind: 'drop-option', option: 'topic' }, request)?.topic, undefined);
    assert.equal(mendRequest({ kind: 'drop-option', option: 'l' }, request), undefined);
    assert.equal(mendRequest({ kind: 'amend-first' }, request), undefined);
    assert.throws(() => mendRequest({ kind: 'choose-branch' }, request, '--exec=x'), { reason: 'bad-branch' });
  });
});
