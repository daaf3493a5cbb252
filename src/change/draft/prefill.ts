import { workOfBranch } from '../message/branchName';
import { type Person, signOffLine } from '../message/signOff';

/** What a new message is begun from. */
export interface PrefillFacts {
  readonly branch?: string;
  /** Gerrit's name, and the branch the change is for. */
  readonly project?: string;
  readonly target?: string;
  /** Names as git has them, relative to the root with `/`. */
  readonly staged: readonly string[];
  /** Subjects of the log, and those of commits that touched the staged files; newest first. */
  readonly subjects: readonly string[];
  readonly subjectsOfStaged: readonly string[];
  /** Text of `commit.template`. */
  readonly template?: string;
  /** Who signs off; missing where the project asks for no sign-off. */
  readonly signer?: Person;
  readonly comment: string;
}

/** Most names of staged files that the comment at the end shows. */
const SHOWN = 20;

/** A message to go on with: a first line, what the branch tells, and comments that say what will be committed. */
export function prefill(facts: PrefillFacts): string {
  const start = subjectPrefix(facts);
  const trailers = [workTrailer(facts.branch), facts.signer && signOffLine(facts.signer)].filter(Boolean).join('\n');
  const template = facts.template?.trim() ? facts.template.replace(/\n*$/, '\n') : '\n\n';
  return `${start}${template}${trailers ? `\n${trailers}\n` : ''}\n${about(facts)}`;
}

/** The trailer that a branch such as `bug/1234567` stands for. */
export function workTrailer(branch: string | undefined): string | undefined {
  const { bug, blueprint, story } = workOfBranch(branch);
  if (bug) return `Closes-Bug: #${bug}`;
  if (blueprint) return `Implements: blueprint ${blueprint}`;
  return story ? `Story: ${story}` : undefined;
}

function about({ comment, staged, branch, project, target }: PrefillFacts): string {
  const where = project ? ` for ${project}, ${target ?? 'master'}` : '';
  const names = staged.slice(0, SHOWN).map((name) => `  ${printable(name)}`);
  const more = staged.length > SHOWN ? [`  and ${staged.length - SHOWN} more`] : [];
  const lines = [
    `A new change${where}. A Change-Id is added when you commit.`,
    'Lines that begin like this one are no part of the message.',
    ...(branch ? [`On branch ${printable(branch)}`] : []),
    '',
    // The list is not kept up to date, so it does not say what will be committed.
    ...(staged.length > 0
      ? ['Staged when this text was begun:', ...names, ...more]
      : ['Nothing was staged when this text was begun.']),
  ];
  return lines.map((line) => `${comment} ${line}`.trimEnd()).join('\n') + '\n';
}

const printable = (name: string): string => name.replace(/\p{Cc}/gu, '?');

const PREFIX = /^(\[[A-Za-z][\w./ -]{0,28}\] |[A-Za-z][\w./-]{0,28}: )/;
/** Words that look like a prefix and name no part of the project. */
const NO_PART = /^(wip|revert|bug|fix|fixes|note|retire|reno): /i;

/**
 * What begins a subject by the custom of the log, such as `libvirt: `: the prefix that most commits to the staged files
 * have, else one in use that names a folder or module of all of them. Empty where there is no such custom.
 */
export function subjectPrefix({
  staged,
  subjects,
  subjectsOfStaged,
}: Pick<PrefillFacts, 'staged' | 'subjects' | 'subjectsOfStaged'>): string {
  const [best, times] = mostUsed(subjectsOfStaged);
  if (best !== undefined && times >= 2 && times * 2 > subjectsOfStaged.length) {
    return best;
  }
  const counts = count(subjects);
  const code = staged.filter((name) => !/^(releasenotes|doc|api-ref)\//.test(name));
  const parts = code.map((name) => new Set(name.toLowerCase().split(/[/.]/)));
  const named = [...counts].filter(
    ([prefix, uses]) => uses >= 2 && parts.length > 0 && parts.every((of) => of.has(bare(prefix))),
  );
  return named.sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

const bare = (prefix: string): string => prefix.toLowerCase().replace(/[[\]]/g, '').replace(/:? $/, '');

function mostUsed(subjects: readonly string[]): [prefix: string | undefined, times: number] {
  return [...count(subjects)].sort((a, b) => b[1] - a[1])[0] ?? [undefined, 0];
}

function count(subjects: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const subject of subjects) {
    const prefix = PREFIX.exec(subject)?.[0];
    if (prefix && !NO_PART.test(prefix)) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return counts;
}
