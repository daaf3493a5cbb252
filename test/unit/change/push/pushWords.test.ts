import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readPushAnswer } from '../../../../src/change/push/pushAnswer';
import { hookWords, nothingArrivedWords, rejectedWords } from '../../../../src/change/push/pushWords';

describe('messages about a push', () => {
  it("a refusal that is not in the catalogue has the server's message", () => {
    const stderr = `remote: Go away.\nTo h\n ! [remote rejected] HEAD -> refs/for/master (the moon is full)\n`;
    const [rejection] = readPushAnswer({ stdout: '', stderr, exitCode: 1 }).rejections;
    assert.equal(rejectedWords(rejection!, 1), 'The server refused the push. Its answer: the moon is full Go away.');
    assert.ok(rejectedWords({ ...rejection!, quote: 'x'.repeat(5000) }, 1).length < 500);
  });

  it("an error in git's own words is called unknown, not a refusal", () => {
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

  it('a hook that complains after the push changes no claim about it', () => {
    assert.equal(hookWords('The hook x ended.'), 'Your post-review hook complained after the push. The hook x ended.');
  });

  it('the reason why nothing arrived is shown', () => {
    assert.match(nothingArrivedWords({ settled: true }), /The server was asked, and has nothing of it/);
    assert.match(nothingArrivedWords({ settled: false }), /before anything was sent/);
  });
});
