import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../src/base/errors';
import { parseGitReview } from '../../../src/project/gitreview';

const NOVA = '[gerrit]\nhost=review.opendev.org\nport=29418\nproject=openstack/nova.git\n';

describe('.gitreview', () => {
  it('.gitreview says where changes go', () => {
    assert.deepEqual(parseGitReview(NOVA), {
      host: 'review.opendev.org',
      port: 29418,
      project: 'openstack/nova',
      defaultBranch: 'master',
      defaultRemote: 'gerrit',
      scheme: 'ssh',
    });
  });

  it('.gitreview names the branch of a stable series, and another remote', () => {
    const review = parseGitReview(`${NOVA}defaultbranch=stable/2025.2\ndefaultremote=origin\nscheme=https\n`);
    assert.equal(review?.defaultBranch, 'stable/2025.2');
    assert.equal(review.defaultRemote, 'origin');
    assert.equal(review.scheme, 'https');
  });

  it('.gitreview has the default port of each scheme', () => {
    const of = (scheme: string): number | undefined =>
      parseGitReview(`[gerrit]\nhost=h\nproject=p\nscheme=${scheme}\n`)?.port;
    assert.deepEqual(['ssh', 'http', 'https'].map(of), [29418, 80, 443]);
  });

  it('.gitreview names no server if host or project is missing', () => {
    assert.equal(parseGitReview(''), undefined);
    assert.equal(parseGitReview('[gerrit]\nhost=h\n'), undefined);
    assert.equal(parseGitReview('[gerrit]\nhost=\nproject=p\n'), undefined);
    assert.equal(parseGitReview('not even\nan ini'), undefined);
  });

  const hostile: [string, string][] = [
    ['host', '-oProxyCommand=touch /x'],
    ['host', 'a b'],
    ['host', 'h/../x'],
    ['host', 'h;id'],
    ['host', 'h\u0007'],
    ['host', 'user@h'],
    ['port', '0'],
    ['port', '65536'],
    ['port', '22 -o x'],
    ['port', '٢٢'],
    ['project', '../nova'],
    ['project', 'openstack/../../x'],
    ['project', '-x/y'],
    ['project', '/nova'],
    ['project', 'a//b'],
    ['project', 'a?b'],
    ['project', '$(id)'],
    ['defaultbranch', '--upload-pack=x'],
    ['defaultbranch', 'a..b'],
    ['defaultbranch', 'x:y'],
    ['defaultbranch', 'x.lock'],
    ['defaultbranch', 'x\u001b[31m'],
    ['defaultbranch', '@{u}'],
    ['defaultremote', '-f'],
    ['defaultremote', 'ext::sh -c id'],
    ['defaultremote', 'https://evil.example'],
    ['scheme', 'ext'],
    ['scheme', 'file'],
  ];
  for (const [key, value] of hostile) {
    it(`.gitreview is refused with ${key}=${JSON.stringify(value)}`, () => {
      assert.throws(
        () => parseGitReview(`[gerrit]\nhost=h\nproject=p\n${key}=${value}\n`),
        (error) => error instanceof UserError && error.reason === 'invalid-gitreview' && error.message.includes(key),
      );
    });
  }

  it('.gitreview has values that need no quoting anywhere, or a UserError', () => {
    const unit = fc.constantFrom('a', '.', '/', '-', ' ', '\\', '"', '$', '\0');
    const value = fc.oneof(fc.string(), fc.string({ unit }));
    fc.assert(
      fc.property(value, value, value, value, (host, project, branch, remote) => {
        const text = `[gerrit]\nhost=${host}\nproject=${project}\ndefaultbranch=${branch}\ndefaultremote=${remote}\n`;
        try {
          const review = parseGitReview(text);
          if (!review) return;
          assert.match(review.host, /^[\w.:[\]-]+$/);
          for (const name of [review.project, review.defaultBranch, review.defaultRemote]) {
            assert.match(name, /^[\w.+][\w.+/-]*$/);
            assert.ok(!name.split('/').includes('..'));
          }
        } catch (error) {
          assert.ok(error instanceof UserError, String(error));
        }
      }),
    );
  });
});
