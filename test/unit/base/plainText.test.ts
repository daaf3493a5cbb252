import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { escapeMarkdown, plainLabel, plainLines, plainMessage, plainPrompt } from '../../../src/base/plainText';

/** What VS Code 1.100 to 1.139 makes a link of (linkedText.ts), told again, and with any scheme, which it may come to take. */
const LINK = /\[[^\]]+\]\([^)\s]+( (["']).+?\2)?\)/i;
/** What it makes an icon of (iconLabels.ts). */
const ICON = /\$\([a-z0-9-]+(~[a-z]+)?\)/i;
/** What a person does not see, or sees elsewhere than it stands. */
const HIDDEN = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u{e0000}-\u{e007f}]/u;

const places = { plainMessage, plainPrompt, plainLabel, plainLines };
const forms = Object.entries(places);
const onOneLine = forms.filter(([name]) => name !== 'plainLines');

const pieces = [
  '[',
  ']',
  '(',
  ')',
  '](',
  'command:',
  'https://',
  'file:',
  'x',
  ' ',
  '"',
  '\n',
  '\r\n',
  '\t',
  '\u200b',
  '\u200d',
  '\u202e',
  '\u2066',
  '\u001b[31m',
  '\u001b]8;;x\u0007',
  '\u009b1m',
  '\0',
  '\b',
  '$',
  '$(',
  '~',
  'é',
  '\ud800',
  '\udc00',
  '😀',
  '\u2028',
  '\u0301',
];
const hostile = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' }), fc.string()))
    .map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...pieces), { minLength: 200, maxLength: 2500 }).map((parts) => parts.join('')),
  fc
    .tuple(
      fc.string(),
      fc.constantFrom(
        '[Fix](command:a.b)',
        '[Fix]\u200b(command:a.b)',
        '[Fix]\n(https://x)',
        '[a](file:///x "t")',
        '$(check)',
      ),
      fc.string(),
    )
    .map((parts) => parts.join('')),
);

describe('plain text of others', () => {
  for (const [name, plain] of forms) {
    it(`plain text has no link, no control and nothing hidden: ${name}`, () => {
      fc.assert(
        fc.property(hostile, (text) => {
          const shown = plain(text);
          assert.doesNotMatch(shown, LINK);
          // In notifications VS Code makes a space of a line break, and then looks for links.
          assert.doesNotMatch(shown.replace(/\n/g, ' '), LINK);
          assert.doesNotMatch(shown, HIDDEN);
          assert.doesNotMatch(shown, /(?!\n)\p{Cc}|\p{Surrogate}/u);
        }),
        { numRuns: 2000 },
      );
    });

    it(`plain text is the same when made plain twice: ${name}`, () => {
      fc.assert(
        fc.property(hostile, (text) => assert.equal(plain(plain(text)), plain(text))),
        { numRuns: 500 },
      );
    });

    it(`plain text keeps every letter and digit of a short text: ${name}`, () => {
      const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');
      const visible = fc.array(
        fc.constantFrom('[', ']', '(', ')', '$', ':', ' ', '\n', 'a', 'Ü', '7', '漢', '\u202e'),
        { maxLength: 80 },
      );
      fc.assert(
        fc.property(visible, (parts) => assert.equal(lettersOf(plain(parts.join(''))), lettersOf(parts.join('')))),
      );
    });

    it(`plain text is an ordinary text as it is: ${name}`, () => {
      for (const text of [
        'New change 996033: "scheduler: Weigh hosts by load". Zuul tests it now.',
        '"Fix a[0] (see bug)" is checked out in the branch review/42. To undo: git reset --keep refs/backup/1',
        'Größe, 漢字, ‹quoted› “words”, 50 %, a_b * c ~ d, {x}, <y>, C:\\x, it’s — fine…',
        'می‌خواهم, क्‍ष, 👩‍💻, ❤️‍🔥',
      ]) {
        assert.equal(plain(text), text);
      }
    });
  }

  for (const [name, plain] of onOneLine) {
    it(`plain text is on one line: ${name}`, () => {
      assert.equal(plain('  one\r\ntwo\u2028three\n\n\tfour \v five\n'), 'one two three four five');
    });
  }

  for (const [name, plain] of forms.filter(([form]) => form === 'plainPrompt' || form === 'plainLabel')) {
    it(`plain text has no icon: ${name}`, () => {
      assert.equal(plain('$(check) approved'), '$ (check) approved');
      fc.assert(
        fc.property(hostile, (text) => assert.doesNotMatch(plain(text), ICON)),
        { numRuns: 1000 },
      );
    });
  }

  it('plain text shows a link as it was written, with a space in it', () => {
    assert.equal(
      plainMessage('"[Weigh hosts](command:a.b?%5B1%5D)" has no Change-Id'),
      '"[Weigh hosts] (command:a.b?%5B1%5D)" has no Change-Id',
    );
  });

  it('plain text joined to other text makes no link: text between brackets is broken as a whole', () => {
    assert.equal(plainMessage(`[${'Weigh'}](${'command:a.b'})`), '[Weigh] (command:a.b)');
    assert.equal(plainMessage('[Weigh]\u001b[0m\u200b\u202e(command:a.b)'), '[Weigh] (command:a.b)');
  });

  it('plain text reads in the order in which it is stored', () => {
    assert.equal(plainLabel('good \u202etxet\u202c \u2066x\u2069\u200f'), 'good txet x');
  });

  it('plain text loses the colours and titles of terminals', () => {
    assert.equal(
      plainMessage('\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007 \u009b31mC1'),
      'red link C1',
    );
  });

  it('plain text is cut in the middle, so that our own words before and after stay', () => {
    const shown = plainMessage(`The commit "${'x'.repeat(50_000)}" has no Change-Id`);
    assert.equal(shown.length, 1000);
    assert.match(shown, /^The commit "x+…x+" has no Change-Id$/);
    assert.equal(plainLabel('😀'.repeat(400)).length <= 300, true);
    fc.assert(
      fc.property(hostile, (text) =>
        assert.ok(
          plainMessage(text).length <= 1000 && plainPrompt(text).length <= 1000 && plainLabel(text).length <= 300,
        ),
      ),
    );
  });

  it('plain text keeps its lines in a dialog, as many as fit', () => {
    assert.equal(plainLines('- old\r\n+  new\n\n\tend'), '- old\n+  new\n\n end');
    const many = plainLines(Array.from({ length: 500 }, (_, line) => `${line}`).join('\n')).split('\n');
    assert.deepEqual([many.length, many.at(-2), many.at(-1)], [60, '58', '… and 441 more lines']);
  });

  it('plain text is not markup in Markdown', () => {
    assert.equal(escapeMarkdown('[Fix](command:a)\n<b> & `x`'), '\\[Fix\\]\\(command:a\\) &lt;b\\> &amp; \\`x\\`');
  });
});
