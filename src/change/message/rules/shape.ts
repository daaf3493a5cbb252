import { isAutosquash } from '../changeId';
import type { Finding, Rule } from '../finding';
import { BODY_WIDTH, length, longLines, reflowBody } from '../reflow';
import { insertLines, replaceColumns } from '../textEdit';
import { finding, SOURCE, wholeLine } from './build';

const SUMMARY_GOAL = 50;
const SUMMARY_LIMIT = 72;

/** A last word whose full stop belongs to it: `etc.`, `e.g.`, `a.k.a.`, `Inc.` */
const ABBREVIATION =
  /(?:^|[\s(/,])(?:etc|vs|inc|ltd|corp|co|cf|ca|resp|approx|misc|incl|dept|jr|sr|et al|(?:[a-z]\.)+[a-z])\.$/i;

/** The summary line: its length and its end. */
export const summaryRule: Rule = ({ message }) => {
  const summary = message.summary;
  if (!summary || /^(Merge "|Revert "|Change-Id: *I[0-9a-f]{40}$)/.test(summary.text) || isAutosquash(summary.text)) {
    return []; // git and Gerrit made these lines; a Change-Id here has a rule of its own
  }
  const found: Finding[] = [];
  const { text } = summary;
  const size = length(text);
  if (size > SUMMARY_GOAL) {
    const tooLong = size > SUMMARY_LIMIT;
    const limit = tooLong ? SUMMARY_LIMIT : SUMMARY_GOAL;
    const place = { line: summary.line, start: [...text].slice(0, limit).join('').length, end: text.length };
    const why = tooLong
      ? 'Lists of changes and `git log` cut it; reviewers ask for a shorter one.'
      : 'The guide asks for 50; up to 72 is common.';
    const message = `The summary has ${size} characters, more than ${limit}. ${why}`;
    found.push(finding('summary-length', tooLong ? 'warning' : 'hint', place, message, SOURCE.guide));
  }
  if (/[^.]\.$/.test(text) && !ABBREVIATION.test(text)) {
    const place = { line: summary.line, start: text.length - 1, end: text.length };
    const remove = { title: 'Remove the full stop', edits: [replaceColumns(place.line, place.start, place.end, '')] };
    found.push(
      finding(
        'summary-full-stop',
        'warning',
        place,
        'The summary is a title: no full stop at its end.',
        SOURCE.guide,
        remove,
      ),
    );
  }
  return found;
};

/** The empty line that parts the summary from the rest: without it, git and Gerrit take the next lines into the title. */
export const blankLineRule: Rule = ({ message }) => {
  const [summary, second] = message.kept;
  if (!summary || !second || second.text === '') {
    return [];
  }
  const insert = { title: 'Insert an empty line', edits: [insertLines(second.line, '')] };
  const why = 'An empty line has to follow the summary, else git takes this line for a part of it.';
  return [finding('missing-blank-line', 'warning', wholeLine(second), why, SOURCE.guide, insert)];
};

/** Body lines that do not fit. */
export const bodyWidthRule: Rule = ({ message }) => {
  const long = longLines(message);
  const edits = long.length > 0 ? reflowBody(message) : [];
  return long.map((line) => {
    const inParagraph = edits.filter((edit) => edit.startLine <= line.line && line.line <= edit.endLine);
    const fixes = [
      ...(inParagraph.length > 0 ? [{ title: 'Wrap this paragraph', edits: inParagraph }] : []),
      ...(edits.length > 1 ? [{ title: 'Wrap the whole body', edits }] : []),
    ];
    const place = { line: line.line, start: BODY_WIDTH, end: line.text.length };
    const why = `This line has ${length(line.text)} characters, more than ${BODY_WIDTH}.`;
    return finding('body-width', 'warning', place, why, SOURCE.guide, ...fixes);
  });
};
