import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type PushAnswer, readPushAnswer } from '../../../../src/change/push/pushAnswer';
import { cleanLines } from '../../../../src/change/rejections/pushOutput';

interface Capture {
  readonly title: string;
  readonly exitCode: number;
  readonly stderr: string;
}

function captures(file: string): Capture[] {
  const text = readFileSync(path.resolve('test/fixtures/change', file), 'utf8');
  return text
    .split(/^### /m)
    .slice(1)
    .map((block) => {
      const [head = '', ...rest] = block.split('\n');
      const [, title = '', exit = ''] = /^(.*) \[exit (\d+)\]$/.exec(head) ?? [];
      return { title, exitCode: Number(exit), stderr: rest.join('\n') };
    });
}

const answerOf = ({ stderr, exitCode }: Capture): PushAnswer => readPushAnswer({ stdout: '', stderr, exitCode });

/** Title of the capture, reason, first fix. */
const REFUSED: readonly (readonly [title: string, reason: string, fix: string])[] = [
  ['00-success: same commit again (04)', 'nothing-new', 'amend-first'],
  ['00-success: unknown option', 'bad-option', 'drop-option'],
  ['00-success: bad notify', 'bad-option', 'drop-option'],
  ['00-success: wip+ready', 'bad-option', 'drop-option'],
  ['00b-option-effects: %r=nobody@nowhere.example', 'unknown-reviewer', 'choose-reviewer'],
  ['00b-option-effects: %topic=a b', 'bad-ref', 'drop-option'],
  ['00b-option-effects: %m=two words', 'bad-ref', 'drop-option'],
  ['00b-option-effects: %l=Code-Review+2', 'bad-vote', 'drop-option'],
  ['00b-option-effects: %l=Nope+1', 'bad-vote', 'drop-option'],
  ['00b-option-effects: %base=HEAD', 'bad-option', 'drop-option'],
  ['00b-option-effects: %submit', 'no-right', 'ask-for-rights'],
  ['00b-option-effects: %merged', 'bad-option', 'drop-option'],
  ['01-missing-change-id: SSH', 'missing-change-id', 'add-change-id'],
  ['01-missing-change-id: no footers at all', 'missing-sign-off', 'sign-off'],
  ['02b-order-of-checks: no Change-Id, no SOB, foreign committer', 'unregistered-email', 'fix-identity'],
  ['03-change-id-format: short id', 'malformed-change-id', 'new-change-id'],
  ['03-change-id-format: two ids', 'several-change-ids', 'keep-one-change-id'],
  ['03-change-id-format: in an earlier paragraph', 'change-id-outside', 'move-change-id'],
  ['03-change-id-format: subject is the Change-Id', 'missing-summary', 'add-summary'],
  ['03-change-id-format: two commits with one id', 'repeated-change-id', 'squash-or-renew'],
  ['03-change-id-format: refs/changes', 'may-not-create-refs', 'push-for-review'],
  ['05-auth: unknown key', 'ssh-key-refused', 'set-username'],
  ['05-auth: wrong user name', 'ssh-key-refused', 'set-username'],
  ['05-auth: strict host key', 'host-key', 'trust-host-key'],
  ['05-auth: port closed', 'port-closed', 'switch-to-https'],
  ['05-auth: wrong project, SSH', 'no-such-project', 'choose-project'],
  ['05-auth: HTTP wrong password', 'http-sign-in', 'sign-in'],
  ['05-auth: HTTP no password, no prompt', 'http-sign-in', 'sign-in'],
  ['05-auth: HTTP anonymous push without /a/', 'http-sign-in', 'sign-in'],
  ['05-auth: HTTP wrong project', 'no-such-project', 'choose-project'],
  ['05-auth: HTTP port closed', 'no-connection', 'check-network'],
  ['05b-account-states: inactive account, SSH', 'ssh-key-refused', 'set-username'],
  ['07-direct-push: SSH', 'direct-push', 'push-for-review'],
  ['07-direct-push: plain git push', 'direct-push', 'push-for-review'],
  ['07-direct-push: new branch', 'may-not-create-refs', 'push-for-review'],
  ['07-direct-push: delete', 'no-right', 'ask-for-rights'],
  ['07-direct-push: refs/meta/config', 'not-for-review', 'push-for-review'],
  ['07-direct-push: refs/publish', 'may-not-create-refs', 'push-for-review'],
  ['08-branch-or-project: unknown branch', 'no-such-branch', 'choose-branch'],
  ['08-branch-or-project: unknown branch with slash', 'no-such-branch', 'choose-branch'],
  ['08-branch-or-project: read-only project, SSH', 'read-only-project', 'open-project-page'],
  ['08-branch-or-project: read-only project, direct push', 'read-only-project', 'open-project-page'],
  ['08b-tc-only-project: SSH', 'may-not-create-changes', 'choose-branch'],
  ['09-identity: author not registered (forgeAuthor not granted)', 'unregistered-email', 'fix-identity'],
  ['10-merge: merge commit', 'merge-commit', 'rebase-merge-away'],
  ['15-closed: abandoned, SSH', 'change-closed', 'new-change-id'],
  ['17-someone-elses-change: dev, no addPatchSet (author reset to dev)', 'not-your-change', 'ask-for-rights'],
  ['18-limits: change.maxFiles = 2', 'too-many-files', 'split-change'],
  ['18-limits: change.maxPatchSets = 2', 'too-many-patch-sets', 'new-change-id'],
  ['18-limits: receive.maxObjectSizeLimit = 2k', 'too-large', 'split-change'],
  ['22: unknown host', 'unknown-host', 'check-network'],
];

describe("the server's answer to a push", () => {
  const refused = captures('push-refused.txt');
  const accepted = captures('push-accepted.txt');
  const one = (title: string, from = refused): PushAnswer => {
    const capture = from.find((found) => found.title === title);
    assert.ok(capture, title);
    return answerOf(capture);
  };

  it('every captured refusal has an expectation', () => {
    assert.deepEqual(
      refused.map(({ title }) => title),
      REFUSED.map(([title]) => title),
    );
  });

  for (const [title, reason, fix] of REFUSED) {
    it(`a refusal is recognised: ${title}`, () => {
      const answer = one(title);
      assert.deepEqual(
        answer.rejections.map((rejection) => [rejection.reason, rejection.fixes[0]?.kind]),
        [[reason, fix]],
      );
      assert.notEqual(answer.outcome, 'accepted');
      assert.deepEqual(answer.changes, []);
      assert.ok(answer.rejections[0]?.quote && answer.rejections[0].meaning);
    });
  }

  it('a refusal has the values that its fix needs', () => {
    assert.deepEqual(one('02b-order-of-checks: no Change-Id, no SOB, foreign committer').rejections[0]?.fixes, [
      {
        kind: 'fix-identity',
        role: 'committer',
        commit: 'cc9c5d5',
        email: 'other@example.com',
        registered: ['dev.second@example.org', 'dev@example.org'],
        settingsUrl: 'http://127.0.0.1:8080/settings#EmailAddresses',
      },
    ]);
    assert.deepEqual(one('03-change-id-format: two ids').rejections[0]?.fixes, [
      {
        kind: 'keep-one-change-id',
        commit: 'b1041e4',
        changeIds: ['I762946ccef4fdd7ff167116e755ac3ecc13a56bc', 'Ie0812e6b071155cc9e1c4b2a341d30e3c89c40b6'],
      },
    ]);
    assert.deepEqual(one('15-closed: abandoned, SSH').rejections[0]?.fixes, [
      { kind: 'new-change-id', because: 'closed', url: 'http://127.0.0.1:8080/c/openstack/sandbox/+/25' },
    ]);
    assert.deepEqual(one('07-direct-push: plain git push').rejections[0]?.fixes, [
      { kind: 'push-for-review', branch: 'master' },
    ]);
  });

  it('accepted changes are read with their tags', () => {
    const changes = (title: string) => one(title, accepted).changes;
    assert.deepEqual(changes('success, SSH'), [
      {
        url: 'http://127.0.0.1:8080/c/openstack/sandbox/+/1',
        number: 1,
        project: 'openstack/sandbox',
        subject: 'Add one file',
        isNew: true,
        wip: false,
        private: false,
        edit: false,
      },
    ]);
    assert.deepEqual(
      changes('three commits, one push').map(({ number, subject, isNew }) => [number, subject, isNew]),
      [
        [2, 'Chain one', true],
        [3, 'Chain two', true],
        [4, 'Chain three', true],
      ],
    );
    const tags = (title: string) =>
      changes(title).map((change) => [change.isNew, change.wip, change.private, change.edit]);
    assert.deepEqual(tags('new, WIP'), [[true, true, false, false]]);
    assert.deepEqual(tags('no option: stays WIP'), [[false, true, false, false]]);
    assert.deepEqual(tags('private'), [[false, false, true, false]]);
    assert.deepEqual(tags('%edit'), [[false, false, true, true]]);
    assert.equal(changes('subject starts with WIP')[0]?.subject, 'WIP: subject that starts with WIP');
    assert.ok(
      accepted.every(
        (capture) => answerOf(capture).outcome === 'accepted' && answerOf(capture).rejections.length === 0,
      ),
    );
  });

  it('remarks and lost votes are read', () => {
    assert.deepEqual(one('all three rewritten', accepted).remarks, [
      { text: 'no changes between prior commit e38ccdd and new commit 307be05' },
      { commit: 'ba6968c', text: 'no files changed, was rebased' },
      { commit: '0460075', text: 'no files changed, was rebased' },
    ]);
    assert.deepEqual(one('options by -o', accepted).lostVotes, ['Code-Review+1 by Dev Example']);
  });

  it('--porcelain and the bytes of a terminal are read', () => {
    const stderr =
      'remote: \rremote: Processing changes: refs: 1, new: 1        \rremote: Processing changes: refs: 1, new: 1, done            \n' +
      'remote: \nremote: \u001b[32mSUCCESS\u001b[m        \nremote: \n' +
      'remote:   http://127.0.0.1:8080/c/openstack/sandbox/+/29 Raw bytes [NEW]        \nremote: \n';
    const stdout = 'To ssh://127.0.0.1:29418/openstack/sandbox\n*\tHEAD:refs/for/master\t[new reference]\nDone\n';
    const answer = readPushAnswer({ stdout, stderr, exitCode: 0 });
    assert.equal(answer.outcome, 'accepted');
    assert.equal(answer.changes[0]?.number, 29);
    assert.deepEqual(answer.refs, [{ flag: '*', from: 'HEAD', to: 'refs/for/master', summary: '[new reference]' }]);
    assert.deepEqual(answer.remote, [
      'SUCCESS',
      '',
      '  http://127.0.0.1:8080/c/openstack/sandbox/+/29 Raw bytes [NEW]',
    ]);

    const no =
      'To x\n!\tHEAD:refs/for/master\t[remote rejected] (same Change-Id in multiple changes.\nSquash the commits)\nDone\n';
    assert.equal(readPushAnswer({ stdout: no, stderr: '', exitCode: 1 }).rejections[0]?.reason, 'repeated-change-id');
  });

  it("a push succeeded only if the server's answer says so", () => {
    const said = 'remote: SUCCESS\nremote:   http://h/c/p/+/1 Subject [NEW]\n';
    const outcome = (stderr: string, exitCode?: number) =>
      readPushAnswer({ stdout: '', stderr, ...(exitCode === undefined ? {} : { exitCode }) });
    assert.equal(outcome(said).outcome, 'unknown');
    assert.equal(outcome(said, 1).outcome, 'failed');
    assert.deepEqual(outcome(said).changes, []);
    assert.equal(outcome('', 0).outcome, 'failed');
    assert.equal(outcome('Everything up-to-date\n', 0).outcome, 'failed');
    assert.equal(outcome(`${said}To h\n * [new reference]   HEAD -> refs/for/master\n`, 1).outcome, 'unknown');
  });

  it('a cut connection has an unknown outcome', () => {
    for (const line of [
      'fatal: the remote end hung up unexpectedly',
      'send-pack: unexpected disconnect while reading sideband packet',
      'client_loop: send disconnect: Broken pipe',
      'Connection to review.opendev.org closed by remote host.',
      'error: RPC failed; curl 56 Recv failure: Connection reset by peer',
    ]) {
      const answer = readPushAnswer({ stdout: '', stderr: `${line}\n`, exitCode: 128 });
      assert.equal(answer.outcome, 'unknown', line);
      assert.deepEqual(
        answer.rejections.map(({ reason, fixes }) => [reason, fixes[0]?.kind]),
        [['connection-lost', 'ask-server']],
      );
    }
  });

  it('messages of networks, servers and hooks are recognised, without claiming more', () => {
    const local: readonly (readonly [text: string, reason: string, outcome: string])[] = [
      [
        'Received disconnect from 10.0.0.1 port 29418:2: Too many authentication failures\nfatal: Could not read from remote repository.',
        'too-many-keys',
        'failed',
      ],
      [
        'Unable to negotiate with 10.0.0.1 port 29418: no matching host key type found. Their offer: ssh-rsa\nfatal: Could not read from remote repository.',
        'no-common-algorithm',
        'failed',
      ],
      [
        'kex_exchange_identification: Connection closed by remote host\nConnection closed by 10.0.0.1 port 29418\nfatal: Could not read from remote repository.',
        'closed-at-once',
        'failed',
      ],
      ["fatal: unable to access 'https://h/a/p/': The requested URL returned error: 429", 'server-busy', 'failed'],
      ["fatal: unable to access 'https://h/a/p/': The requested URL returned error: 503", 'server-busy', 'failed'],
      [
        'error: RPC failed; curl 56 Recv failure: Operation timed out\nfatal: the remote end hung up unexpectedly',
        'connection-lost',
        'unknown',
      ],
      [
        'fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights',
        'not-connected',
        'failed',
      ],
      ["tests failed\nerror: failed to push some refs to 'ssh://h/p'", 'unknown-failure', 'failed'],
      [
        "error: no DAV locking support on http://h/p/\nfatal: git-http-push failed\nerror: failed to push some refs to 'http://h/p'",
        'web-page',
        'failed',
      ],
      [
        'fatal: unable to update url base from redirection:\n  asked for: http://h/p/info/refs?service=git-receive-pack\n   redirect: http://h/login',
        'web-page',
        'failed',
      ],
      ["fatal: unable to access 'http://h/p/': The requested URL returned error: 511", 'web-page', 'failed'],
      ["fatal: unable to access 'http://h/p/': Maximum (20) redirects followed", 'redirect-loop', 'failed'],
      ['fatal: protocol error: bad line length character: Welc', 'not-git', 'failed'],
      ["fatal: invalid server response; got '# service=git-upload-pack'", 'not-git', 'failed'],
      [
        "fatal: unable to access 'https://h/p/': Received HTTP code 407 from proxy after CONNECT",
        'proxy-sign-in',
        'failed',
      ],
      ["fatal: unable to access 'https://h/p/': CONNECT tunnel failed, response 407", 'proxy-sign-in', 'failed'],
      ["fatal: unable to access 'http://h/p/': The requested URL returned error: 407", 'proxy-sign-in', 'failed'],
      [
        "fatal: unable to access 'https://h/p/': Received HTTP code 403 from proxy after CONNECT",
        'proxy-failed',
        'failed',
      ],
      ["fatal: unable to access 'https://h/p/': Proxy CONNECT aborted", 'proxy-failed', 'failed'],
      ["fatal: unable to access 'https://h/p/': Could not resolve proxy: proxy.example.org", 'proxy-failed', 'failed'],
      ["fatal: unable to access 'http://h/p/': Empty reply from server", 'no-answer', 'failed'],
      [
        "fatal: unable to access 'https://h/p/': SSL certificate problem: certificate has expired",
        'certificate-expired',
        'failed',
      ],
      [
        "fatal: unable to access 'https://h/p/': SSL certificate problem: self-signed certificate in certificate chain",
        'certificate-untrusted',
        'failed',
      ],
      [
        "fatal: unable to access 'https://h/p/': SSL: no alternative certificate subject name matches target host name 'h'",
        'certificate-name',
        'failed',
      ],
      [
        "fatal: unable to access 'https://h/p/': schannel: CertGetCertificateChain trust error CERT_TRUST_IS_UNTRUSTED_ROOT",
        'certificate-untrusted',
        'failed',
      ],
      ["fatal: ssh variant 'simple' does not support setting port", 'ssh-variant', 'failed'],
      ['error: cannot run ssh: No such file or directory\nfatal: unable to fork', 'no-ssh', 'failed'],
      [
        '@       WARNING: REVOKED HOST KEY DETECTED!               @\nHost key verification failed.\nfatal: Could not read from remote repository.',
        'host-key-revoked',
        'failed',
      ],
      [
        'Host key ED25519 SHA256:DQqrn4nc3tCHS6mrxrB/btj0IRwkFg1em2Z4rj0OUVU revoked by file /etc/ssh/revoked\nHost key verification failed.\nfatal: Could not read from remote repository.',
        'host-key-revoked',
        'failed',
      ],
      ["fatal: unable to access 'http://h/p/': The requested URL returned error: 400", 'unknown-failure', 'failed'],
      [
        "fatal: the remote end hung up unexpectedly\nerror: failed to push some refs to 'ssh://h/p'",
        'connection-lost',
        'unknown',
      ],
    ];
    for (const [text, reason, outcome] of local) {
      const answer = readPushAnswer({ stdout: '', stderr: `${text}\n`, exitCode: 128 });
      assert.deepEqual([answer.rejections[0]?.reason, answer.outcome], [reason, outcome], text);
    }
    for (const [text, reason] of [
      ['implicit merges detected', 'implicit-merge'],
      ['internal server error', 'server-error'],
    ] as const) {
      const answer = readPushAnswer({
        stdout: '',
        stderr: `To h\n ! [remote rejected] HEAD -> refs/for/master (${text})\n`,
        exitCode: 1,
      });
      assert.deepEqual([answer.rejections[0]?.reason, answer.outcome], [reason, 'refused'], text);
    }
  });

  it('a host whose key has changed is named, as new and old OpenSSH print it', () => {
    for (const line of [
      'Host key for [h.example.org]:29418 has changed',
      'ED25519 host key for [h.example.org]:29418 has changed',
    ]) {
      const [rejection] = readPushAnswer({
        stdout: '',
        stderr: `${line} and you have requested strict checking.\nHost key verification failed.\n`,
        exitCode: 128,
      }).rejections;
      assert.deepEqual(
        [rejection?.reason, rejection?.fixes[0]],
        ['host-key-changed', { kind: 'forget-host-key', host: '[h.example.org]:29418' }],
      );
    }
  });

  it('an unknown text is shown as the server wrote it', () => {
    const stderr = 'remote: Go away.\nTo h\n ! [remote rejected] HEAD -> refs/for/master (the moon is full)\n';
    const { rejections } = readPushAnswer({ stdout: '', stderr, exitCode: 1 });
    const rejection = rejections.at(0);
    assert.deepEqual(rejections.slice(1), []);
    assert.equal(rejection?.reason, 'unknown');
    assert.equal(rejection.quote, 'the moon is full\n\nGo away.');
    assert.deepEqual(rejection.fixes, [{ kind: 'show-output' }]);
  });

  it('a password is never shown', () => {
    const stderr =
      "remote: Unauthorized\nfatal: Authentication failed for 'https://dev:secret@review.example.org/a/x/'\n";
    const [rejection] = readPushAnswer({ stdout: '', stderr, exitCode: 128 }).rejections;
    assert.deepEqual(rejection?.fixes, [{ kind: 'sign-in', url: 'https://review.example.org/a/x/' }]);
    assert.ok(!JSON.stringify(readPushAnswer({ stdout: '', stderr, exitCode: 128 })).includes('secret'));
  });

  it('messages of git-review before a push are recognised', () => {
    const reasonOf = (stdout: string) => readPushAnswer({ stdout, stderr: '', exitCode: 1 }).rejections[0]?.reason;
    assert.equal(
      reasonOf("We don't know where your gerrit is. Please manually create a remote\nnamed 'gerrit' and try again."),
      'no-gerrit-remote',
    );
    assert.equal(
      reasonOf('You are about to submit multiple commits. This is expected if you are\nsubmitting'),
      'several-commits',
    );
    assert.equal(
      reasonOf('You have unstaged changes. Please commit or stash them first, and then\ntry again.'),
      'dirty-tree',
    );
    assert.equal(reasonOf("The branch 'mastr' does not exist on the given remote 'gerrit'. If"), 'no-such-branch');
    assert.equal(reasonOf('It is likely that your change has a merge conflict, but the result of'), 'merge-conflict');
    assert.equal(
      reasonOf(
        'ssh://nobody@h:29418/p.git did not work. Description: nobody@h: Permission denied (publickey).\nCould not connect to gerrit.',
      ),
      'ssh-key-refused',
    );
  });

  it('any text, even a hostile one, is read without throwing or hanging', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'remote: ',
        '\r',
        '\n',
        '\u001b[2J',
        ' ! [remote rejected] HEAD -> x (',
        ')',
        '!\tHEAD:x\t[remote rejected] ((((',
        'http://h/c/p/+/1 ',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.option(fc.integer({ min: 1, max: 255 }), { nil: undefined }),
        (pieces, exitCode) => {
          const answer = readPushAnswer({
            stdout: '',
            stderr: pieces.join(''),
            ...(exitCode === undefined ? {} : { exitCode }),
          });
          assert.notEqual(answer.outcome, 'accepted');
          assert.ok(answer.rejections.length > 0);
          assert.ok(answer.remote.every((line) => !/[^\P{Cc}\t]/u.test(line)));
        },
      ),
    );
    assert.ok(cleanLines(`${'('.repeat(500_000)}\n${' ! [remote rejected] a -> b ('.repeat(10_000)}`).length > 0);
  });

  it('a longer hostile text takes only proportionally longer', () => {
    const hostile: Readonly<Record<string, (size: number) => string>> = {
      'digits in one line': (size) =>
        `remote:   https://h/${'1'.repeat(size)}\nTo h\n * [new reference]   HEAD -> refs/for/master\n`,
      'half a closed connection, again and again': (size) => 'Connection to '.repeat(size / 14),
      'the same in lines': (size) => 'Connection to\n'.repeat(size / 14),
      'quotes that never end': (size) => "Authentication failed for '\n".repeat(size / 28),
      'colons where a status begins': (size) =>
        `!\t${`${':'.repeat(1900)} [remote rejected] (\n!\t`.repeat(size / 1926)}`,
      'refused refs': (size) => ' ! [remote rejected] a -> b (no)\n'.repeat(size / 33),
      'sequences of a terminal': (size) => '\u001b]'.repeat(size / 2),
    };
    const fastest = (stderr: string): number =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const start = performance.now();
          readPushAnswer({ stdout: '', stderr, exitCode: 0 });
          return performance.now() - start;
        }),
      );
    for (const [what, text] of Object.entries(hostile)) {
      const [short, long] = [fastest(text(50_000)), fastest(text(400_000))];
      // What grows with the square takes 64 times as long, and minutes; the rest is for a machine that is busy.
      assert.ok(
        long < 16 * short + 400,
        `${what}: ${short.toFixed(1)} ms, and ${long.toFixed(1)} ms for eight times as much`,
      );
    }
  }).timeout(120_000);

  it('every refusal of the captures beside the repository is known', function () {
    const folder = path.resolve('../shared/samples/gerrit');
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^[01].*\.txt$/.test(file)) : [];
    for (const file of files) {
      for (const block of readFileSync(path.join(folder, file), 'utf8').split(/^### /m).slice(1)) {
        const [, exit] = /^\$ git push[^\n]*\n\[exit (\d+)\]/m.exec(block) ?? [];
        const stderr = block.split('--- stderr\n')[1] ?? '';
        const answer = readPushAnswer({ stdout: '', stderr, exitCode: Number(exit ?? 0) });
        if (exit && exit !== '0') {
          assert.ok(
            answer.rejections.every(({ reason }) => reason !== 'unknown'),
            `${file}: ${block}`,
          );
        }
      }
    }
  });
});
