import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readPushAnswer } from '../../../../src/change/push/pushAnswer';
import { hookWords, nothingArrivedWords, rejectedWords } from '../../../../src/change/push/pushWords';

describe('what a person is told of a push', () => {
  it('has the words of the server where the catalogue has none', () => {
    const stderr = `remote: Go away.\nTo h\n ! [remote rejected] HEAD -> refs/for/master (the moon is full)\n`;
    const [rejection] = readPushAnswer({ stdout: '', stderr, exitCode: 1 }).rejections;
    assert.equal(rejectedWords(rejection!, 1), 'The server refused the push. Its answer: the moon is full Go away.');
    assert.ok(rejectedWords({ ...rejection!, quote: 'x'.repeat(5000) }, 1).length < 500);
  });

  it('calls an error unknown that git reports in words of its own, and nothing refused', () => {
    const [unknown] = readPushAnswer({
      stdout: '',
      stderr: "error: unknown thing of a newer git\nerror: failed to push some refs to 'ssh://h/p'\n",
      exitCode: 1,
    }).rejections;
    assert.equal(
      rejectedWords(unknown!, 1),
      "The push failed with an unknown error. git said: error: unknown thing of a newer git error: failed to push some refs to 'ssh://h/p'",
    );
    const [silent] = readPushAnswer({ stdout: '', stderr: '', exitCode: 1 }).rejections;
    assert.equal(rejectedWords(silent!, 1), 'The push failed with an unknown error. git did not say why.');
  });

  it('claims nothing of a push whose hook complains afterwards', () => {
    assert.equal(hookWords('The hook x ended.'), 'Your post-review hook complained after the push. The hook x ended.');
  });

  it('says why nothing arrived', () => {
    assert.match(nothingArrivedWords({ settled: true }), /The server was asked, and has nothing of it/);
    assert.match(nothingArrivedWords({ settled: false }), /before anything was sent/);
  });
});
