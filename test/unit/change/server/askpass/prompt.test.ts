import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readPrompt } from '../../../../../src/change/server/askpass/prompt';

const HOST_KEY = `The authenticity of host '[127.0.0.1]:29418 ([127.0.0.1]:29418)' can't be established.
ED25519 key fingerprint is SHA256:kQ1V0bq4pmCvzPnmB4pYxRVrQzEnu1C0t8Hn0mVwO7k.
This key is not known by any other names.
Are you sure you want to continue connecting (yes/no/[fingerprint])? `;

describe('questions of git and ssh', () => {
  it("git's questions are recognised, with their server", () => {
    assert.deepEqual(readPrompt("Username for 'https://review.opendev.org': "), {
      kind: 'username',
      origin: 'https://review.opendev.org',
    });
    const password = { kind: 'password', origin: 'http://127.0.0.1:8080', user: 'dev@x' };
    assert.deepEqual(readPrompt("Password for 'http://dev%40x@127.0.0.1:8080': "), password);
  });

  it("ssh's questions are recognised", () => {
    assert.deepEqual(readPrompt("Enter passphrase for key '/home/dev/.ssh/id_ed25519': "), {
      kind: 'passphrase',
      key: '/home/dev/.ssh/id_ed25519',
    });
    assert.deepEqual(readPrompt(HOST_KEY), {
      kind: 'host-key',
      host: '[127.0.0.1]:29418 ([127.0.0.1]:29418)',
      fingerprint: 'ED25519 key fingerprint is SHA256:kQ1V0bq4pmCvzPnmB4pYxRVrQzEnu1C0t8Hn0mVwO7k',
    });
  });

  it('any other question is taken as plain text', () => {
    assert.deepEqual(readPrompt("dev@host's password: "), { kind: 'other', text: "dev@host's password: " });
    assert.equal(readPrompt("Password for 'nonsense': ").kind, 'other');
    assert.equal(readPrompt(`x${HOST_KEY}`).kind, 'other');
    fc.assert(fc.property(fc.string(), (text) => readPrompt(text).kind !== 'host-key'));
  });
});
