import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { encodeMessage, reviewRef, reviewRefspec } from '../../../../src/change/push/pushRef';
import {
  branchName,
  hostName,
  isRefName,
  projectName,
  pushAddress,
  remoteName,
  TargetError,
  userName,
} from '../../../../src/change/repository/refNames';
import { findTarget, newUrl, type TargetSources } from '../../../../src/change/repository/target';

const nova = { host: 'review.opendev.org', port: '29418', project: 'openstack/nova.git' };
const gerrit = { name: 'gerrit', url: 'ssh://dev@review.opendev.org:29418/openstack/nova.git' };
const refuses = (reason: string) => (error: unknown) => error instanceof TargetError && error.reason === reason;

describe('the target of a push', () => {
  it('the target is the remote named gerrit as it is', () => {
    assert.deepEqual(findTarget({ file: nova, remotes: [gerrit] }), {
      remote: 'gerrit',
      exists: true,
      url: gerrit.url,
      scheme: 'ssh',
      branch: 'master',
      host: 'review.opendev.org',
      project: 'openstack/nova',
    });
  });

  it('the target has the address that git review -s would make', () => {
    const config = new Map([['username', 'dev']]);
    const target = findTarget({
      file: nova,
      config,
      remotes: [{ name: 'origin', url: 'https://opendev.org/openstack/nova' }],
    });
    assert.equal(target.url, 'ssh://dev@review.opendev.org:29418/openstack/nova.git');
    assert.equal(target.exists, false);
    assert.equal(
      newUrl({ file: { ...nova, scheme: 'https', port: '443' }, login: 'me' }),
      'https://me@review.opendev.org:443/openstack/nova.git',
    );
    assert.equal(
      newUrl({ file: { host: 'r.example.org', project: 'p', scheme: 'https' } }),
      'https://r.example.org/p.git',
    );
  });

  it('the target follows choice, configuration, .gitreview and default, in this order', () => {
    const file = { ...nova, defaultbranch: 'stable/2025.2', defaultremote: 'review' };
    const branch = (sources: Partial<TargetSources>) =>
      findTarget({ file, remotes: [gerrit, { ...gerrit, name: 'review' }], ...sources });
    assert.equal(branch({}).branch, 'stable/2025.2');
    assert.equal(branch({}).remote, 'review');
    const config = new Map([
      ['branch', 'feature/x'],
      ['remote', 'gerrit'],
    ]);
    assert.deepEqual([branch({ config }).branch, branch({ config }).remote], ['feature/x', 'gerrit']);
    assert.equal(branch({ config, chosen: { branch: 'refs/heads/main' } }).branch, 'main');
    assert.equal(
      branch({ config: new Map([['track', 'true']]), upstreamBranch: 'stable/2024.1' }).branch,
      'stable/2024.1',
    );
    assert.equal(branch({ chosen: { remote: 'gerrit' } }).remote, 'gerrit');
  });

  it('the target follows pushurl, pushInsteadOf and insteadOf', () => {
    const url = (sources: Partial<TargetSources>) => findTarget({ file: nova, remotes: [gerrit], ...sources }).url;
    const https = 'https://review.opendev.org/a/openstack/nova';
    assert.equal(url({ remotes: [{ ...gerrit, pushUrl: https }] }), https);
    assert.equal(
      url({ pushInsteadOf: [['https://review.opendev.org/', 'ssh://dev@review.opendev.org:29418/']] }),
      'https://review.opendev.org/openstack/nova.git',
    );
    const insteadOf = [
      ['https://a/', 'ssh://'],
      ['https://b.example.org/', 'ssh://dev@review.opendev.org:29418/'],
    ] as const;
    assert.equal(url({ insteadOf }), 'https://b.example.org/openstack/nova.git');
    assert.equal(findTarget({ remotes: [{ ...gerrit, pushUrl: https }] }).project, 'openstack/nova');
  });

  it('the target is the push address of origin if that is configured', () => {
    const config = new Map([['usepushurl', '1']]);
    const origin = { name: 'origin', url: 'https://opendev.org/openstack/nova', pushUrl: gerrit.url };
    assert.deepEqual(
      [
        findTarget({ config, file: nova, remotes: [origin] }).remote,
        findTarget({ config, file: nova, remotes: [origin] }).url,
      ],
      ['origin', gerrit.url],
    );
    assert.equal(
      findTarget({ config, file: nova, remotes: [{ name: 'origin', url: 'https://opendev.org/openstack/nova' }] })
        .exists,
      false,
    );
  });

  it('a target that nothing names is reported', () => {
    assert.throws(
      () => findTarget({ remotes: [{ name: 'origin', url: 'https://opendev.org/x' }] }),
      refuses('no-gitreview'),
    );
  });

  it('a .gitreview that drops the encryption of the remotes is refused', () => {
    const file = { host: 'review.example.org', project: 'a/b', scheme: 'http', defaultremote: 'elsewhere' };
    const remotes = [{ name: 'gerrit', url: 'ssh://dev@review.example.org:29418/a/b' }];
    assert.throws(() => findTarget({ file, remotes }), refuses('bad-address'));
    assert.equal(
      findTarget({ file, remotes, config: new Map([['scheme', 'http']]) }).url,
      'http://review.example.org/a/b.git',
    );
    assert.equal(
      findTarget({ file, remotes: [{ name: 'origin', url: 'https://git.example.org/a/b' }] }).scheme,
      'http',
    );
  });

  it('hostile values of a target are refused', () => {
    const hostile: [Partial<TargetSources>, string][] = [
      [{ file: { ...nova, host: '-oProxyCommand=touch x' } }, 'bad-address'],
      [{ file: { ...nova, host: 'a/b' } }, 'bad-address'],
      [{ file: { ...nova, host: 'h\nx' } }, 'bad-address'],
      [{ file: { ...nova, port: '22; rm' } }, 'bad-address'],
      [{ file: { ...nova, port: '99999' } }, 'bad-address'],
      [{ file: { ...nova, project: '../../etc' } }, 'bad-project'],
      [{ file: { ...nova, project: '-x' } }, 'bad-project'],
      [{ file: { ...nova, scheme: 'ext' } }, 'bad-address'],
      [{ file: { ...nova, defaultbranch: '--upload-pack=x' } }, 'bad-branch'],
      [{ file: { ...nova, defaultbranch: 'master%submit' } }, 'bad-branch'],
      [{ file: { ...nova, defaultremote: '--all' } }, 'bad-remote'],
      [{ file: { ...nova, defaultremote: 'ext::sh -c x' } }, 'bad-remote'],
      [{ config: new Map([['username', '-l x']]) }, 'bad-address'],
      [{ remotes: [{ name: 'gerrit', url: 'ext::sh -c touch% x' }] }, 'bad-address'],
      [{ remotes: [{ name: 'gerrit', url: 'ssh://-oProxyCommand=x/y' }] }, 'bad-address'],
      [{ remotes: [{ name: 'gerrit', url: 'file:///etc' }] }, 'bad-address'],
      [{ remotes: [{ name: 'gerrit', url: '/srv/x' }] }, 'bad-address'],
      [{ remotes: [{ name: 'gerrit', url: '-x:y' }] }, 'bad-address'],
    ];
    for (const [sources, reason] of hostile) {
      assert.throws(
        () => findTarget({ file: nova, remotes: [], ...sources }),
        refuses(reason),
        JSON.stringify(sources),
      );
    }
  });

  it('valid names of a target are accepted', () => {
    assert.equal(branchName('stable/2025.2'), 'stable/2025.2');
    assert.equal(remoteName('my-gerrit'), 'my-gerrit');
    assert.equal(hostName('[::1]'), '[::1]');
    assert.equal(projectName('openstack/oslo.config.git'), 'openstack/oslo.config');
    assert.equal(userName('dev@example.org'), 'dev@example.org');
    assert.equal(pushAddress('dev@review.opendev.org:openstack/nova'), 'dev@review.opendev.org:openstack/nova');
  });
});

describe('the ref of a push', () => {
  it('the ref has only options that were requested', () => {
    assert.equal(reviewRef('master'), 'refs/for/master');
    assert.equal(reviewRefspec('HEAD', 'stable/2025.2'), 'HEAD:refs/for/stable/2025.2');
  });

  it('the ref has every option', () => {
    assert.equal(
      reviewRef('master', {
        topic: 'bp/some-blueprint',
        reviewers: ['core@example.org', 'dev+x'],
        cc: ['zuul@example.org'],
        hashtags: ['#easy', 'doc'],
        state: 'wip',
        visibility: 'private',
        notify: 'NONE',
        message: 'Second try, with 100% of_it',
      }),
      'refs/for/master%topic=bp/some-blueprint,r=core@example.org,r=dev+x,cc=zuul@example.org,t=easy,t=doc,wip,private,notify=NONE,m=Second_try%2C_with_100%25_of%5Fit',
    );
    assert.equal(reviewRef('master', { topic: '' }), 'refs/for/master%topic=');
  });

  it('options that neither git nor Gerrit could read are refused', () => {
    for (const topic of [
      'two words',
      'a,wip',
      'a..b',
      'a:b',
      'a^',
      'a\nb',
      'a\\b',
      '@{u}',
      'x'.repeat(300),
      'a%b',
      'a~1',
      'a*',
    ]) {
      assert.throws(() => reviewRef('master', { topic }), refuses('bad-option'), topic);
    }
    for (const branch of [
      '',
      '-x',
      'a b',
      'a..b',
      '/a',
      'a/',
      'a.lock',
      '.a',
      'a/.b',
      'a%wip',
      '@',
      'refs/for/x',
      'a\u0000',
    ]) {
      assert.throws(() => reviewRef(branch), refuses('bad-branch'), branch);
    }
    assert.throws(() => reviewRef('master', { reviewers: ['a b@example.org'] }), refuses('bad-option'));
    assert.throws(() => reviewRefspec('--all', 'master'), refuses('bad-option'));
  });

  it('any message is encoded so that Gerrit decodes the same', () => {
    const decode = (text: string) => decodeURIComponent(text.replaceAll('_', '%20'));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (message) => {
        const encoded = encodeMessage(message);
        assert.equal(decode(encoded), message.trim());
        assert.ok(encoded === '' || isRefName(`x${encoded.slice(0, 200)}`));
      }),
    );
  });
});
