import { UserError } from '../../base/errors';
import { splitLines } from '../../base/lines';
import type { Finding, TextEdit } from '../findings/finding';
import { linesOf } from './outputs/lineParser';
import type { Command, Run } from './run';

export interface Autopep8Options {
  /** Absolute. */
  readonly root: string;
  readonly command: Command;
  readonly run: Run;
  readonly maxLineLength: number;
  readonly signal?: AbortSignal;
}

/** Codes about spaces and blank lines that autopep8 2.3 fixes: those of its `fix_*` methods that change no more. */
const spaces = /^(?:E12[1-9]|E131|E2(?:0[1-4]|11|2[1-8]|31|4[12]|5[12]|6[1256]|7[1-5])|E30[1-6]|W29[13]|W391)$/;

/** One space beside an operator ends an E227 and makes an E225: these go together. */
const aroundOperators = ['E225', 'E226', 'E227', 'E228'];

/** Whether a finding of flake8 is one that autopep8 may fix. */
export function isForAutopep8({ tool, code }: Pick<Finding, 'tool' | 'code'>): boolean {
  return tool === 'flake8' && code !== undefined && spaces.test(code);
}

/**
 * What autopep8 changes in a text to end one finding; undefined when it leaves the text as it is. No file is touched.
 *
 * @throws UserError `autopep8-failed`, or with a `ProcessErrorReason`
 */
export async function fixWithAutopep8(
  { code = '', range }: Pick<Finding, 'code' | 'range'>,
  text: string,
  { root, command, run, maxLineLength, signal }: Autopep8Options,
): Promise<TextEdit | undefined> {
  const line = String(range.start.line + 1);
  const codes = aroundOperators.includes(code) ? aroundOperators : [code];
  const only = [`--select=${codes.join(',')}`, '--line-range', line, line, `--max-line-length=${maxLineLength}`];
  const args = [...command.args, '--ignore-local-config', ...only, '-'];
  const result = await run(command.file, args, { cwd: root, input: text, ...(signal && { signal }) });
  if (result.exitCode !== 0) {
    const said = linesOf(result.stderr).findLast((words) => words.trim() !== '') ?? `exit status ${result.exitCode}`;
    throw new UserError('autopep8-failed', `autopep8 changed nothing: ${said.trim()}`);
  }
  // Python writes every line end as `\n`: only lines are compared, so that line ends stay as they are.
  return difference(splitLines(text), splitLines(result.stdout));
}

/** One edit of whole lines from the first that differs to the last. */
function difference(before: readonly string[], after: readonly string[]): TextEdit | undefined {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first += 1;
  if (first === before.length && first === after.length) return undefined;
  let same = 0;
  while (same < shorter - first && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  // An edit from the start of a line to the start of another; at the end of the text there is no line to start.
  const isAtEnd = same === 0;
  const inserted = after.slice(first, after.length - same);
  if (!isAtEnd) {
    const end = { line: before.length - same, character: 0 };
    return {
      range: { start: { line: first, character: 0 }, end },
      text: inserted.map((words) => `${words}\n`).join(''),
    };
  }
  const last = before.length - 1;
  const end = { line: last, character: before[last]?.length ?? 0 };
  if (first === 0) return { range: { start: { line: 0, character: 0 }, end }, text: inserted.join('\n') };
  const start = { line: first - 1, character: before[first - 1]?.length ?? 0 };
  return { range: { start, end }, text: inserted.map((words) => `\n${words}`).join('') };
}
