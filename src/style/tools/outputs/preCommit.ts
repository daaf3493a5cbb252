import type { LineParser } from './lineParser';
import { perLine, relative } from './lineParser';

/**
 * What pre-commit itself writes: `name....Passed|Failed|Skipped`, then for a hook that has something to say
 * `- hook id: x`, `- duration: 0.1s`, `- exit code: 1`, `- files were modified by this hook`, and its output between
 * blank lines.
 */
export type PreCommitLine =
  | { readonly kind: 'hook'; readonly name: string; readonly state: 'passed' | 'failed' | 'skipped' }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'exit'; readonly exitCode: number }
  | { readonly kind: 'modified' }
  | { readonly kind: 'duration' }
  /** All that follows is a git diff of what the hooks changed. */
  | { readonly kind: 'allChanges' };

/** pre-commit fills its headlines up to 79 columns, more where a hook's name is longer. */
const longestHeadline = 300;
const hook = /^(\S.*?)\.{3,}(?:\([^)]*\))?(Passed|Failed|Skipped)$/;

export function readPreCommitLine(line: string): PreCommitLine | undefined {
  const result = line.length <= longestHeadline ? hook.exec(line) : null;
  if (result) return { kind: 'hook', name: result[1] ?? '', state: stateOf(result[2]) };
  if (line === 'All changes made by hooks:') return { kind: 'allChanges' };
  if (!line.startsWith('- ')) return undefined;
  const id = /^- hook id: (\S+)$/.exec(line);
  if (id) return { kind: 'id', id: id[1] ?? '' };
  const exit = /^- exit code: (\d+)$/.exec(line);
  if (exit) return { kind: 'exit', exitCode: Number(exit[1]) };
  if (line === '- files were modified by this hook') return { kind: 'modified' };
  return /^- duration: [\d.]+s$/.test(line) ? { kind: 'duration' } : undefined;
}

function stateOf(word: string | undefined): 'passed' | 'failed' | 'skipped' {
  if (word === 'Passed') return 'passed';
  return word === 'Failed' ? 'failed' : 'skipped';
}

/**
 * Hooks that are no tool we know: `path:row: text` or `path:row:col: text`, as Zuul's own reader of tox output takes
 * them (zuul-jobs, tox_parse_output.py), and the sentences of the pre-commit-hooks repository that name a file first.
 */
const place = /^([^\s:][^:]*):(\d+):(?:(\d+):)? (.+)$/;
const fileFirst = /^(\S+\.\w+)(?: - |: )(Could not parse ast|failed parsing with .*|.*marked executable but.*)$/;

export function hookOutput(hookId: string): LineParser {
  return perLine((line) => {
    const at = place.exec(line);
    if (at) {
      const [, file = '', row, column, message = ''] = at;
      const where = column === undefined ? {} : { column: Math.max(Number(column) - 1, 0) };
      return { tool: hookId, file: relative(file), line: Number(row), ...where, code: undefined, message };
    }
    const whole = fileFirst.exec(line);
    if (!whole) return undefined;
    return { tool: hookId, file: relative(whole[1] ?? ''), line: 0, code: undefined, message: whole[2] ?? '' };
  })();
}
