/** Why somebody voted against a change, in one line, from what was said on it. */
import type { Change, ChangeMessage } from '../../gerrit';

/** What is read of a message, and what is shown of it, in UTF-16 units. */
const LONGEST_READ = 20_000;
const LONGEST_SHOWN = 200;
const MOST_JOBS = 3;

/**
 * From the newest message of the account that has this vote in its first line, `Patch Set 2: Verified-1`: what it said
 * later may be about something else. Undefined where nothing came with the vote but comments in files.
 */
export function reasonOfVote(
  { label, value, by }: Change['votes'][number],
  messages: readonly ChangeMessage[],
): string | undefined {
  const vote = `${label}${value > 0 ? '+' : ''}${value}`;
  const message = messages.findLast(({ by: author, text }) => author === by.id && votesIn(text).includes(vote));
  return message && gistOf(message.text);
}

/** What was written when a change was abandoned; undefined where nothing was. */
export function reasonOfAbandoning(messages: readonly ChangeMessage[]): string | undefined {
  const message = messages.findLast(({ text }) => /^Abandoned(?:\n|$)/.test(text));
  return message && gistOf(message.text.slice('Abandoned'.length));
}

const HEADER = /^Patch Set \d+:/;

const votesIn = (text: string): string[] => (HEADER.test(text) ? (text.split('\n', 1)[0] ?? '').split(' ') : []);

/** The first paragraph, and the jobs that failed. */
function gistOf(text: string): string | undefined {
  const lines = text
    .slice(0, LONGEST_READ)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !HEADER.test(line) && !/^\(\d+ comments?\)$/.test(line));
  const first = lines.findIndex((line) => line !== '');
  if (first < 0) return undefined;
  const end = lines.indexOf('', first);
  const words = lines
    .slice(first, end < 0 ? undefined : end)
    .join(' ')
    .split(/\s+/)
    .join(' ');
  const said = withoutAdvice(words);
  const jobs = failedJobs(lines);
  const more = jobs.length > MOST_JOBS ? `, and ${jobs.length - MOST_JOBS} more` : '';
  const gist = jobs.length > 0 ? `${said} ${jobs.slice(0, MOST_JOBS).join(', ')}${more}` : said;
  return gist.length > LONGEST_SHOWN ? `${gist.slice(0, LONGEST_SHOWN - 1)}…` : gist;
}

/** Zuul of OpenDev adds where to read about failures (project-config, zuul.d/pipelines.yaml). */
const withoutAdvice = (words: string): string => words.split(' For information on how to proceed')[0] ?? words;

/** Of `- tox-docs https://… : FAILURE in 3m 20s`, as Zuul writes it (`_formatItemReportJobs`); voting jobs only. */
function failedJobs(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    if (!line.startsWith('- ') || line.endsWith('(non-voting)')) return [];
    const at = line.indexOf(' : ');
    const [result = ''] = line.slice(at + 3).split(' ', 1);
    if (at < 0 || !/^[A-Z_]+$/.test(result) || ['SUCCESS', 'SKIPPED'].includes(result)) return [];
    return [`${line.slice(2).split(' ', 1)[0] ?? ''}: ${result}`];
  });
}
