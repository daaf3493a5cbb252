import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { hashLine, UNKNOWN } from '../../../src/base/lines';
import { LineTracker, type TextChange } from '../../../src/base/lineTracker';

const track = (text: string): LineTracker => {
  const lines = text.split('\n');
  return new LineTracker(lines, lines, (line) => line);
};

/** The lines from `from` to before `to`, with their line breaks, give way to `text`. */
const wholeLines = (from: number, to: number, text: string): TextChange => ({
  startLine: from,
  startCharacter: 0,
  endLine: to,
  endCharacter: 0,
  text,
});

const change = (startLine: number, startCharacter: number, endLine: number, endCharacter: number, text: string) => ({
  startLine,
  startCharacter,
  endLine,
  endCharacter,
  text,
});

describe('LineTracker', () => {
  it('the line tracker knows every line before any edit', () => {
    assert.deepEqual([...track('a\nb\nc').alignment()], [0, 1, 2]);
  });

  it('the line tracker does not know a typed line, and knows it again on undo', () => {
    const tracker = track('a\nb\nc');
    tracker.apply([change(1, 1, 1, 1, 'x')]);
    assert.deepEqual([...tracker.alignment()], [0, UNKNOWN, 2]);
    tracker.apply([change(1, 1, 1, 2, '')]);
    assert.deepEqual([...tracker.alignment()], [0, 1, 2]);
  });

  it('the line tracker knows which of two equal lines was deleted', () => {
    const tracker = track('pass\npass\nend');
    tracker.apply([wholeLines(0, 1, '')]);
    assert.deepEqual([...tracker.alignment()], [1, 2]);
    const other = track('pass\npass\nend');
    other.apply([wholeLines(1, 2, '')]);
    assert.deepEqual([...other.alignment()], [0, 2]);
  });

  it('the line tracker keeps a line with a line added at its end or beginning', () => {
    const tracker = track('a\nb');
    tracker.apply([change(0, 1, 0, 1, '\nnew')]);
    assert.deepEqual([...tracker.alignment()], [0, UNKNOWN, 1]);
    tracker.apply([change(2, 0, 2, 0, 'newer\n')]);
    assert.deepEqual([...tracker.alignment()], [0, UNKNOWN, UNKNOWN, 1]);
  });

  it('the line tracker does not choose between halves of a doubled empty line', () => {
    const tracker = track('a\n\nb');
    tracker.apply([change(1, 0, 1, 0, '\n')]);
    assert.deepEqual([...tracker.alignment()], [0, UNKNOWN, UNKNOWN, 2]);
  });

  it('the line tracker knows neither half of a split line, nor two joined lines', () => {
    const tracker = track('ab\nc\nd');
    tracker.apply([change(0, 1, 0, 1, '\n')]);
    assert.deepEqual([...tracker.alignment()], [UNKNOWN, UNKNOWN, 1, 2]);
    tracker.apply([change(2, 1, 3, 0, '')]);
    assert.deepEqual([...tracker.alignment()], [UNKNOWN, UNKNOWN, UNKNOWN]);
  });

  it('the line tracker recognises old text that is typed again between known lines', () => {
    const tracker = track('a\nb\nc\nd');
    tracker.apply([wholeLines(1, 3, '')]);
    tracker.apply([wholeLines(1, 1, 'x\nb\nc\n')]);
    assert.deepEqual([...tracker.alignment()], [0, UNKNOWN, 1, 2, 3]);
  });

  it('the line tracker applies changes from bottom to top, as editors send them', () => {
    const tracker = track('a\nb\nc');
    tracker.apply([change(2, 0, 2, 0, 'y\n'), change(0, 0, 0, 0, 'x\n')]);
    assert.deepEqual([...tracker.alignment()], [UNKNOWN, 0, 1, UNKNOWN, 2]);
  });

  it('the line tracker aligns a text edited before it was opened, even from hashes alone', () => {
    const base = Uint32Array.from(['a', 'b', 'c'], hashLine);
    const tracker = new LineTracker<number>(base, ['a', 'x', 'b', 'c'], hashLine);
    assert.deepEqual([...tracker.alignment()], [0, UNKNOWN, 1, 2]);
    tracker.apply([wholeLines(1, 2, '')]);
    assert.deepEqual([...tracker.alignment()], [0, 1, 2]);
  });

  it('the line tracker knows nothing outside the text, and takes a paste of any size', () => {
    const tracker = track('a\nb');
    assert.equal(tracker.originOf(-1), UNKNOWN);
    assert.equal(tracker.originOf(2), UNKNOWN);
    tracker.apply([wholeLines(1, 1, 'x\n'.repeat(200_000))]);
    assert.equal(tracker.lineCount, 200_002);
    assert.equal(tracker.originOf(200_001), 1);
  });

  describe('of many changes at once, as Tab, Toggle Comment and Replace All send them', () => {
    const textOf = (count: number): string[] =>
      Array.from({ length: count }, (_, i) => (i % 7 === 0 ? '' : `line ${i}`));
    /** From the last line to the first, as editors' changes are applied. */
    const eachLine = (count: number, of: (line: number) => TextChange): TextChange[] =>
      Array.from({ length: count }, (_, i) => of(count - 1 - i));
    const indented = (count: number): TextChange[] => eachLine(count, (line) => change(line, 0, line, 0, '    '));
    const unindented = (count: number): TextChange[] => eachLine(count, (line) => change(line, 0, line, 4, ''));

    it('many changes at once give the same as one after the other', () => {
      const lines = textOf(100);
      const [indent, unindent] = [indented(100), unindented(100)];
      const commentSome = eachLine(100, (line) => change(line, 0, line, 0, line % 3 === 0 ? '' : '# '));
      for (const batches of [[indent], [indent, unindent], [commentSome], [commentSome, indent, unindent]]) {
        const tracker = new LineTracker(lines, lines, (line) => line);
        const oneByOne = new LineTracker(lines, lines, (line) => line);
        for (const batch of batches) {
          tracker.apply(batch);
          for (const one of batch) oneByOne.apply([one]);
        }
        assert.deepEqual([...tracker.alignment()], [...oneByOne.alignment()]);
      }
    });

    it('many changes at once compare the lines with the base once', () => {
      const count = 500;
      const lines = textOf(count);
      let reads = 0;
      const base = new Proxy(lines, {
        get(target, key) {
          reads++;
          return Reflect.get(target, key) as unknown;
        },
      });
      const tracker = new LineTracker(base, lines, (line) => line);
      for (const batch of [indented(count), unindented(count)]) {
        reads = 0;
        tracker.apply(batch);
        assert.ok(reads < 10 * count, `${reads} reads of the base`);
      }
    });
  });

  // Few different lines, so that mistaking one for another has every opportunity.
  const line = fc.constantFrom('', 'pass', 'else:', 'a', 'b');
  const text = fc.array(line, { minLength: 1, maxLength: 12 });
  const wholeLineEdit = fc.record({
    kind: fc.constant('lines' as const),
    at: fc.nat(20),
    count: fc.nat(4),
    lines: fc.array(line, { maxLength: 4 }),
  });
  const anyEdit = fc.record({
    kind: fc.constant('characters' as const),
    from: fc.nat(200),
    length: fc.nat(12),
    text: fc.array(fc.constantFrom('\n', 'a', 'pass', ' '), { maxLength: 3 }).map((parts) => parts.join('')),
  });
  const edits = fc.array(fc.oneof(wholeLineEdit, anyEdit), { maxLength: 15 });

  it('untouched lines are themselves, and others only where the text is the same, in order', () => {
    fc.assert(
      fc.property(text, edits, (base, script) => {
        const tracker = new LineTracker(base, base, (line) => line);
        let model: Line[] = base.map((text, origin) => ({ text, origin }));
        for (const edit of script) {
          const { change, after } = plan(model, edit);
          tracker.apply([change]);
          model = after;
          model = checked(tracker, base, model);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('several changes at once claim no more lines, and the untouched ones as well', () => {
    fc.assert(
      fc.property(text, fc.array(fc.array(anyEdit, { maxLength: 5 }), { maxLength: 5 }), (base, batches) => {
        const tracker = new LineTracker(base, base, (line) => line);
        let model: Line[] = base.map((text, origin) => ({ text, origin }));
        for (const batch of batches) {
          const changes = batch.map((edit) => {
            const { change, after } = plan(model, edit);
            model = after;
            return change;
          });
          tracker.apply(changes);
          model = checked(tracker, base, model);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('the whole text is known again after everything is undone', () => {
    fc.assert(
      fc.property(text, edits, (base, script) => {
        const tracker = new LineTracker(base, base, (line) => line);
        let model: Line[] = base.map((text, origin) => ({ text, origin }));
        const undo: TextChange[] = [];
        for (const edit of script) {
          const { change, after } = plan(model, edit);
          undo.unshift(inverse(model, change));
          tracker.apply([change]);
          model = after;
        }
        tracker.apply(undo);
        assert.deepEqual(
          [...tracker.alignment()],
          base.map((_, i) => i),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

/** Holds what a tracker claims against the lines as they are; returns them with what is known again in whole. */
function checked(tracker: LineTracker, base: readonly string[], lines: Line[]): Line[] {
  const isBase = lines.length === base.length && lines.every(({ text }, i) => text === base[i]);
  const model = isBase ? base.map((text, origin) => ({ text, origin })) : lines;
  assert.equal(tracker.lineCount, model.length);
  let last = UNKNOWN;
  model.forEach(({ text, origin }, i) => {
    const claim = tracker.originOf(i);
    if (origin !== UNKNOWN) assert.equal(claim, origin);
    if (claim === UNKNOWN) return;
    assert.equal(base[claim], text);
    assert.ok(claim > last);
    last = claim;
  });
  return model;
}

interface Line {
  readonly text: string;
  /** Which base line this is, where no edit touched it. */
  readonly origin: number;
}

type Edit =
  | { readonly kind: 'lines'; readonly at: number; readonly count: number; readonly lines: readonly string[] }
  | { readonly kind: 'characters'; readonly from: number; readonly length: number; readonly text: string };

/** The change an editor would report for an edit, and the lines with their identities after it. */
function plan(model: readonly Line[], edit: Edit): { change: TextChange; after: Line[] } {
  if (edit.kind === 'lines') {
    // The last line stays, so that whole lines can always be cut with the line break that ends them.
    const at = edit.at % model.length;
    const end = Math.min(at + edit.count, model.length - 1);
    const added = edit.lines.map((text) => ({ text, origin: UNKNOWN }));
    const change = wholeLines(at, end, edit.lines.map((text) => `${text}\n`).join(''));
    const kept = model[end]!;
    // Equal empty lines on both sides of the cut: an editor's change does not tell which of them is left.
    const isEither = kept.text === '' && (edit.lines[0] ?? kept.text) === '' && model[at]!.text === '';
    const rest = isEither ? [{ text: '', origin: UNKNOWN }, ...model.slice(end + 1)] : model.slice(end);
    return { change, after: [...model.slice(0, at), ...added, ...rest] };
  }
  const whole = model.map(({ text }) => text).join('\n');
  const from = edit.from % (whole.length + 1);
  const to = Math.min(from + edit.length, whole.length);
  const start = position(whole, from);
  const end = position(whole, to);
  const after = (whole.slice(0, from) + edit.text + whole.slice(to)).split('\n');
  const touched = end.line - start.line + 1;
  const added = after.length - model.length + touched;
  return {
    change: change(start.line, start.character, end.line, end.character, edit.text),
    after: after.map((text, i) => {
      if (i < start.line) return model[i]!;
      return i < start.line + added ? { text, origin: UNKNOWN } : model[i - added + touched]!;
    }),
  };
}

function position(text: string, offset: number): { line: number; character: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

function inverse(model: readonly Line[], done: TextChange): TextChange {
  const lines = model.map(({ text }) => text).slice(done.startLine, done.endLine + 1);
  const removed = [...lines];
  removed[removed.length - 1] = removed.at(-1)!.slice(0, done.endCharacter);
  removed[0] = removed[0]!.slice(done.startCharacter);
  const added = done.text.split('\n');
  return {
    startLine: done.startLine,
    startCharacter: done.startCharacter,
    endLine: done.startLine + added.length - 1,
    endCharacter: added.at(-1)!.length + (added.length === 1 ? done.startCharacter : 0),
    text: removed.join('\n'),
  };
}
