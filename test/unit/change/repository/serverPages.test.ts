import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pagesOf } from '../../../../src/change/repository/serverPages';
import { findTarget } from '../../../../src/change/repository/target';

const target = (url: string) => findTarget({ remotes: [{ name: 'gerrit', url }] });
const pages = (url: string, review: string): string | undefined =>
  pagesOf(target(url), { host: 'review.example.org', pages: review });

describe('the web pages of a server', () => {
  it('web pages are those that .gitreview names for the server of the remote', () => {
    assert.equal(
      pages('https://review.example.org/a/b', 'https://review.example.org:8443/'),
      'https://review.example.org:8443/',
    );
    assert.equal(
      pages('http://review.example.org:8080/a/b', 'http://review.example.org:8081/'),
      'http://review.example.org:8081/',
    );
    assert.equal(
      pages('ssh://dev@other.example.org:29418/a/b', 'https://review.example.org/'),
      'https://other.example.org/',
    );
    assert.equal(pagesOf(target('https://review.example.org:8443/a/b')), 'https://review.example.org:8443/');
  });

  it('web pages stay encrypted if the remote is, whatever .gitreview says', () => {
    assert.equal(
      pages('ssh://dev@review.example.org:29418/a/b', 'http://review.example.org/'),
      'https://review.example.org/',
    );
    assert.equal(
      pages('ssh://dev@review.example.org:29418/a/b', 'http://review.example.org:8080/'),
      'https://review.example.org/',
    );
    assert.equal(pages('dev@review.example.org:a/b', 'http://review.example.org/'), 'https://review.example.org/');
    assert.equal(
      pages('https://dev@review.example.org:8443/a/b', 'http://review.example.org:8080/'),
      'https://review.example.org:8443/',
    );
  });

  it('web pages may be http on this machine', () => {
    for (const [host, pages] of [
      ['127.0.0.1', 'http://127.0.0.1:8080/'],
      ['localhost', 'http://localhost:8080/'],
      ['127.0.0.1.example.org', 'https://127.0.0.1.example.org/'],
    ] as const) {
      assert.equal(pagesOf(target(`ssh://dev@${host}:29418/a/b`), { host, pages: `http://${host}:8080/` }), pages);
    }
  });
});
