import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ChangeLookup, type ChangeSummary, NO_LOOKUP } from '../../../../src/change/message/changeLookup';
import { explainAt } from '../../../../src/change/message/explain';
import { messageLinks } from '../../../../src/change/message/messageLinks';

const CHANGE: ChangeSummary = {
  number: 123456,
  project: 'openstack/nova',
  branch: 'master',
  status: 'NEW',
  subject: 'Weigh hosts',
  votes: ['Code-Review +2'],
};
const ID = `I${'a1'.repeat(20)}`;

describe('what a hover says', () => {
  it('a hover shows subject, project, branch, state and votes of a change, and requests them', () => {
    const asked: number[] = [];
    const lookup: ChangeLookup = {
      ...NO_LOOKUP,
      knownChange: (_host, number) => (number === CHANGE.number ? CHANGE : undefined),
      askFor: (_host, { numbers = [] }) => void asked.push(...numbers),
    };
    const text =
      'Fix\n\nDepends-On: https://review.opendev.org/c/openstack/nova/+/123456\nDepends-On: https://review.opendev.org/7';
    const known = explainAt(text, 2, 20, lookup);
    assert.deepEqual(known!.paragraphs, ['Weigh hosts', 'openstack/nova, master, open', 'Code-Review +2']);
    assert.deepEqual(known!.links, [{ title: 'Change 123456', url: 'https://review.opendev.org/123456' }]);
    assert.match(explainAt(text, 3, 20, lookup)!.paragraphs[0]!, /not known yet/);
    assert.deepEqual(asked, [123456, 7]);
  });

  it('a hover explains the key of a trailer, an impact word and what a bug line does', () => {
    assert.match(explainAt('Fix\n\nSem-Ver: feature', 2, 2, NO_LOOKUP)!.paragraphs[0]!, /pbr/);
    assert.match(explainAt('Fix\n\nDocImpact', 2, 2, NO_LOOKUP)!.paragraphs[0]!, /documentation bug/);
    assert.match(explainAt('Fix\n\nPartial-Bug: #12', 2, 14, NO_LOOKUP)!.paragraphs[0]!, /stays open/);
  });

  it('a hover is empty in the summary, in prose and in comments', () => {
    for (const [text, line] of [
      ['DocImpact', 0],
      ['Fix\n\nprose', 2],
      ['Fix\n\n# Sem-Ver: x', 2],
    ] as const) {
      assert.equal(explainAt(text, line, 1, NO_LOOKUP), undefined);
    }
  });
});

describe('links of a message', () => {
  const links = (body: string): string[] =>
    messageLinks(`Fix\n\n${body}`, { project: 'openstack/nova' }).map(
      ({ line, start, end, url }) => `${`Fix\n\n${body}`.split('\n')[line]!.slice(start, end)} ${url}`,
    );

  it('links of a message lead to Launchpad, StoryBoard and the server', () => {
    assert.deepEqual(links('Closes-Bug: #1234567'), ['#1234567 https://bugs.launchpad.net/bugs/1234567']);
    assert.deepEqual(links('Story: 2001234'), ['2001234 https://storyboard.openstack.org/#!/story/2001234']);
    assert.deepEqual(links(`Change-Id: ${ID}`), [`${ID} https://review.opendev.org/q/${ID}`]);
    assert.deepEqual(links('Implements: blueprint a-b'), ['a-b https://blueprints.launchpad.net/nova/+spec/a-b']);
  });

  it('comments, and text that no tool reads, have no links', () => {
    assert.deepEqual(links('# Closes-Bug: #1\nCloses-Bug: soon\nTask: 1'), []);
  });
});
