import { stripVTControlCharacters } from 'node:util';

/** What `git push` printed, sorted: the server's lines, the status of the refs, git's and ssh's own lines. */
export interface PushOutput {
  /** Lines the server sent (`remote: ...`), without progress and repeated blank ones. */
  readonly remote: readonly string[];
  /** Lines of git, ssh or curl themselves. */
  readonly local: readonly string[];
  readonly refs: readonly RefStatus[];
}

export interface RefStatus {
  /** git's flag: `*` new, ` ` fast-forward, `+` forced, `-` deleted, `=` up to date, `!` refused. */
  readonly flag: string;
  readonly from: string;
  readonly to: string;
  /** In brackets or as a range, such as `[remote rejected]`. */
  readonly summary: string;
  /** The server's reason, without its parentheses; may have several lines. */
  readonly reason?: string;
}

/** Nothing a server says takes longer to read than this; the rest is dropped. */
const LONGEST = 1_000_000;

/** Reads both streams of a push, with or without `--porcelain`. Any text is accepted. */
export function readPushOutput(stdout: string, stderr: string): PushOutput {
  const lines = [...cleanLines(stdout), ...cleanLines(stderr)];
  const remote: string[] = [];
  const local: string[] = [];
  const refs: RefStatus[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const said = /^remote:(?: (.*))?$/.exec(line);
    if (said) {
      keep(remote, (said[1] ?? '').trimEnd());
      continue;
    }
    const start = at;
    let status = line;
    while (opensParenthesis(status) && at - start < 20 && lines[at + 1] !== undefined) {
      status += `\n${lines[++at] ?? ''}`;
    }
    const ref = readStatus(status);
    if (ref) {
      refs.push(ref);
    } else {
      at = start;
      keep(local, line);
    }
  }
  return { remote: trimBlank(remote), local: trimBlank(local), refs };
}

/** No line that anyone reads is longer; patterns that look into lines stay quick. */
const LONGEST_LINE = 2000;

/** Lines without colours, control characters, trailing spaces, and passwords in addresses. */
export function cleanLines(text: string): string[] {
  return text
    .slice(0, LONGEST)
    .split(/\r\n|\r|\n/)
    .map((line) => (line === '' ? '' : cleanLine(line.slice(0, LONGEST_LINE))));
}

const cleanLine = (line: string): string =>
  stripVTControlCharacters(line)
    .replace(/(\w:\/\/[^\s:@/]{0,200}):[^\s@/]{1,500}@/g, '$1@')
    .replace(/[^\P{Cc}\t]/gu, '')
    .trimEnd();

const isProgress = (line: string): boolean =>
  /^(Processing changes:|Enumerating objects:|Counting objects:|Compressing objects:|Writing objects:|Resolving deltas:|Delta compression|Total \d+)/.test(
    line,
  );

function keep(lines: string[], line: string): void {
  if (!isProgress(line) && !(line === '' && lines.at(-1) === '')) {
    lines.push(line);
  }
}

function trimBlank(lines: string[]): string[] {
  const start = lines.findIndex((line) => line !== '');
  const end = lines.findLastIndex((line) => line !== '');
  return start < 0 ? [] : lines.slice(start, end + 1);
}

/** A reason may run over lines: ` ! [remote rejected] HEAD -> refs/for/master (same Change-Id ...` */
const opensParenthesis = (text: string): boolean =>
  /^( ! |!\t).*\[(remote rejected|rejected|remote failure)\]/.test(text) && text.includes('(') && !text.endsWith(')');

function readStatus(text: string): RefStatus | undefined {
  const porcelain = /^([ *+=!-])\t([^\t\n:]*):([^\t\n]*)\t(\[[^\]]*\]|\S+)(?: \(([^]*)\))?$/.exec(text);
  if (porcelain) {
    return status(porcelain[1], porcelain[2], porcelain[3], porcelain[4], porcelain[5]);
  }
  const plain = /^ ([ *+=!-]) (\[[^\]]*\]|[0-9a-f]+\.{2,3}[0-9a-f]+)\s+(\S+)(?: -> (\S+))?(?: \(([^]*)\))?$/.exec(text);
  return plain ? status(plain[1], plain[3], plain[4] ?? plain[3], plain[2], plain[5]) : undefined;
}

const status = (flag = ' ', from = '', to = '', summary = '', reason?: string): RefStatus => ({
  flag,
  from,
  to,
  summary,
  ...(reason === undefined ? {} : { reason }),
});
