/** Commit messages, and what git and Gerrit answer. */
import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { ChangeLookup } from '../../src/change/message/changeLookup';
import { complete } from '../../src/change/message/complete';
import { explainAt } from '../../src/change/message/explain';
import { committedText, parseMessage } from '../../src/change/message/message';
import { checkMessage } from '../../src/change/message/rules/checkMessage';
import { applyEdits } from '../../src/change/message/textEdit';
import { readPushAnswer } from '../../src/change/push/pushAnswer';
import { readPushOutput } from '../../src/change/rejections/pushOutput';
import { recogniseRejections } from '../../src/change/rejections/recogniseRejections';
import { AccountInfo, ChangeInfo } from '../../src/gerrit/payloads';
import { type Targets, text } from './target';

const MESSAGE = [
  'Fix the thing\n',
  '\n',
  'Closes-Bug: #1234567\n',
  'Depends-On: https://review.opendev.org/c/openstack/nova/+/1\n',
  'Change-Id: I0123456789012345678901234567890123456789\n',
  'Signed-off-by: A <a@example.org>\n',
  'Sgined-off by: A\n',
  'Implements: blueprint a-b\n',
  'Needed-By: 1\n',
  'DocImpact\n',
  '# a comment\n',
  '# ------------------------ >8 ------------------------\n',
  ' continued\n',
  '- a list\n',
  '```\n',
  'a long line '.repeat(12),
  'Conflicts:\n\ta\n',
  'fixup! x\n',
  '(cherry picked from commit 0123)\n',
  'https://example.org/',
];

const PUSH = [
  'remote: \n',
  'remote: SUCCESS\n',
  'remote:   https://review.opendev.org/c/openstack/nova/+/1 A [NEW]\n',
  'remote: ERROR: commit 0123456: missing Change-Id in message footer\n',
  ' ! \tHEAD:refs/for/master\t[remote rejected] (no new changes)\n',
  '*\tHEAD:refs/for/main\t[new reference]\n',
  'To ssh://review.opendev.org:29418/openstack/nova\n',
  'Done\n',
  'error: failed to push some refs\n',
  'fatal: Authentication failed\n',
  'remote: Processing changes: refs: 1, new: 1\r',
  '\x1b[K',
  '\x1b[31m',
  'remote: Hint: ',
  'Permission denied (publickey).\n',
  'error: ',
  'hook declined',
];

const person = { name: 'A', email: 'a@example.org' };

const unknownChanges: ChangeLookup = {
  knownChange: () => undefined,
  isMissing: () => false,
  knownChangesById: () => undefined,
  knownSignOffRequired: () => undefined,
  knownAccountEmails: () => undefined,
  people: () => Promise.resolve([]),
  onDidLearn: () => ({ dispose: () => undefined }),
  askFor: () => undefined,
  search: () => Promise.resolve([]),
};

export const CHANGE: Targets = {
  'commit message': {
    files: /fixtures\/change\//,
    words: MESSAGE,
    read: text((content, random) => {
      content = content.replaceAll('\0', ''); // git refuses a message with one
      const message = parseMessage(content);
      assert.equal(committedText(parseMessage(committedText(message), { comment: false })), committedText(message));
      const findings = checkMessage(content, { stage: 'push', signOffRequired: true, person });
      for (const { fixes } of findings.slice(0, 20)) fixes.forEach(({ edits }) => applyEdits(content, edits));
      complete(content, person);
      explainAt(content, random.below(10), random.below(40), unknownChanges);
    }),
  },
  'answer to a push': {
    files: /fixtures\/change\//,
    words: PUSH,
    read: text((content) => {
      readPushAnswer({ stdout: '', stderr: content, exitCode: 1 });
      readPushAnswer({ stdout: content, stderr: content, exitCode: 0 });
      recogniseRejections(readPushOutput(content, content));
    }),
  },
  'JSON of Gerrit': {
    samples: [
      JSON.stringify({
        id: 'a~1',
        _number: 1,
        project: 'openstack/nova',
        branch: 'master',
        change_id: `I${'0'.repeat(40)}`,
        subject: 'A',
        status: 'NEW',
        owner: { _account_id: 1 },
        current_revision: 'a',
        revisions: { a: { _number: 1, commit: { parents: [] } } },
        labels: {},
        submit_requirements: [],
      }),
    ],
    words: [
      '{',
      '}',
      '"id":',
      '"_number":1',
      '"labels":',
      '"revisions":',
      '"owner":{"_account_id":1}',
      '[',
      ']',
      ',',
      'null',
      '"status":"NEW"',
    ],
    read: text((content) => {
      const value = v.safeParse(v.pipe(v.string(), v.parseJson()), content);
      for (const shape of value.success ? [ChangeInfo, AccountInfo] : []) v.safeParse(shape, value.output);
    }),
  },
};
