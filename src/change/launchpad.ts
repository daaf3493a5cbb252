import type { KeptLine } from './message';

/** What Launchpad's bug gets when the change is proposed and merged (jeepyb, update_bug.py, class Task). */
export type BugEffect = 'closes' | 'partial' | 'related' | 'comment only';

export interface BugReference {
  /** 0-based line in the document. */
  readonly line: number;
  readonly prefix: string;
  readonly number: string;
  readonly effect: BugEffect;
}

/**
 * The hook's own expression, for a line without the blanks at its start: the number must end the line, the colon is
 * optional. With `[\t ]*` in front, as the hook has it, many blanks would take the square of the time.
 */
const BUG = /^([-\w]+)?[\s:]*(?:\b(?:bug|lp)\b[\s#:]*)+(\d+)\s*$/i;

/** The bugs that Gerrit's Launchpad hook sees, anywhere in the message. */
export function launchpadBugs(kept: readonly KeptLine[]): BugReference[] {
  return kept.flatMap(({ line, text }) => {
    const found = /\b(bug|lp)\b/i.test(text) ? BUG.exec(text.replace(/^[\t ]+/, '')) : null;
    const prefix = found?.[1] ?? '';
    return found ? [{ line, prefix, number: found[2] ?? '', effect: effectOf(prefix) }] : [];
  });
}

function effectOf(prefix: string): BugEffect {
  switch (prefix.split('-')[0]?.toLowerCase()) {
    case '':
    case 'closes':
    case 'fixes':
    case 'resolves':
      return 'closes';
    case 'partial':
      return 'partial';
    case 'related':
    case 'impacts':
    case 'affects':
      return 'related';
    default:
      return 'comment only';
  }
}
