import type { CheckContext } from '../src/change/message/finding';
import { checkMessage } from '../src/change/message/rules/checkMessage';

/** The promise of the editor: a message is checked on every keystroke within this time. */
const GOAL_MS = 5;

const TRAILERS = [
  'Closes-Bug: #1234567',
  'Depends-On: https://review.opendev.org/c/openstack/nova/+/123456',
  'Assisted-By: a tool',
  'Change-Id: I0123456789012345678901234567890123456789',
  'Signed-off-by: Dev Example <dev@example.org>',
].join('\n');

const paragraph = (words: number): string =>
  Array.from({ length: words }, (_, at) => `word${at % 97}${at % 11 === 10 ? '\n' : ''}`).join(' ');

const MESSAGES: Record<string, string> = {
  'as most are': `Fix the thing\n\n${paragraph(60)}\n\n${TRAILERS}\n`,
  'long, with every fault': `fix the thing.\nno blank line\n\n${'Closes-Bug: #1, #2\nDeepnds-On: https://review.opendev.org/1\nAssited-By: x\nDocImpact\n\n'.repeat(20)}${`${'word '.repeat(40)}\n`.repeat(40)}\n${TRAILERS}\n`,
  'a diff below the scissors': `Fix the thing\n\n${TRAILERS}\n\n# ------------------------ >8 ------------------------\n${'+some line of a diff\n'.repeat(50_000)}`,
  'a hundred thousand characters, of which a part is looked at': `Fix\n\n${`${paragraph(400)}\n\n`.repeat(40)}`,
};

const CONTEXT: CheckContext = {
  signOffRequired: true,
  person: { name: 'Dev Example', email: 'dev@example.org' },
  project: 'openstack/nova',
  branch: 'master',
};

export const bench = {
  name: 'checking a commit message, one keystroke',
  run(): Promise<string[]> {
    const lines = Object.entries(MESSAGES).map(([what, text]) => {
      const times = Array.from({ length: 60 }, (_, at) => {
        const start = performance.now();
        checkMessage(`${text.slice(0, 20)}${at}${text.slice(20)}`, CONTEXT);
        return performance.now() - start;
      });
      const sorted = times.slice(20).sort((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
      const worst = sorted.at(-1) ?? 0;
      return `${what} (${text.length} characters): median ${median.toFixed(2)} ms, worst ${worst.toFixed(2)} ms, goal ${GOAL_MS} ms`;
    });
    return Promise.resolve(lines);
  },
};
