import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Finding } from '../../../../src/style/findings/finding';
import { FollowedFindings } from '../../../../src/style/findings/followedFindings';

const finding = (line: number, last = line): Finding => ({
  file: '/r/a.py',
  range: { start: { line, character: 0 }, end: { line: last, character: 3 } },
  code: 'H301',
  message: 'one import per line',
  tool: 'flake8',
  severity: 'warning',
});
const lines = ['import a', 'import b', 'import c', 'x = 1'];
const at = (line: number, character: number, text: string, endLine = line, endCharacter = character) => ({
  startLine: line,
  startCharacter: character,
  endLine,
  endCharacter,
  text,
});
const shown = (followed: FollowedFindings): string[] =>
  followed.present().map(({ range }) => `${range.start.line}-${range.end.line}`);

describe('findings while a file is edited', () => {
  it('findings stay where the check put them if the file is not open', () => {
    assert.deepEqual(shown(new FollowedFindings([finding(1)])), ['1-1']);
  });

  it('findings move with their lines, go with an edit of a line, and come back with undo', () => {
    const followed = new FollowedFindings([finding(1), finding(2, 3)]);
    followed.open(lines, lines);
    followed.apply([at(0, 0, '\n')]);
    assert.deepEqual(shown(followed), ['2-2', '3-4']);
    followed.apply([at(3, 8, ', d')]);
    assert.deepEqual(shown(followed), ['2-2']);
    followed.apply([at(3, 8, '', 3, 11)]);
    assert.deepEqual(shown(followed), ['2-2', '3-4']);
  });

  it('findings of several lines are dropped when a line comes between them', () => {
    const followed = new FollowedFindings([finding(1, 2)]);
    followed.open(lines, lines);
    followed.apply([at(1, 8, '\nimport bb')]);
    assert.deepEqual(shown(followed), []);
  });

  it('findings are shown only for lines of an editor that were checked', () => {
    const followed = new FollowedFindings([finding(0), finding(2)]);
    followed.open(lines, ['import z', ...lines.slice(1)]);
    assert.deepEqual(shown(followed), ['2-2']);
    followed.close();
    assert.deepEqual(shown(followed), ['0-0', '2-2']);
  });

  it('findings are where they are in the saved text once the editor is closed', () => {
    const followed = new FollowedFindings([finding(1), finding(2)]);
    followed.open(lines, lines);
    followed.apply([at(0, 0, '\n'), at(3, 8, ' as d')]);
    followed.save();
    followed.apply([at(0, 0, '\n\n')]);
    assert.deepEqual(shown(followed), ['4-4']);
    followed.close();
    assert.deepEqual(shown(followed), ['2-2']);
    const now = ['', 'import a', 'import b', 'import c as d', 'x = 1'];
    followed.open(now, now);
    followed.apply([at(0, 0, '\n')]);
    assert.deepEqual(shown(followed), ['3-3']);
  });

  it("findings keep the tool's fix only while all of its lines are unchanged", () => {
    const edit = (line: number) => ({
      range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
      text: '',
    });
    const followed = new FollowedFindings([{ ...finding(1), fix: { title: 'Remove', edits: [edit(1), edit(3)] } }]);
    followed.open(lines, lines);
    followed.apply([at(0, 0, '\n')]);
    assert.deepEqual(followed.present()[0]?.fix?.edits, [edit(2), edit(4)]);
    followed.apply([at(4, 5, '0')]);
    assert.deepEqual([shown(followed), followed.present()[0]?.fix], [['2-2'], undefined]);
  });
});
