import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EditRefused } from '../../../../../src/retirement/edits/lines/edit';
import { LineEdits, Lines } from '../../../../../src/retirement/edits/lines/lines';
import { applied } from '../treeOfFiles';

const at = (line: number | undefined) => (error: unknown) => error instanceof EditRefused && error.line === line;

describe('a file that is edited by its lines', () => {
  it('an empty file has no lines', () => {
    assert.deepEqual(new Lines('a.yaml', '').lines, []);
    assert.deepEqual(new Lines('a.yaml', '\n').lines, ['']);
  });

  it('a file whose last line has no end is refused as a whole', () => {
    assert.throws(() => new Lines('a.yaml', 'a\nb'), at(undefined));
  });

  it('what makes every rule unsafe is refused with its line', () => {
    const cases: Record<string, [string, number]> = {
      'a conflict marker': ['a\nb\n<<<<<<< HEAD\nc\n', 3],
      'the middle of a conflict': ['a\n=======\n', 2],
      'the end of a conflict in the first line': ['>>>>>>> theirs\n', 1],
      'a tab at the margin': ['a\n\tb\n', 2],
      'a tab behind spaces': ['a\n  \tb\n', 2],
      'a line end of Windows': ['a\nb\r\n', 2],
      'a carriage return in a line': ['a\nb\nc\rd\n', 3],
      'a byte order mark': ['\uFEFFa\n', 1],
      'a byte that is not UTF-8': [Buffer.from('a\nf\xfcr\n', 'latin1').toString('utf8'), 2],
    };
    for (const [what, [text, line]] of Object.entries(cases)) {
      assert.throws(() => new Lines('a.yaml', text), at(line), what);
    }
  });

  it('what only looks like it is read: a tab in a text, fewer or more signs, a heading in prose', () => {
    for (const text of ['a: b\tc\n', '<<<<<< a\n', '========\n', ' =======\n', '<<<<<<<a\n']) {
      assert.doesNotThrow(() => new Lines('a.yaml', text), JSON.stringify(text));
    }
    assert.doesNotThrow(() => new Lines('a.rst', 'Heading\n=======\n'));
    assert.throws(() => new Lines('a.rst', 'Heading\n>>>>>>> theirs\n'), at(2));
  });

  it('the hunks make the text that is written, in whatever order they are collected', () => {
    const edits = new LineEdits(new Lines('a', 'a\nb\nc\nd\n'));
    edits.insert(4, ['e'], 'last');
    edits.remove(0, 1, 'first');
    edits.replace(2, 3, ['C', 'CC'], 'middle');
    edits.insert(2, ['before'], 'what comes goes before what is replaced');
    const edit = edits.finish('all');
    assert.ok(edit);
    assert.equal(edit.content, 'b\nbefore\nC\nCC\nd\ne\n');
    assert.equal(applied(edit), edit.content);
  });

  it('a replacement by the same lines is no edit', () => {
    const edits = new LineEdits(new Lines('a', 'a\nb\n'));
    edits.replace(0, 2, ['a', 'b'], 'nothing');
    assert.equal(edits.isEmpty, true);
    assert.equal(edits.finish('nothing'), undefined);
  });

  it('a file without any line left is empty', () => {
    const edits = new LineEdits(new Lines('a', 'a\n'));
    edits.remove(0, 1, 'all');
    assert.equal(edits.finish('all')?.content, '');
  });

  it('hunks that meet are a mistake of the rule', () => {
    const edits = new LineEdits(new Lines('a', 'a\nb\nc\n'));
    edits.remove(0, 2, 'one');
    edits.remove(1, 3, 'two');
    assert.throws(() => edits.finish('both'), /Two hunks of a meet at line 2/);
  });

  it('a file of a million lines is written', () => {
    const text = 'a\n'.repeat(1_000_000);
    const edits = new LineEdits(new Lines('a', text));
    edits.remove(500_000, 500_001, 'one');
    assert.equal(edits.finish('one')?.content?.length, text.length - 2);
  });
});
