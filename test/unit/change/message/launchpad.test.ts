import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isBlueprintName, launchpadBlueprints, launchpadBugs } from '../../../../src/change/message/launchpad';
import { parseMessage } from '../../../../src/change/message/message';

const keptOf = (text: string) => parseMessage(text, { comment: false }).kept;
const bugsOf = (text: string): string[] =>
  launchpadBugs(keptOf(text)).map(({ line, number, effect }) => `${line} ${number} ${effect}`);

type Seen = { prefix: string | undefined; number: string };

/**
 * What jeepyb's find_bugs sees, said a second time without its expression: a reader that goes through the text of
 * `git log` and tries each start of a line, its longest word first.
 */
function seenByHook(log: string): Seen[] {
  const isWord = (at: number): boolean => /[A-Za-z0-9_]/.test(log[at] ?? '');
  const over = (at: number, characters: string): number => {
    let end = at;
    while (end < log.length && characters.includes(log[end]!)) end++;
    return end;
  };
  /** The end of the bug words and the number from here on; undefined when there are none. */
  const numberFrom = (start: number): { number: string; end: number } | undefined => {
    let at = start;
    for (let words = 0; ; words++) {
      const word = ['bug', 'lp'].find(
        (one) => log.slice(at, at + one.length).toLowerCase() === one && !isWord(at - 1) && !isWord(at + one.length),
      );
      if (word === undefined) {
        const digits = over(at, '0123456789');
        const end = over(digits, ' \t');
        return words > 0 && digits > at && (end === log.length || log[end] === '\n')
          ? { number: log.slice(at, digits), end }
          : undefined;
      }
      at = over(at + word.length, ' \t\n#:');
    }
  };
  const seen: Seen[] = [];
  for (let start = 0; start <= log.length; ) {
    const word = over(start, ' \t');
    let match: (Seen & { end: number }) | undefined;
    let longest = word;
    while (isWord(longest) || log[longest] === '-') longest++;
    for (let end = longest; end >= word && !match; end--) {
      const read = numberFrom(over(end, ' \t\n:'));
      match = read && { prefix: end > word ? log.slice(word, end) : undefined, ...read };
    }
    if (match) seen.push({ prefix: match.prefix, number: match.number });
    const next = log.indexOf('\n', match ? match.end : start);
    start = next < 0 ? log.length + 1 : next + 1;
  }
  return seen;
}

function effectByHook(prefix: string | undefined): string {
  const word = prefix === undefined ? 'closes' : prefix.slice(0, `${prefix}-`.indexOf('-')).toLowerCase();
  if (['closes', 'fixes', 'resolves'].includes(word)) return 'closes';
  if (['related', 'impacts', 'affects'].includes(word)) return 'related';
  return word === 'partial' ? 'partial' : 'comment only';
}

describe('bugs and blueprints in a message', () => {
  for (const [text, expected] of [
    ['Closes-Bug: #1', ['2 1 closes']],
    ['bug 1', ['2 1 closes']],
    ['Partial Bug: lp #1', ['2 1 partial']],
    ['Impacts: bug 1', ['2 1 related']],
    ['- bug#1', ['2 1 comment only']],
    ['* bug#1', []],
    ['Partially-Closes-Bug: #1', ['2 1 comment only']],
    ['Fixes\nbug 1', ['3 1 closes']],
    ['Related:\n\n  bug #1', ['4 1 related']],
    ['words of the body\nlp bug 1', ['3 1 comment only']],
    ['lp bug 1', ['2 1 closes']],
    ['Closes-Bug:\n  #1', ['3 1 closes']],
    ['It fixes bug 1', []],
    ['Closes-Bug: #1, #2', []],
    ['Closes_Bug: #1', []],
  ] as const) {
    it(`the bugs of ${JSON.stringify(text)} are ${expected.join() || 'none'}`, () =>
      assert.deepEqual(bugsOf(`Fix it\n\n${text}\n`), expected));
  }

  it('the place where the hook begins to read a bug is known', () => {
    assert.deepEqual(
      launchpadBugs(keptOf('Fix it\n\nCloses-Bug:\n  #1\n')).map(({ first, line }) => [first, line]),
      [[2, 3]],
    );
  });

  it("bugs in any message are those of jeepyb's hook", () => {
    const between = fc.constantFrom('', '', ' ', ': ', '-', '#', '\n', '\n\n', ' \t', ',', ':', '_', ' #', '::\n');
    const word = fc.constantFrom(
      'bug',
      'lp',
      'Bug',
      'LP',
      'bug',
      'Closes',
      'Fixes',
      'related',
      'partial',
      'Partially',
      'words',
      '-',
      '--',
      '*',
      '12',
      '7',
      'bugs',
    );
    const end = fc.constantFrom('bug 1', 'Bug: #2', 'lp\n3', 'bug lp 4', '5', 'bug');
    const line = fc
      .tuple(
        fc.array(
          fc.tuple(word, between).map((both) => both.join('')),
          { maxLength: 4 },
        ),
        end,
      )
      .map(([words, last]) => words.join('') + last);
    let bugs = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), fc.constantFrom('\n', '\n\n', '\n  '), (lines, gap) => {
        const kept = keptOf(`Fix it\n\n${lines.join(gap)}\n`);
        // git log sets the message in by four spaces.
        const log = kept.map(({ text }) => (text === '' ? '' : `    ${text}`)).join('\n');
        const truth = seenByHook(log).map(({ prefix, number }) => `${number} ${effectByHook(prefix)}`);
        assert.deepEqual(
          launchpadBugs(kept).map(({ number, effect }) => `${number} ${effect}`),
          truth,
        );
        bugs += truth.length;
      }),
      { numRuns: 5000 },
    );
    assert.ok(bugs > 1000, `${bugs} bugs among them`);
  });

  it('reading bugs ends with 200 kB of bugs without a number', () => {
    for (const line of ['bug\n', 'bug ', 'bug\n\n', 'lp:\n#\n', ': \n', 'a\n']) {
      assert.deepEqual(launchpadBugs(keptOf(`Fix it\n\n${line.repeat(200_000 / line.length)}x`)), []);
    }
  });

  it('blueprints are read anywhere in a line, if their names are possible', () => {
    const names = (text: string): string[] => launchpadBlueprints({ line: 0, text }).map(({ name }) => name);
    assert.deepEqual(names('Implements: blueprint a-name'), ['a-name']);
    assert.deepEqual(names('Partial-bp: a-name'), ['a-name']);
    assert.deepEqual(names('part of bp a, and of blueprint #b'), ['a,', 'b']);
    assert.deepEqual(names('Implements: bp/a-name'), ['/a-name']);
    assert.deepEqual(names('Implements: a-name'), []);
    assert.deepEqual(['a-name', '2x', 'a+b.c'].map(isBlueprintName), [true, true, true]);
    assert.deepEqual(['/a-name', '-x', 'a,', '"a"', 'https://example.org/x', ''].map(isBlueprintName), [
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
