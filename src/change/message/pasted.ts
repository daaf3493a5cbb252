/** What a terminal or a log begins a line with. */
const STARTS: readonly RegExp[] = [
  /^([$%>] |>>> |\.\.\. |[#$%]$)/, // prompts of shells, of Python
  /^(\([\w.-]+\) )?[\w.-]+@[\w.-]+[:~ ]\S*[$#%>] /, // user@host:~$
  /^\[[\w.-]+@[^\]]*\][$#] /, // [root@host ~]#
  /^\w+( \[[^\]]*\])?> /, // mysql>, MariaDB [nova]>
  /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/, // 2026-01-31 12:00
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d /, // Jan 31 12:00:00
  /^\[?\d\d:\d\d:\d\d\b/,
  /^(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|TRACE|FATAL)(:root)?[: ] *\[?[\w.-]+[\].:]/, // a level, and the name of a logger
  /^(diff|index|commit) /,
  /^Traceback \(most recent call last\):/,
  /^File ".*", line \d+/,
  /^([a-z_]\w*(\.\w+)*\.[A-Z]\w*|\w+(Error|Exception|Warning|Timeout)): /, // the last line of a traceback
  /^[+=-]{4,}( |$)/,
  /^(\.\. |[>|+] ?)/, // reStructuredText, quotations, tables, diffs
  /^(sudo |\.?\/)\S/, // a command by its path
];

/** Words that no sentence of this length is without. */
const SMALL_WORDS = new Set(
  (
    'a an and are as at be been but by can do does for from had has have if in into is it its may no not of on only or our so ' +
    'should that the their them then there these they this to was we were what when where which while who will with would you'
  ).split(' '),
);

/**
 * Whether a line was pasted, a command, a log line, a row of a table, code, and is not a sentence, however few spaces set
 * it in. Sentences have small words and mostly plain ones; what programs print is set in columns, begins as a log or a
 * prompt does, or is mostly names, numbers, options and paths.
 */
export function isPasted(line: string): boolean {
  if (/^( {4}|\t)/.test(line)) return true;
  const text = line.trim();
  const isEntry = /^[-*•] \S/.test(text); // of a list, which may well be one of names
  return STARTS.some((start) => start.test(text)) || hasColumns(text) || (!isEntry && isMostlySymbols(text));
}

/** Cells between bars, or at least three of them that more than one space parts. After a full stop two spaces are a habit. */
const hasColumns = (text: string): boolean =>
  /[|\u2503\u2502].*[|\u2503\u2502]/.test(text) || (text.match(/[^\s.!?:] {2,}(?=\S)|\S\t+(?=\S)/g) ?? []).length >= 2;

function isMostlySymbols(text: string): boolean {
  const words = text.split(/\s+/);
  const plain = words.filter((word) => /^["'(]?[A-Za-z]+(['’-][A-Za-z]+)*["')]?[.,;:!?]*$/.test(word));
  const small = plain.filter((word) => SMALL_WORDS.has(word.toLowerCase().replace(/[^a-z]/g, '')));
  return words.length >= 3 && small.length * 12 < words.length && plain.length * 2 < words.length;
}
