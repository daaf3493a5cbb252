import type { KeptLine } from './message';

/** What Launchpad's bug gets when the change is proposed and merged (jeepyb, update_bug.py, class Task). */
export type BugEffect = 'closes' | 'partial' | 'related' | 'comment only';

export interface BugReference {
  /** 0-based lines in the document: where the hook begins to read, and where the number is. */
  readonly first: number;
  readonly line: number;
  /** The word before `bug`, such as `Closes-`; empty where there is none. */
  readonly prefix: string;
  readonly number: string;
  readonly effect: BugEffect;
}

/** A blueprint as Launchpad's hook reads its name, which may not be one: `bp/name` gives `/name`. */
export interface BlueprintReference {
  readonly line: number;
  readonly name: string;
}

/**
 * The hook's own expression (update_bug.py, find_bugs), for lines without the spaces at their start: the number must end
 * its line, the colon is optional, and what lies between the words may go over line ends.
 */
const BUG = /^([-\w]+)?[\s:]*(?:\b(?:bug|lp)\b[\s#:]*)+(\d+)[^\S\n]*$/gim;
/** A line after which the hook may read on: at most one word, then nothing but `bug`, `lp` and separators. */
const READ_ON = /^[-\w]*[\s#:]*(?:(?:bug|lp)\b[\s#:]*)*$/i;
/** Nobody writes so many of these below each other, and the expression takes the square of their number. */
const MOST_JOINED = 50;

/** The bugs that Gerrit's Launchpad hook sees, anywhere in the message. */
export function launchpadBugs(kept: readonly KeptLine[]): BugReference[] {
  return passages(kept).flatMap((passage) => {
    const text = passage.map((line) => line.text.replace(/^[\t ]+/, '')).join('\n');
    if (!/\b(bug|lp)\b/i.test(text)) return [];
    return [...text.matchAll(BUG)].map((found) => {
      const [all, prefix = '', number = ''] = found;
      const lineAt = (offset: number): number => passage[text.slice(0, offset).split('\n').length - 1]?.line ?? 0;
      return {
        first: lineAt(found.index),
        line: lineAt(found.index + all.length),
        prefix,
        number,
        effect: effectOf(prefix),
      };
    });
  });
}

/** The message in runs of lines that no match of the hook's expression leaves. */
function passages(kept: readonly KeptLine[]): KeptLine[][] {
  const found: KeptLine[][] = [];
  let current: KeptLine[] = [];
  for (const line of kept) {
    current.push(line);
    if (!READ_ON.test(line.text.trimStart()) || current.length >= MOST_JOINED) {
      found.push(current);
      current = [];
    }
  }
  return [...found, current];
}

/** Without a prefix the hook closes. Behind a dash, `- bug 1`, the prefix is the dash, whose first part means nothing to it. */
function effectOf(prefix: string): BugEffect {
  switch (prefix === '' ? 'closes' : prefix.split('-')[0]?.toLowerCase()) {
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

/** The blueprints that the hook sees in a line (update_blueprint.py, SPEC_RE). */
export function launchpadBlueprints({ line, text }: KeptLine): BlueprintReference[] {
  return [...text.matchAll(/\b(?:blueprint|bp)\b[ \t]*[#:]?[ \t]*(\S+)/gi)].map(([, name = '']) => ({ line, name }));
}

/** Whether Launchpad could have a blueprint of that name: it begins with a letter or digit and has no slash or space. */
export const isBlueprintName = (name: string): boolean => /^[a-z0-9][\w+.-]*$/i.test(name);
