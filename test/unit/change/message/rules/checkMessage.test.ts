import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { CheckContext } from '../../../../../src/change/message/finding';
import { launchpadBugs } from '../../../../../src/change/message/launchpad';
import { parseMessage } from '../../../../../src/change/message/message';
import { checkMessage } from '../../../../../src/change/message/rules/checkMessage';
import { applyEdits } from '../../../../../src/change/message/textEdit';
import { brief, fixed, only } from './findings';

const ID = 'I0123456789012345678901234567890123456789';
const OTHER_ID = 'Iaaaaaaaaaabbbbbbbbbbccccccccccdddddddddd';
const SOB = 'Signed-off-by: Dev Example <dev@example.org>';
const dev = { name: 'Dev Example', email: 'dev@example.org' };

/** Message, context, what is found. */
const CASES: Record<string, readonly [text: string, found: string[], context?: CheckContext]> = {
  'nothing in an empty message': ['', []],
  'nothing in comments alone': ['\n# Please enter the commit message\n', []],
  'nothing in a good message': [
    `Fix the thing\n\nBecause it broke.\n\nCloses-Bug: #1\nChange-Id: ${ID}\n${SOB}\n`,
    [],
    { stage: 'push', signOffRequired: true, person: dev },
  ],
  'a summary over 50': [`${'x'.repeat(51)}\n`, ['hint 0 summary-length']],
  'a summary of 50': [`${'x'.repeat(50)}\n`, []],
  'a summary over 72': [`${'x'.repeat(73)}\n`, ['warning 0 summary-length']],
  'a summary counted in characters': [`${'\u{1f600}'.repeat(50)}\n`, []],
  'a full stop': ['Fix the thing.\n', ['warning 0 summary-full-stop']],
  'dots that go on': ['Fix the thing...\n', []],
  'no full stop in an abbreviation': ['Support flavors, images, etc.\n', []],
  'a missing blank line': ['Fix\nthe thing\n', ['warning 1 missing-blank-line']],
  'lines counted with comments before them': ['# comment\nFix.\n', ['warning 1 summary-full-stop']],
  'a long body line': [`Fix\n\n${'word '.repeat(20)}end\n`, ['warning 2 body-width']],
  'no long code, address or quotation': [
    `Fix\n\n    ${'code '.repeat(20)}\nhttps://example.org/${'a'.repeat(80)}\n> ${'quoted '.repeat(20)}\n`,
    [],
  ],
  'nothing after the scissors': [
    `Fix\n\n# ------------------------ >8 ------------------------\n+${'word '.repeat(30)}\n`,
    [],
  ],
  'two Change-Ids in the footer': [`Fix\n\nChange-Id: ${ID}\nChange-Id: ${OTHER_ID}\n`, ['error 3 change-id-several']],
  'a Change-Id left by a squash': [
    `Fix\n\nChange-Id: ${OTHER_ID}\n\nmore\n\nChange-Id: ${ID}\n`,
    ['warning 2 change-id-leftover'],
  ],
  'a Change-Id above the footer': [`Fix\n\nChange-Id: ${ID}\n\n${SOB}\n`, ['error 2 change-id-outside']],
  'a short Change-Id': ['Fix\n\nChange-Id: I123\n', ['error 2 change-id-form']],
  'a Change-Id in capitals': [`Fix\n\nChange-Id: ${ID.replace('I0', 'IA')}\n`, ['error 2 change-id-form']],
  'a Change-Id with an indented line below': [
    `Fix\n\nChange-Id: ${ID}\n Implements: bp x\n`,
    ['error 2 change-id-folded'],
  ],
  'a Change-Id with a line below that begins with a tab': [`Fix\n\nChange-Id: ${ID}\n\tmore\n`, []],
  'a Change-Id on the line below its key': [`Fix\n\nChange-Id:\n ${ID}\n`, []],
  'a Change-Id of zeros': [`Fix\n\nChange-Id: I${'0'.repeat(40)}\n`, ['error 2 change-id-form']],
  'a lower-case change-id before the hook': [`Fix\n\nchange-id: ${ID}\n`, ['error 2 change-id-case']],
  'a lower-case change-id in a commit': [`Fix\n\nchange-id: ${ID}\n`, ['warning 2 change-id-case'], { stage: 'push' }],
  'a Change-Id as summary': [`Change-Id: ${ID}\n\n${SOB}\n`, ['error 0 summary-missing']],
  'no Change-Id while typing': ['Fix\n', []],
  'no Change-Id in a commit': ['Fix\n', ['error 0 change-id-missing'], { stage: 'push' }],
  'no Change-Id where none is needed': ['Fix\n', [], { stage: 'push', changeIdRequired: false }],
  'no sign-off, nothing known': ['Fix\n', []],
  'no sign-off in openstack/': ['Fix\n', ['warning 0 sign-off-missing'], { project: 'openstack/nova' }],
  'no sign-off, the server wants one': ['Fix\n', ['error 0 sign-off-missing'], { signOffRequired: true }],
  'no sign-off in project-config': ['Fix\n', [], { project: 'openstack/project-config' }],
  'the server before the namespace': ['Fix\n', [], { project: 'openstack/nova', signOffRequired: false }],
  'a sign-off above the footer': [
    `Fix\n\n${SOB}\n\nChange-Id: ${ID}\n`,
    ['error 2 sign-off-outside'],
    { signOffRequired: true },
  ],
  'a sign-off with a space before its colon': [
    `Fix\n\nChange-Id: ${ID}\nSigned-off-by : Dev <dev@example.org>\n`,
    ['error 3 sign-off-outside'],
    { signOffRequired: true },
  ],
  'a sign-off that the hook would part from the footer': [
    `Fix\n\nDocImpact\nAPIImpact\nSecurityImpact\nUpgradeImpact\n${SOB}\n`,
    [
      'warning 2 impact-in-block',
      'warning 3 impact-in-block',
      'warning 4 impact-in-block',
      'warning 5 impact-in-block',
      'error 6 sign-off-outside',
    ],
    { signOffRequired: true },
  ],
  'a sign-off of someone else': [
    `Fix\n\n${SOB}\n`,
    ['error 2 sign-off-email'],
    {
      signOffRequired: true,
      authorEmail: 'a@example.org',
      committerEmail: 'c@example.org',
      accountEmails: ['x@example.org'],
    },
  ],
  'a sign-off of someone else, account not known': [
    `Fix\n\n${SOB}\n`,
    ['warning 2 sign-off-email'],
    { signOffRequired: true, authorEmail: 'a@example.org', committerEmail: 'c@example.org' },
  ],
  'a sign-off in other letters': [
    `Fix\n\n${SOB}\n`,
    [],
    { signOffRequired: true, person: { name: 'x', email: 'DEV@Example.org' } },
  ],
  'Depends-On with a Change-Id': [`Fix\n\nDepends-On: ${ID}\n`, ['warning 2 depends-on-change-id']],
  'Depends-On with a number': ['Fix\n\nDepends-On: 123456\n', ['error 2 depends-on-unreadable']],
  'Depends-On with an address Zuul cannot read': [
    'Fix\n\nDepends-On: https://review.opendev.org/c/893509\n',
    ['error 2 depends-on-unreadable'],
  ],
  'Depends-On with words': ['Fix\n\nDepends-On: the other thing\n', ['warning 2 depends-on-unreadable']],
  'Depends-On with two addresses': [
    'Fix\n\nDepends-On: https://review.opendev.org/1 https://review.opendev.org/2\n',
    ['error 2 depends-on-several'],
  ],
  'Depends-On on another host': ['Fix\n\nDepends-On: https://review.openstack.org/1\n', ['warning 2 depends-on-host']],
  'Depends-On in the forms Zuul reads': [
    'Fix\n\nDepends-On: https://review.opendev.org/1\nDepends-on: https://review.opendev.org/#/c/2/\n' +
      'depends-on: https://review.opendev.org/c/openstack/nova/+/3/1\nDepends-On: https://github.com/ansible/ansible/pull/4\n',
    [],
  ],
  'Depends-On on changes that are known': [
    'Fix\n\nDepends-On: https://review.opendev.org/1\nDepends-On: https://review.opendev.org/2\nDepends-On: https://review.opendev.org/3\n',
    ['warning 2 depends-on-abandoned', 'information 3 depends-on-merged', 'warning 4 depends-on-branch'],
    {
      project: 'x/nova',
      branch: 'stable/2025.2',
      changes: new Map([
        [1, { number: 1, project: 'x/nova', branch: 'master', status: 'ABANDONED' }],
        [2, { number: 2, project: 'x/nova', branch: 'master', status: 'MERGED' }],
        [3, { number: 3, project: 'x/nova', branch: 'master', status: 'NEW' }],
      ]),
    },
  ],
  'Depends-On misspelt': [
    'Fix\n\nDeepnds-On: https://review.opendev.org/c/openstack/placement/+/962776\n',
    ['error 2 trailer-spelling'],
  ],
  'Depends-On misspelt in prose': ['Fix\n\nDepend-On: what one means\n', ['warning 2 trailer-spelling']],
  'Depends-On in two words, as neutron merged it': [
    'Fix\n\nDepends On: https://review.opendev.org/c/openstack/neutron-lib/+/995710\n',
    ['error 2 depends-on-unread'],
  ],
  'Depends-On with a space before the colon': [
    'Fix\n\nDepends-On : https://review.opendev.org/1\n',
    ['error 2 depends-on-unread'],
  ],
  'Depends-On with an underscore': ['Fix\n\nDepends_On: https://review.opendev.org/1\n', ['error 2 depends-on-unread']],
  'Depends-On in a list or set in': [
    'Fix\n\n* Depends-On: https://review.opendev.org/1\n  Depends-On: https://review.opendev.org/2\n',
    ['warning 2 depends-on-unread', 'warning 3 depends-on-unread'],
  ],
  'no Depends-On in prose': [
    'Fix\n\nThis depends on https://review.opendev.org/1\nDepends on: https://example.org/x\n',
    [],
  ],
  'Depends-On on a change that the server does not show': [
    'Fix\n\nDepends-On: https://review.opendev.org/9\n',
    ['warning 2 depends-on-missing'],
    { missingChanges: new Set([9]) },
  ],
  'a Link instead of the Change-Id': [`Fix\n\nLink: https://review.example.org/id/${ID}\n`, [], { stage: 'push' }],
  'Depends-On without scheme': ['Fix\n\nDepends-On: review.opendev.org/123456\n', ['error 2 depends-on-unreadable']],
  'two bugs without colon': ['Fix\n\nCloses-Bug #1, #2\n', ['warning 2 bug-several']],
  'a misspelt bug footer, said once': ['Fix\n\nClsoes-Bug: #1\n', ['warning 2 trailer-spelling']],
  'no code below a colon, nor in a fence': [
    `Fix\n\nAs in::\n\n  ${'code '.repeat(20)}\n\n  ${'more '.repeat(20)}\n\n\`\`\`\n${'code '.repeat(20)}\n\`\`\`\n`,
    [],
  ],
  'a long line that is set in, below no colon': [
    `Fix\n\nAs it was.\n\n  ${'word '.repeat(20)}\n`,
    ['warning 4 body-width'],
  ],
  'Depends-On without colon': ['Fix\n\nDepends-On https://review.opendev.org/1\n', ['error 2 trailer-colon']],
  'Assisted-By misspelt': ['Fix\n\nAssited-By: a tool\n', ['warning 2 trailer-spelling']],
  'a trailer of other people': ['Fix\n\nReviewed-by: A <a@example.org>\nSynthesized-By: x\nRelated-Task: 12\n', []],
  'a bug without colon': ['Fix\n\nCloses-Bug #123\n', ['warning 2 trailer-colon']],
  'two bugs on a line': ['Fix\n\nCloses-Bug: #1234567, #7654321\n', ['warning 2 bug-several']],
  'a bug as an address': [
    'Fix\n\nCloses-Bug: https://bugs.launchpad.net/nova/+bug/1234567\n',
    ['warning 2 bug-unreadable'],
  ],
  'a bug with a weak word': ['Fix\n\nClose-Bug: #1234567\n', ['warning 2 bug-prefix']],
  'a bug above the footer': [`Fix\n\nCloses-Bug: #1\n\nChange-Id: ${ID}\n`, ['information 2 trailer-outside']],
  'an AI label above the footer': [`Fix\n\nAssisted-By: a tool\n\nChange-Id: ${ID}\n`, ['warning 2 trailer-outside']],
  'an impact line in the block': [`Fix\n\nCloses-Bug: #1\nDocImpact\n`, ['warning 3 impact-in-block']],
  'an impact line above the block': [`Fix\n\nDocImpact\n\nCloses-Bug: #1\n`, []],
  'a merge': ["Merge branch 'x' into y\n", ['warning 0 merge-commit']],
  'a merge about to be pushed': [
    `Merge x\n\nChange-Id: ${ID}\n`,
    ['error 0 merge-commit'],
    { stage: 'push', parents: 2 },
  ],
  'what Zuul merged': ['Merge "Fix the thing"\n', []],
  'a fixup while typing': ['fixup! Fix\n', ['information 0 autosquash'], { signOffRequired: true }],
  'a fixup about to be pushed': [
    'fixup! Fix\n',
    ['warning 0 autosquash', 'error 0 change-id-missing'],
    { stage: 'push' },
  ],
};

describe('checking a message', () => {
  for (const [what, [text, found, context]] of Object.entries(CASES)) {
    it(`the message check finds ${what}`, () => assert.deepEqual(brief(checkMessage(text, context)), found));
  }

  it('a finding in a message has place, reason and source', () => {
    const finding = only('Fix\n\nDeepnds-On: https://review.opendev.org/1\n', 'trailer-spelling');
    assert.deepEqual([finding.line, finding.startColumn, finding.endColumn], [2, 0, 10]);
    for (const [text, , context] of Object.values(CASES)) {
      for (const each of checkMessage(text, context)) {
        assert.ok(each.message.length > 20 && each.source.length > 3, each.code);
        const line = text.split('\n')[each.line] ?? '';
        assert.ok(each.startColumn <= each.endColumn && each.endColumn <= Math.max(line.length, 1), each.code);
      }
    }
  });

  it('fixes correct the summary and the empty line', () => {
    assert.equal(fixed('Fix.\n\nBody\n', 'summary-full-stop'), 'Fix\n\nBody\n');
    assert.equal(fixed('Fix\nBody\n', 'missing-blank-line'), 'Fix\n\nBody\n');
  });

  it('fixes correct Change-Ids', () => {
    const newChangeId = () => OTHER_ID;
    const two = `Fix\n\nChange-Id: ${ID}\nChange-Id: ${OTHER_ID}\n${SOB}\n`;
    assert.equal(fixed(two, 'change-id-several'), `Fix\n\nChange-Id: ${ID}\n${SOB}\n`);
    assert.equal(fixed(two, 'change-id-several', {}, 1), `Fix\n\nChange-Id: ${OTHER_ID}\n${SOB}\n`);
    assert.equal(
      fixed(`Fix\n\nChange-Id: ${ID}\n\n${SOB}\n`, 'change-id-outside'),
      `Fix\n\nChange-Id: ${ID}\n${SOB}\n`,
    );
    assert.equal(
      fixed(`Fix\n\nChange-Id: ${ID}\n\nLast words.\n`, 'change-id-outside'),
      `Fix\n\nLast words.\n\nChange-Id: ${ID}\n`,
    );
    assert.equal(
      fixed(`Fix\n\nChange-Id: ${ID}\n\nmore\n\nChange-Id: ${OTHER_ID}\n`, 'change-id-leftover'),
      `Fix\n\nmore\n\nChange-Id: ${OTHER_ID}\n`,
    );
    assert.equal(fixed(`Fix\n\nchange-id: ${ID}\n`, 'change-id-case'), `Fix\n\nChange-Id: ${ID}\n`);
    assert.equal(
      fixed(`Fix\n\nChange-Id: I${'AB'.repeat(20)}\n`, 'change-id-form'),
      `Fix\n\nChange-Id: I${'ab'.repeat(20)}\n`,
    );
    assert.equal(
      fixed(`Fix\n\nChange-Id: ${ID}\n  Implements: bp x\n`, 'change-id-folded'),
      `Fix\n\nChange-Id: ${ID}\nImplements: bp x\n`,
    );
    assert.equal(
      fixed('Fix\n\nChange-Id: I123\n', 'change-id-form', { newChangeId }),
      `Fix\n\nChange-Id: ${OTHER_ID}\n`,
    );
    assert.equal(
      fixed(`Fix\n\n${SOB}\n`, 'change-id-missing', { stage: 'push', newChangeId }),
      `Fix\n\nChange-Id: ${OTHER_ID}\n${SOB}\n`,
    );
  });

  it('fixes correct sign-offs', () => {
    const context: CheckContext = { signOffRequired: true, person: dev };
    assert.equal(fixed('Fix', 'sign-off-missing', context), `Fix\n\n${SOB}\n`);
    assert.equal(
      fixed('Fix\r\n\r\nCloses-Bug: #1\r\n', 'sign-off-missing', context),
      `Fix\r\n\r\nCloses-Bug: #1\r\n${SOB}\r\n`,
    );
    assert.equal(
      fixed(`Fix\n\n${SOB}\n\nChange-Id: ${ID}\n`, 'sign-off-outside', context),
      `Fix\n\n${SOB}\nChange-Id: ${ID}\n`,
    );
    const stranger = 'Fix\n\nSigned-off-by: X <x@example.org>\n';
    assert.equal(fixed(stranger, 'sign-off-email', context), `${stranger}${SOB}\n`);
    assert.equal(fixed(stranger, 'sign-off-email', context, 'Replace it with your sign-off'), `Fix\n\n${SOB}\n`);
  });

  it('fixes correct what Zuul and Launchpad misread', () => {
    assert.equal(
      fixed('Fix\n\nDeepnds-On: https://review.opendev.org/1\n', 'trailer-spelling'),
      'Fix\n\nDepends-On: https://review.opendev.org/1\n',
    );
    assert.equal(
      fixed('Fix\n\n* Depends-On : https://review.opendev.org/1\n', 'depends-on-unread'),
      'Fix\n\nDepends-On: https://review.opendev.org/1\n',
    );
    assert.equal(
      fixed('Fix\n\nDepends-On: review.opendev.org/1\n', 'depends-on-unreadable'),
      'Fix\n\nDepends-On: https://review.opendev.org/1\n',
    );
    const squashed = `One\n\nChange-Id: ${OTHER_ID}\n\nTwo\n\nChange-Id: ${ID}\n`;
    assert.equal(fixed(squashed, 'change-id-leftover'), `One\n\nTwo\n\nChange-Id: ${ID}\n`);
    assert.equal(fixed(squashed, 'change-id-leftover', {}, 1), `One\n\nTwo\n\nChange-Id: ${OTHER_ID}\n`);
    assert.equal(fixed('Fix\n\nCloses-Bug #1, #2\n', 'bug-several'), 'Fix\n\nCloses-Bug: #1\nCloses-Bug: #2\n');
    assert.equal(
      fixed('Fix\n\nDepends-On: #123456\n', 'depends-on-unreadable'),
      'Fix\n\nDepends-On: https://review.opendev.org/123456\n',
    );
    assert.equal(
      fixed('Fix\n\nDepends-On: https://review.opendev.org/1, https://review.opendev.org/2\n', 'depends-on-several'),
      'Fix\n\nDepends-On: https://review.opendev.org/1\nDepends-On: https://review.opendev.org/2\n',
    );
    const changesById = new Map([
      [ID, [{ number: 7, project: 'openstack/nova', branch: 'master', status: 'NEW' as const }]],
    ]);
    assert.equal(
      fixed(`Fix\n\nDepends-On: ${ID}\n`, 'depends-on-change-id', { changesById }),
      'Fix\n\nDepends-On: https://review.opendev.org/c/openstack/nova/+/7\n',
    );
    assert.equal(fixed('Fix\n\nCloses-Bug #123\n', 'trailer-colon'), 'Fix\n\nCloses-Bug: #123\n');
    assert.equal(
      fixed('Fix\n\nCloses-Bug: #1234567, #7654321\n', 'bug-several'),
      'Fix\n\nCloses-Bug: #1234567\nCloses-Bug: #7654321\n',
    );
    assert.equal(
      fixed('Fix\n\nCloses-Bug: https://bugs.launchpad.net/nova/+bug/1234567\n', 'bug-unreadable'),
      'Fix\n\nCloses-Bug: #1234567\n',
    );
  });

  it('fixes correct the block of trailers', () => {
    assert.equal(
      fixed('Fix\n\nWords.\n\nCloses-Bug: #1\nDocImpact\n', 'impact-in-block'),
      'Fix\n\nWords.\n\nDocImpact\n\nCloses-Bug: #1\n',
    );
    assert.equal(
      fixed(`Fix\n\nAssisted-By: a tool\n  and more\n\nWords.\n\nChange-Id: ${ID}\n`, 'trailer-outside'),
      `Fix\n\nWords.\n\nAssisted-By: a tool\n  and more\nChange-Id: ${ID}\n`,
    );
    const spread = `Fix\n\nCloses-Bug: #1\n\nAssisted-By: a tool\n\nChange-Id: ${ID}\n`;
    assert.equal(fixed(spread, 'trailer-outside'), `Fix\n\nAssisted-By: a tool\n\nCloses-Bug: #1\nChange-Id: ${ID}\n`);
    assert.equal(
      fixed(spread, 'trailer-outside', {}, 1),
      `Fix\n\nCloses-Bug: #1\nAssisted-By: a tool\nChange-Id: ${ID}\n`,
    );
  });

  it('any text can be checked, and its fixes are edits of that text', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '',
        'Closes-Bug: #1, #2',
        SOB,
        `Change-Id: ${ID}`,
        `change-id: ${ID}`,
        'DocImpact',
        'Depends-On: 12345',
        'Deepnds-On: https://review.opendev.org/1',
        '# x',
        'Assited-By: x',
        'word '.repeat(20),
      ),
    );
    const context: CheckContext = { signOffRequired: true, person: dev, project: 'openstack/nova' };
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.constantFrom('edit' as const, 'push' as const),
        fc.constantFrom('\n', '\r\n'),
        (lines, stage, eol) => {
          const text = lines.join(eol);
          for (const finding of checkMessage(text, { ...context, stage })) {
            finding.fixes.forEach((fix) => applyEdits(text, fix.edits));
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('no two fixes at one line have the same title', () => {
    const line = fc.constantFrom(
      '',
      'Words of the body.',
      `Change-Id: ${ID}`,
      `Change-Id: ${OTHER_ID}`,
      `change-id: ${ID}`,
      'Change-Id: I1',
      `Change Id: ${ID}`,
      SOB,
      'Signed-off-by: A B',
      'Signed-off-by: A B a@example.org',
      'Signed-off-by: X <x@example.org>',
      'Signed-off-by : X <x@example.org>',
      'Signed off by: X <x@example.org>',
      'Signed-off by: Y <y@example.org>',
      `Depends-On: ${ID}`,
      'Depends-On: 12345',
      'Needed-By: 12345',
      'Depends-On: https://review.opendev.org/1',
      'Needed by: https://review.opendev.org/1',
      'Needed-By: https://review.opendev.org/1',
      'Depends On: https://review.opendev.org/1',
      'Depends-On - https://review.opendev.org/1',
      'Closes-Bug: #1, #2',
      'Clsoes-Bug #1',
      'Closes-Bug',
      'Close-Bug: #1',
      'Closes_Bug: #1',
      'Partially-Closes-Bug: #1',
      'Implements: x',
      'Implments: bp x',
      'bp: x/y',
      'Co-Authored: A <a@example.org>',
      'Assisted By: x',
      'DocImpact',
      ' folded',
      'word '.repeat(20),
    );
    const changesById = new Map([
      [ID, [1, 2].map((number) => ({ number, project: 'openstack/nova', branch: 'master', status: 'NEW' as const }))],
    ]);
    const contexts: CheckContext[] = [
      {},
      { stage: 'input', signsOff: true },
      { person: dev, signOffRequired: true, changesById },
      { stage: 'push', person: dev, signOffRequired: true, accountEmails: [] },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom('Fix', 'Fix it.', `Fix ${'it '.repeat(30)}.`, 'fixup! Fix'),
        fc.array(line, { maxLength: 10 }),
        fc.constantFrom(...contexts),
        (summary, lines, context) => {
          const titles = checkMessage([summary, '', ...lines].join('\n'), context).flatMap((finding) =>
            finding.fixes.map(({ title }) => `${finding.line} ${title}`),
          );
          assert.deepEqual(
            titles.filter((title, at) => titles.indexOf(title) !== at),
            [],
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('no two edits collide in a message that ends in empty lines', () => {
    const text = `Fix\n\nSigned-off-by: Dev Example <dev@example.org>\n\nChange-Id: ${ID}\n\n\n`;
    for (const message of [text, `${SOB}\n\n\n`, `${SOB}\n\n\nwords\n\n\n`]) {
      for (const finding of checkMessage(message, { signOffRequired: true, person: dev })) {
        finding.fixes.forEach((fix) => applyEdits(message, fix.edits));
      }
    }
  });

  it('a message that is too long is checked and fixed in its last paragraph', () => {
    const long = `Fix\n\n${'a line of the body\n'.repeat(1000)}\n`;
    const context = { stage: 'push', signOffRequired: true, person: dev } as const;
    assert.deepEqual(brief(checkMessage(`${long}Change-Id: ${ID}\n${SOB}\n`, context)), ['warning 0 message-too-long']);
    assert.equal(
      fixed(`${long}${SOB}\n`, 'change-id-missing', { ...context, newChangeId: () => ID }),
      `${long}Change-Id: ${ID}\n${SOB}\n`,
    );
  });

  it('checking ends with a megabyte of text that expressions scan repeatedly', () => {
    const many = 1_000_000;
    for (const text of [
      `Fix${' '.repeat(many)}x`,
      `Fix\n\n${' '.repeat(many)}bug x`,
      `Fix\n\nCo-authored-by: <${'@'.repeat(many)}\n\nend`,
    ]) {
      checkMessage(text, { comment: false });
      launchpadBugs(parseMessage(text).kept);
    }
    assert.equal(
      checkMessage(`Fix\n\n${'Closes-Bug: #1\n'.repeat(many / 20)}\nend`).filter(
        ({ code }) => code === 'trailer-outside',
      ).length,
      50,
    );
  });

  it('checking ends with the most lines or spaces that are checked', () => {
    for (const line of [
      'Signed off by: A <a@b>\n',
      'Sgined-off-by: x\n',
      'Assisted By: x\n',
      'bug\n',
      'Closes-Bug: 1\n',
      'Implements: x\n',
      'Depends-On: 1\nNeeded-By: 1\n',
      `Depends on${' '.repeat(11_000)}x`,
      `Closes-Bug${' '.repeat(11_000)}`,
      `${'\t'.repeat(11_000)} x y`,
      `${'='.repeat(11_000)}x y`,
      `a.${'b.'.repeat(5000)} x`,
      `File "${'", line'.repeat(1400)}`,
      `${'| '.repeat(5000)}x`,
      `Implements: ${'a'.repeat(11_000)}!`,
    ]) {
      checkMessage(`Fix\n\n${line.repeat(Math.ceil(11_000 / line.length))}`, { signOffRequired: true, person: dev });
    }
  });

  it('findings of a kind are limited, and lines scanned a few times, with any number of Change-Ids', () => {
    const several = checkMessage(`Fix\n\n${'Change-Id: I012\n'.repeat(60_000)}`).filter(
      ({ code }) => code === 'change-id-several',
    );
    assert.equal(several.length, 50);
    assert.deepEqual(
      several[0]?.fixes.map(({ title }) => title),
      ['Keep I012, the first'],
    );
    assert.deepEqual(brief(checkMessage(`Fix\n\n${'a\n'.repeat(300_000)}`, { comment: false })), [
      'warning 0 message-too-long',
    ]);
  });

  it('only a part of a huge message is checked', () => {
    const findings = checkMessage(`Fix\n\n${'Closes-Bug: #1, #2\n'.repeat(200_000)}`);
    assert.equal(findings[0]?.code, 'message-too-long');
    assert.deepEqual(brief(checkMessage('x'.repeat(3_000_000))), [
      'warning 0 message-too-long',
      'warning 0 summary-length',
    ]);
  });
});
