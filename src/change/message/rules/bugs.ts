import type { Finding, Fix, Rule } from '../finding';
import { launchpadBugs } from '../launchpad';
import type { KeptLine } from '../message';
import { replaceAt } from '../textEdit';
import { meantTrailer } from '../trailers';
import { finding, SOURCE, wholeLine } from './build';

/** A line that was surely meant for Launchpad: `<words>-Bug: ...` */
const BUG_LINE = /^((?:[A-Za-z]+-){1,4}Bugs?)(?:\s*:\s*(.*)|\s+(#\d.*))$/i;

/** Bug footers that Launchpad's hook reads otherwise than they look, or not at all. */
export const bugRule: Rule = ({ message }) => {
  const read = launchpadBugs(message.kept);
  return message.kept.slice(1).flatMap((line): Finding[] => {
    const [, key, afterColon, afterBlank] = BUG_LINE.exec(line.text) ?? [];
    const value = afterColon ?? afterBlank;
    if (key === undefined || value === undefined) {
      return [];
    }
    const bug = read.find(({ first, line: last }) => first <= line.line && line.line <= last);
    if (!bug) {
      return [unread(line, key, value)];
    }
    return bug.effect === 'comment only' && !meantTrailer(key) ? [weak(line, key)] : [];
  });
};

function unread(line: KeptLine, key: string, value: string): Finding {
  const numbers = [...new Set(value.match(/\d{4,}/g) ?? value.match(/\d+/g) ?? [])];
  const onePerLine = numbers.map((number) => `${singular(key)}: #${number}`).join('\n');
  const fixes: Fix[] =
    numbers.length > 0
      ? [rewrite(line, numbers.length > 1 ? 'One bug a line' : `Write #${numbers[0] ?? ''}`, onePerLine)]
      : [];
  if (numbers.length > 1) {
    const why = 'Launchpad sees none of these bugs: the number has to end the line. One bug a line.';
    return finding('bug-several', 'warning', wholeLine(line), why, SOURCE.launchpad, ...fixes);
  }
  const why = 'Launchpad does not see a bug here: the line has to end in its number, such as #1234567.';
  return finding('bug-unreadable', 'warning', wholeLine(line), why, SOURCE.launchpad, ...fixes);
}

function weak(line: KeptLine, key: string): Finding {
  const word = key.split('-')[0]?.toLowerCase() ?? '';
  const meant = word.startsWith('p') ? 'Partial-Bug' : /^(r|a|i)/.test(word) ? 'Related-Bug' : 'Closes-Bug';
  const why = `Launchpad gets a comment for "${key}" and nothing else; the words it acts on are Closes, Fixes, Resolves, Partial, Related.`;
  const fix = { title: `Write ${meant}`, edits: [replaceAt(line.line, 0, line.line, key.length, meant)] };
  return finding('bug-prefix', 'warning', { line: line.line, end: key.length }, why, SOURCE.launchpad, fix);
}

const singular = (key: string): string => key.replace(/s$/i, '');

const rewrite = (line: KeptLine, title: string, text: string): Fix => ({
  title,
  edits: [replaceAt(line.line, 0, line.line, line.text.length, text)],
});
