import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { changeIdOf, type PendingCommit } from '../../../../../src/change/commits/pendingCommits';
import { gerritFooters, signOffEmails } from '../../../../../src/change/message/footers';
import { parseMessage } from '../../../../../src/change/message/message';
import { fixRequest } from '../../../../../src/change/push/fixes';
import {
  repeatedIds,
  withChangeId,
  withMovedIds,
  withNewId,
  withOneId,
  withSignOff,
} from '../../../../../src/change/push/fixes/messageFixes';

const ID = `I${'1'.repeat(40)}`;
const OTHER = `I${'2'.repeat(40)}`;
const SOB = 'Signed-off-by: Dev Example <dev@example.org>';
const person = { name: 'Dev Example', email: 'dev@example.org' };
const idLines = (message: string): string[] => message.split('\n').filter((line) => /^change-id:/i.test(line));

describe('fixes of messages', () => {
  it('fixes move, keep and renew Change-Ids', () => {
    const above = `Fix\n\nChange-Id: ${ID}\n\nCloses-Bug: #1\n${SOB}\n`;
    assert.equal(withMovedIds(above), `Fix\n\nCloses-Bug: #1\nChange-Id: ${ID}\n${SOB}\n`);
    const two = `Fix\n\nChange-Id: ${ID}\nChange-Id: ${OTHER}\n${SOB}\n`;
    assert.equal(changeIdOf(withOneId(two, ID)), ID);
    assert.equal(withOneId(two, OTHER), `Fix\n\nChange-Id: ${OTHER}\n${SOB}\n`);
    const renewed = withNewId(two);
    assert.equal(idLines(renewed).length, 1);
    assert.ok(![ID, OTHER].includes(changeIdOf(renewed) ?? ID));
  });

  it('fixes sign off where Gerrit looks', () => {
    const above = `Fix\n\n${SOB}\n\nChange-Id: ${ID}\n`;
    assert.equal(withSignOff(above, person), `Fix\n\n${SOB}\nChange-Id: ${ID}\n`);
    const theirs = `Fix\n\nChange-Id: ${ID}\nSigned-off-by: Other <other@example.org>\n`;
    assert.equal(withSignOff(theirs, person), `${theirs}${SOB}\n`);
    assert.equal(withSignOff(`Fix\n\n${SOB}\n`, person), `Fix\n\n${SOB}\n`);
  });

  it('fixes make any message one that the server accepts', () => {
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
        const renewed = withNewId(text);
        assert.equal(idLines(renewed).length, 1, renewed);
        assert.ok(changeIdOf(renewed), renewed);
        const signed = withSignOff(renewed, person);
        const footers = gerritFooters(parseMessage(signed, { comment: false }).kept);
        assert.ok(signOffEmails(footers).includes(person.email), signed);
        assert.equal(withSignOff(signed, person), signed);
        assert.equal(withChangeId(signed), signed);
      }),
      { numRuns: 500 },
    );
  });

  it('commits that repeat a Change-Id are found', () => {
    const commits = [ID, OTHER, ID, undefined, ID].map(
      (changeId, at) => ({ commit: String(at), changeId }) as PendingCommit,
    );
    assert.deepEqual(
      repeatedIds(commits).map(({ commit }) => commit),
      ['2', '4'],
    );
  });
});

describe('fixes of requests', () => {
  it('fixes of a request prepare another push', () => {
    const request = { branch: 'mastr', reviewers: ['a', 'b'], cc: ['a'], topic: 'x', state: 'wip' } as const;
    assert.equal(fixRequest({ kind: 'choose-branch', branch: 'mastr' }, request), undefined);
    assert.equal(fixRequest({ kind: 'choose-branch' }, request, { branch: 'master' })?.branch, 'master');
    assert.equal(fixRequest({ kind: 'push-for-review', branch: 'stable/2025.2' }, request)?.branch, 'stable/2025.2');
    const without = fixRequest({ kind: 'choose-reviewer', account: 'a' }, request, { reviewer: '' });
    assert.deepEqual([without?.reviewers, without?.cc], [['b'], []]);
    assert.deepEqual(fixRequest({ kind: 'choose-reviewer', account: 'a' }, request, { reviewer: 'c' })?.reviewers, [
      'c',
      'b',
    ]);
    assert.equal(fixRequest({ kind: 'drop-option', option: 'wip' }, request)?.state, undefined);
    assert.equal(fixRequest({ kind: 'drop-option', option: 'topic' }, request)?.topic, undefined);
    assert.equal(fixRequest({ kind: 'drop-option', option: 'l' }, request), undefined);
    assert.equal(fixRequest({ kind: 'amend-first' }, request), undefined);
    assert.throws(() => fixRequest({ kind: 'choose-branch' }, request, { branch: '--exec=x' }), {
      reason: 'bad-branch',
    });
  });
});
