import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readChangeRef, webUrlOf } from '../../../src/gerrit';

describe('where a change is', () => {
  it('the place of a change is read from what people paste', () => {
    const changeId = `I${'a'.repeat(40)}`;
    const url = 'https://review.opendev.org/c/openstack/nova/+/996033';
    const host = 'review.opendev.org';
    const refs: [text: string, ref: unknown][] = [
      ['996033', { number: 996033 }],
      [' 996033,3\n', { number: 996033, patchSet: 3 }],
      [changeId, { changeId }],
      [url, { number: 996033, project: 'openstack/nova', host }],
      [`${url}/3`, { number: 996033, patchSet: 3, project: 'openstack/nova', host }],
      [`${url}/3/nova/conf.py#12`, { number: 996033, patchSet: 3, project: 'openstack/nova', host }],
      ['https://review.opendev.org/996033', { number: 996033, host }],
      ['https://review.opendev.org/#/c/996033/2', { number: 996033, patchSet: 2, host }],
      ['https://Review.OpenDev.org/c/996033', { number: 996033, host }],
    ];
    for (const [text, ref] of refs) assert.deepEqual(readChangeRef(text), ref, text);
    for (const text of [
      '',
      'x',
      '-1',
      '1; ls',
      `${changeId}0`,
      'https://u:p@h/1',
      'https://h/c/a b/+/1',
      'ssh://h/1',
      '9'.repeat(12),
    ]) {
      assert.equal(readChangeRef(text), undefined, text);
    }
  });

  it('the page of a server is beside the address that git pushes to', () => {
    assert.equal(webUrlOf({ host: 'review.opendev.org', scheme: 'ssh', port: 29418 }), 'https://review.opendev.org/');
    assert.equal(webUrlOf({ host: 'g.example.org', scheme: 'https', port: 443 }), 'https://g.example.org/');
    assert.equal(webUrlOf({ host: '127.0.0.1', scheme: 'http', port: 8080 }), 'http://127.0.0.1:8080/');
  });
});
